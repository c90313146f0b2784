"""Sơ kết, tổng kết: drafted from the reports, each figure with its source, drafted anew while a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.formats import vndate
from documents import actions as papers
from documents.check import check_pdf
from documents.context import Paper, Table, walk
from documents.enums import DocumentState
from documents.queries import paper_of
from documents.render import render
from emulation.enums import ProposalState, ReportState
from emulation.models import LabourProposal, Report, ReportLine, Review
from journal.models import Entry as JournalEntry
from tests import factories
from tests.emulation.award_story import frozen_ranking

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from emulation.models import Duty, EntryWork
    from tests.cast import Cast
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], Client]
SCRIPT = "<script>alert(1)</script>"


def report(
    duty: Duty, work: EntryWork, day: date, quantity: int, *, by: User, people: int = 5, days: str = "2.5",
    trouble: str = "", state: str = ReportState.COUNTED,
) -> Report:  # fmt: skip
    """A report as it stands once it was sent at the moment of the test's clock."""
    made = Report.objects.create(
        duty=duty, day=day, key=uuid4(), state=state, text="Đã làm", trouble=trouble, by=by, at=clock.now()
    )
    ReportLine.objects.create(
        report=made, work=work, quantity=Decimal(quantity), people=people, labour_days=Decimal(days)
    )
    return made


def sent(running: Running, **changes: Any) -> dict[str, Any]:
    drive = running.drive
    data = {
        "kind": "interim", "counts_from": vndate(drive.starts_on), "counts_to": vndate(clock.today()), "assessment": "",
        "shortcomings": "", "tasks": "",
    }  # fmt: skip
    return {**data, **changes}


def tables(paper: Paper) -> list[Table]:
    return [block for block in walk(paper.content) if isinstance(block, Table)]


@pytest.fixture
def reported(cast: Cast, running: Running) -> Running:
    """Five days: the first village digs 200 m and has trouble with rock, the second 100 m; two versions stand against each other."""
    first = clock.today() - timedelta(days=5)
    for number in range(4):
        day = first + timedelta(days=number)
        rock = "Gặp đá ngầm, cần máy" if number in (1, 2) else ""
        made = report(running.duty, running.work, day, 50, by=cast.village_head, trouble=rock)
        LabourProposal.objects.create(
            report=made, work=running.work, campaign=running.campaign, days=Decimal("2.5"), state=ProposalState.PROPOSED
        )
    report(running.second_duty, running.second_work, first, 100, by=running.guide, days="4", trouble=SCRIPT)
    for _ in range(2):
        report(
            running.second_duty, running.second_work, clock.today(), 99, by=running.guide, state=ReportState.CONFLICT
        )
    return running


