"""The council's session: called, who came, the count, its papers, the decision with bonuses and golden-book numbers."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from areas.enums import OrganisationKind
from areas.models import Organisation
from core import clock
from core.errors import RuleError
from core.formats import vndate
from documents import actions as papers
from documents.check import check_pdf
from documents.enums import DocumentState
from documents.models import Document
from documents.queries import paper_of
from documents.render import render
from emulation.actions.decisions import draft_decision
from emulation.actions.sessions import hold_session, save_attendance, save_ballots, save_session
from emulation.enums import EntryKind, NominationState, SessionState
from emulation.models import Award, AwardDecision, AwardRule, Ballot, BaseSalary, Nomination, Session
from emulation.queries.awards import awards_of, awards_of_drive
from emulation.rules.awards import Counted
from tests import factories
from tests.emulation.award_story import (
    SCRIPT,
    address,
    called,
    council,
    form_of,
    person,
    put_forward,
)

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], Client]


def told(response: Any) -> str:
    return response.content.decode()


def came(session: Session, present: int, written: int = 0) -> dict[int, str]:
    ways = ["present"] * present + ["written"] * written
    rows = list(session.attendance.all())
    return {row.pk: way for row, way in zip(rows, ways + ["absent"] * (len(rows) - len(ways)), strict=True)}


def held(session: Session, cast: Cast, *, present: int = 11, agreed: dict[int, int] | None = None) -> Session:
    """The session with everybody there, all ballots valid and (unless said otherwise) for."""
    save_attendance(session, came=came(session, present), by=cast.officer)
    counted = {
        row.pk: Counted(present, present, present, (agreed or {}).get(row.pk, present))
        for row in session.nominations.all()
    }
    save_ballots(session, counted=counted, more={"discussion": "", "ended_at": None}, by=cast.officer)
    return hold_session(session, by=cast.officer)


def issued(document: Document, cast: Cast) -> Document:
    papers.submit(document, by=cast.officer)
    papers.approve(document, by=cast.leader)
    return papers.issue(document, by=cast.clerk)


@pytest.fixture
def passed(running: Running, cast: Cast) -> Session:
    """Two villages, a person and a household passed."""
    council(cast)
    rows = [
        put_forward(running, cast, running.entry, "giay-khen-xa-tap-the"),
        put_forward(running, cast, running.second, "giay-khen-xa-tap-the"),
        put_forward(running, cast, person(running, cast, "Lò Văn Gương"), "giay-khen-xa-ca-nhan"),
        put_forward(running, cast, person(running, cast, "Hộ bà Hà Thị Hiền", EntryKind.HOUSEHOLD), "giay-khen-xa-ho"),
    ]
    return held(called(running, cast, rows), cast)


def test_from_the_call_to_the_count_through_the_pages(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    village = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    best = put_forward(running, cast, person(running, cast, "Lò Văn Gương"), "cstd-co-so")
    officer, drive = signed_in(cast.officer), running.drive
    form_page = told(officer.get(address("call_session", drive.pk)))
    assert "Hội đồng Thi đua – Khen thưởng xã An Bình" in form_page
    form = {
        "key": str(uuid4()), "council": form_page.split('name="council"')[1].split('value="')[1].split('"')[0],
        "held_on": vndate(clock.today()), "held_at": "14h30", "place": "Phòng họp xã", "nominations": [village.pk, best.pk],
    }  # fmt: skip
    for _ in range(2):
        page = told(officer.post(address("call_session", drive.pk), form, follow=True))
    session = Session.objects.get()
    assert "Đã triệu tập" in page
    assert (session.attendance.count(), session.chair, session.secretary) == (11, "Cầm Văn Hạnh", "Quàng Thị Thư")
    assert "Chưa có đề nghị nào được chọn" in told(officer.get(address("call_session", drive.pk))), (
        "each in one session"
    )
    where = (drive.pk, session.pk)
    assert "Chưa ghi thành viên dự họp" in told(officer.get(address("session_ballots", *where)))
    # Nine present, one written opinion, one absent.
    rows = list(session.attendance.all())
    ways = ["present"] * 9 + ["written", "absent"]
    officer.post(
        address("session_attendance", *where), {f"m{row.pk}": way for row, way in zip(rows, ways, strict=True)}
    )
    page = told(officer.get(address("session_ballots", *where)))
    assert "từ 80% tổng số thành viên hội đồng" in page
    assert "trên 50% số thành viên dự họp" in page
    assert "Chưa đối chiếu văn bản gốc" in page

    def votes(row: Nomination, *counts: int | str) -> dict[str, Any]:
        return {
            f"n{row.pk}_{name}": count
            for name, count in zip(("issued", "returned", "valid", "agreed"), counts, strict=True)
        }

    to = address("session_ballots", *where)
    for wrong, words in (
        (votes(village, 11, 11, 11, 11), "nhiều hơn 10 thành viên"), (votes(village, 10, 9, 10, 5), "đồng ý ≤ hợp lệ"),
        (votes(village, "", 9, 9, 5), "Nhập số phiếu"), (votes(village, -1, 9, 9, 5), "từ 0 trở lên"),
        (votes(village, "1e9", 9, 9, 5), "Nhập số"), ({**votes(village, 10, 10, 10, 6), "ended_at": "25:99"}, "14:00 hoặc 14h30"),
    ):  # fmt: skip
        assert words in told(officer.post(to, wrong)), wrong
    assert not Ballot.objects.exists()
    half = {**votes(village, 10, 10, 10, 6), "discussion": SCRIPT, "chot": "1"}
    assert "Chưa ghi kết quả bỏ phiếu của: Lò Văn Gương" in told(officer.post(to, half))
    # 8 of 11 is less than 80 % of all members, however many of those who voted that is.
    full = {**votes(village, 10, 10, 9, 6), **votes(best, 10, 8, 8, 8), "discussion": SCRIPT, "ended_at": "16h05"}
    assert "kết quả chưa chốt" in told(officer.post(to, full, follow=True))
    page = told(officer.post(to, {**full, "chot": "1"}, follow=True))
    assert "Đã chốt kết quả họp" in page
    assert SCRIPT not in page
    found = {row.nomination_id: row for row in Ballot.objects.all()}
    assert (found[village.pk].passed, found[village.pk].base) == (True, 10)
    assert (found[best.pk].passed, found[best.pk].base, found[best.pk].needed_percent) == (False, 11, 80)
    assert "8/11 (72,72%)" in page
    village.refresh_from_db()
    best.refresh_from_db()
    assert (village.state, best.state) == (NominationState.PASSED, NominationState.NOT_PASSED)
    assert "đã chốt kết quả nên không sửa được nữa" in told(officer.post(to, full))
    assert signed_in(cast.village_head).get(session.get_absolute_url()).status_code == 403
    assert signed_in(cast.neighbour).get(session.get_absolute_url()).status_code == 404
    assert signed_in(cast.leader).get(to).status_code == 403


@pytest.mark.parametrize(("agreed", "state"), [(9, NominationState.PASSED), (8, NominationState.NOT_PASSED)])
def test_eighty_percent_of_eleven(running: Running, cast: Cast, agreed: int, state: str) -> None:
    council(cast)
    row = put_forward(running, cast, person(running, cast, "Lò Văn Gương"), "cstd-co-so")
    held(called(running, cast, [row]), cast, present=9, agreed={row.pk: agreed})
    row.refresh_from_db()
    assert row.state == state


def test_a_vote_follows_the_rule_of_its_day_for_good(running: Running, cast: Cast) -> None:
    council(cast)
    row = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    session = called(running, cast, [row])
    save_attendance(session, came=came(session, 10), by=cast.officer)
    count = {row.pk: Counted(10, 10, 10, 6)}
    save_ballots(session, counted=count, more={}, by=cast.officer)
    assert Ballot.objects.get().passed
    # Another member's written opinion: the base is another one, and 6 of 11 still a majority; with 12 more it would not be.
    save_attendance(session, came=came(session, 10, 1), by=cast.officer)
    assert (Ballot.objects.get().base, Ballot.objects.get().passed) == (11, True)
    hold_session(session, by=cast.officer)
    hold_session(session, by=cast.officer)
    AwardRule.objects.update(vote_percent=90)
    assert (Ballot.objects.get().needed_percent, Ballot.objects.get().passed) == (50, True)
    with pytest.raises(RuleError, match="đã chốt kết quả"):
        save_attendance(session, came=came(session, 1), by=cast.officer)


def test_without_a_rule_nothing_is_judged(running: Running, cast: Cast) -> None:
    council(cast)
    row = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    session = called(running, cast, [row])
    AwardRule.objects.all().delete()
    save_attendance(session, came=came(session, 11), by=cast.officer)
    with pytest.raises(RuleError, match="Chưa có quy định tỷ lệ phiếu"):
        save_ballots(session, counted={row.pk: Counted(11, 11, 11, 11)}, more={}, by=cast.officer)


def test_a_session_to_come_is_not_closed(running: Running, cast: Cast) -> None:
    council(cast)
    row = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    with pytest.raises(RuleError, match="chưa diễn ra"):
        held(called(running, cast, [row], days_ago=-2), cast)
    row.refresh_from_db()
    assert row.state == NominationState.SELECTED


@pytest.mark.parametrize("own_letters", [True, False])
def test_each_paper_is_as_the_decree_has_it(
    running: Running, cast: Cast, signed_in: SignIn, own_letters: bool, tmp_path: Any
) -> None:
    """Invitation, minutes, submission, decision: drafted on the pages, measured with `check_paper`'s ruler, and issued."""
    council(cast, own_letters=own_letters)
    rows = [
        put_forward(running, cast, running.entry, "giay-khen-xa-tap-the"),
        put_forward(running, cast, person(running, cast, "Lò Văn Gương"), "giay-khen-xa-ca-nhan"),
        put_forward(running, cast, person(running, cast, "Hà Thị Hiền"), "cstd-co-so"),
    ]
    session = called(running, cast, rows)
    officer, where = signed_in(cast.officer), (running.drive.pk, session.pk)
    early = told(officer.post(address("session_paper", *where, "bien-ban")))
    assert "soạn được sau khi chốt kết quả họp" in early
    assert officer.get(address("session_paper", *where, "giay-moi")).status_code == 404
    for _ in range(2):
        page = told(officer.post(address("session_paper", *where, "giay-moi"), follow=True))
    assert "Trình duyệt" in page
    assert ("Hội đồng chưa khai báo ở mục Cơ quan" in page) is not own_letters
    held(session, cast, agreed={rows[2].pk: 5})
    session.refresh_from_db()
    session.discussion, session.ended_at = "Các thôn làm tốt.\nCần nhân rộng.", clock.now().time()
    Session.objects.filter(pk=session.pk).update(discussion=session.discussion)
    letters = "HĐTĐKT" if own_letters else "UBND"
    numbers = {"giay-moi": f"01/GM-{letters}", "bien-ban": f"01/BB-{letters}", "to-trinh": f"01/TTr-{letters}"}
    for kind, number in numbers.items():
        officer.post(address("session_paper", *where, kind))
        session.refresh_from_db()
        field = {"giay-moi": "invitation", "bien-ban": "minutes", "to-trinh": "submission"}[kind]
        document = issued(getattr(session, field), cast)
        assert document.number_and_symbol == number
        data = render(paper_of(document), "pdf")
        assert [item.message for item in check_pdf(data)] == []
        assert "không soạn lại được" in told(officer.post(address("session_paper", *where, kind)))
        page = told(signed_in(cast.leader).get(address("session_paper", *where, kind)))
        assert number in page
    said = str(paper_of(session.minutes).as_json())  # type: ignore[arg-type]
    for words in (
        "5/11 (45,45%)",
        "từ 80% tổng số thành viên hội đồng",
        "Không thông qua: Hà Thị Hiền",
        "Cần nhân rộng",
    ):
        assert words in said
    assert numbers["bien-ban"] in str(paper_of(session.submission).as_json())  # type: ignore[arg-type]
    decision = draft_decision(
        session, nominations=[rows[0], rows[1]], decided_on=clock.today(), by=cast.officer
    )  # fmt: skip
    paper = paper_of(decision.document)
    assert numbers["to-trinh"] in paper.preamble[0]
    assert paper.deciding_authority == "Chủ tịch Ủy ban nhân dân xã An Bình"
    assert paper.signature is not None
    assert (paper.signature.authority, paper.signature.title) == (None, "CHỦ TỊCH")
    document = issued(decision.document, cast)
    assert [item.message for item in check_pdf(render(paper_of(document), "pdf"))] == []
    assert document.number_and_symbol == "01/QĐ-UBND"


