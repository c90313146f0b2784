"""A province's levels: its decisions, entering one by form or workbook, publishing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.sheets import sheet_response
from criteria import access
from criteria.actions import levels as actions
from criteria.forms.levels import DecisionForm, LevelsForm, LevelsUploadForm, NewDecisionForm, YearForm
from criteria.models import LevelsDecision
from criteria.papers import levels as papers
from criteria.queries.levels import rows_of
from criteria.queries.sets import filled_sets
from criteria.read.province_levels import LevelSheet, LevelSheetRow, follows_another, read_level_sheet
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def decision_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    page = page_of(request, access.visible_decisions(user))
    return answer(
        request, "criteria/levels_decisions.html", {"page": page, "may_decide": bool(access.level_provinces(user))}
    )


def open_decision(request: HttpRequest) -> HttpResponse:
    """A new draft for a decision of one's own province."""
    user = signed_in(request)
    areas = access.deciding_provinces(user)
    form = NewDecisionForm(areas, filled_sets(), request.POST or None, initial={"criteria_set": request.GET.get("bo")})
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.draft_decision(**form.cleaned_data, by=user)
        except RuleError as error:
            form.add_error("number", error.message)
        else:
            return redirect(found)
    return render(request, "criteria/levels_open.html", {"form": form, "decision": None})


@require_GET
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """What a decision says, criterion by criterion; a draft with the ways to fill it."""
    user = signed_in(request)
    found = access.get_decision(user, pk)
    may_write = found.area in access.level_provinces(user) and not found.published_at
    criteria: dict[int, dict[str, Any]] = {}
    for row in rows_of(found):
        lines = papers.level_lines(row, found.criteria_set)
        if lines or may_write:
            group = criteria.setdefault(row.criterion.number, {"criterion": row.criterion, "rows": []})
            group["rows"].append((row, lines, follows_another(row.version)))
    context = {
        "decision": found, "criteria": list(criteria.values()), "may_write": may_write,
        "history": history_lines(history_of(found)[:20]),
    }  # fmt: skip
    return render(request, "criteria/levels_decision.html", context)


def edit_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, dates and note of a draft."""
    user = signed_in(request)
    found = _draft(request, pk)
    names = ("number", "issued_on", "effective_from", "note")
    form = DecisionForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_decision(found, **form.cleaned_data, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect(found)
    return render(request, "criteria/levels_open.html", {"form": form, "decision": found})


def edit_levels(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The levels of one criterion, a box for each scope and year; ?nam= gives boxes for one more year."""
    user = signed_in(request)
    found = _draft(request, pk)
    rows = rows_of(found, number=number)
    if not rows:
        raise Http404
    years = YearForm(request.GET if "nam" in request.GET else None)
    year = years.cleaned_data["nam"] if years.is_bound and years.is_valid() else None
    form = LevelsForm(found, rows, request.POST or None, year=year)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.set_levels(found, form.wanted(), by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã lưu mức của tiêu chí {number}: {changed} mức thay đổi.")
            return _onward(found, number, stay="o-lai" in request.POST)
    context = {"decision": found, "criterion": rows[0].criterion, "form": form, "years": years}
    return render(request, "criteria/levels_edit.html", context)


@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook to fill, with what is entered so far."""
    found = access.get_decision(signed_in(request), pk)
    return sheet_response(papers.template(found.criteria_set, rows_of(found)), f"muc-cua-tinh-{found.pk}.xlsx")


def import_levels(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook: first what it would change, then, confirmed, its good rows. The rows travel signed in the page itself."""
    user = signed_in(request)
    found = _draft(request, pk)
    if request.method == "POST" and "rows" in request.POST:
        return _confirm(request, found)
    form = LevelsUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, data = form.cleaned_data["file"]
        try:
            sheet = read_level_sheet(name, data, papers.column_titles(found.criteria_set))
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            return _preview(request, found, sheet)
    return render(request, "criteria/levels_import.html", {"decision": found, "form": form, "user": user})


def _confirm(request: HttpRequest, found: LevelsDecision) -> HttpResponse:
    """Put the good rows of the previewed workbook into the draft; if the draft has changed since, show the preview anew."""
    try:
        kept = signing.loads(request.POST["rows"], salt=_salt(found), max_age=24 * 3600)
    except signing.BadSignature:
        raise RuleError("Bản xem trước đã cũ; đề nghị tải tệp lên lại.") from None
    sheet = LevelSheet([LevelSheetRow(*row) for row in kept["rows"]], kept["ignored"])
    rows = rows_of(found)
    wanted = papers.preview(rows, sheet).wanted
    if wanted and papers.fingerprint(rows) != kept["before"]:
        return _preview(request, found, sheet, changed_since=True)
    changed = actions.set_levels(found, wanted, by=signed_in(request))
    return _preview(request, found, sheet, done=changed)


def _preview(
    request: HttpRequest,
    found: LevelsDecision,
    sheet: LevelSheet,
    *,
    changed_since: bool = False,
    done: int | None = None,
) -> HttpResponse:
    rows = rows_of(found)
    preview = papers.preview(rows, sheet)
    kept = {
        "rows": [(row.place, row.key, row.year, row.cells) for row in sheet.rows], "ignored": sheet.ignored,
        "before": papers.fingerprint(rows),
    }  # fmt: skip
    changes = [
        (change, papers.place_words(found.criteria_set, (change.scope, change.year)), f"row_{change.kind}")
        for change in preview.changes
        if change.kind != "unchanged"
    ]
    context = {
        "decision": found, "preview": preview, "changes": changes, "done": done, "changed_since": changed_since,
        "counts": {kind: len(preview.of_kind(kind)) for kind in ("new", "changed", "unchanged", "removed")},
        "kept": signing.dumps(kept, salt=_salt(found), compress=True),
    }  # fmt: skip
    return render(request, "criteria/levels_preview.html", context)


def _salt(found: LevelsDecision) -> str:
    return f"criteria.levels:{found.pk}"


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision judges from its day on; nobody changes it any more."""
    user = signed_in(request)
    found = actions.publish_levels(access.get_decision(user, pk, write=True), by=user)
    messages.success(request, f"Đã công bố mức theo {found}.")
    return redirect(found)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a draft that was entered by mistake."""
    user = signed_in(request)
    found = access.get_decision(user, pk, write=True)
    actions.remove_draft(found, by=user)
    messages.success(request, f"Đã xóa dự thảo {found}.")
    return redirect("criteria:levels_decisions")


def _draft(request: HttpRequest, pk: int) -> LevelsDecision:
    """A draft that the person may write; a published one is refused in a sentence."""
    found = access.get_decision(signed_in(request), pk, write=True)
    if found.published_at:
        raise RuleError(f"{found} đã công bố nên không sửa nữa; mức thay đổi thì nhập quyết định mới.")
    return found


def _onward(found: LevelsDecision, number: int, *, stay: bool) -> HttpResponse:
    """The next criterion that has rows; the decision after the last one."""
    if stay:
        return redirect("criteria:edit_levels", found.pk, number)
    later = found.criteria_set.criteria.filter(number__gt=number, indicators__isnull=False).first()
    return redirect("criteria:edit_levels", found.pk, later.number) if later else redirect(found)
