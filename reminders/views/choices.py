"""The page "Cách nhận nhắc hạn": ways, quiet hours, machines, trying a way; and the worker that shows notices."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from core.errors import RuleError
from core.pages import signed_in
from jobs.enums import LIVE
from reminders.access import get_machine
from reminders.actions import choices as actions
from reminders.channels import web_push
from reminders.channels.registry import ways
from reminders.enums import Channel
from reminders.forms import ChoicesForm, MachineForm
from reminders.queries.preferences import last_tests, machines_of, preference_of


def choices(request: HttpRequest) -> HttpResponse:
    """What the person chose, and changing it."""
    user = signed_in(request)
    preference = preference_of(user)
    form = ChoicesForm(preference, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.choose(user, form.cleaned_data)
        messages.success(request, "Đã lưu cách nhận nhắc hạn.")
        return redirect("reminders:choices")
    tests, push_on = last_tests(user), ways()[Channel.PUSH].is_on()
    machines = machines_of(user) if push_on else []
    tries = [(channel.label, tests[channel]) for channel in Channel if channel in tests]
    context = {
        "form": form, "push_key": web_push.public_key() if push_on else "",
        "machines": [(machine, web_push.browser_of(machine.endpoint)) for machine in machines],
        "testable": [channel for channel, way in ways().items() if way.is_on() and way.reaches(user, preference)],
        "tries": tries, "waits": any(job.state in LIVE for _, job in tries),
    }  # fmt: skip
    return render(request, "reminders/choices.html", context)


@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    if request.POST.get("channel") not in Channel.values:
        raise Http404
    try:
        actions.send_test(signed_in(request), Channel(request.POST["channel"]))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("reminders:choices")


@require_POST
def add_machine(request: HttpRequest) -> HttpResponse:
    form = MachineForm(request.POST)
    try:
        if not form.is_valid():
            raise RuleError(
                "Trình duyệt chưa cho biết nơi nhận thông báo; hãy bấm “Bật thông báo trên máy này” lần nữa."
            )
        actions.add_machine(signed_in(request), **form.cleaned_data)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã bật thông báo trên máy này; bấm “Gửi thử” để kiểm tra.")
    return redirect("reminders:choices")


@require_POST
def remove_machine(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    actions.remove_machine(get_machine(user, pk), by=user)
    messages.success(request, "Đã bỏ máy đó; máy không nhận thông báo nữa.")
    return redirect("reminders:choices")


@login_not_required
@require_GET
def push_worker(request: HttpRequest) -> HttpResponse:
    """The service worker that shows notices; the same for everybody. It takes part in no page's requests, so it leaves the
    worker of the daily reports alone, which has another scope."""
    script = render_to_string("reminders/push_worker.js")
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
