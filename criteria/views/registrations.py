"""Registrations: the list, entering, one with its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import has_anywhere, may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from criteria import access
from criteria.actions import registrations as actions
from criteria.enums import REGISTRATION_STEPS, RegistrationState
from criteria.forms.registrations import AssessForm, RecogniseForm, RegisterForm, RevokeForm
from criteria.models import Registration
from criteria.papers import registrations as papers
from criteria.papers.cards import card_rows, totals
from criteria.queries import registrations as queries
from criteria.queries.cards import lines_of
from documents.list_exports import list_response
from journal.papers import history_lines
from journal.queries import history_of


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() and len(words) < 10 else None


@require_GET
def registration_list(request: HttpRequest) -> HttpResponse:
    """Registrations one may read, by year, state, set and words; ?export=xlsx gives what one sees."""
    user = signed_in(request)
    everything = access.visible_registrations(user)
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", "")[:200], "year": _number(request.GET.get("nam")),
        "state": request.GET.get("tinh-trang", ""), "criteria_set": _number(request.GET.get("bo")),
    }  # fmt: skip
    rows = queries.filtered(everything, **chosen)
    if request.GET.get("export") == "xlsx":
        return list_response(request, papers.registration_sheet(rows), "dang-ky-dat-chuan.xlsx", count=rows.count())
    context = {
        "page": page_of(request, rows), "chosen": chosen, "any_filter": any(chosen.values()),
        "years": queries.years_of(everything), "sets": queries.sets_of(everything), "states": RegistrationState.choices,
        "may_fill": has_anywhere(user, Right.WRITE_SCORECARDS), "may_list": bool(access.listed_communes(user)),
    }  # fmt: skip
    return answer(request, "criteria/registration_list.html", context)


def register(request: HttpRequest) -> HttpResponse:
    """Enter who aims at which set in which year; gardens are pasted, one name a line."""
    user = signed_in(request)
    areas = access.filling_areas(user)
    places = queries.places_among(areas, clock.today())
    first = {
        "year": _number(request.GET.get("nam")) or clock.today().year, "registered_on": clock.today(),
        "area": areas[0].pk if len(areas) == 1 else None,
    }  # fmt: skip
    form = RegisterForm(places, queries.sets_open_to(areas), request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = actions.register(
                area=data["area"], criteria_set=data["criteria_set"], year=data["year"], subjects=data["subjects"],
                on=data["registered_on"], by=user,
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _told(done))
            return redirect("criteria:registrations")
    return render(request, "criteria/register.html", {"form": form})


def _told(done: actions.Registered) -> str:
    known = f" {done.known} đăng ký đã có từ trước, giữ nguyên." if done.known else ""
    return f"Đã ghi {len(done.made)} đăng ký.{known}" if done.made else f"Không có đăng ký mới.{known}"


@require_GET
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """One registration: where it stands, its card, what may be done now, its history."""
    user = signed_in(request)
    row = access.get_registration(user, pk)
    steps = REGISTRATION_STEPS[row.state]
    may_fill, may_recognise = (may(user, right, row.area) for right in (Right.WRITE_SCORECARDS, Right.RECOGNISE))
    context = {
        "row": row, "place": papers.place_of(row), "steps": papers.steps_of(row), "totals": _totals(row),
        "has_rows": row.criteria_set.criteria.exists(),
        "may_assess": may_fill and RegistrationState.ASSESSED in steps,
        "may_withdraw": may_fill and RegistrationState.WITHDRAWN in steps,
        "may_recognise": may_recognise and RegistrationState.RECOGNISED in steps and row.found_met,
        "may_revoke": may_recognise and RegistrationState.REVOKED in steps,
        "history": history_lines(history_of(row)[:30]),
    }  # fmt: skip
    return render(request, "criteria/registration.html", context)


def _totals(row: Registration) -> Any:
    card = row.card
    return totals(card, card_rows(lines_of(card, on=clock.today()))) if card is not None else None


@require_POST
def open_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the card the registration is judged by, and go to it."""
    user = signed_in(request)
    row = access.get_registration(user, pk, Right.WRITE_SCORECARDS)
    return redirect(actions.open_assessment(row, by=user))


def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the assessment found."""
    user = signed_in(request)
    row = access.get_registration(user, pk, Right.WRITE_SCORECARDS)
    found = _totals(row)
    by_person = found is None or found.set_met is None
    form = AssessForm(request.POST or None, by_person=by_person, initial={"assessed_on": clock.today()})

    def do() -> str:
        data = form.cleaned_data
        actions.assess(row, on=data["assessed_on"], said_met=form.said(), reason=data["reason"] or "", by=user)
        return "Đã ghi kết quả đánh giá."

    waits = found is None and row.criteria_set.criteria.exists()
    more = {"totals": found, "by_person": by_person, "waits_for_card": waits, "label": "Ghi kết quả đánh giá"}
    return _step(request, row, form, do, to=RegistrationState.ASSESSED, more=more)


def recognise(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the decision that recognises; it may name others that were assessed as met."""
    user = signed_in(request)
    row = access.get_registration(user, pk, Right.RECOGNISE)
    others = queries.recognisable_with(row)
    form = RecogniseForm(others, request.POST or None, initial={"recognised_on": clock.today()})

    def do() -> str:
        data = form.cleaned_data
        chosen = [row, *(other for other in data.get("others", ()) if may(user, Right.RECOGNISE, other.area))]
        done = actions.recognise(chosen, decision=data["decision"], on=data["recognised_on"], by=user)
        return f"Đã ghi công nhận {len(done)} đăng ký." if done else "Công nhận này đã ghi từ trước."

    return _step(request, row, form, do, to=RegistrationState.RECOGNISED, more={"label": "Ghi công nhận"})


def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the decision that takes the recognition back."""
    user = signed_in(request)
    row = access.get_registration(user, pk, Right.RECOGNISE)
    form = RevokeForm(request.POST or None, initial={"revoked_on": clock.today()})

    def do() -> str:
        data = form.cleaned_data
        actions.revoke(row, decision=data["decision"], on=data["revoked_on"], reason=data["reason"], by=user)
        return "Đã ghi thu hồi công nhận."

    return _step(request, row, form, do, to=RegistrationState.REVOKED, more={"label": "Ghi thu hồi công nhận"})


def _step(
    request: HttpRequest, row: Registration, form: Any, do: Callable[[], str], *, to: RegistrationState,
    more: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """The page of one step: what `do` refuses stands at the form; a step that is not open any more goes back to the registration."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, do())
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect(row)
    elif to not in REGISTRATION_STEPS[row.state]:
        messages.info(request, f"Đăng ký đang ở tình trạng “{row.get_state_display()}”.")
        return redirect(row)
    context = {"form": form, "row": row, "place": papers.place_of(row), **more}
    return render(request, "criteria/registration_step.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    row = access.get_registration(user, pk, Right.WRITE_SCORECARDS)
    actions.withdraw(row, reason=request.POST.get("reason", "")[:2000], by=user)
    messages.success(request, "Đã ghi thôi đăng ký.")
    return redirect(row)
