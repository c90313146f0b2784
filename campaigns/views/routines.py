"""What a plan's year holds at a glance, its routines, and noting that one was kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from areas.models import Area
from campaigns.access import plans as plan_access
from campaigns.access import routines as access
from campaigns.access import year as year_access
from campaigns.actions import routines as actions
from campaigns.forms.routines import FiguresForm, TurnForm, figures_of
from campaigns.models import Plan, Routine, RoutineTurn
from campaigns.papers import changes
from campaigns.papers import routines as papers
from campaigns.papers import year as year_papers
from campaigns.queries import routines as queries
from campaigns.queries import year as year_queries
from campaigns.rules import recurring
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from documents.enums import DocumentState
from journal.papers import history_lines
from journal.queries import history_of

#: Rows of each kind on the page of a plan's year; the lists have the rest.
_SHOWN = 10


def _period(plan: Plan) -> recurring.Period | None:
    return recurring.period_of(
        starts_on=plan.starts_on, ends_on=plan.ends_on, deadline=plan.deadline, year=plan.year,
        issued_on=plan.document.issued_on,
    )  # fmt: skip


def _standing(
    routine: Routine, period: recurring.Period | None, turns: list[recurring.Turn], areas: list[Area]
) -> dict[str, Any]:
    """One routine as its page and the plan's year show it: due so far, next, and what each area did."""
    due: list[date] = []
    upcoming = None
    if period is not None:
        until = recurring.passed_until(timezone.localtime(clock.now()), routine.at)
        due = recurring.due_days(routine.every, routine.day, period, until)
        upcoming = recurring.next_due(routine.every, routine.day, period, clock.today())
    kept = recurring.kept_by_area(routine.every, due, period or recurring.Period(date.max, date.max), turns)
    lines = [{"area": area, "kept": kept.get(area.pk)} for area in areas]
    return {
        "routine": routine, "rhythm": papers.rhythm(routine), "due": len(due), "next_due": upcoming, "lines": lines,
        "active": sum(1 for line in lines if line["kept"]), "totals": papers.totals(lines),
    }  # fmt: skip


def _standings(plan: Plan, routines: list[Routine]) -> list[dict[str, Any]]:
    """The same for several routines, in a fixed number of queries."""
    turns: dict[int, list[recurring.Turn]] = defaultdict(list)
    for held_once in queries.turns_of(routines):
        turns[held_once.routine_id].append(
            recurring.Turn(held_once.area_id, held_once.held_on, held_once.people, held_once.labour_days)
        )
    asked = {area.pk: area for area in queries.villages_asked(plan)} if any(row.gathers for row in routines) else {}
    held = {turn.area for rows in turns.values() for turn in rows}
    known = queries.areas_by_id(held - asked.keys()) | asked
    period = _period(plan)
    result = []
    for row in routines:
        wanted = list(asked) if row.gathers else []
        more = sorted({turn.area for turn in turns[row.pk]}.difference(wanted))
        result.append(_standing(row, period, turns[row.pk], [known[pk] for pk in (*wanted, *more)]))
    return result


