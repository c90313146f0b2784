"""Lists brought in: a file or pasted lines, which column is which, the preview, confirmed or undone as a whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Right
from areas.models import Area, Organisation
from contributions import access
from contributions.actions import imports as actions
from contributions.enums import ImportState
from contributions.forms.rosters import ImportForm, MapForm
from contributions.models import RosterImport
from contributions.papers import imports as papers
from contributions.queries import campaigns as places
from contributions.queries import rosters as queries
from core.errors import RuleError
from core.pages import page_of, signed_in
from core.uploads import read_upload

_SAMPLE = 5


def import_roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a list in: a workbook or pasted lines; it becomes a draft."""
    campaign = access.get_campaign(signed_in(request), pk, Right.WRITE_CAMPAIGNS)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _read(request, campaign, form)
        except RuleError as error:
            form.add_error("file" if form.cleaned_data.get("file") else "text", error.message)
        else:
            return redirect("contributions:map_roster", campaign.pk, draft.pk)
    context = {"campaign": campaign, "form": form, "page": page_of(request, queries.imports_of(campaign))}
    return render(request, "contributions/import_roster.html", context)


def _read(request: HttpRequest, campaign: Any, form: ImportForm) -> RosterImport:
    user = signed_in(request)
    if form.cleaned_data.get("file"):
        name, data = read_upload(form.cleaned_data["file"])
        return actions.read_file(campaign, name=name, data=data, by=user)
    return actions.read_paste(campaign, text=form.cleaned_data["text"], by=user)


def map_roster(request: HttpRequest, pk: int, import_pk: int) -> HttpResponse:
    """Which column is which: guessed by the headings, put right by the person."""
    draft = access.get_import(signed_in(request), pk, import_pk)
    if draft.state != ImportState.DRAFT:
        return redirect("contributions:roster_import", pk, draft.pk)
    form = MapForm(draft.campaign, draft.columns, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(draft, columns=form.columns(), defaults=form.defaults(), by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect("contributions:roster_import", pk, draft.pk)
    context = {
        "campaign": draft.campaign, "draft": draft, "form": form,
        "headings": papers.headings(draft.columns), "sample": papers.sample(draft.rows[:_SAMPLE], draft.columns),
        "refused": papers.refused(draft.columns), "wages": papers.wages(draft.columns),
    }  # fmt: skip
    return render(request, "contributions/map_roster.html", context)


@require_GET
def roster_import(request: HttpRequest, pk: int, import_pk: int) -> HttpResponse:
    """A list as it was understood: the rows that are wrong with the reasons, then the good ones; ?dong=tot only the good."""
    draft = access.get_import(signed_in(request), pk, import_pk)
    if draft.state == ImportState.DRAFT and "map" not in draft.columns:
        return redirect("contributions:map_roster", pk, draft.pk)
    wanted = request.GET.get("dong", "")
    rows = papers.rows_of(draft.rows, wanted) if draft.state != ImportState.CONFIRMED else draft.rows
    names = {
        "villages": places.names_of(Area, papers.ids(rows, "village")),
        "units": places.names_of(Organisation, papers.ids(rows, "unit")),
        "rates": {rate.pk: str(rate) for rate in draft.campaign.rates.all()},
    }
    page = page_of(request, rows)
    kept = queries.with_receipts(draft.lines.all()) if draft.state == ImportState.CONFIRMED else None
    context = {
        "campaign": draft.campaign, "draft": draft, "page": page, "wanted": wanted,
        "rows": papers.shown(page.object_list, **names), "told": papers.told(draft.columns),
        "without_place": papers.without_place(draft.rows) if draft.state == ImportState.DRAFT else 0,
        "kept": list(kept[:50]) if kept is not None else [], "kept_count": kept.count() if kept is not None else 0,
    }  # fmt: skip
    return render(request, "contributions/roster_import.html", context)


@require_POST
def confirm_roster(request: HttpRequest, pk: int, import_pk: int) -> HttpResponse:
    draft = access.get_import(signed_in(request), pk, import_pk)
    draft = actions.confirm_import(draft, reuse=request.POST.get("reuse") == "1", by=signed_in(request))
    messages.success(request, f"Đã ghi {draft.columns['good']} người vào danh sách.")
    return redirect(
        "contributions:roster_import" if draft.columns["wrong"] else "contributions:roster",
        *((pk, draft.pk) if draft.columns["wrong"] else (pk,)),
    )


@require_POST
def undo_roster(request: HttpRequest, pk: int, import_pk: int) -> HttpResponse:
    draft = access.get_import(signed_in(request), pk, import_pk)
    try:
        actions.undo_import(draft, by=signed_in(request))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("contributions:roster_import", pk, draft.pk)
    messages.info(request, "Đã hoàn tác danh sách.")
    return redirect("contributions:import_roster", pk)
