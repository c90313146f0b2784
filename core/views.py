"""The page of the look, and what is said of a request that cannot be read."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static

from core import samples
from core.formats import number
from core.templatetags.ui import STATUSES

_STYLES = (
    "vendor/bootstrap/bootstrap.min.css",
    "css/tokens.css",
    "css/shell.css",
    "css/components.css",
    "css/forms.css",
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Project's answer to a request that cannot be read; one that is only too large is told so (413)."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        limit = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / 1024 / 1024
        message = (
            f"Nội dung gửi lên quá lớn nên không nhận được (nhiều nhất {number(limit, 1)} MB chữ một lần); chưa ghi gì. "
            "Quay lại, chia nhỏ nội dung rồi gửi lại."
        )
        return render(request, "rule_error.html", {"message": message}, status=413)
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Project's answer to its own fault: needs no session, no database and no context; without its styles where even their names
    cannot be read."""
    try:
        files = {
            "styles": [static(name) for name in _STYLES],
            "theme": static("js/theme.js"),
            "icon": static("img/mark.svg"),
        }
    except (ValueError, OSError):
        files = {}
    return HttpResponseServerError(render_to_string("500.html", files))


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
