"""Working groups of a drive, and who owes which report."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import may
from accounts.enums import Right
from campaigns.access.follow import colleagues_on
from core.errors import RuleError
from core.pages import page_of, signed_in
from emulation.access import drives as access
from emulation.actions.drives import save_group
from emulation.actions.duties import prefill_duties as prefill
from emulation.actions.duties import save_duties
from emulation.enums import DriveState, EntryState, ReportEvery
from emulation.forms.drives import DutyForm, GroupForm
from emulation.models import Drive, Entry
from emulation.papers.drives import routine_words
from emulation.queries import drives as queries
from emulation.rules.duty_drafts import USUAL_HOUR, duty_drafts


def drive_groups(request: HttpRequest, pk: int) -> HttpResponse:
    """Which group guides whom; with ?to= the form of one group, for who writes the drive."""
    user = signed_in(request)
    drive = access.get_drive(user, pk, Right.WRITE_DRIVES if request.method == "POST" else None)
    groups = access.groups_of(drive)
    may_write = may(user, Right.WRITE_DRIVES, drive.area) and drive.state != DriveState.CLOSED
    chosen, form = request.GET.get("to", ""), None
    group = get_object_or_404(groups, pk=chosen) if chosen.isdecimal() and len(chosen) < 10 and may_write else None
    if group is not None:
        entries = drive.entries.exclude(state=EntryState.WITHDRAWN)
        first = queries.group_members(drive, group)
        form = GroupForm(entries, colleagues_on(drive.area), request.POST or None, initial=first)
        if request.method == "POST" and form.is_valid():
            try:
                save_group(
                    drive, group, entries=form.cleaned_data["entries"], people=form.cleaned_data["people"], by=user
                )
            except RuleError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, "Đã lưu phân công tổ công tác.")
                return redirect("emulation:drive_groups", drive.pk)
    context = {
        "drive": drive, "groups": queries.groups_with_places(drive, groups), "group": group, "form": form, "may_write": may_write,
        "alone": _unguided(drive),
    }  # fmt: skip
    return render(request, "emulation/drive_groups.html", context)


def _unguided(drive: Drive) -> QuerySet[Entry]:
    return drive.entries.filter(state=EntryState.ACCEPTED, groups=None)


def drive_duties(request: HttpRequest, pk: int) -> HttpResponse:
    """Who owes which report, page by page; who writes the drive changes the rows in place."""
    user = signed_in(request)
    drive = access.get_drive(user, pk, Right.WRITE_DRIVES if request.method == "POST" else None)
    may_write = may(user, Right.WRITE_DRIVES, drive.area) and drive.state != DriveState.CLOSED
    entries = drive.entries.filter(state=EntryState.ACCEPTED).prefetch_related("duties__committee")
    page = page_of(request, entries)
    forms = _forms(request, drive, page) if may_write else []
    if request.method == "POST" and False not in [form.is_valid() for form in forms]:
        try:
            changed = save_duties(drive, [form.row() for form in forms if form.duty or form.has_changed()], by=user)
        except RuleError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request, f"Đã lưu báo cáo phải gửi của {changed} đơn vị." if changed else "Không có gì thay đổi."
            )
            return redirect(f"{reverse('emulation:drive_duties', args=[drive.pk])}?trang={page.number}")
    context = {
        "drive": drive, "page": page, "forms": forms, "may_write": may_write, "without": queries.counted(drive).without_duty,
        "drafts": [routine_words(draft) for draft in duty_drafts(drive.plan.routines.order_by("position"))],
    }  # fmt: skip
    return render(request, "emulation/drive_duties.html", context)


def _forms(request: HttpRequest, drive: Drive, page: Page[Entry]) -> list[DutyForm]:
    """A form for every report owed on the page's entries, and an empty one for each entry without any, or with ?them=."""
    groups, data, forms = list(access.groups_of(drive)), request.POST or None, []
    one_more = request.GET.get("them", "")
    for entry in page:
        duties = list(entry.duties.all())
        for duty in duties:
            # A group that has ended stays where it owes a report.
            known = groups if duty.committee is None or duty.committee in groups else [*groups, duty.committee]
            forms.append(DutyForm(entry, duty, known, data, prefix=f"d{duty.pk}"))
        if not duties or str(entry.pk) == one_more:
            first = {
                "every": ReportEvery.DAY, "due_at": USUAL_HOUR, "starts_on": drive.starts_on, "ends_on": drive.ends_on,
            }  # fmt: skip
            # An untouched new row says nothing.
            forms.append(
                DutyForm(
                    entry,
                    None,
                    groups,
                    data,
                    prefix=f"n{entry.pk}",
                    initial=first,
                    empty_permitted=True,
                    use_required_attribute=False,
                )
            )
    return forms


@require_POST
def prefill_duties(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up the reports that the plan asks for, for every accepted entry without one."""
    drive = access.get_drive(signed_in(request), pk, Right.WRITE_DRIVES)
    made = prefill(drive, by=signed_in(request))
    messages.success(
        request, f"Đã giao {made} báo cáo theo kế hoạch." if made else "Đơn vị nào cũng đã được giao báo cáo."
    )
    return redirect("emulation:drive_duties", drive.pk)