@require_GET
def year(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan's year: routines due and kept, events, inspections, proposals."""
    user = signed_in(request)
    plan = plan_access.get_plan(user, pk)
    period = _period(plan)
    events = year_access.visible_events(user).filter(plan=plan).select_related("area")
    proposals = year_access.visible_proposals(user).filter(plan=plan).select_related("area")
    inspections = year_queries.with_open_counts(
        year_access.visible_inspections(user).filter(plan=plan).select_related("area"), clock.today()
    )
    context = {
        "plan": plan, "period": papers.period_words(period.start, period.end) if period else "",
        "routines": _standings(plan, list(plan.routines.all())), "shown": _SHOWN,
        "may_write": may(user, Right.WRITE_PLANS, plan.area) or access.turn_places(user, plan).exists(),
        "events": list(year_queries.newest_first(events)[: _SHOWN + 1]),
        "inspections": list(year_queries.newest_first(inspections)[: _SHOWN + 1]),
        "proposals": year_papers.proposal_lines(
            year_queries.oldest_open_first(proposals)[: _SHOWN + 1], clock.today()
        ),
    }  # fmt: skip
    return render(request, "campaigns/year.html", context)


def routine(request: HttpRequest, pk: int) -> HttpResponse:
    """One routine: how each area keeps it, every turn, and the form for one more."""
    user = signed_in(request)
    row = access.get_routine(user, pk)
    period = _period(row.plan)
    places = access.turn_places(user, row.plan)
    in_force = row.plan.document.state == DocumentState.ISSUED
    form, twin = None, None
    if request.method == "POST":
        access.demand_places(places)
    if places and (in_force or request.method == "POST"):
        today = clock.today()
        first = {"held_on": today if period is None or today in period else None}
        form = TurnForm(places, request.POST or None, request.FILES or None, gathers=row.gathers, initial=first)
        if request.method == "POST" and form.is_valid():
            done, twin = _keep(request, row, form)
            if done is not None:
                return redirect(f"{request.path}#lan-{done.pk}")
    turns = queries.with_people(row.turns.all())
    area = request.GET.get("dia-ban", "")
    if area.isdecimal() and len(area) < 10:
        turns = turns.filter(area=int(area))
    context = {
        "plan": row.plan, "routine": row, "form": form, "twin": twin, "twin_mark": changes.mark_of(papers.said(twin)) if twin else "",
        "history": history_lines(history_of(row)),
        "page": page_of(request, turns), "chosen": area, "in_force": in_force,
        "standing": _standings(row.plan, [row])[0],
        "period": papers.period_words(period.start, period.end) if period else "",
        "correctable": {area.pk for area in places},
    }  # fmt: skip
    return answer(request, "campaigns/routine.html", context)


def _keep(request: HttpRequest, row: Routine, form: TurnForm) -> tuple[RoutineTurn | None, RoutineTurn | None]:
    """The turn that was noted or corrected; or None and the one that stands in its way."""
    data, user = form.cleaned_data, signed_in(request)
    try:
        done = actions.record_turn(
            row, area=data["area"], held_on=data["held_on"], values=form.figures(), photos=data["photos"], by=user
        )
    except actions.TurnExistsError as error:
        if request.POST.get("over") != str(error.turn.pk):
            form.add_error(None, error.message)
            return None, error.turn
        return _replace(request, error.turn, form), None
    except RuleError as error:
        form.add_error(None, error.message)
        return None, None
    messages.success(request, f"Đã ghi: {done.area}, {papers.in_words(done)}.")
    return done, None


def _replace(request: HttpRequest, turn: RoutineTurn, form: TurnForm) -> RoutineTurn | None:
    """What the person typed in the place of what stood there, which the person has seen."""
    try:
        done = actions.correct_turn(
            turn, values=form.figures(), photos=form.cleaned_data["photos"], seen=request.POST.get("seen", ""),
            by=signed_in(request),
        )  # fmt: skip
    except RuleError as error:
        form.add_error(None, error.message)
        return None
    messages.success(request, f"Đã ghi thay: {done.area}, {papers.in_words(done)}.")
    return done


def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """One turn, to correct it: figures and photos; what was there before stands in its history."""
    user = signed_in(request)
    row = access.get_turn(user, pk, Right.WRITE_PLANS if request.method == "POST" else None)
    form = None
    if access.may_correct(user, row):
        form = FiguresForm(
            request.POST or None, request.FILES or None, gathers=row.routine.gathers, initial=figures_of(row)
        )
        if request.method == "POST" and form.is_valid():
            try:
                actions.correct_turn(
                    row,
                    values=form.figures(),
                    photos=form.cleaned_data["photos"],
                    seen=request.POST.get("seen", ""),
                    by=user,
                )
            except RuleError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, "Đã lưu.")
                return redirect("campaigns:routine", row.routine_id)
    context = {
        "turn": row, "plan": row.routine.plan, "form": form, "seen": changes.mark_of(papers.said(row)),
        "words": papers.in_words(row), "history": history_lines(history_of(row)),
    }  # fmt: skip
    return render(request, "campaigns/routine_turn.html", context)


@require_POST
def remove_photo(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    photo = access.get_turn_photo(signed_in(request), pk, photo_pk)
    actions.remove_turn_photo(photo, by=signed_in(request))
    messages.success(request, "Đã bỏ ảnh.")
    return redirect("campaigns:turn", pk)


@require_POST
def remove_turn(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_turn(signed_in(request), pk, Right.WRITE_PLANS)
    actions.remove_turn(row, reason=request.POST.get("reason", ""), by=signed_in(request))
    messages.success(request, "Đã bỏ lần thực hiện.")
    return redirect("campaigns:routine", row.routine_id)
