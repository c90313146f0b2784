"""Committees: who sits where."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import has_anywhere, may
from accounts.enums import Right
from campaigns.access import committees as access
from campaigns.access.places import ids_around
from campaigns.access.plans import visible_plans
from campaigns.actions import committees as actions
from campaigns.enums import CommitteeKind
from campaigns.forms.committees import MEMBERS, CommitteeForm, MemberRow, first_values
from campaigns.forms.grids import Grid
from campaigns.forms.places import grid_of, rows_of
from campaigns.models import CommitteeMember
from campaigns.papers import committees as papers
from campaigns.papers.changes import mark_of
from campaigns.queries import committees as queries
from campaigns.queries.places import areas_around
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.sheets import sheet_response
from journal.papers import history_lines
from journal.queries import history_of


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def committee_list(request: HttpRequest) -> HttpResponse:
    """Committees one may read, at work or ended (?het=1), found also by their members; ?export=xlsx with all members."""
    user, today = signed_in(request), clock.today()
    everything = access.visible_committees(user)
    areas = list(areas_around(everything))
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", ""), "kind": request.GET.get("loai", ""), "area": _number(request.GET.get("dia-ban")),
    }  # fmt: skip
    ended = request.GET.get("het") == "1"
    area = next((area for area in areas if area.pk == chosen["area"]), None)
    found = queries.filtered(everything, **{**chosen, "area": area})
    found = queries.ended_before(found, today) if ended else queries.not_ended(found, today)
    committees = queries.in_order(queries.with_people(queries.with_counts(found)))
    if request.GET.get("export") == "xlsx":
        return sheet_response(papers.committee_sheet(committees.prefetch_related("members")), "ban-to.xlsx")
    page = page_of(request, committees.prefetch_related("members"))
    context = {
        "page": page, "chosen": chosen, "ended": ended, "any_filter": any(chosen.values()), "kinds": CommitteeKind.choices,
        "areas": areas, "may_write": has_anywhere(user, Right.WRITE_PLANS),
    }  # fmt: skip
    return answer(request, "campaigns/committee_list.html", context)


@require_GET
def seats(request: HttpRequest) -> HttpResponse:
    """Who sits where: people with the committees at work they sit in, those with most seats first."""
    working = queries.not_ended(access.visible_committees(signed_in(request)), clock.today())
    rows = queries.seats_of(working, words=request.GET.get("q", ""))
    context = {"page": page_of(request, rows), "words": request.GET.get("q", "")}
    return render(request, "campaigns/committee_seats.html", context)


@require_GET
def committee_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One committee: decision, members, and how they changed."""
    user = signed_in(request)
    committee = access.get_committee(user, pk)
    context = {
        "committee": committee, "members": list(committee.members.all()),
        "ended": committee.valid_to is not None and committee.valid_to < clock.today(),
        "plan_open": committee.plan_id is not None and visible_plans(user).filter(pk=committee.plan_id).exists(),
        "may_write": may(user, Right.WRITE_PLANS, committee.area), "history": history_lines(history_of(committee)),
    }  # fmt: skip
    return render(request, "campaigns/committee_detail.html", context)


def add_committee(request: HttpRequest) -> HttpResponse:
    places = access.committee_places(signed_in(request))
    form, members = _forms(request, places, initial={"key": uuid4().hex}, rows=[])
    if request.method == "POST" and _all_valid(form, members):
        try:
            committee = actions.add_committee(
                area=form.cleaned_data["area"], values=form.values(), members=rows_of(members),
                key=form.cleaned_data["key"] or uuid4().hex, by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi ban, tổ.")
            return redirect("campaigns:committee", committee.pk)
    return render(request, "campaigns/committee_form.html", {"form": form, "members": members, "committee": None})


def edit_committee(request: HttpRequest, pk: int) -> HttpResponse:
    committee = access.get_committee(signed_in(request), pk, Right.WRITE_PLANS)
    rows = list(committee.members.all())
    first = {**first_values(committee), "seen": mark_of(papers.said(committee, rows))}
    places = access.committee_places(signed_in(request), committee.area)
    form, members = _forms(request, places, initial=first, rows=rows)
    if request.method == "POST" and _all_valid(form, members):
        try:
            actions.save_committee(
                committee, area=form.cleaned_data["area"], values=form.values(), members=rows_of(members),
                seen=form.cleaned_data["seen"], by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu ban, tổ.")
            return redirect("campaigns:committee", pk)
    return render(request, "campaigns/committee_form.html", {"form": form, "members": members, "committee": committee})


def _forms(
    request: HttpRequest, places: Any, *, initial: dict[str, Any], rows: list[CommitteeMember]
) -> tuple[CommitteeForm, Grid]:
    data = request.POST or None
    plans = visible_plans(signed_in(request)).filter(area__in=ids_around(places)).defer("facts").select_related("area")
    form = CommitteeForm(places, plans.order_by("-year", "sort_key"), data, initial=initial)
    return form, grid_of(MemberRow, MEMBERS, rows, data)


def _all_valid(*forms: Any) -> bool:
    """Every form is asked, so that the person sees all that is to be mended at once."""
    return False not in [form.is_valid() for form in forms]
