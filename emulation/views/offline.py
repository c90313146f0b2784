"""The page of daily reports that works without a network: its shell, its service worker, its manifest.

All three are the same for everybody and know nobody: what a person owes and writes is kept by the page itself, on the
phone. So a copy of the shell can lie on a phone that several people use.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

#: The service worker keeps the shell only with this header on it: a page of sign-in or of somebody's Wi-Fi has none.
SHELL_HEADER = "X-Ntm-Shell"
_LINKED = re.compile(r'(?:src|href)="([^"#]+)')
#: What the manifest names; drawn from static/img/mark.svg.
_ICONS = (
    ("img/report-192.png", "192x192", "any"),
    ("img/report-512.png", "512x512", "any"),
    ("img/report-maskable-512.png", "512x512", "maskable"),
)
#: The colour of the header, as in tokens.css.
_COLOUR = "#132747"


@login_not_required
@require_GET
def report_app(request: HttpRequest) -> HttpResponse:
    """The shell of the page; without a session, so that a copy of it belongs to nobody."""
    html, version, _ = _shell()
    response = HttpResponse(html)
    response["Cache-Control"] = "no-cache"
    response[SHELL_HEADER] = version
    return response


@login_not_required
@require_GET
def report_worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the version of the shell and the addresses it keeps.

    It stands one folder below what it serves: the list of reports leads to the page when there is no network.
    """
    _, version, files = _shell()
    scope = reverse("emulation:my_reports")
    known = {
        "version": version, "header": SHELL_HEADER, "app": reverse("emulation:report_app"), "list": scope, "files": files,
    }  # fmt: skip
    # "<" never stands in an address; the escape keeps the line safe whatever a storage makes of names.
    script = render_to_string("emulation/report_worker.js", {"known": json.dumps(known).replace("<", "\\u003c")})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = scope
    return response


@login_not_required
@require_GET
def report_manifest(request: HttpRequest) -> JsonResponse:
    """What a phone asks before it puts the page beside its programs.

    Its scope is the whole site: an iPhone keeps another session for addresses outside, so a sign-in there would not help.
    """
    app = reverse("emulation:report_app")
    icons = [{"src": static(name), "sizes": sizes, "type": "image/png", "purpose": use} for name, sizes, use in _ICONS]
    response = JsonResponse(
        {
            "id": app, "name": "Báo cáo thi đua", "short_name": "Báo cáo", "lang": "vi", "start_url": app, "scope": "/",
            "description": "Báo cáo kết quả thi đua của thôn, đơn vị; viết được khi không có mạng.",
            "display": "standalone", "theme_color": _COLOUR, "background_color": _COLOUR, "icons": icons,
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
    response["Cache-Control"] = "no-cache"
    return response


def _shell() -> tuple[str, str, list[str]]:
    """The page, its version, and the addresses of every file it needs, those that the style sheets name as well.

    The version changes with the page and with the hashed names of its files. While debugging names carry no hash; there
    the moments of change of our own files stand for it.
    """
    html = render_to_string("emulation/report_app.html", {"icon": static("img/report-192.png")})
    linked = {address for address in _LINKED.findall(html) if address.startswith(settings.STATIC_URL)}
    own = settings.BASE_DIR / "static"
    fonts = {static(path.relative_to(own).as_posix()) for path in own.glob("vendor/*/*.woff2")}
    files = sorted(linked | fonts)
    parts = [html, *files]
    if settings.DEBUG:
        parts += [_moment(own / address.removeprefix(settings.STATIC_URL)) for address in files]
    return html, sha256("\n".join(parts).encode()).hexdigest()[:16], files


def _moment(path: Path) -> str:
    return str(path.stat().st_mtime_ns) if path.is_file() else ""
