"""Changing a draft paragraph by paragraph and figure by figure: in place with htmx, on a page of its own without."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import may
from accounts.enums import Right
from core.errors import RuleError
from core.pages import signed_in
from reporting.access import reports as access
from reporting.actions import editing
from reporting.enums import WRITABLE
from reporting.forms import reports as forms
from reporting.models import Cell, Passage, PeriodicReport
from reporting.papers.page import cell_box, passage_box
from reporting.papers.shown import for_typing, mark_of_cell, mark_of_passage
from reporting.read.tables import ColumnKind
from reporting.rules.standing import title_of


def _part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _editable(report: PeriodicReport) -> bool:
    return report.state in WRITABLE


def _refuse(form: Form, error: RuleError) -> None:
    """The sentence beside what was typed; who hears of another's change may now save over it."""
    form.add_error(None, error.message)
    if isinstance(error, editing.ChangedElsewhereError):
        form.data = {**dict(form.data.items()), "seen": error.seen}
        form.stands = error.stands  # type: ignore[attr-defined]  # for the template


# --- Paragraphs ---


def edit_passage(request: HttpRequest, pk: int, passage: int) -> HttpResponse:
    user = signed_in(request)
    found = access.get_passage(user, pk, passage, Right.WRITE_REPORTS)
    form = forms.PassageForm(
        request.POST if request.method == "POST" else None,
        initial={"text": found.text, "seen": mark_of_passage(found)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            editing.edit_passage(found, data["text"], seen=data["seen"], by=user)
        except RuleError as error:
            _refuse(form, error)
        else:
            return _passage_done(request, user, pk, passage)
    if request.method == "GET" and "huy" in request.GET and _part(request):
        return _show_passage(request, found)
    context = {"found": found, "report": found.report, "form": form, "title": title_of(found.report)}
    template = "reporting/passage_form.html" if _part(request) else "reporting/passage_page.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def remove_passage(request: HttpRequest, pk: int, passage: int) -> HttpResponse:
    user = signed_in(request)
    found = access.get_passage(user, pk, passage, Right.WRITE_REPORTS)
    editing.remove_passage(found, by=user)
    if _part(request) and not found.drafted:
        return HttpResponse("")
    return _passage_done(request, user, pk, passage) if found.drafted else redirect(found.report)


@require_POST
def restore_passage(request: HttpRequest, pk: int, passage: int) -> HttpResponse:
    user = signed_in(request)
    editing.restore_passage(access.get_passage(user, pk, passage, Right.WRITE_REPORTS), by=user)
    return _passage_done(request, user, pk, passage)


def add_passage(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    user = signed_in(request)
    report = access.get_report(user, pk, Right.WRITE_REPORTS)
    form = forms.NewPassageForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = editing.add_passage(report, section, data["text"], key=data["key"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect(f"{report.get_absolute_url()}#doan-{made.pk}")
    context = {"report": report, "form": form, "title": title_of(report), "section": _section(report, section)}
    return render(request, "reporting/passage_add.html", context, status=422 if form.errors else 200)


def _section(report: PeriodicReport, place: int) -> dict[str, Any]:
    return report.form.sections[place] if place < len(report.form.sections) else {"label": "", "title": ""}


def _passage_done(request: HttpRequest, user: Any, pk: int, passage: int) -> HttpResponse:
    if not _part(request):
        return redirect(f"{access.get_report(user, pk).get_absolute_url()}#doan-{passage}")
    return _show_passage(request, access.get_passage(user, pk, passage, Right.WRITE_REPORTS))


def _show_passage(request: HttpRequest, found: Passage) -> HttpResponse:
    context = {"item": passage_box(found), "report": found.report, "editable": True}
    return render(request, "reporting/passage.html", context)


# --- Figures ---


def cell(request: HttpRequest, pk: int, cell: int) -> HttpResponse:
    """A figure with where it comes from; for who writes, with the box to change it."""
    user = signed_in(request)
    found = access.get_cell(user, pk, cell)
    editable = _editable(found.report) and may(user, Right.WRITE_REPORTS, found.report.area)
    box = cell_box(found)
    initial = {"typed": for_typing(found), "reason": found.reason, "seen": mark_of_cell(found)}
    form = forms.CellForm(initial=initial, words=box.column is not None and box.column.kind == ColumnKind.TEXT)
    if request.method == "GET" and "huy" in request.GET and _part(request):
        return _show_cell(request, found)
    return _cell_page(request, found, form if editable else None)


@require_POST
def edit_cell(request: HttpRequest, pk: int, cell: int) -> HttpResponse:
    user = signed_in(request)
    found = access.get_cell(user, pk, cell, Right.WRITE_REPORTS)
    column = cell_box(found).column
    form = forms.CellForm(request.POST, words=column is not None and column.kind == ColumnKind.TEXT)
    if form.is_valid():
        data = form.cleaned_data
        try:
            editing.edit_cell(
                found.report, found.table, found.row, found.column, data["typed"] or "", reason=data["reason"] or "",
                seen=data["seen"], by=user,
            )  # fmt: skip
        except RuleError as error:
            _refuse(form, error)
        else:
            if _part(request):
                return _show_cell(request, access.get_cell(user, pk, cell))
            return redirect(f"{found.report.get_absolute_url()}#o-{found.pk}")
    return _cell_page(request, found, form)


def _cell_page(request: HttpRequest, found: Cell, form: forms.CellForm | None) -> HttpResponse:
    context = {"item": cell_box(found), "report": found.report, "form": form, "title": title_of(found.report)}
    template = "reporting/cell_form.html" if _part(request) else "reporting/cell_page.html"
    return render(request, template, context, status=422 if form and form.errors else 200)


def _show_cell(request: HttpRequest, found: Cell) -> HttpResponse:
    return render(request, "reporting/cell.html", {"item": cell_box(found), "report": found.report, "linked": True})
