"""The page of the look: every component with made-up content, open to all."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import samples
from core.templatetags.ui import STATUSES


@login_not_required
def design(request: HttpRequest) -> HttpResponse:
    """Shows the components together, on made-up data; stores nothing."""
    page = Paginator(samples.PLANS * 30, per_page=len(samples.PLANS)).get_page(request.GET.get("trang"))
    context = {
        "statuses": [(code, state) for code, state in STATUSES.items() if code not in {"error", "warning", "note"}],
        "form": samples.SampleForm(),
        "faulty_form": samples.SampleForm(samples.FAULTY, prefix="loi"),
        "page": page,
        "steps": samples.STEPS,
        "findings": samples.FINDINGS,
        "jobs": samples.JOBS,
        "tabs": samples.tabs(request.GET.get("loai", "")),
        "history": samples.history(),
        "contents": samples.CONTENTS,
        "colours": samples.COLOURS,
        "themes": ["light", "dark"],
    }
    return render(request, "core/design.html", context)
