"""Sổ văn bản đi: on the page, as a sheet, as the clerk's book, and one paper as a package for the province's system."""

from __future__ import annotations

import io
import zipfile

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Right
from areas.models import Organisation
from core.errors import RuleError
from core.pages import page_of, signed_in
from core.sheets import workbook
from documents import access, queries
from documents.enums import Format
from documents.list_exports import list_response
from documents.register_papers import entry, metadata_xml, ranges, register_sheet
from documents.register_printing import request_book


def _chosen(request: HttpRequest) -> tuple[list[Organisation], Organisation | None, list[int], int | None]:
    """The bodies whose books one reads, the chosen one (404 for another), its years and the chosen one."""
    asked = request.POST or request.GET
    bodies = access.register_bodies(signed_in(request))
    body = access.get_register_body(signed_in(request), asked["co-quan"]) if asked.get("co-quan") else None
    body = body or next(iter(bodies), None)
    years = queries.register_years(body) if body else []
    typed = asked.get("nam", "")
    year = int(typed) if typed.isdecimal() and int(typed) in years else next(iter(years), None)
    return bodies, body, years, year


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    bodies, body, years, year = _chosen(request)
    if body is None or year is None:
        return render(request, "documents/register.html", {"bodies": bodies, "body": body, "years": years})
    rows = queries.register_of(body, year)
    if request.GET.get("export") == "xlsx":
        sheet = register_sheet(map(entry, rows), f"Văn bản đi {year}")
        return list_response(request, sheet, f"so-van-ban-di-{year}.xlsx", count=rows.count())
    page = page_of(request, rows, per_page=50)
    context = {
        "bodies": bodies, "body": body, "years": years, "year": year, "page": page,
        "entries": [(row, entry(row)) for row in page],
        "gaps": [(series, ranges(missing), len(missing)) for series, missing in queries.gaps(body, year)],
        "may_package": access.may_package(signed_in(request), body),
    }  # fmt: skip
    return render(request, "documents/register.html", context)


@require_POST
def register_pdf(request: HttpRequest) -> HttpResponse:
    """Order the book of the chosen year; HTMX gets the state of the work in the button's place."""
    _, body, _, year = _chosen(request)
    if body is None or year is None:
        raise RuleError("Chưa có văn bản nào để in sổ.")
    job = request_book(body, year, by=signed_in(request))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "jobs/job_state.html", {"job": job})
    messages.info(request, "Đang in sổ; tệp sẽ có ở “Tệp của tôi”.")
    return redirect(f"{reverse('documents:register')}?co-quan={body.pk}&nam={year}")


@require_GET
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """One issued paper with its metadata (XML and XLSX), to be handed to another document system: signed copies first."""
    document = access.get_document(signed_in(request), pk, Right.NUMBER_PAPERS)
    if not document.is_frozen or document.issuer is None or document.issued_on is None:
        raise RuleError("Văn bản chưa ban hành nên chưa có gói gửi.")
    signed = [copy.file for copy in document.signed_copies.select_related("file").order_by("-pk")]
    own = queries.rendition_of(document, Format.PDF)
    files = [*signed, *([own.file] if own else [])]
    if not files:
        raise RuleError("Bản PDF đang được dựng; đề nghị thử lại sau ít phút.")
    item = entry(queries.register_of(document.issuer, document.issued_on.year).get(pk=document.pk))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, file in enumerate(files, 1):
            with file.file.open("rb") as content:
                # Packed already: packing a scan again would take seconds and save nothing.
                archive.writestr(f"{place:02d}-{file.name}", content.read(), zipfile.ZIP_STORED)
        archive.writestr("metadata.xml", metadata_xml(item, files))
        archive.writestr("metadata.xlsx", workbook(register_sheet([item], "Văn bản đi")))
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    name = f"{document.number_and_symbol.replace('/', '-')}.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
