"""Nominations: the list with what stands against each, one of them, many from a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import demand
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from emulation.access import awards as access
from emulation.access.drives import get_drive
from emulation.actions import nominations as actions
from emulation.enums import NOMINATION_STEPS, NominationState
from emulation.forms import awards as forms
from emulation.models import Drive, Nomination
from emulation.papers import awards as papers
from emulation.queries import awards as queries
from emulation.rules.awards import ballot_line, on_day
from emulation.rules.eligibility import Check, checks_of, claim_of
from journal.papers import history_lines
from journal.queries import history_of

if TYPE_CHECKING:
    from accounts.models import User

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One nomination in the list, with what stands against it (empty for those who do not see that)."""

    nomination: Nomination
    checks: Sequence[Check]


@require_GET
def nomination_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Nominations by state, with quotas, sessions and decisions: everything from ranking to award of one drive."""
    user = signed_in(request)
    drive = get_drive(user, pk)
    everything = access.visible_nominations(user, drive)
    counts = queries.state_counts(everything)
    state = request.GET.get("tinh-trang", "")
    rows = everything.filter(state=state) if state in NominationState.values else everything
    page = page_of(request, queries.with_people(rows), per_page=PER_PAGE)
    inside = access.sees_all(user, drive)
    context = {
        "drive": drive, "page": page, "lines": _lines(user, drive, list(page)), "state": state, "tabs": _tabs(drive, counts, state),
        "may_write": access.writes(user, drive), "may_nominate": access.may_nominate(user, drive), "inside": inside,
        "quotas": _quota_rows(drive) if inside else [], "decisions": list(_decisions(user, drive)),
        "higher": list(access.readable_higher_awards(user, drive)) if inside else [],
    }  # fmt: skip
    return answer(request, "emulation/nomination_list.html", context)


def _decisions(user: User, drive: Drive) -> Any:
    readable = access.readable_decisions(user, drive)
    return queries.decisions_of(drive).filter(pk__in=readable.values("pk"))


def _tabs(drive: Drive, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    url = reverse("emulation:nominations", args=[drive.pk])
    tabs = [{"label": "Tất cả", "url": url, "count": sum(counts.values()), "current": not state}]
    for value, label in NominationState.choices:
        if counts.get(value):
            tabs.append(
                {
                    "label": label,
                    "url": f"{url}?tinh-trang={value}",
                    "count": counts[value],
                    "current": value == state,
                }
            )
    return tabs


def _lines(user: User, drive: Drive, rows: Sequence[Nomination]) -> list[Line]:
    """What stands against each while it may still be considered; a fixed number of queries."""
    open_states = {NominationState.PROPOSED, NominationState.SELECTED}
    others = [claim_of(row) for row in queries.rivals_of(drive)]
    everybody = access.sees_checks(user, drive)
    lines = []
    for row in rows:
        row.drive = drive
        seen = row.state in open_states and (everybody or access.may_change(user, row))
        checks = checks_of(claim_of(row), others, starts=drive.starts_on, ends=drive.ends_on) if seen else []
        lines.append(Line(row, checks))
    return lines


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A form that has a quota or is asked for: how many there may be and are, and whether its rule was compared."""

    title: str
    number: int | None
    taken: int
    sure: bool


def _quota_rows(drive: Drive) -> list[QuotaRow]:
    quotas, taken, rules, today = (
        queries.quotas_of(drive), queries.taken_of(drive), queries.rules_by_form(), clock.today(),
    )  # fmt: skip
    rows = []
    for form in queries.forms_in_order():
        if form.pk in quotas or form.pk in taken:
            rule = on_day(rules.get(form.pk, ()), today)
            rows.append(
                QuotaRow(papers.form_title(form), quotas.get(form.pk), taken.get(form.pk, 0), bool(rule and rule.sure))
            )
    return rows