def test_the_report_says_what_the_reports_say(cast: Cast, reported: Running, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    url = reverse("emulation:draft_review", args=[reported.drive.pk])
    assert officer.get(url).status_code == 200
    words = {"assessment": "Các thôn vào cuộc tốt.\nĐúng tiến độ.", "tasks": "Tập trung đoạn còn lại."}
    for _ in range(2):
        made: Any = officer.post(url, sent(reported, **words))
        assert made.status_code == 302
    review = Review.objects.get()
    assert made.url == review.get_absolute_url()
    paper = paper_of(review.document)
    assert (paper.type, paper.subject) == ("BÁO CÁO", "Sơ kết đợt thi đua “60 ngày cao điểm”")
    kinds, entries, *_ = tables(paper)
    assert kinds.rows[1] == ("1", "Đào mương thoát nước", "m", "2", "800", "300", "37,5\u00a0%")
    assert [row[1] for row in entries.rows[1:]] == [str(reported.entry), str(reported.second), "Cộng"]
    assert entries.rows[1][3] == "50\u00a0%"
    assert entries.rows[-1][-2:] == ("25", "14")
    said = str(paper.as_json())
    assert "đã ghi vào sổ của các đợt vận động: 0; đang chờ ghi sổ: 10." in said
    assert said.count("Gặp đá ngầm, cần máy") == 1, "told on two days, quoted once"
    assert "Các thôn vào cuộc tốt." in said
    assert "Kế hoạch số" in said
    assert paper.appendices[0].title == "KHỐI LƯỢNG TỪNG VIỆC"
    assert JournalEntry.objects.filter(action="review.drafted").count() == 1
    assert check_pdf(render(paper, "pdf")) == []


def test_the_page_leads_to_where_each_figure_comes_from(cast: Cast, reported: Running, signed_in: SignIn) -> None:
    frozen_ranking(reported, cast)
    officer = signed_in(cast.officer)
    officer.post(reverse("emulation:draft_review", args=[reported.drive.pk]), sent(reported))
    review = Review.objects.get()
    page = officer.get(review.get_absolute_url()).content.decode()
    drive = reported.drive.pk
    for name in ("reports", "entries", "follow_up", "labour_proposals"):
        assert f'href="{reverse(f"emulation:{name}", args=[drive])}"' in page
    assert f'href="{reported.entry.get_absolute_url()}"' in page
    assert f'href="{reported.campaign.get_absolute_url()}"' in page
    assert "2 bản báo cáo khác nhau đang chờ chọn" in page
    assert "10 ngày công đang chờ ghi sổ" in page
    assert "Chưa viết: ưu điểm, tồn tại, hạn chế, nhiệm vụ, giải pháp" in page
    assert SCRIPT not in page


def test_a_frozen_ranking_stands_in_the_final_report(cast: Cast, reported: Running, signed_in: SignIn) -> None:
    frozen_ranking(reported, cast, review_on=clock.today())
    signed_in(cast.officer).post(
        reverse("emulation:draft_review", args=[reported.drive.pk]), sent(reported, kind="final")
    )
    paper = paper_of(Review.objects.get(kind="final").document)
    ranking = next(table for table in tables(paper) if table.rows[0][0] == "Hạng")
    assert ranking.rows[1] == ("1", str(reported.entry), "92,5")


def test_a_draft_is_drafted_anew_and_an_issued_one_stays(cast: Cast, reported: Running, signed_in: SignIn) -> None:
    factories.signer(cast.committee, "Cầm Văn Hạnh")
    officer = signed_in(cast.officer)
    officer.post(reverse("emulation:draft_review", args=[reported.drive.pk]), sent(reported))
    review = Review.objects.get()
    report(reported.duty, reported.work, clock.today(), 120, by=cast.village_head)
    url = reverse("emulation:redraft_review", args=[review.pk])
    assert "Sơ kết" in officer.get(url).content.decode() or officer.get(url).status_code == 200
    assert officer.post(url, sent(reported, assessment="Thêm một ngày.")).status_code == 302
    review.document.refresh_from_db()
    paper = paper_of(review.document)
    assert "420" in str(tables(paper)[0].rows)
    papers.submit(factories.filled(review.document), by=cast.officer)
    again = officer.post(reverse("emulation:draft_review", args=[reported.drive.pk]), sent(reported))
    assert "nên không lập lại được" in again.content.decode()
    assert officer.get(url).status_code == 409
    papers.approve(review.document, by=cast.leader)
    papers.issue(review.document, by=cast.clerk)
    officer.post(reverse("emulation:draft_review", args=[reported.drive.pk]), sent(reported))
    assert Review.objects.count() == 2
    # The village reads the issued one, not the draft beside it.
    village = signed_in(cast.village_head)
    issued, draft = review, Review.objects.exclude(pk=review.pk).get()
    assert village.get(issued.get_absolute_url()).status_code == 200
    assert village.get(draft.get_absolute_url()).status_code == 404
    listed = village.get(reverse("emulation:reviews", args=[reported.drive.pk])).content.decode()
    assert listed.count("Báo cáo sơ kết</a>") == 1
    assert draft.document.state == DocumentState.DRAFT


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"counts_to": "31/02/2026"}, "Tháng 2/2026 chỉ có 28 ngày"),
        ({"counts_to": "1/1/2020"}, "không được trước ngày đầu"),
        ({"counts_from": "1/1/2020"}, "nằm trong thời gian thi đua"),
        ({"kind": "khac"}, "khac"),
        ({"assessment": "x" * 8001}, "nhiều nhất 8000 ký tự"),
        ({"counts_from": SCRIPT}, "&lt;script&gt;"),
    ],
)
def test_wrong_days_are_said(
    cast: Cast, running: Running, signed_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    answer = signed_in(cast.officer).post(
        reverse("emulation:draft_review", args=[running.drive.pk]), sent(running, **changes)
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert SCRIPT not in page
    assert not Review.objects.exists()


def test_days_to_come_are_refused(cast: Cast, running: Running, signed_in: SignIn) -> None:
    tomorrow = vndate(clock.today() + timedelta(days=1))
    answer = signed_in(cast.officer).post(
        reverse("emulation:draft_review", args=[running.drive.pk]), sent(running, counts_to=tomorrow)
    )
    assert "Chưa đến ngày này" in answer.content.decode()


def test_a_drive_without_reports_says_so(cast: Cast, running: Running, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.post(reverse("emulation:draft_review", args=[running.drive.pk]), sent(running))
    review = Review.objects.get()
    assert check_pdf(render(paper_of(review.document), "pdf")) == []
    assert "Chưa có khối lượng nào trong báo cáo" in officer.get(review.get_absolute_url()).content.decode()


def test_as_many_queries_for_many_reports(cast: Cast, reported: Running, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.post(reverse("emulation:draft_review", args=[reported.drive.pk]), sent(reported))
    review, counts = Review.objects.get(), []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            officer.get(review.get_absolute_url())
        counts.append(len(asked))
        for number in range(5):
            report(
                reported.duty,
                reported.work,
                clock.today() + timedelta(days=len(counts) * 10 + number),
                1,
                by=cast.village_head,
            )
    assert counts[1] == counts[2]
    listing = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            officer.get(reverse("emulation:reviews", args=[reported.drive.pk]))
        listing.append(len(asked))
    assert listing[0] == listing[1]
