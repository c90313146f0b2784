"""Exports that come by e-mail at set times: one's own list, a new one, stop, start, delete."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.pages import signed_in
from documents import access, schedule_actions
from documents.queries import with_last_runs
from documents.schedule_forms import ScheduleForm


@require_GET
def schedules(request: HttpRequest) -> HttpResponse:
    """The person's schedules, each with its last turns."""
    user = signed_in(request)
    rows = with_last_runs(access.own_schedules(user))
    context = {"schedules": rows, "most_failures": schedule_actions.MOST_FAILURES, "address": user.email}
    return render(request, "documents/schedules.html", context)


def add_schedule(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    # Without an address the page only says so.
    form = ScheduleForm(user, request.POST or None) if user.email else None
    if request.method == "POST" and form is not None and form.is_valid():
        made = schedule_actions.create(form.schedule(), by=user)
        messages.success(request, f"Đã đặt lịch gửi đến {user.email}: {made.when}.")
        return redirect("documents:schedules")
    context = {"form": form, "address": user.email, "most_failures": schedule_actions.MOST_FAILURES}
    return render(request, "documents/schedule_form.html", context)


@require_POST
def stop_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    schedule_actions.stop(access.get_schedule(user, pk), by=user)
    return redirect("documents:schedules")


@require_POST
def start_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    schedule_actions.start(access.get_schedule(user, pk), by=user)
    return redirect("documents:schedules")


@require_POST
def delete_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    schedule = access.get_schedule(user, pk)
    schedule_actions.delete(schedule, by=user)
    messages.success(
        request, f"Đã xóa lịch gửi “{schedule.title}”. Các tệp đã lập vẫn ở “Tệp của tôi” đến khi hết hạn."
    )
    return redirect("documents:schedules")
