"""Awards of the level above: the tờ trình with its list, báo cáo thành tích begun, one ZIP, sent and answered."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import AwardLevel
from core import clock
from core.formats import vndate
from documents import actions as papers
from documents.check import check_pdf
from documents.context import Table, walk
from documents.models import StoredFile
from documents.queries import paper_of
from documents.render import render
from emulation.actions.higher_award_zip import KIND, pack
from emulation.actions.higher_awards import reports_of
from emulation.enums import AwardFor, NominationState, SessionState
from emulation.models import AwardForm, Ballot, HigherAward, Nomination, Session
from emulation.queries.higher_awards import nominations_of
from jobs.actions import claim
from jobs.models import Job
from journal.models import Entry as JournalEntry
from tests.emulation.award_story import frozen_ranking, holder
from tests.emulation.test_reviews import report

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], Client]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def going(cast: Cast, running: Running) -> list[Nomination]:
    """A village passed by the council and a person selected by the committee, both for bằng khen of the province; one for giấy khen."""
    holder(cast.committee, "CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN")
    frozen_ranking(running, cast)
    report(running.duty, running.work, clock.today(), 300, by=cast.village_head)
    now, by = clock.now(), cast.officer
    session = Session.objects.create(
        drive=running.drive, council=running.group, held_on=clock.today(), place="Hội trường xã", state=SessionState.CALLED,
        created_by=by, created_at=now,
    )  # fmt: skip
    forms = [
        AwardForm.objects.create(
            code=f"thu-{number}", name=name, level=level, given_to=AwardFor.COLLECTIVE, position=90 + number
        )
        for number, (name, level) in enumerate(
            (
                ("Bằng khen của Chủ tịch UBND tỉnh", AwardLevel.PROVINCE),
                ("Giấy khen của Chủ tịch UBND xã", AwardLevel.COMMUNE),
            )
        )
    ]
    rows = []
    for name, form, state, entry in (
        ("Tập thể thôn Nà Cốc", forms[0], NominationState.PASSED, running.entry),
        ("Ông Lò Văn Trình", forms[0], NominationState.SELECTED, None),
        ("Hộ ông Hà Văn Ở", forms[1], NominationState.PASSED, None),
    ):
        rows.append(
            Nomination.objects.create(
                drive=running.drive, entry=entry, form=form, area=cast.village, name=name, achievement=f"Đào 300 m mương. {SCRIPT}",
                citation="Đã có thành tích", state=state, created_by=by, created_at=now,
            )
        )  # fmt: skip
    Ballot.objects.create(
        session=session, nomination=rows[0], issued=9, returned=9, valid=9, agreed=8, base=9, needed_percent=50,
        more_than=True, passed=True,
    )  # fmt: skip
    session.state = SessionState.HELD
    session.save()
    return rows


def drawn(cast: Cast, running: Running, rows: list[Nomination], signed_in: SignIn) -> HigherAward:
    url = reverse("emulation:new_higher_award", args=[running.drive.pk])
    answer: Any = signed_in(cast.officer).post(url, {"nominations": [row.pk for row in rows[:2]]})
    assert answer.status_code == 302, answer.content.decode()
    return HigherAward.objects.get()


def issue(higher: HigherAward, cast: Cast) -> None:
    for step, by in ((papers.submit, cast.officer), (papers.approve, cast.leader), (papers.issue, cast.clerk)):
        step(higher.document, by=by)


def test_the_submission_lists_who_goes_up(
    cast: Cast, running: Running, going: list[Nomination], signed_in: SignIn
) -> None:
    officer = signed_in(cast.officer)
    url = reverse("emulation:new_higher_award", args=[running.drive.pk])
    page = officer.get(url).content.decode()
    assert "Tập thể thôn Nà Cốc" in page
    assert "Hộ ông Hà Văn Ở" not in page, "giấy khen is the commune's own"
    higher = drawn(cast, running, going, signed_in)
    paper = paper_of(higher.document)
    assert (paper.type, paper.addressees) == ("TỜ TRÌNH", ("Ủy ban nhân dân tỉnh Thử Nghiệm",))
    (table,) = [block for block in walk(paper.content) if isinstance(block, Table)]
    assert table.rows[2] == ("2", "Tập thể thôn Nà Cốc", str(cast.village), "Bằng khen của Chủ tịch UBND tỉnh", "8/9")
    assert f"Biên bản ngày {vndate(clock.today())}" in str(paper.as_json())
    assert check_pdf(render(paper, "pdf")) == []
    # Sent once more, the same people go up no second time.
    again = officer.post(url, {"nominations": [going[0].pk]})
    assert again.status_code == 200
    assert HigherAward.objects.count() == 1
    page = officer.get(higher.get_absolute_url()).content.decode()
    assert "Mẫu số 7" in page
    assert SCRIPT not in page


def test_reports_of_achievements_begin_with_what_is_known(
    cast: Cast, running: Running, going: list[Nomination], signed_in: SignIn
) -> None:
    higher = drawn(cast, running, going, signed_in)
    found = {paper.content[0].content[0].text: paper for paper in reports_of(higher, nominations_of(higher))}  # type: ignore[union-attr]
    village = found["Tên: Tập thể thôn Nà Cốc."]
    said = str(village.as_json())
    for words in ("Đào mương thoát nước: 300/400 m (75", "xếp thứ 1, 92,5 điểm", "Đào 300 m mương."):
        assert words in said
    assert check_pdf(render(village, "pdf")) == []
    url = reverse("emulation:achievement_report", args=[running.drive.pk, higher.pk, going[1].pk])
    assert signed_in(cast.officer).get(url).content.startswith(b"PK")
    assert signed_in(cast.leader).get(url).status_code == 403


def test_the_dossier_is_one_zip(cast: Cast, running: Running, going: list[Nomination], signed_in: SignIn) -> None:
    higher = drawn(cast, running, going, signed_in)
    url = reverse("emulation:higher_award_zip", args=[running.drive.pk, higher.pk])
    for _ in range(2):
        assert signed_in(cast.officer).post(url).status_code == 302
    job = claim(Job.objects.get(kind=KIND).pk)
    assert job is not None
    assert pack(job) == pack(job)
    stored = StoredFile.objects.get(purpose="award_dossier")
    with stored.file.open("rb") as file, ZipFile(io.BytesIO(file.read())) as archive:
        assert archive.namelist() == [
            "00-muc-luc.xlsx", "01-du-thao-to-trinh.pdf", "02-bao-cao-thanh-tich/01-ong-lo-van-trinh.pdf",
            "02-bao-cao-thanh-tich/01-ong-lo-van-trinh.docx", "02-bao-cao-thanh-tich/02-tap-the-thon-na-coc.pdf",
            "02-bao-cao-thanh-tich/02-tap-the-thon-na-coc.docx",
        ]  # fmt: skip
        assert archive.testzip() is None
    assert signed_in(cast.officer).get(reverse("documents:file", args=[stored.pk])).status_code == 200
    assert signed_in(cast.village_head).get(reverse("documents:file", args=[stored.pk])).status_code == 404


def test_sending_and_the_answer_are_kept(
    cast: Cast, running: Running, going: list[Nomination], signed_in: SignIn
) -> None:
    higher = drawn(cast, running, going, signed_in)
    officer = signed_in(cast.officer)
    sent = reverse("emulation:higher_award_sent", args=[running.drive.pk, higher.pk])
    today = vndate(clock.today())
    assert "chưa ban hành" in officer.post(sent, {"sent_on": today}).content.decode() or not higher.sent_on
    issue(higher, cast)
    for wrong, sentence in (
        ({"answer": "QĐ 12"}, "Ghi ngày gửi hồ sơ trước"),
        ({"sent_on": vndate(clock.today() - timedelta(days=3))}, "không được trước ngày ban hành"),
        ({"sent_on": "32/1/2026"}, "Tháng 1"),
    ):
        assert sentence in officer.post(sent, wrong).content.decode()
    for _ in range(2):
        assert officer.post(sent, {"sent_on": today, "answer": SCRIPT}).status_code == 302
    higher.refresh_from_db()
    assert (higher.sent_on, higher.answer) == (clock.today(), SCRIPT)
    assert set(higher.nominations.values_list("state", flat=True)) == {NominationState.SENT_UP}
    assert JournalEntry.objects.filter(action="award.sent_up").count() == 2
    assert SCRIPT not in officer.get(higher.get_absolute_url()).content.decode()
    redraft = reverse("emulation:redraft_higher_award", args=[running.drive.pk, higher.pk])
    assert officer.post(redraft).status_code == 409


def test_a_draft_follows_its_nominations(
    cast: Cast, running: Running, going: list[Nomination], signed_in: SignIn
) -> None:
    higher = drawn(cast, running, going, signed_in)
    Nomination.objects.filter(pk=going[1].pk).update(state=NominationState.WITHDRAWN)
    redraft = reverse("emulation:redraft_higher_award", args=[running.drive.pk, higher.pk])
    assert signed_in(cast.officer).post(redraft).status_code == 302
    assert [row.pk for row in higher.nominations.all()] == [going[0].pk]
    higher.document.refresh_from_db()
    assert "Lò Văn Trình" not in str(paper_of(higher.document).as_json())


def test_neighbours_and_villages_do_not_see_it(
    cast: Cast, running: Running, going: list[Nomination], signed_in: SignIn
) -> None:
    higher = drawn(cast, running, going, signed_in)
    for person, status in (
        (cast.leader, 200), (cast.village_head, 403), (cast.neighbour, 404), (cast.stranger, 404),
    ):  # fmt: skip
        assert signed_in(person).get(higher.get_absolute_url()).status_code == status


def test_as_many_queries_for_one_as_for_two(
    cast: Cast, running: Running, going: list[Nomination], signed_in: SignIn
) -> None:
    higher = drawn(cast, running, going, signed_in)
    officer, counts = signed_in(cast.officer), []
    for rows in (going[:1], going[:1], going):
        higher.nominations.set(rows)
        with CaptureQueriesContext(connection) as asked:
            officer.get(higher.get_absolute_url())
        counts.append(len(asked))
    assert counts[1] == counts[2]
