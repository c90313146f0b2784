"""Drives: the list, started from a plan, one of them, its dates and its state."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import has_anywhere, may
from accounts.enums import Right
from campaigns.access.plans import visible_plans
from campaigns.models import Plan
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.steps import steps_of
from emulation.access import drives as access
from emulation.access.reports import ever_reports, own_duties
from emulation.actions import drives as actions
from emulation.enums import DriveState, EntryKind, EntryState
from emulation.forms.drives import DriveForm
from emulation.models import Drive
from emulation.papers import drives as papers
from emulation.queries import drives as queries
from emulation.queries.entries import counts
from emulation.queries.progress import entry_shares
from journal.papers import history_lines
from journal.queries import history_of


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def drive_list(request: HttpRequest) -> HttpResponse:
    """Drives one may read; several run at once, so state, year and words filter them."""
    user = signed_in(request)
    everything = access.visible_drives(user)
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", "")[:200], "state": request.GET.get("tinh-trang", ""),
        "year": _number(request.GET.get("nam")),
    }  # fmt: skip
    rows = queries.with_counts(queries.filtered(everything, **chosen)).order_by("-starts_on", "sort_key", "pk")
    context = {
        "page": page_of(request, rows), "chosen": chosen, "any_filter": any(chosen.values()), "states": DriveState.choices,
        "years": queries.years_of(everything), "may_write": has_anywhere(user, Right.WRITE_DRIVES), "reports": ever_reports(user),
    }  # fmt: skip
    return answer(request, "emulation/drive_list.html", context)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The issued plans that wait for their drive."""
    plans = access.plans_to_start(signed_in(request))
    return render(request, "emulation/start_list.html", {"page": page_of(request, plans)})


def start_drive(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan with what it says, and the few things it leaves open; a plan that has its drive leads there."""
    user = signed_in(request)
    plan = access.get_plan_to_start(user, pk)
    started = access.visible_drives(user).filter(plan=plan).first()
    if started is not None:
        return redirect(started)
    form = DriveForm(
        access.campaigns_to_link(user, plan.area),
        request.POST or None,
        initial=_of_plan(plan),
    )
    if request.method == "POST" and form.is_valid():
        try:
            drive = actions.start_drive(plan, values=form.values(), by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập đợt thi đua từ kế hoạch.")
            return redirect(drive)
    context = {"form": form, "plan": plan, "said": queries.said_by_plan(plan)}
    return render(request, "emulation/start_form.html", context)


def _of_plan(plan: Plan) -> dict[str, Any]:
    """What the form begins with: the plan's own dates and places."""
    ceremony = queries.ceremony_of(plan)
    return {
        "name": plan.title[:300], "starts_on": plan.starts_on or (ceremony.launch and ceremony.launch.on),
        "ends_on": plan.ends_on or plan.deadline or (ceremony.review and ceremony.review.on),
        "launched_on": ceremony.launch and ceremony.launch.on, "launch_place": ceremony.launch.place if ceremony.launch else "",
        "review_on": ceremony.review and ceremony.review.on, "sample_percent": 10,
    }  # fmt: skip


@require_GET
def drive_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a drive stands: what its plan says, who competes, who guides, what they owe, what comes next."""
    user = signed_in(request)
    drive = access.get_drive(user, pk)
    may_write = may(user, Right.WRITE_DRIVES, drive.area)
    there, shares = queries.counted(drive), entry_shares(drive)
    context = {
        "drive": drive, "may_write": may_write, "may_open_plan": visible_plans(user).filter(pk=drive.plan_id).exists(),
        "said": queries.said_by_plan(drive.plan), "steps": steps_of(DriveState, drive.state), "there": there,
        "next": papers.next_step(drive, there, today=clock.today()) if may_write else None,
        "counts": _count_rows(drive), "share": papers.mean_percent(shares.values()),
        "groups": queries.groups_with_places(drive, access.groups_of(drive).filter(group_places__entry__drive=drive).distinct()),
        "duties": papers.duty_summary(queries.duty_rows(drive)), "campaigns": access.campaigns_of(user, drive),
        "owes": own_duties(user).filter(entry__drive=drive).exists(), "may_register": access.may_register(user, drive),
        "history": history_lines(history_of(drive)),
    }  # fmt: skip
    return render(request, "emulation/drive_detail.html", context)


def _count_rows(drive: Drive) -> list[dict[str, Any]]:
    """A line a kind of competitors: accepted and waiting."""
    told = counts(drive)
    return [
        {
            "label": kind.label, "query": f"?loai={kind.value}", "accepted": told[kind].get(EntryState.ACCEPTED, 0),
            "waiting": told[kind].get(EntryState.REGISTERED, 0), "returned": told[kind].get(EntryState.RETURNED, 0),
        }
        for kind in EntryKind
        if kind in told
    ]  # fmt: skip


def edit_drive(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    drive = access.get_drive(user, pk, Right.WRITE_DRIVES)
    chosen = list(drive.campaigns.values_list("pk", flat=True))
    names = (
        "name",
        "starts_on",
        "ends_on",
        "launched_on",
        "launch_place",
        "review_on",
        "keeps_place",
        "sample_percent",
    )
    first = {name: getattr(drive, name) for name in names}
    campaigns = access.campaigns_to_link(user, drive.area)
    form = DriveForm(
        campaigns, request.POST or None, initial={**first, "campaigns": chosen, "seen": actions.mark(drive)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_drive(drive, values=form.values(), seen=form.cleaned_data["seen"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu đợt thi đua.")
            return redirect(drive)
    return render(request, "emulation/drive_form.html", {"form": form, "drive": drive})


@require_POST
def step_drive(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, close, open again; the action says what is missing."""
    user = signed_in(request)
    drive = access.get_drive(user, pk, Right.WRITE_DRIVES)
    to = request.POST.get("to") or DriveState.OPEN
    if to not in DriveState.values:
        raise PermissionDenied
    actions.step_drive(drive, to=to, by=user, reason=request.POST.get("reason", "")[:300])
    messages.success(request, f"Đợt thi đua: {DriveState(to).label.lower()}.")
    return redirect(drive)
