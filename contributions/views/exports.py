"""Books and sheets: of one campaign, totals over campaigns, "Kết quả huy động nguồn lực"."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.access import areas_held
from accounts.enums import Right
from areas.queries import rows_of
from contributions import access, exporting
from contributions.exporting import BOOKS, BY_PART, FORMATS, Wanted, books_for
from contributions.forms.exports import AreaForm, ExportForm
from contributions.ledger import given
from contributions.models import Campaign
from contributions.papers import totals as papers
from contributions.papers.exports import Told
from contributions.queries import exports as queries
from contributions.queries.totals import campaign_lines, resources, together
from core import clock
from core.pages import page_of, signed_in
from core.sheets import workbook, workbook_response
from core.sheets_long import csv_lines
from documents.list_exports import AT_ONCE

_PDF = "application/pdf"


@require_GET
def exports(request: HttpRequest, pk: int) -> HttpResponse:
    """Sums by village and unit of the part and days asked for, and each book as Excel or CSV."""
    campaign = access.get_campaign(signed_in(request), pk)
    form = ExportForm(campaign, request.GET)
    context: dict[str, Any] = {"campaign": campaign, "form": form, "books": []}
    if form.is_valid():
        wanted = _wanted(form, campaign, "thon-don-vi")
        lines = exporting.part_of(wanted, campaign.lines.all())
        rows = queries.place_lines(campaign, lines, wanted.span, rest=not wanted.part)
        context |= {
            "rows": rows, "whole": not wanted.part, "total": sum(row.totals.given.total for row in rows),
            "expected": sum(row.totals.expected for row in rows), "given": given(campaign.receipts.filter(wanted.span.on("received_on"))),
            "books": [(code, name, code in BY_PART) for code, name in books_for(signed_in(request), campaign).items()],
        }  # fmt: skip
    return render(request, "contributions/exports.html", context)


def _wanted(form: ExportForm, campaign: Campaign, book: str) -> Wanted:
    data = form.cleaned_data
    return Wanted(campaign, book, form.span(), data["thon"], data["don_vi"])


@require_POST
def export(request: HttpRequest, pk: int, book: str, format: str) -> HttpResponse:
    """One book as a file: a short one at once, a long one through "Tệp của tôi"."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    if book not in BOOKS or format not in FORMATS:
        raise Http404
    if book not in books_for(user, campaign):
        raise PermissionDenied
    form = ExportForm(campaign, request.POST)
    if not form.is_valid():
        return render(request, "contributions/exports.html", {"campaign": campaign, "form": form, "books": []})
    wanted = _wanted(form, campaign, book)
    if exporting.row_count(wanted, user) > AT_ONCE:
        exporting.request_export(wanted, format, by=user)
        messages.info(request, "Đang lập sổ; tệp sẽ có ở “Tệp của tôi”.")
        return redirect("jobs:my_files")
    data = exporting.file_of(exporting.sheet_of(wanted, user), format)
    return _download(HttpResponse(data, content_type=FORMATS[format]), exporting.file_name(wanted, format))


# --- Over several campaigns ---


def _areas(request: HttpRequest) -> Any:
    held = areas_held(signed_in(request), Right.READ_CONTRIBUTION_TOTALS)
    return rows_of(held).select_related("parent").order_by("path")


@require_GET
def consolidated(request: HttpRequest) -> HttpResponse:
    """Campaigns of the area and below with their sums, without names; ?export=xlsx or csv gives what one sees."""
    user = signed_in(request)
    form = AreaForm(_areas(request), request.GET)
    context: dict[str, Any] = {"form": form, "lines": []}
    area = form.area() if form.is_valid() else None
    if area is not None:
        campaigns = access.visible_campaigns(user).filter(area__path__startswith=area.path or "-")
        campaigns = campaigns.order_by("area__path", "-year", "sort_key", "pk")
        if request.GET.get("export") in FORMATS:
            lines = campaign_lines(campaigns, form.span())
            told = Told(form.span(), exporting.signing_of(area, user, clock.today()))
            return _file(papers.consolidated_sheets(area, lines, told), request.GET["export"], "tong-hop-dong-gop")
        shown = campaigns.select_related(None).defer(None).select_related("area")
        page = page_of(request, shown, per_page=50)
        context |= {
            "area": area, "page": page, "lines": campaign_lines(list(page), form.span()),
            "sums": together(campaigns, form.span()),
        }  # fmt: skip
    return render(request, "contributions/consolidated.html", context)


@require_GET
def resources_table(request: HttpRequest) -> HttpResponse:
    """Kết quả huy động nguồn lực, filled from the ledger; ?export=xlsx, csv or pdf."""
    user = signed_in(request)
    form = AreaForm(_areas(request), request.GET)
    area = form.area() if form.is_valid() else None
    if area is None:
        return render(request, "contributions/resources.html", {"form": form, "rows": []})
    span, today = form.span(), clock.today()
    rows = papers.resource_rows(resources(area, span, today))
    told = Told(span, exporting.signing_of(area, user, today))
    wanted = request.GET.get("export")
    if wanted in FORMATS:
        return _file([papers.resource_sheet(area, rows, told)], wanted, "huy-dong-nguon-luc")
    if wanted == "pdf":
        from documents.render import render as render_paper

        data = render_paper(papers.resource_paper(area, rows, told), "pdf")
        return _download(HttpResponse(data, content_type=_PDF), "huy-dong-nguon-luc.pdf")
    context = {"form": form, "area": area, "rows": rows, "head": papers.RESOURCE_HEAD, "told": told}
    return render(request, "contributions/resources.html", context)


def _file(sheets: list[Any], format: str, stem: str) -> HttpResponse:
    name = f"{stem}-{clock.today():%Y%m%d}.{format}"
    if format == "xlsx":
        return workbook_response(workbook(*sheets), name)
    return _download(HttpResponse(b"".join(csv_lines(sheets[0])), content_type=FORMATS[format]), name)


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
