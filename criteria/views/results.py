"""Biểu kết quả thực hiện tiêu chí: of one card on the page and as files, and of all communes of an office as one workbook."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import RuleError
from core.pages import signed_in
from core.sheets import sheet_response, workbook_response
from criteria import access
from criteria.actions.results import (
    form_of,
    office_workbook,
    request_form,
    request_workbook,
    signing_of,
)
from criteria.forms.results import WorkbookForm
from criteria.papers.results import HEAD, results_sheet
from criteria.queries.results import communes_of, rows_in
from documents.enums import Format
from documents.list_exports import AT_ONCE


@require_GET
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The form on the page; ?export=xlsx gives the workbook."""
    user = signed_in(request)
    card = access.get_card(user, pk)
    form = form_of(card, clock.today())
    if request.GET.get("export") == "xlsx":
        sheet = results_sheet(card, form, signing_of(card, user, clock.today()))
        return sheet_response(sheet, f"bieu-ket-qua-tieu-chi-{card.year}.xlsx")
    return render(request, "criteria/results.html", {"card": card, "form": form, "head": HEAD, "formats": Format})


@require_POST
def print_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the form as PDF or Word; HTMX gets the state of the work in the button's place."""
    user = signed_in(request)
    card = access.get_card(user, pk)
    wanted = request.POST.get("loai", "")
    if wanted not in Format.values:
        raise RuleError("Chọn PDF hoặc Word.")
    job = request_form(card, Format(wanted), by=user)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "jobs/job_state.html", {"job": job})
    messages.info(request, "Đang dựng biểu; tệp sẽ có ở “Tệp của tôi”.")
    return redirect("criteria:results", card.pk)


def workbook(request: HttpRequest) -> HttpResponse:
    """Choose area, set, year and round; a small workbook comes at once, a large one through "Tệp của tôi"."""
    user = signed_in(request)
    areas = access.office_areas(user)
    form = WorkbookForm(areas, access.visible_rounds(user), request.POST or None, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        area, chosen, year, round_ = (form.cleaned_data[name] for name in ("area", "criteria_set", "year", "round"))
        on = clock.today()
        if len(communes_of(area, on)) * rows_in(chosen) <= AT_ONCE:
            data, _ = office_workbook(area, chosen, year, round_, on=on)
            return workbook_response(data, f"tong-hop-tieu-chi-{year}.xlsx")
        request_workbook(area, chosen, year, round_, by=user)
        messages.info(request, "Đang lập bảng tổng hợp; tệp sẽ có ở “Tệp của tôi”.")
        return redirect("jobs:my_files")
    return render(request, "criteria/workbook.html", {"form": form})
