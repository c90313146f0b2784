"""The works of an entry: its own plan, works added to it, works taken in, changed, dropped."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from campaigns.access.follow import colleagues_on
from core.errors import RuleError
from core.pages import signed_in
from documents.enums import DocumentState
from emulation.access import drives as access
from emulation.actions import works as actions
from emulation.forms.entries import TakeForm, WorkForm
from emulation.models import Entry, EntryWork
from emulation.queries import entries as queries


@require_POST
def start_entry_plan(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Make the village's own plan below the commune's; asked again it leads to the same."""
    user = signed_in(request)
    entry = access.get_own_entry(user, pk, entry_pk)
    actions.start_entry_plan(entry, by=user)
    messages.success(request, "Đã lập kế hoạch của đơn vị; thêm từng việc có khối lượng và thời hạn.")
    return redirect("emulation:add_work", pk, entry_pk)


def add_work(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Add a work to the entry's own plan; "lưu và thêm việc nữa" opens the form again."""
    user = signed_in(request)
    entry = access.get_own_entry(user, pk, entry_pk)
    if entry.plan is None:
        messages.info(request, "Lập kế hoạch của đơn vị trước, rồi thêm việc.")
        return redirect(entry)
    form = _form(request, entry, None, initial={"key": uuid4().hex, "starts_on": entry.drive.starts_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_work(entry, form.given(), key=form.cleaned_data["key"] or uuid4().hex, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã thêm việc.")
            return redirect("emulation:add_work", pk, entry_pk) if "more" in request.POST else redirect(entry)
    return render(
        request, "emulation/entry_work_form.html", {"form": form, "entry": entry, "drive": entry.drive, "work": None}
    )


def edit_work(request: HttpRequest, pk: int, entry_pk: int, work_pk: int) -> HttpResponse:
    user = signed_in(request)
    work = access.get_work(user, pk, entry_pk, work_pk)
    names = ("text", "volume", "measure", "starts_on", "deadline", "cost", "owner")
    first: dict[str, Any] = {name: getattr(work.task, name) for name in names}
    first |= {
        "campaign": work.campaign_id, "after": list(work.task.after.values_list("pk", flat=True)), "seen": actions.mark(work),
    }  # fmt: skip
    form = _form(request, work.entry, work, initial=first)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            actions.save_work(work, form.given(), seen=cleaned["seen"], note=cleaned["note"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu việc.")
            return redirect(work.entry)
    return render(
        request,
        "emulation/entry_work_form.html",
        {"form": form, "entry": work.entry, "drive": work.entry.drive, "work": work},
    )


def _form(request: HttpRequest, entry: Entry, work: EntryWork | None, initial: dict[str, Any]) -> WorkForm:
    plan = work.task.plan if work else entry.plan
    others = queries.tasks_of(plan)
    return WorkForm(
        work, request.POST or None, initial=initial, people=colleagues_on(entry.area), campaigns=queries.campaigns_for(entry),
        others=others.exclude(pk=work.task_id) if work else others,
        issued=work is not None and work.task.plan.document.state != DocumentState.DRAFT,
    )  # fmt: skip


@require_POST
def drop_work(request: HttpRequest, pk: int, entry_pk: int, work_pk: int) -> HttpResponse:
    user = signed_in(request)
    work = access.get_work(user, pk, entry_pk, work_pk)
    actions.drop_work(work, by=user)
    messages.success(request, "Đã bỏ việc khỏi đợt thi đua; việc vẫn còn trong kế hoạch.")
    return redirect(work.entry)


def take_works(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Tick tasks that stand in the entry's plan, or in the commune's plan under its name."""
    user = signed_in(request)
    entry = access.get_own_entry(user, pk, entry_pk)
    tasks = queries.tasks_to_take(entry)
    form = TakeForm(tasks, queries.campaigns_for(entry), request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            made = actions.take_works(entry, list(cleaned["tasks"]), campaign=cleaned.get("campaign"), by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã đưa {made} việc vào đợt thi đua.")
            return redirect(entry)
    return render(
        request,
        "emulation/entry_take.html",
        {"form": form, "entry": entry, "drive": entry.drive, "any": tasks.exists()},
    )