def test_a_council_declared_later_takes_its_draft_over(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast, own_letters=False)
    session = called(running, cast, [put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")])
    officer, to = signed_in(cast.officer), address("session_paper", running.drive.pk, session.pk, "giay-moi")
    assert "Hội đồng chưa khai báo" in told(officer.post(to, follow=True))
    Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.AWARD_COUNCIL, name="Hội đồng Thi đua - Khen thưởng xã An Bình",
        letterhead_parent="UBND XÃ AN BÌNH", letterhead="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG", symbol_letters="HĐTĐKT",
    )  # fmt: skip
    assert "Hội đồng chưa khai báo" not in told(officer.post(to, follow=True))
    session.refresh_from_db()
    assert session.invitation is not None
    paper = paper_of(session.invitation)
    assert (paper.parent_body, paper.symbol) == ("UBND XÃ AN BÌNH", "GM-HĐTĐKT")
    assert issued(session.invitation, cast).number_and_symbol == "01/GM-HĐTĐKT"


def test_the_secretary_submits_what_the_secretary_writes(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    session = called(running, cast, [put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")])
    secretary = signed_in(factories.person("Quàng Văn Ký", Role.COUNCIL_SECRETARY, cast.commune))
    page = told(secretary.post(address("session_paper", running.drive.pk, session.pk, "giay-moi"), follow=True))
    session.refresh_from_db()
    assert session.invitation is not None
    submit = reverse("documents:submit", args=[session.invitation.pk])
    assert submit in page
    # A plan's draft is not the secretary's to submit.
    other = factories.document(cast.commune, cast.committee, by=cast.officer)
    assert secretary.post(reverse("documents:submit", args=[other.pk])).status_code == 403
    assert signed_in(cast.accountant).post(submit).status_code == 403
    secretary.post(submit)
    session.invitation.refresh_from_db()
    assert session.invitation.state == DocumentState.SUBMITTED


def test_a_session_ends_after_it_began(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    row = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    session = called(running, cast, [row])
    save_attendance(session, came=came(session, 11), by=cast.officer)
    officer, to = signed_in(cast.officer), address("session_ballots", running.drive.pk, session.pk)
    page = told(officer.post(to, {"discussion": "Các thôn làm tốt.", "ended_at": "13:00"}))
    assert "Cuộc họp bắt đầu lúc 14:00 nên không kết thúc lúc 13:00." in page
    assert "Các thôn làm tốt." in page, "what was typed stays"
    officer.post(to, {"discussion": "", "ended_at": "15:00"})
    session.refresh_from_db()
    assert session.ended_at == time(15)
    values = {"held_at": time(16), "held_on": session.held_on, "place": session.place}
    with pytest.raises(RuleError, match="bắt đầu lúc 16:00"):
        save_session(session, values=values, nominations=[row], by=cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(held_at=time(16))


def test_the_decision_numbers_pays_and_awards(running: Running, cast: Cast, passed: Session, signed_in: SignIn) -> None:
    officer, where = signed_in(cast.officer), (running.drive.pk, passed.pk)
    rows = list(passed.nominations.all())
    page = told(officer.get(address("make_decision", *where)))
    assert "làm tròn lên 10.000 đồng" in page
    form = {"decided_on": vndate(clock.today()), "nominations": [row.pk for row in rows]}
    for _ in range(2):
        response: Any = officer.post(address("make_decision", *where), form, follow=True)
    decision = AwardDecision.objects.get()
    page = told(response)
    awards = awards_of(decision)
    assert [row.position for row in awards] == [1, 2, 3, 4]
    assert [row.nomination.form.given_to for row in awards] == ["collective", "collective", "individual", "household"]
    amounts = [row.bonus for row in awards]
    salary = BaseSalary.objects.filter(effective_from__lte=clock.today()).order_by("-effective_from")[0]
    assert salary.amount == 2_530_000
    assert amounts == [1_520_000, 1_520_000, 760_000, 1_140_000]
    assert awards[0].bonus_basis == "0,6 × 2.530.000 đồng"
    for words in ("4.940.000", "Chưa đối chiếu văn bản gốc", "0,45 × 2.530.000 đồng"):
        assert words in page
    assert awards_of_drive(running.drive) == [], "a draft awards nobody"
    book = load_workbook(io.BytesIO(officer.get(decision.get_absolute_url(), {"export": "xlsx"}).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    assert cells[1][:2] == [1, awards[0].nomination.name]
    assert cells[-1][7] == 4_940_000
    assert signed_in(cast.village_head).get(decision.get_absolute_url()).status_code == 404, "a draft"
    issued(decision.document, cast)
    assert set(passed.nominations.values_list("state", flat=True)) == {NominationState.AWARDED}
    assert [row.pk for row in awards_of_drive(running.drive)] == [row.pk for row in awards]
    assert signed_in(cast.village_head).get(decision.get_absolute_url()).status_code == 200
    with pytest.raises(RuleError, match="Chưa được Hội đồng thông qua hoặc đã ở quyết định khác"):
        draft_decision(passed, nominations=rows, decided_on=clock.today(), by=cast.officer)
    assert "Không còn trường hợp nào" in told(officer.get(address("make_decision", *where)))
    table = told(signed_in(cast.village_head).get(address("award_table", running.drive.pk)))
    assert "Thôn Nà Cốc" in table
    book = load_workbook(io.BytesIO(officer.get(address("award_table", running.drive.pk), {"export": "xlsx"}).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    assert cells[0][:3] == ["STT", "Tên đơn vị", "Tổng số"]
    assert [row[1:3] for row in cells[1:]] == [["Thôn Nà Cốc", 3], ["Thôn Nà Hin", 1], ["Cộng", 4]]
    assert cells[-1][3:] == [2, 1, 1]


def test_a_draft_is_written_anew_until_it_is_issued(running: Running, cast: Cast, passed: Session) -> None:
    rows = list(passed.nominations.all())
    first = draft_decision(passed, nominations=rows[:2], decided_on=clock.today(), by=cast.officer)
    again = draft_decision(passed, nominations=rows[1:], decided_on=clock.today(), by=cast.officer)
    assert first.pk == again.pk
    assert [row.nomination_id for row in awards_of(again)] != [row.pk for row in rows[:2]]
    assert len(awards_of(again)) == 3
    papers.submit(again.document, by=cast.officer)
    with pytest.raises(RuleError, match="không lập lại được"):
        draft_decision(passed, nominations=rows, decided_on=clock.today(), by=cast.officer)
    papers.approve(again.document, by=cast.leader)
    papers.issue(again.document, by=cast.clerk)
    left = draft_decision(passed, nominations=rows[:1], decided_on=clock.today(), by=cast.officer)
    assert left.pk != again.pk, "those left over get a decision of their own"
    with pytest.raises(RuleError, match="không trước ngày họp"):
        draft_decision(passed, nominations=rows[:1], decided_on=passed.held_on - timedelta(days=1), by=cast.officer)


def test_only_what_passed_may_be_decided(running: Running, cast: Cast) -> None:
    council(cast)
    good = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    bad = put_forward(running, cast, running.second, "giay-khen-xa-tap-the")
    session = held(called(running, cast, [good, bad]), cast, agreed={bad.pk: 5})
    with pytest.raises(RuleError, match="Chưa được Hội đồng thông qua"):
        draft_decision(session, nominations=[good, bad], decided_on=clock.today(), by=cast.officer)
    with pytest.raises(RuleError, match="Chọn ít nhất một"):
        draft_decision(session, nominations=[], decided_on=clock.today(), by=cast.officer)
    decision = draft_decision(session, nominations=[good], decided_on=clock.today(), by=cast.officer)
    Nomination.objects.filter(pk=good.pk).update(state=NominationState.SENT_UP)
    with pytest.raises(RuleError, match="lập lại quyết định"):
        papers.submit(decision.document, by=cast.officer)


def test_the_day_of_issue_decides_the_bonus(running: Running, cast: Cast, passed: Session) -> None:
    rows = list(passed.nominations.all())
    decision = draft_decision(passed, nominations=rows, decided_on=clock.today(), by=cast.officer)
    papers.submit(decision.document, by=cast.officer)
    papers.approve(decision.document, by=cast.leader)
    BaseSalary.objects.create(effective_from=clock.today(), amount=3_000_000, source="Thử", sure=True)
    with pytest.raises(RuleError, match="lập lại quyết định theo ngày ban hành"):
        papers.issue(decision.document, by=cast.clerk)
    decision.document.refresh_from_db()
    assert decision.document.state == "approved", "the issue is taken back whole"
    assert not Nomination.objects.filter(state=NominationState.AWARDED).exists()


def test_no_rule_leaves_the_bonus_empty(running: Running, cast: Cast, passed: Session, signed_in: SignIn) -> None:
    AwardRule.objects.filter(form=form_of("giay-khen-xa-ho")).update(coefficient=None)
    rows = list(passed.nominations.all())
    decision = draft_decision(passed, nominations=rows, decided_on=clock.today(), by=cast.officer)
    household = awards_of(decision)[3]
    assert (household.bonus, household.bonus_basis, household.bonus_note) == (None, "", "chưa có quy định")
    assert "chưa có quy định" in told(signed_in(cast.officer).get(decision.get_absolute_url()))


def test_two_titles_and_a_commendation(running: Running, cast: Cast) -> None:
    council(cast)
    entry = person(running, cast, "Lò Văn Gương")
    rows = [
        put_forward(running, cast, entry, code) for code in ("cstd-co-so", "lao-dong-tien-tien", "giay-khen-xa-ca-nhan")
    ]
    session = held(called(running, cast, rows), cast)
    decision = draft_decision(session, nominations=rows, decided_on=clock.today(), by=cast.officer)
    paid = {row.nomination.form.code: (row.bonus, row.bonus_note) for row in awards_of(decision)}
    assert paid["cstd-co-so"] == (2_530_000, "")
    assert paid["lao-dong-tien-tien"][0] == 0
    assert "mức thưởng cao hơn" in paid["lao-dong-tien-tien"][1]
    assert paid["giay-khen-xa-ca-nhan"] == (760_000, "")


def test_pages_ask_the_same_number_of_queries(running: Running, cast: Cast, signed_in: SignIn) -> None:
    council(cast)
    officer, drive = signed_in(cast.officer), running.drive

    def story(rows: list[Nomination], key: str) -> list[str]:
        waiting = called(running, cast, rows, key=key)
        first = [address(name, drive.pk, waiting.pk) for name in ("session_attendance", "edit_session", "session")]
        save_attendance(waiting, came=came(waiting, 11), by=cast.officer)
        counts = [asked(page) for page in (*first, address("session_ballots", drive.pk, waiting.pk))]
        held(waiting, cast)
        counts.append(asked(address("make_decision", drive.pk, waiting.pk)))
        decision = draft_decision(waiting, nominations=rows, decided_on=clock.today(), by=cast.officer)
        counts.append(asked(decision.get_absolute_url()))
        return counts  # type: ignore[return-value]

    def asked(page: str) -> int:
        officer.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert officer.get(page).status_code == 200
        return len(queries)

    one = story([put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")], "mot")
    lists = asked(address("sessions", drive.pk))
    more = [
        put_forward(running, cast, person(running, cast, name), "giay-khen-xa-ca-nhan") for name in ("Một", "Hai", "Ba")
    ]
    assert story(more, "hai") == one
    assert asked(address("sessions", drive.pk)) == lists


def test_calling_a_council_in_words(running: Running, cast: Cast, signed_in: SignIn) -> None:
    officer, to = signed_in(cast.officer), address("call_session", running.drive.pk)
    assert "Xã chưa có Hội đồng" in told(officer.get(to))
    found = council(cast, size=3)
    row = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    good = {
        "key": str(uuid4()), "council": found.pk, "held_on": vndate(clock.today()), "held_at": "14:00", "place": "Phòng họp",
        "nominations": [row.pk],
    }  # fmt: skip
    for more, words in (
        ({"held_on": "31/2/2026"}, "Tháng 2/2026"), ({"held_at": "25h"}, "14:00 hoặc 14h30"), ({"place": ""}, "Nhập mục này"),
        ({"nominations": []}, "Chọn ít nhất một đề nghị"), ({"council": "0"}, "is-invalid"), ({"nominations": ["0"]}, "id_nominations"),
    ):  # fmt: skip
        assert words in told(officer.post(to, {**good, **more})), more
    assert not Session.objects.exists()
    page = told(officer.post(to, {**good, "place": SCRIPT, "chair": SCRIPT, "secretary": SCRIPT}, follow=True))
    assert SCRIPT not in page
    session = Session.objects.get()
    page = told(
        officer.post(
            address("edit_session", running.drive.pk, session.pk), {**good, "place": "Hội trường"}, follow=True
        )
    )
    assert "Hội trường" in page
    assert signed_in(cast.leader).post(to, good).status_code == 403
    assert signed_in(cast.neighbour).post(to, good).status_code == 404
    assert officer.get(address("session_paper", running.drive.pk, session.pk, "khong-co")).status_code == 404


def test_the_database_keeps_ballots_and_awards(running: Running, cast: Cast, request: pytest.FixtureRequest) -> None:
    """Triggers: only where the migrations ran."""
    if request.config.getoption("nomigrations"):
        pytest.skip("triggers come with the migrations")
    council(cast)
    row = put_forward(running, cast, running.entry, "giay-khen-xa-tap-the")
    session = held(called(running, cast, [row]), cast)
    ballot = Ballot.objects.get()
    for write in (lambda: Ballot.objects.update(agreed=1), ballot.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    decision = draft_decision(session, nominations=[row], decided_on=clock.today(), by=cast.officer)
    Award.objects.update(bonus=1)
    draft_decision(session, nominations=[row], decided_on=clock.today(), by=cast.officer)
    issued(decision.document, cast)
    award = Award.objects.get()
    for write in (lambda: Award.objects.update(bonus=1), award.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert session.state == SessionState.HELD
