"""Who competes: the list, registering, one entry, the commune's answer, the cards."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from campaigns.access.plans import visible_plans
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from criteria.access import visible_cards
from documents.enums import DocumentState
from emulation.access import drives as access
from emulation.actions import entries as actions
from emulation.enums import ENTRY_STEPS, DriveState, EntryKind, EntryState
from emulation.forms.entries import CardsForm, EntryForm
from emulation.papers import entries as papers
from emulation.queries import entries as queries
from emulation.queries.progress import done_by_work, entry_shares
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Who competes in a drive, by kind and state, found by name."""
    user = signed_in(request)
    drive = access.get_drive(user, pk)
    chosen = {
        "kind": request.GET.get("loai", ""), "state": request.GET.get("tinh-trang", ""), "words": request.GET.get("q", "")[:200],
    }  # fmt: skip
    rows = queries.with_names(queries.filtered(drive.entries.all(), **chosen)).order_by("kind", "sort_key", "pk")
    page = page_of(request, rows)
    shares = entry_shares(drive)
    context = {
        "drive": drive, "page": page, "chosen": chosen, "any_filter": any(chosen.values()), "kinds": EntryKind.choices,
        "states": EntryState.choices, "may_write": may(user, Right.WRITE_DRIVES, drive.area) and drive.state != DriveState.CLOSED,
        "may_register": access.may_register(user, drive) and drive.state != DriveState.CLOSED,
        "rows": [(entry, papers.percent(shares.get(entry.pk))) for entry in page],
    }  # fmt: skip
    return answer(request, "emulation/entry_list.html", context)


@require_POST
def propose_villages(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter all villages that the plan names."""
    user = signed_in(request)
    drive = access.get_drive(user, pk, Right.WRITE_DRIVES)
    proposed = actions.propose_villages(drive, by=user)
    messages.success(
        request,
        f"Đã thêm {proposed.made} thôn theo kế hoạch." if proposed.made else "Các thôn trong kế hoạch đã có đủ.",
    )
    if proposed.unknown:
        names = ", ".join(proposed.unknown)
        messages.warning(
            request, f"Chưa tìm thấy trong danh mục thôn: {names}. Thêm thôn vào danh mục hoặc đăng ký bằng biểu mẫu."
        )
    return redirect("emulation:entries", drive.pk)


def register_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a village, a body, a person or a household."""
    user = signed_in(request)
    drive = access.get_drive(user, pk)
    areas, units = access.places_to_enter(user, drive)
    form = EntryForm(drive.area, areas, units, request.POST or None, initial=_first(request))
    if request.method == "POST" and form.is_valid():
        accepted = may(user, Right.WRITE_DRIVES, drive.area)
        try:
            entry = actions.register_entry(drive, values=form.values(), accepted=accepted, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi đăng ký." if accepted else "Đã gửi đăng ký; xã sẽ trả lời.")
            return redirect(entry)
    return render(request, "emulation/entry_form.html", {"form": form, "drive": drive, "entry": None})


def _first(request: HttpRequest) -> dict[str, str]:
    kind = request.GET.get("loai", "")
    return {"kind": kind if kind in EntryKind.values else EntryKind.VILLAGE}


@require_GET
def entry(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """What somebody registered: works with what is done, cards, who guides and reports, the commune's answer."""
    user = signed_in(request)
    row = access.get_entry(user, pk, entry_pk)
    drive = row.drive
    may_enter, may_answer = access.may_enter(user, row), may(user, Right.WRITE_DRIVES, drive.area)
    running = drive.state != DriveState.CLOSED
    works = list(queries.works_of(row))
    cards = list(queries.with_sets(row.cards.all()))
    context = {
        "drive": drive, "entry": row, "may_enter": may_enter and running, "may_answer": may_answer and running,
        "lines": papers.work_lines(works, done_by_work([work.pk for work in works])),
        "cards": papers.card_lines(cards, queries.criteria_counts(cards)), "cards_open": access.cards_open_to(user, row),
        "own_draft": row.plan is not None and row.plan.document.state == DocumentState.DRAFT,
        "may_plan": row.kind in (EntryKind.VILLAGE, EntryKind.COLLECTIVE),
        "may_open_plan": row.plan_id is not None and visible_plans(user).filter(pk=row.plan_id).exists(),
        "to_take": queries.tasks_to_take(row).count() if may_enter else 0,
        "duties": row.duties.select_related("committee"), "groups": row.groups.select_related("committee"),
        "steps": ENTRY_STEPS[row.state], "history": history_lines(history_of(row)) if may_enter else [],
    }  # fmt: skip
    return render(request, "emulation/entry_detail.html", context)


def edit_entry(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    user = signed_in(request)
    row = access.get_own_entry(user, pk, entry_pk)
    areas, units = access.places_to_enter(user, row.drive)
    person = row.kind in (EntryKind.INDIVIDUAL, EntryKind.HOUSEHOLD)
    first = {
        "kind": row.kind, "area": row.area_id, "organisation": row.organisation_id, "name": row.name if person else "", "post": row.post,
        "goals": row.goals, "seen": actions.mark(row),
    }  # fmt: skip
    form = EntryForm(row.drive.area, areas, units, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_entry(row, values=form.values(), seen=form.cleaned_data["seen"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu đăng ký.")
            return redirect(row)
    return render(request, "emulation/entry_form.html", {"form": form, "drive": row.drive, "entry": row})


@require_POST
def step_entry(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Accept or return is the commune's; withdrawing and sending again is of who acts for the entry."""
    user = signed_in(request)
    row = access.get_own_entry(user, pk, entry_pk)
    to = request.POST.get("to", "")
    if to not in EntryState.values:
        raise PermissionDenied
    if to in (EntryState.ACCEPTED, EntryState.RETURNED):
        access.get_drive(user, pk, Right.WRITE_DRIVES)
    actions.step_entry(row, to=to, by=user, reason=request.POST.get("reason", "")[:2000])
    messages.success(request, f"Đăng ký: {EntryState(to).label.lower()}.")
    return redirect(row)


def link_cards(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Choose among the cards that registrations of the village and its gardens opened."""
    user = signed_in(request)
    row = access.get_own_entry(user, pk, entry_pk)
    linked = set(row.cards.values_list("pk", flat=True))
    found = queries.cards_to_link(row).filter(pk__in=visible_cards(user).values("pk"))
    offered = queries.cards_offered(found, linked)
    first = linked or set(found.values_list("pk", flat=True))
    form = CardsForm(offered, request.POST or None, initial={"cards": list(first)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.link_cards(row, form.cleaned_data["cards"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã gắn phiếu tiêu chí.")
            return redirect(row)
    context = {"form": form, "entry": row, "drive": row.drive, "any": offered.exists()}
    return render(request, "emulation/entry_cards.html", context)
