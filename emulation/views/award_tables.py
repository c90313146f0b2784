"""How many awards a drive holds out, and how many it gave: by form, by unit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.enums import Right
from core.errors import RuleError
from core.pages import signed_in
from core.sheets import sheet_response
from emulation.access.drives import get_drive
from emulation.actions.awards import save_quotas
from emulation.forms import awards as forms
from emulation.models import Drive
from emulation.papers import awards as papers
from emulation.queries import awards as queries


def award_quota(request: HttpRequest, pk: int) -> HttpResponse:
    """How many of each form the drive holds out."""
    user = signed_in(request)
    drive = get_drive(user, pk, Right.WRITE_AWARDS)
    awards = list(queries.forms_in_order())
    form = forms.QuotaForm(awards, queries.quotas_of(drive), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_quotas(drive, form.numbers(), by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi chỉ tiêu khen thưởng.")
            return redirect("emulation:nominations", pk)
    return render(request, "emulation/nomination_quota.html", {"drive": drive, "form": form})


@require_GET
def award_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Awards given, by unit and form; as a page or a workbook (?export=xlsx)."""
    user = signed_in(request)
    drive = get_drive(user, pk)
    table = _table(drive)
    if request.GET.get("export") == "xlsx":
        return sheet_response(papers.table_sheet(table), f"tong-hop-khen-thuong-{drive.pk}.xlsx")
    titles = [papers.form_title(form) for form in table.forms]
    context = {
        "drive": drive, "table": table, "titles": titles, "sums": list(zip(titles, table.total.counts, strict=True)),
        "rows": [(row, list(zip(titles, row.counts, strict=True))) for row in table.rows],
    }  # fmt: skip
    return render(request, "emulation/nomination_table.html", context)


def _table(drive: Drive) -> papers.AwardTable:
    counts = queries.award_counts(drive)
    return papers.award_table(counts, list(queries.forms_in_order()), queries.unit_names(counts))
