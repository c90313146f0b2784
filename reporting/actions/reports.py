"""Drafting a report from its sources, again and again, and putting it on paper; what a person wrote is never written over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from areas.models import Organisation
from areas.queries import peoples_committee, signer_on
from core import clock
from core.errors import RuleError
from documents.actions import create_document, edit_document, replace_with
from documents.enums import FROZEN, DocumentState, PaperType
from journal.actions import record
from reporting.compose.draft import draft
from reporting.context import Drafted, Figure, Scope, Source
from reporting.enums import ReportState
from reporting.models import Cell, Gap, Passage, PeriodicReport
from reporting.papers.report import report_paper
from reporting.queries.reports import sent_before
from reporting.rules.merging import in_order, pair_up
from reporting.rules.standing import on_paper

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document

BEYOND_DRAFT = "Báo cáo đang ở trạng thái “{state}” nên không sửa được."


@transaction.atomic
def draft_report(report: PeriodicReport, *, by: User) -> PeriodicReport:
    """Write text, figures and what is missing from the sources as they stand now.

    Paragraphs and figures that a person changed keep what the person wrote, with what is drafted now beside it; paragraphs
    taken out stay out, those of one's own stay in. A returned report is a draft again. RuleError beyond the draft.
    """
    report = writable(report)
    said = draft(scope_of(report))
    _put_passages(report, said)
    _put_cells(report, said.figures)
    report.gaps.all().delete()
    Gap.objects.bulk_create(
        Gap(report=report, section=gap.section, what=gap.what[:250], who=gap.who[:200], url=gap.url)
        for gap in said.missing
    )
    report.drafted_at = clock.now()
    report.save(update_fields=["drafted_at"])
    record("periodic.drafted", report, by=by, area=report.area)
    put_paper(report, by=by)
    return report


def scope_of(report: PeriodicReport) -> Scope:
    """What the drafters are asked about."""
    return Scope(
        report.area, report.form, report.starts_on, report.ends_on, drive=report.drive, before=sent_before(report),
        label=report.period_words,
    )  # fmt: skip


def writable(report: PeriodicReport) -> PeriodicReport:
    """The report as it stands now, locked until the end of the transaction; a returned one is a draft again.

    RuleError where it is with the leader, sent or received.
    """
    rows = PeriodicReport.objects.select_for_update(of=("self",)).select_related(
        "form", "area__parent", "drive", "document"
    )
    report = rows.get(pk=report.pk)
    if report.state == ReportState.RETURNED:
        report.state = ReportState.DRAFT
        report.save(update_fields=["state"])
    if report.state != ReportState.DRAFT:
        raise RuleError(BEYOND_DRAFT.format(state=report.get_state_display()))
    return report


def plain(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Sources as the rows keep them."""
    return [asdict(source) for source in sources]


# --- Text ---


def _put_passages(report: PeriodicReport, said: Drafted) -> None:
    rows = list(report.passages.all())
    kept = [row for row in rows if row.edited_by_id is not None]
    pairs = pair_up(kept, said.sentences)
    matched = {row.pk for row in pairs.values()}
    sections: dict[int, list[Passage]] = defaultdict(list)
    for place, sentence in enumerate(said.sentences):
        row = pairs.get(place) or Passage(report=report, section=sentence.section, text=sentence.text)
        row.drafted, row.sources = sentence.text, plain(sentence.sources)
        sections[sentence.section].append(row)
    others: dict[int, list[Passage]] = defaultdict(list)
    for row in kept:
        if row.pk not in matched:
            others[row.section].append(row)
    for section in sections.keys() | others.keys():
        for position, row in enumerate(in_order(sections[section], others[section])):
            row.position = position
            row.save()
    report.passages.filter(pk__in=[row.pk for row in rows if row.edited_by_id is None]).delete()


# --- Figures ---


def _put_cells(report: PeriodicReport, figures: Sequence[Figure]) -> None:
    before = {(cell.table, cell.row, cell.column): cell for cell in report.cells.all()}
    order: dict[str, dict[str, int]] = defaultdict(dict)
    new, changed = [], []
    for figure in figures:
        position = order[figure.table].setdefault(figure.row, len(order[figure.table]))
        cell = before.pop((figure.table, figure.row, figure.column), None)
        if cell is None:
            cell = Cell(report=report, table=figure.table, row=figure.row, column=figure.column)
            new.append(cell)
        else:
            changed.append(cell)
        cell.position, cell.sources = position, plain(figure.sources)
        cell.drafted_value, cell.drafted_text = figure.value, figure.text
        if cell.edited_by_id is None:
            cell.value, cell.text = figure.value, figure.text
    gone = [cell for cell in before.values() if cell.edited_by_id is None]
    report.cells.filter(pk__in=[cell.pk for cell in gone]).delete()
    for cell in before.values():
        if cell.edited_by_id is not None:
            cell.drafted_value, cell.drafted_text, cell.sources = None, "", []
            changed.append(cell)
    fields = ("position", "sources", "drafted_value", "drafted_text", "value", "text")
    Cell.objects.bulk_update(changed, fields, batch_size=200)
    Cell.objects.bulk_create(new, batch_size=500)


# --- The paper ---


@transaction.atomic
def draft_paper(report: PeriodicReport, *, by: User) -> Document:
    """The report as an official paper, drafted or drafted anew; from then on it follows every change of the report.

    After a return, a new paper that replaces the issued one when it is issued itself. Safe to repeat. RuleError for a
    village's report, one without any text, and where the commune's committee is not declared.
    """
    report = writable(report)
    if not on_paper(report):
        raise RuleError("Báo cáo của thôn gửi thẳng lên xã, không lập văn bản.")
    if not report.passages.exclude(text="").exists():
        raise RuleError("Báo cáo chưa có nội dung; bấm “Soạn từ số liệu” trước.")
    old = report.document
    if old is not None and old.state not in FROZEN:
        put_paper(report, by=by)
        old.refresh_from_db()
        return old
    issuer, today = _issuer(report), clock.today()
    paper = report_paper(report, issuer, signer_on(issuer, today), today)
    document = create_document(area=report.area, issuer=issuer, type=PaperType.REPORT, paper=paper, by=by)
    if old is not None and old.state == DocumentState.ISSUED:
        replace_with(old, successor=document, by=by)
    report.document = document
    report.save(update_fields=["document"])
    return document


def put_paper(report: PeriodicReport, *, by: User) -> None:
    """Bring the draft of the paper in step with the report, if there is one."""
    document = report.document
    if document is None or document.state != DocumentState.DRAFT or document.issuer is None:
        return
    today = clock.today()
    issuer = document.issuer
    paper = report_paper(report, issuer, signer_on(issuer, today), today)
    if document.context != paper.as_json():
        edit_document(document, paper=paper, by=by)


def _issuer(report: PeriodicReport) -> Organisation:
    issuer = peoples_committee(report.area, clock.today())
    if issuer is None:
        raise RuleError(
            f"Chưa khai báo Ủy ban nhân dân {report.area.kind_word} ở mục Cơ quan nên chưa lập văn bản được."
        )
    return issuer
