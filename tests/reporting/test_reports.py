"""A commune's monthly report: opened by itself, drafted, edited, issued, received, returned and sent again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas.enums import Level
from areas.models import Area
from campaigns.models import Task
from core.errors import RuleError
from documents import actions as papers
from documents.check import check_pdf
from documents.context import Paragraph, walk
from documents.enums import DocumentState
from documents.queries import paper_of
from documents.render import render
from journal.models import Entry, Notice
from reporting.actions import editing, opening, sending
from reporting.actions import reports as actions
from reporting.enums import ReportState, Timeliness
from reporting.models import Cell, Passage, PeriodicReport, ReportDuty, SentVersion
from reporting.papers.shown import mark_of_cell, mark_of_passage
from reporting.queries.reports import with_all
from reporting.rules.standing import day_of, title_of
from tests import factories
from tests.reporting.reports_story import Story

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast
    from tests.conftest import Clock

SignIn = Callable[["User"], Client]


def now(report: PeriodicReport) -> PeriodicReport:
    return with_all(PeriodicReport.objects.all()).get(pk=report.pk)


def at(name: str, *args: Any) -> str:
    return reverse(f"reporting:{name}", args=args)


def complete(cast: Cast, report: PeriodicReport) -> None:
    """A signer, and words in every section that has none: a paper with blank places is not submitted."""
    factories.signer(cast.committee, "Cầm Văn Hạnh")
    for place in range(len(report.form.sections)):
        if not report.passages.filter(section=place).exists():
            Passage.objects.create(report=report, section=place, position=0, text="Không có phát sinh.")


def issue(cast: Cast, report: PeriodicReport) -> PeriodicReport:
    complete(cast, report)
    document = actions.draft_paper(report, by=cast.officer)
    papers.submit(document, by=cast.officer)
    papers.approve(document, by=cast.leader)
    papers.issue(document, by=cast.clerk)
    return now(report)


# --- Opening ---


def test_reports_open_by_themselves_once(cast: Cast, story: Story, clock: Clock) -> None:
    rows = PeriodicReport.objects.filter(form=story.monthly)
    periods = {(row.area, row.starts_on, row.ends_on, row.due_on) for row in rows}
    assert periods == {
        (commune, *days)
        for commune in (cast.commune, cast.next_commune)
        for days in (
            (date(2024, 6, 15), date(2024, 7, 14), date(2024, 7, 17)),
            # 17/8/2024 is a Saturday: the last day is the Monday after it.
            (date(2024, 7, 15), date(2024, 8, 14), date(2024, 8, 19)),
        )
    }
    assert {row.area for row in PeriodicReport.objects.filter(form=story.village_form)} == {cast.village}
    with CaptureQueriesContext(connection) as asked:
        assert opening.open_reports(date(2024, 7, 16)) == 0
    few = len(asked)
    for number in range(3):
        factories.area(
            f"Xã mới {number}", level=Level.COMMUNE, kind_word="xã", code=f"T{number}9", parent=cast.province
        )
    with CaptureQueriesContext(connection) as asked:
        assert opening.open_reports(date(2024, 7, 16)) == 6
    # The insert is the one query more.
    assert len(asked) == few + 1
    # What a missed month left out is made up for; what ended or was not yet there is left alone.
    Area.objects.filter(code="T09").update(valid_to=date(2024, 8, 1))
    ReportDuty.objects.filter(pk=story.duty.pk).update(valid_to=date(2024, 9, 20))
    assert opening.open_reports(date(2024, 9, 16)) > 0
    assert not PeriodicReport.objects.filter(area__code="T09", ends_on__gte=date(2024, 9, 1)).exists()
    assert opening.open_reports(date(2024, 10, 16)) > 0
    assert not PeriodicReport.objects.filter(form=story.monthly, starts_on__gte=date(2024, 10, 1)).exists()


def test_a_report_is_opened_by_hand_where_nothing_is_asked(cast: Cast, story: Story, signed_in: SignIn) -> None:
    quarterly = story.monthly.__class__.objects.get(code="xa-quy")
    officer = signed_in(cast.officer)
    data = {"form": quarterly.pk, "area": cast.commune.pk, "day": "10/5/2024"}
    answers: list[Any] = [officer.post(at("open_report"), data) for _ in range(2)]
    report = PeriodicReport.objects.get(form=quarterly)
    assert {answer.url for answer in answers} == {report.get_absolute_url()}
    assert (report.starts_on, report.ends_on) == (date(2024, 3, 15), date(2024, 6, 14))
    assert title_of(report) == "Báo cáo quý II/2024"
    later = officer.post(at("open_report"), {**data, "day": "10/5/2025"})
    assert "chưa bắt đầu" in later.content.decode()


# --- Drafting and editing ---


def test_the_july_report_is_drafted_edited_issued_and_received(
    cast: Cast, story: Story, signed_in: SignIn, clock: Clock
) -> None:
    officer, page = signed_in(cast.officer), story.report.get_absolute_url()
    assert "Soạn từ số liệu" in officer.get(page).content.decode()
    officer.post(at("draft_report", story.report.pk))
    shown = officer.get(page).content.decode()
    assert "Báo cáo tháng 7/2024" in shown
    assert "Làm đường trục thôn Nà Cốc" in shown
    assert "Còn thiếu" in shown
    first = Passage.objects.filter(report=story.report).exclude(sources=[]).first()
    assert first is not None
    assert first.sources[0]["label"] in shown

    # A sentence, a paragraph of one's own, a figure with its reason.
    said = "Toàn xã hoàn thành tốt nhiệm vụ tháng 7."
    officer.post(at("edit_passage", story.report.pk, first.pk), {"text": said, "seen": mark_of_passage(first)})
    key = "0c9a4f0e-6d2e-4a5e-9f6f-1b7c5f3b2a10"
    for _ in range(2):
        officer.post(at("add_passage", story.report.pk, 7), {"text": "Đề nghị tỉnh sớm cấp xi măng.", "key": key})
    assert Passage.objects.filter(text="Đề nghị tỉnh sớm cấp xi măng.").count() == 1
    cell = Cell.objects.get(report=story.report, table="resources", row="people_cash", column="year")
    box = {"typed": "1,5 tỷ", "reason": "", "seen": mark_of_cell(cell)}
    refused = officer.post(at("edit_cell", story.report.pk, cell.pk), box)
    assert "Đề nghị ghi lý do sửa số liệu." in refused.content.decode()
    assert "1,5 tỷ" in refused.content.decode()
    officer.post(at("edit_cell", story.report.pk, cell.pk), {**box, "reason": "Quỹ thôn chưa vào sổ"})
    cell.refresh_from_db()
    assert (cell.value, cell.reason, cell.edited_by) == (Decimal(1_500_000_000), "Quỹ thôn chưa vào sổ", cast.officer)
    assert "1.500.000.000" in officer.get(page).content.decode()
    (said_of_cell,) = Entry.objects.filter(action="periodic.edited").order_by("-pk")[0].changes
    assert said_of_cell == "Kết quả huy động nguồn lực, Tiền, Lũy kế năm"

    complete(cast, story.report)
    # The paper follows; the leader signs, the clerk numbers, and the report is sent in the same moment.
    officer.post(at("draft_paper", story.report.pk))
    report = now(story.report)
    assert report.document is not None
    texts = [block.text for block in walk(paper_of(report.document).content) if isinstance(block, Paragraph)]
    assert said in texts
    added = Passage.objects.get(text="Đề nghị tỉnh sớm cấp xi măng.")
    officer.post(
        at("edit_passage", story.report.pk, added.pk), {"text": "Đề nghị cấp xi măng.", "seen": mark_of_passage(added)}
    )
    officer.post(reverse("documents:submit", args=[report.document.pk]))
    assert now(report).state == ReportState.SIGNING
    with pytest.raises(RuleError, match="Đang trình ký"):
        editing.remove_passage(added, by=cast.officer)
    assert signed_in(cast.coordination).get(page).status_code == 404
    signed_in(cast.leader).post(reverse("documents:approve", args=[report.document.pk]))
    signed_in(cast.clerk).post(reverse("documents:issue", args=[report.document.pk]))
    report = now(report)
    assert (report.state, report.sent_by) == (ReportState.SENT, cast.clerk)
    version = SentVersion.objects.get()
    assert {"table": "resources", "row": "people_cash", "value": "1500000000.0000"}.items() <= next(
        row for row in version.content["cells"] if row["row"] == "people_cash" and row["column"] == "year"
    ).items()
    assert "Đề nghị cấp xi măng." in [row["text"] for row in version.content["passages"]]
    assert report.document is not None
    paper = paper_of(report.document)
    assert check_pdf(render(paper, "pdf")) == []

    # The office above reads it as it was sent and takes it.
    coordination = signed_in(cast.coordination)
    assert Notice.objects.filter(recipient=cast.coordination, url=page).exists()
    seen = coordination.get(page).content.decode()
    assert said in seen
    assert "Nhận báo cáo" in seen
    for _ in range(2):
        coordination.post(at("receive_report", report.pk))
    report = now(report)
    assert (report.state, report.received_by) == (ReportState.RECEIVED, cast.coordination)
    assert report.timeliness(date(2024, 8, 1), day_of(report.first_sent_at)) == Timeliness.ON_TIME  # type: ignore[attr-defined]
    told = list(Entry.objects.filter(action__startswith="periodic.").order_by("pk").values_list("action", flat=True))
    assert told == ["periodic.drafted", *["periodic.edited"] * 4, "periodic.sent", "periodic.received"]


def test_what_a_person_wrote_is_never_written_over(cast: Cast, story: Story) -> None:
    report = actions.draft_report(story.report, by=cast.officer)
    rows = list(report.passages.exclude(sources=[]))
    changed, removed = rows[0], rows[1]
    editing.edit_passage(changed, "Lời của cán bộ.", seen=mark_of_passage(changed), by=cast.officer)
    editing.remove_passage(removed, by=cast.officer)
    cell = report.cells.filter(table="resources").first()
    assert cell is not None
    figure: Any = {"reason": "Sửa tay", "seen": mark_of_cell(cell), "by": cast.officer}
    cell = editing.edit_cell(report, cell.table, cell.row, cell.column, "450k", **figure)
    plan = Task.objects.first().plan  # type: ignore[union-attr]
    Task.objects.create(plan=plan, position=3, text="Thêm việc", area=cast.village, deadline=date(2024, 7, 12))
    for _ in range(2):
        report = actions.draft_report(report, by=cast.officer)
    changed.refresh_from_db()
    removed.refresh_from_db()
    cell.refresh_from_db()
    assert changed.text == "Lời của cán bộ."
    assert changed.drafted.startswith("Tổng số nhiệm vụ theo kế hoạch: 3")
    assert removed.text == ""
    assert (cell.value, cell.reason) == (Decimal(450_000), "Sửa tay")
    assert report.passages.filter(drafted=changed.drafted).count() == 1
    assert report.passages.filter(drafted=removed.drafted).count() == 1
    back = editing.restore_passage(changed, by=cast.officer)
    assert back.text == back.drafted
    with_drafted = editing.edit_cell(
        report, cell.table, cell.row, cell.column, "" if cell.drafted_value is None else str(int(cell.drafted_value)),
        reason="", seen=mark_of_cell(cell), by=cast.officer,
    )  # fmt: skip
    assert with_drafted.edited_by is None


def test_two_windows(cast: Cast, story: Story, signed_in: SignIn) -> None:
    report = actions.draft_report(story.report, by=cast.officer)
    passage = report.passages.first()
    cell = report.cells.filter(table="resources", column="year").first()
    assert passage is not None
    assert cell is not None
    first, second = signed_in(cast.officer), signed_in(cast.officer)
    words, figure = at("edit_passage", report.pk, passage.pk), at("edit_cell", report.pk, cell.pk)
    mark, cell_mark = mark_of_passage(passage), mark_of_cell(cell)
    first.post(words, {"text": "Cửa sổ thứ nhất.", "seen": mark})
    answer: Any = second.post(words, {"text": "Cửa sổ thứ hai.", "seen": mark}, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Người khác vừa lưu chỗ này" in said
    assert "Cửa sổ thứ nhất." in said
    assert "Cửa sổ thứ hai." in said
    # The same text again is no quarrel; the mark that came with the answer lets the second save knowingly.
    assert first.post(words, {"text": "Cửa sổ thứ nhất.", "seen": mark}).status_code == 302
    second.post(words, {"text": "Cửa sổ thứ hai.", "seen": answer.context["form"]["seen"].value()})
    passage.refresh_from_db()
    assert passage.text == "Cửa sổ thứ hai."
    first.post(figure, {"typed": "100", "reason": "một", "seen": cell_mark})
    answer = second.post(figure, {"typed": "200", "reason": "hai", "seen": cell_mark}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "Hiện có: 100" in answer.content.decode()
    cell.refresh_from_db()
    assert cell.value == 100


# --- The way back ---


def test_returned_and_sent_again(cast: Cast, story: Story, signed_in: SignIn, clock: Clock) -> None:
    report = issue(cast, actions.draft_report(story.report, by=cast.officer))
    old = report.document
    assert old is not None
    coordination, page = signed_in(cast.coordination), report.get_absolute_url()
    empty = coordination.post(at("return_report", report.pk), {"reason": " "})
    assert "Đề nghị ghi rõ" in empty.content.decode()
    for _ in range(2):
        coordination.post(at("return_report", report.pk), {"reason": "Thiếu biểu nợ đọng"})
    report = now(report)
    assert (report.state, report.remark) == (ReportState.RETURNED, "Thiếu biểu nợ đọng")
    assert Notice.objects.filter(recipient=cast.officer, title__startswith="Bị trả lại").count() == 1
    assert "Thiếu biểu nợ đọng" in signed_in(cast.officer).get(page).content.decode()
    with pytest.raises(RuleError):
        sending.receive(report, by=cast.coordination)

    clock.move(days=5)
    passage = report.passages.exclude(text="").first()
    assert passage is not None
    before = passage.text
    editing.edit_passage(passage, "Đã bổ sung.", seen=mark_of_passage(passage), by=cast.officer)
    assert now(report).state == ReportState.DRAFT
    seen = coordination.get(page).content.decode()
    assert "Nơi gửi đang sửa" in seen
    assert before in seen.replace("&quot;", '"')
    assert "Đã bổ sung." not in seen
    report = issue(cast, report)
    old.refresh_from_db()
    assert report.document != old
    assert (old.state, old.replaced_by) == (DocumentState.REPLACED, report.document)
    assert report.versions.count() == 2
    assert "Đã bổ sung." in coordination.get(page).content.decode()
    # It came in time for the first time; being returned does not make it late.
    assert report.timeliness(date(2024, 8, 1), day_of(report.first_sent_at)) == Timeliness.ON_TIME  # type: ignore[attr-defined]
    assert coordination.get(reverse("documents:preview", args=[old.pk])).status_code == 200


def test_a_revoked_paper_brings_the_report_back(cast: Cast, story: Story) -> None:
    report = issue(cast, actions.draft_report(story.report, by=cast.officer))
    assert report.document is not None
    papers.revoke(report.document, reason="Sai số liệu", by=cast.leader)
    report = now(report)
    assert report.state == ReportState.RETURNED
    assert "đã thu hồi" in report.remark
    assert issue(cast, report).state == ReportState.SENT


def test_the_leader_returns_the_paper(cast: Cast, story: Story) -> None:
    report = actions.draft_report(story.report, by=cast.officer)
    complete(cast, report)
    document = actions.draft_paper(report, by=cast.officer)
    papers.submit(document, by=cast.officer)
    papers.return_to_draft(document, remark="Bổ sung", by=cast.leader)
    assert now(report).state == ReportState.DRAFT
    assert actions.draft_paper(report, by=cast.officer) == document


def test_nothing_goes_up_before_its_figures_are_complete(cast: Cast, story: Story, clock: Clock) -> None:
    august = PeriodicReport.objects.get(area=cast.commune, form=story.monthly, ends_on=date(2024, 8, 14))
    with pytest.raises(RuleError, match="chưa có nội dung"):
        actions.draft_paper(august, by=cast.officer)
    august = actions.draft_report(august, by=cast.officer)
    complete(cast, august)
    document = actions.draft_paper(august, by=cast.officer)
    with pytest.raises(RuleError, match="14/8/2024"):
        papers.submit(document, by=cast.officer)
    clock.set("2024-08-25 08:00")
    assert august.timeliness(date(2024, 8, 25), None) == Timeliness.MISSING
    august = issue(cast, august)
    assert august.timeliness(date(2024, 8, 25), day_of(august.first_sent_at)) == Timeliness.LATE  # type: ignore[attr-defined]


def test_the_neighbour_finds_nothing(cast: Cast, story: Story, signed_in: SignIn) -> None:
    report = issue(cast, actions.draft_report(story.report, by=cast.officer))
    passage, cell = report.passages.first(), report.cells.first()
    assert passage is not None
    assert cell is not None
    neighbour = signed_in(cast.neighbour)
    for name, args in (("report", ()), ("edit_passage", (passage.pk,)), ("cell", (cell.pk,)), ("add_passage", (0,))):
        assert neighbour.get(at(name, report.pk, *args)).status_code == 404
    for name in ("draft_report", "draft_paper", "receive_report", "return_report", "write_village_report"):
        assert neighbour.post(at(name, report.pk)).status_code == 404
    assert "Báo cáo tháng 7/2024" in neighbour.get(at("reports")).content.decode()
    assert str(cast.commune) not in neighbour.get(at("reports")).content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(cast: Cast, story: Story, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.get(at("reports"))

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(address).status_code == 200
        return len(asked)

    few = cost(at("reports"))
    for month in range(3):
        PeriodicReport.objects.create(
            form=story.monthly, area=cast.commune, starts_on=date(2023, 3 + month, 15), ends_on=date(2023, 4 + month, 14),
            due_on=date(2023, 4 + month, 17), created_by=cast.officer,
        )  # fmt: skip
    assert cost(at("reports")) == few
    assert "tháng 5/2023" in officer.get(at("reports"), {"nam": "2023"}).content.decode()
    assert "tháng 7/2024" not in officer.get(at("reports"), {"nam": "2023"}).content.decode()
    report = actions.draft_report(story.report, by=cast.officer)
    page = report.get_absolute_url()
    officer.get(page)
    few = cost(page)
    for number in range(3):
        key = UUID(f"0c9a4f0e-6d2e-4a5e-9f6f-1b7c5f3b2a0{number}")
        editing.add_passage(report, 0, f"Đoạn {number}", key=key, by=cast.officer)
    assert cost(page) == few
