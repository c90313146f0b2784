"""What a commune shows to everybody: the leader's page."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import RuleError
from core.pages import signed_in
from journal.papers import history_lines
from journal.queries import history_of
from reporting.access import publishing as access
from reporting.actions import publishing as actions
from reporting.forms.publishing import PublishForm
from reporting.queries.publishing import publication_of


def publications(request: HttpRequest) -> HttpResponse:
    """What of the commune (?xa=) everybody may read; the form publishes it or changes what is published."""
    user = signed_in(request)
    area = access.get_commune(user, request.GET.get("xa", ""))
    row = publication_of(area)
    form = PublishForm(request.POST) if request.method == "POST" else PublishForm.showing(row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish(area, **form.cleaned_data, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã công khai số liệu của {area}.")
            return redirect(_here(area.pk))
    context = {
        "area": area, "communes": access.communes(user), "row": row, "form": form, "history": history_lines(history_of(row)[:20]) if row else (),
        "site": settings.PUBLIC_URL, "withdraw_url": f"{reverse('reporting:withdraw_publication')}?xa={area.pk}",
    }  # fmt: skip
    return render(request, "reporting/publications.html", context)


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Nothing of the commune (?xa=) is shown any more."""
    user = signed_in(request)
    area = access.get_commune(user, request.GET.get("xa", ""))
    if actions.withdraw(area, by=user):
        messages.success(request, f"Đã thu hồi: trang công khai của {area} không còn mở được.")
    return redirect(_here(area.pk))


def _here(pk: int) -> str:
    return f"{reverse('reporting:publications')}?xa={pk}"
