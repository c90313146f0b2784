"""A village's monthly report: three boxes, already filled, and one button, by the head of the village on the phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import RuleError
from journal.models import Notice
from reporting.actions import reports as actions
from reporting.actions import sending
from reporting.actions.reports import draft_report
from reporting.enums import ReportState
from reporting.models import PeriodicReport, SentVersion
from tests.reporting.reports_story import Story

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast

SignIn = Callable[["User"], Client]


def boxes(client: Client, report: PeriodicReport) -> dict[str, str]:
    """The boxes as the page fills them."""
    answer: Any = client.get(report.get_absolute_url())
    form = answer.context["form"]
    return {field.name: field.value() or "" for field in form}


def write(client: Client, report: PeriodicReport, data: dict[str, str], *, send: bool = True) -> Any:
    return client.post(
        reverse("reporting:write_village_report", args=[report.pk]), {**data, **({"gui": "1"} if send else {})}
    )


def test_the_head_of_the_village_sends_it_in_one_go(cast: Cast, story: Story, signed_in: SignIn) -> None:
    head, report = signed_in(cast.village_head), story.village_report
    assert report.get_absolute_url() in head.get(reverse("reporting:reports")).content.decode()
    data = boxes(head, report)
    assert "Làm đường trục thôn Nà Cốc" in data["section_0"]
    # Looking writes nothing.
    assert PeriodicReport.objects.get(pk=report.pk).drafted_at is None
    data["section_0"] += "\nBà con đã góp 20 công."
    data["section_1"] = "Thiếu xi măng."
    for _ in range(2):
        assert write(head, report, data).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.sent_by) == (ReportState.SENT, cast.village_head)
    version = SentVersion.objects.get()
    texts = [row["text"] for row in version.content["passages"]]
    assert {"Bà con đã góp 20 công.", "Thiếu xi măng."} <= set(texts)
    # What was drafted and left alone keeps its sources; what was added has none.
    assert [bool(row["sources"]) for row in version.content["passages"] if row["section"] == 0][-1] is False
    assert any(row["sources"] for row in version.content["passages"] if row["section"] == 0)
    # The commune's officer hears, reads and takes it; the province has nothing to do with it.
    assert Notice.objects.filter(recipient=cast.officer, url=report.get_absolute_url()).exists()
    assert not Notice.objects.filter(recipient=cast.coordination, url=report.get_absolute_url()).exists()
    officer = signed_in(cast.officer)
    assert "Nhận báo cáo" in officer.get(report.get_absolute_url()).content.decode()
    officer.post(reverse("reporting:receive_report", args=[report.pk]))
    report.refresh_from_db()
    assert report.state == ReportState.RECEIVED
    assert signed_in(cast.coordination).post(reverse("reporting:receive_report", args=[report.pk])).status_code == 403


def test_saved_now_and_sent_later(cast: Cast, story: Story, signed_in: SignIn) -> None:
    head, report = signed_in(cast.village_head), story.village_report
    data = boxes(head, report)
    first = data["section_0"].splitlines()[0]
    data["section_0"] = data["section_0"].replace(first, "Câu đã sửa.")
    write(head, report, data, send=False)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    changed = report.passages.get(text="Câu đã sửa.")
    assert changed.drafted == first
    assert changed.edited_by == cast.village_head
    # Drafted anew, the sentence keeps the head's words; a line taken out stays out.
    draft_report(report, by=cast.village_head)
    data = boxes(head, report)
    assert data["section_0"].splitlines()[0] == "Câu đã sửa."
    data["section_0"] = "Câu đã sửa."
    write(head, report, data, send=False)
    draft_report(report, by=cast.village_head)
    assert boxes(head, report)["section_0"] == "Câu đã sửa."


def test_two_windows_of_a_village(cast: Cast, story: Story, signed_in: SignIn) -> None:
    head, report = signed_in(cast.village_head), story.village_report
    write(head, report, boxes(head, report), send=False)
    one, two = boxes(head, report), boxes(head, report)
    one["section_1"], two["section_1"] = "Thiếu cát.", "Thiếu đá."
    assert write(head, report, one, send=False).status_code == 302
    answer = write(head, report, two)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Người khác vừa lưu chỗ này" in said
    assert "Thiếu cát." in said
    assert "Thiếu đá." in said
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    again = {field.name: field.value() or "" for field in answer.context["form"]}
    assert write(head, report, again).status_code == 302
    assert "Thiếu đá." in [row["text"] for row in SentVersion.objects.get().content["passages"]]


def test_returned_by_the_commune(cast: Cast, story: Story, signed_in: SignIn) -> None:
    head, report = signed_in(cast.village_head), story.village_report
    write(head, report, boxes(head, report))
    report.refresh_from_db()
    officer = signed_in(cast.officer)
    officer.post(reverse("reporting:return_report", args=[report.pk]), {"reason": "Ghi rõ số công"})
    assert "Ghi rõ số công" in head.get(report.get_absolute_url()).content.decode()
    assert Notice.objects.filter(recipient=cast.village_head, title__startswith="Bị trả lại").exists()
    data = boxes(head, report)
    data["section_0"] += "\nĐã góp 20 công."
    write(head, report, data)
    report.refresh_from_db()
    assert (report.state, report.remark, report.versions.count()) == (ReportState.SENT, "", 2)


def test_a_village_issues_no_paper(cast: Cast, story: Story) -> None:
    with pytest.raises(RuleError, match="gửi thẳng lên xã"):
        actions.draft_paper(story.village_report, by=cast.village_head)
    report = draft_report(story.report, by=cast.officer)
    with pytest.raises(RuleError, match="khi văn bản được ban hành"):
        sending.send_report(report, by=cast.officer)
