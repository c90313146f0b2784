"""A sheet to be printed, made while somebody waits: what is no official paper and is kept nowhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core import clock
from documents.context import Paper


def pdf_answer(html: str, uid: str, name: str) -> HttpResponse:
    """The HTML as a PDF to download as `name`; no cache keeps it. `uid` tells its files apart in the catalogue."""
    from documents.render.pdf import html_to_pdf

    made = html_to_pdf(html, Paper(uid=f"ntm-{uid}", moment=clock.now().isoformat(timespec="seconds")))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