@require_GET
def nomination_detail(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    user = signed_in(request)
    return _shown(request, access.get_nomination(user, pk, nomination_pk))


def _shown(request: HttpRequest, nomination: Nomination, fault: str = "") -> HttpResponse:
    user, drive = signed_in(request), nomination.drive
    (line,) = _lines(user, drive, [nomination])
    may_change = access.may_change(user, nomination)
    writes = access.writes(user, drive)
    inside = access.sees_all(user, drive)
    ballot = getattr(nomination, "ballot", None) if inside else None
    rule = on_day(queries.rules_by_form().get(nomination.form_id, ()), clock.today())
    context = {
        "drive": drive, "nomination": nomination, "line": line, "fault": fault, "rule": rule,
        "may_change": may_change and nomination.state in {NominationState.PROPOSED, NominationState.SELECTED},
        "steps": _steps(nomination, may_change=may_change, writes=writes),
        "ballot": ballot_line(ballot) if ballot else None, "session": ballot.session if ballot else None,
        "award": getattr(nomination, "award", None), "sees_discipline": access.sees_checks(user, drive) or may_change,
        "history": history_lines(history_of(nomination)) if inside or may_change else [],
    }  # fmt: skip
    return render(request, "emulation/nomination.html", context)


@dataclass(frozen=True, slots=True)
class Button:
    to: str
    label: str
    ask: str = ""
    reason: str = ""
    danger: bool = False


def _steps(nomination: Nomination, *, may_change: bool, writes: bool) -> list[Button]:
    """What this person may do with it by hand: selecting is the office's; a village takes back what is not selected yet."""
    steps, state = NOMINATION_STEPS[nomination.state], nomination.state
    found = []
    if writes and NominationState.SELECTED in steps:
        found.append(Button(NominationState.SELECTED, "Ban Chỉ đạo chọn"))
    if may_change and NominationState.WITHDRAWN in steps and (writes or state == NominationState.PROPOSED):
        found.append(
            Button(
                NominationState.WITHDRAWN, "Rút đề nghị", "Đề nghị đã rút không đưa ra xét.", "Lý do rút", danger=True
            )
        )
    if may_change and NominationState.PROPOSED in steps:
        found.append(Button(NominationState.PROPOSED, "Đề nghị lại"))
    return found


@require_POST
def step_nomination(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    """Select, withdraw or put forward again; what stands against it is told on its page. "ve": back to the list."""
    user = signed_in(request)
    nomination = access.get_nomination_to_change(user, pk, nomination_pk)
    to = request.POST.get("to", "")
    selected = nomination.state == NominationState.SELECTED
    if to == NominationState.SELECTED or (selected and to == NominationState.WITHDRAWN):
        demand(user, Right.WRITE_AWARDS, nomination.drive.area)
    try:
        actions.step_nomination(nomination, to, reason=request.POST.get("reason", "")[:2000], by=user)
    except RuleError as error:
        return _shown(request, nomination, error.message)
    messages.success(request, f"{nomination.name}: {NominationState(to).label}.")
    if "ve" in request.POST:
        return redirect("emulation:nominations", pk)
    return redirect("emulation:nomination", pk, nomination_pk)


def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one forward: by the commune's officer, or by a village or unit for its own."""
    user = signed_in(request)
    drive = access.get_drive_to_nominate(user, pk)
    form = _form(request, drive)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.nominate(
                drive, area=form.area(), values=form.values(), key=str(form.cleaned_data["key"]), by=user
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi đề nghị khen thưởng.")
            return redirect(row)
    return render(request, "emulation/nomination_form.html", {"drive": drive, "form": form, "nomination": None})


def _form(request: HttpRequest, drive: Drive, nomination: Nomination | None = None) -> forms.NominationForm:
    user = signed_in(request)
    everybody = access.writes(user, drive)
    villages = [] if everybody else access.own_villages(user, drive)
    first = forms.first_values(nomination) if nomination else None
    entries = access.nominable_entries(user, drive)
    return forms.NominationForm(drive, entries, villages, everybody, request.POST or None, initial=first)


def edit_nomination(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    user = signed_in(request)
    nomination = access.get_nomination_to_change(user, pk, nomination_pk)
    drive = nomination.drive
    if nomination.state == NominationState.SELECTED:
        demand(user, Right.WRITE_AWARDS, drive.area)
    form = _form(request, drive, nomination)
    if request.method == "POST" and form.is_valid():
        area = form.area() if form.cleaned_data["entry"] else nomination.area
        try:
            actions.save_nomination(nomination, values={**form.values(), "area": area}, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi.")
            return redirect("emulation:nomination", pk, nomination_pk)
    context = {"drive": drive, "form": form, "nomination": nomination}
    return render(request, "emulation/nomination_form.html", context)


def nominate_from_ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the first places of a frozen ranking forward at one press."""
    user = signed_in(request)
    drive = get_drive(user, pk, Right.WRITE_AWARDS)
    scorings = queries.frozen_scorings(drive)
    first = {"scoring": scorings.first(), "places": 3}
    form = forms.FromRankingForm(drive, scorings, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = actions.nominate_from_ranking(
                data["scoring"], form=data["form"], places=int(data["places"]), citation=data["citation"], by=user
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            known = f"; {done.known} trường hợp đã được đề nghị từ trước" if done.known else ""
            messages.success(request, f"Đã đề nghị {done.made} trường hợp từ bảng xếp hạng{known}.")
            return redirect("emulation:nominations", pk)
    context = {"drive": drive, "form": form, "any_scoring": scorings.exists()}
    return render(request, "emulation/nomination_ranking.html", context)
