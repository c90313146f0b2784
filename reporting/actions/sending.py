"""A report goes up: a commune's when its paper is issued, a village's by its button; the office above receives or returns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from core.formats import vndate
from documents.enums import DocumentState
from journal.actions import notify, record
from reporting.actions.reports import writable
from reporting.enums import STEPS, ReportState
from reporting.models import PeriodicReport, SentVersion
from reporting.queries.reports import content_of, receivers_of, writers_of
from reporting.rules.standing import on_paper, title_of

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document


@transaction.atomic
def send_report(report: PeriodicReport, *, by: User) -> PeriodicReport:
    """Send a village's report to its commune, frozen as it stands. Safe to repeat: what is sent stays sent once.

    RuleError for one that needs a paper, one without words, and before the last day the figures count to.
    """
    found = _locked(report)
    if found.state in {ReportState.SENT, ReportState.RECEIVED}:
        return found
    report = writable(report)
    if on_paper(report):
        raise RuleError("Báo cáo này gửi lên cấp trên khi văn bản được ban hành.")
    _refuse_unready(report)
    _send(report, None, by)
    return report


@transaction.atomic
def receive(report: PeriodicReport, *, by: User) -> PeriodicReport:
    """The office above has the report. Safe to repeat. RuleError where it was not sent, or was returned."""
    report = _locked(report)
    if report.state == ReportState.RECEIVED:
        return report
    _step(report, ReportState.RECEIVED)
    report.received_at, report.received_by = clock.now(), by
    report.save(update_fields=["state", "received_at", "received_by"])
    record("periodic.received", report, by=by, area=report.area)
    return report


@transaction.atomic
def return_report(report: PeriodicReport, remark: str, *, by: User) -> PeriodicReport:
    """The office above gives the report back; those who write it read what to mend. Safe to repeat with the same remark.

    RuleError without a remark, and where it was not sent.
    """
    if not remark.strip():
        raise RuleError("Đề nghị ghi rõ nội dung cần sửa khi trả lại.")
    report = _locked(report)
    if report.state == ReportState.RETURNED and report.remark == remark.strip():
        return report
    _take_back(report, remark.strip(), by)
    return report


# --- What the paper's way does to the report ---


def refuse_unfit_paper(document: Document, to: DocumentState) -> None:
    """The gate of documents: a report's paper goes on only with words, and not before its figures are complete."""
    report = PeriodicReport.objects.filter(document=document.pk).select_related("form").first()
    if report is not None:
        _refuse_unready(report)


def after_paper_step(document: Document, to: DocumentState, by: User | None) -> None:
    """The listener of documents: submitted, the report is with the leader; returned, a draft; issued, sent and frozen in the
    same transaction; revoked, back with its writers."""
    rows = PeriodicReport.objects.select_for_update(of=("self",)).select_related("form", "area__parent", "created_by")
    report = rows.filter(document=document.pk).first()
    if report is None:
        return
    match to:
        case DocumentState.SUBMITTED:
            _step(report, ReportState.SIGNING)
            report.save(update_fields=["state"])
        case DocumentState.DRAFT:
            _step(report, ReportState.DRAFT)
            report.save(update_fields=["state"])
        case DocumentState.ISSUED:
            _send(report, document, by or document.created_by or report.created_by)
        case DocumentState.REVOKED if report.state in {ReportState.SENT, ReportState.RECEIVED}:
            _take_back(report, f"Văn bản {document.number_and_symbol} đã thu hồi.", by)


def _send(report: PeriodicReport, document: Document | None, by: User) -> None:
    _step(report, ReportState.SENT)
    report.sent_at, report.sent_by, report.remark = clock.now(), by, ""
    report.received_at = report.received_by = None
    report.save(update_fields=["state", "sent_at", "sent_by", "remark", "received_at", "received_by"])
    version = SentVersion.objects.create(
        report=report, at=report.sent_at, by=by, document=document, content=content_of(report)
    )
    record("periodic.sent", report, by=by, area=report.area, note=document.number_and_symbol if document else "")
    title = f"{report.area} gửi: {title_of(report)}"
    notify(receivers_of(report), key=f"report-sent-{version.pk}", title=title, url=report.get_absolute_url())


def _take_back(report: PeriodicReport, remark: str, by: User | None) -> None:
    _step(report, ReportState.RETURNED)
    now = clock.now()
    report.remark, report.received_at, report.received_by = remark, None, None
    report.save(update_fields=["state", "remark", "received_at", "received_by"])
    record("periodic.returned", report, by=by, area=report.area, note=remark)
    title = f"Bị trả lại: {title_of(report)}"
    key = f"report-returned-{report.pk}-{now:%Y%m%d%H%M%S%f}"
    notify(writers_of(report), key=key, title=title, url=report.get_absolute_url())


def _locked(report: PeriodicReport) -> PeriodicReport:
    rows = PeriodicReport.objects.select_for_update(of=("self",)).select_related("form", "area__parent")
    return rows.get(pk=report.pk)


def _step(report: PeriodicReport, to: ReportState) -> None:
    if to not in STEPS[report.state]:
        raise RuleError(
            f"Báo cáo đang ở trạng thái “{report.get_state_display()}” nên không chuyển sang “{to.label}” được."
        )
    report.state = to


def _refuse_unready(report: PeriodicReport) -> None:
    if not report.passages.exclude(text="").exists():
        raise RuleError("Báo cáo chưa có nội dung nên chưa gửi được.")
    if clock.today() < report.ends_on:
        raise RuleError(f"Số liệu tính đến hết ngày {vndate(report.ends_on)} nên báo cáo gửi được từ ngày ấy.")
