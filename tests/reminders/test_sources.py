"""What each room says is due: found on its last day, told to those who owe it and to nobody else, gone once it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level, OrganisationKind
from areas.models import Organisation
from campaigns.enums import CommitteeKind, EventKind, InspectorKind, Medium, PlanKind, TaskState
from campaigns.models import Block, Committee, Event, Inspection, Outreach, PlanRequest, Recommendation, Task
from contributions.enums import BookForm, BookKind, CampaignState
from contributions.models import Book, Campaign
from core import clock
from criteria.enums import RoundCardState, RoundKind, State
from criteria.models import CriteriaSet, Criterion, Evidence, EvidenceUse, Result, Round, RoundCard, RowCare, Scorecard
from documents import actions as papers
from documents.enums import DocumentState, Purpose
from documents.files import keep_file
from documents.models import Delivery
from emulation.enums import DriveState, EntryKind, EntryState, ReportEvery, ReportState, ScoringState, SessionState
from emulation.models import Drive, Duty, Entry, GroupPerson, Report, Scoring, Session
from reminders import sources
from reminders.queries.due import due_for
from reminders.queries.workdays import add_working_days
from reporting.models import PeriodicReport, ReportForm
from tests import factories
from tests.campaigns.years import issued_plan

if TYPE_CHECKING:
    from tests.cast import Cast


@dataclass
class Case:
    """One thing with its last day and who owes it; `finish` does it."""

    row: Any
    on: date
    people: set[User]
    finish: Callable[[], object]


def soon(days: int = 5) -> date:
    return clock.today() + timedelta(days=days)


def _update(row: Any, **values: Any) -> Callable[[], object]:
    return lambda: type(row).objects.filter(pk=row.pk).update(**values)


def task(cast: Cast, number: int) -> Case:
    row = Task.objects.create(
        plan=issued_plan(cast), position=number, text="Làm đường", owner=cast.accountant, deadline=soon()
    )
    return Case(row, soon(), {cast.accountant}, _update(row, state=TaskState.DONE))


def plan_request(cast: Cast, number: int) -> Case:
    plan = issued_plan(cast)
    row = PlanRequest.objects.create(
        plan=plan, area=cast.village, due_on=soon(), created_by=cast.officer, created_at=clock.now()
    )

    def finish() -> None:
        answer = factories.plan(cast.village, cast.committee, by=cast.village_head)
        _update(row, answer=answer)()
        papers.submit(answer.document, by=cast.village_head)

    return Case(row, soon(), {cast.village_head}, finish)


def outreach(cast: Cast, number: int) -> Case:
    row = Outreach.objects.create(
        plan=issued_plan(cast), medium=Medium.values[0], title="Bản tin tháng", owner=cast.leader, due_on=soon(),
        created_at=clock.now(),
    )  # fmt: skip
    return Case(row, soon(), {cast.leader}, _update(row, published_on=clock.today(), where="Loa xã"))


def recommendation(cast: Cast, number: int) -> Case:
    inspection = Inspection.objects.create(
        area=cast.commune, inspector=InspectorKind.values[0], subject="Vệ sinh môi trường", unit="Thôn", held_on=clock.today(),
        created_at=clock.now(),
    )  # fmt: skip
    row = Recommendation.objects.create(inspection=inspection, position=1, text="Dọn rãnh", due_on=soon())
    return Case(row, soon(), {cast.officer}, _update(row, done_on=clock.today()))


def event(cast: Cast, number: int) -> Case:
    invitation = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    papers.issue(invitation, by=cast.clerk)
    Delivery.objects.filter(document=invitation).delete()
    Delivery.objects.create(document=invitation, position=1, name="Các thôn")
    row = Event.objects.create(
        area=cast.commune, kind=EventKind.values[0], title="Ngày hội đại đoàn kết", held_on=soon(), invitation=invitation,
        created_at=clock.now(),
    )  # fmt: skip
    return Case(row, soon(), {cast.village_head}, _update(row, held_on=clock.today() - timedelta(days=1)))


def paper_to_sign(cast: Cast, number: int) -> Case:
    row = factories.document(cast.commune, cast.committee, by=cast.officer)
    papers.submit(row, by=cast.officer)
    on = add_working_days(clock.today(), 3)
    return Case(row, on, {cast.leader}, lambda: papers.return_to_draft(row, remark="Sửa.", by=cast.leader))


def paper_to_number(cast: Cast, number: int) -> Case:
    row = factories.document(cast.commune, cast.committee, by=cast.officer)
    papers.submit(row, by=cast.officer)
    papers.approve(row, by=cast.leader)
    return Case(row, add_working_days(clock.today(), 1), {cast.clerk}, lambda: papers.issue(row, by=cast.clerk))


def _set(number: int) -> Criterion:
    made = CriteriaSet.objects.create(code=f"thu-{number}", name=f"Bộ thử {number}")
    return Criterion.objects.create(criteria_set=made, number=1, name="Giao thông", complete=False)


def _card(cast: Cast, criterion: Criterion) -> Scorecard:
    return Scorecard.objects.create(
        area=cast.commune, criteria_set=criterion.criteria_set, year=2026, created_by=cast.officer, created_at=clock.now(),
        updated_at=clock.now(),
    )  # fmt: skip


def round_card(cast: Cast, number: int) -> Case:
    card = _card(cast, _set(number))
    opened = Round.objects.create(
        area=cast.province, criteria_set=card.criteria_set, kind=RoundKind.values[0], name="Sáu tháng", year=2026,
        deadline=soon(), created_by=cast.coordination, created_at=clock.now(),
    )  # fmt: skip
    row = RoundCard.objects.create(round=opened, card=card)
    return Case(row, soon(), {cast.officer, cast.leader}, _update(row, state=RoundCardState.SUBMITTED, snapshot="{}"))


def row_care(cast: Cast, number: int) -> Case:
    criterion = _set(number)
    card = _card(cast, criterion)
    row = RowCare.objects.create(scorecard=card, criterion=criterion, owner=cast.accountant, due_on=soon())

    def finish() -> None:
        Result.objects.create(
            scorecard=card, criterion=criterion, state=State.MET, reason="Đủ", by=cast.officer, at=clock.now()
        )

    return Case(row, soon(), {cast.accountant}, finish)


def evidence(cast: Cast, number: int) -> Case:
    criterion = _set(number)

    def proof(title: str, valid_to: date) -> Evidence:
        kept = keep_file(
            name="a.pdf", data=b"%PDF-1.4", content_type="application/pdf", purpose=Purpose.EVIDENCE, area=cast.commune, by=cast.officer
        )  # fmt: skip
        row = Evidence.objects.create(
            area=cast.commune,
            title=title,
            file=kept,
            valid_to=valid_to,
            created_by=cast.officer,
            created_at=clock.now(),
        )
        EvidenceUse.objects.create(evidence=row, criterion=criterion)
        return row

    row = proof("Quyết định công nhận trường chuẩn", soon())
    return Case(row, soon(), {cast.officer}, lambda: proof("Quyết định mới", soon(900)))


def campaign(cast: Cast, number: int) -> Case:
    row = Campaign.objects.create(
        area=cast.commune, name="Góp công", code=f"GOP{number}", year=2026, purpose="Đường", pot="work", deadline=soon(),
        state=CampaignState.OPEN, created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip
    return Case(row, soon(), {cast.officer, cast.accountant}, _update(row, state=CampaignState.CLOSED))


def receipt_book(cast: Cast, number: int) -> Case:
    year = clock.today().year
    collector = factories.person(f"Người Thu {number}", Role.COLLECTOR, cast.commune)
    row = Book.objects.create(
        area=cast.commune, year=year, form=BookForm.RECEIPT, kind=BookKind.PREPRINTED, code=f"0{number}", first_number=1,
        last_number=50, holder=collector, opened_on=date(year, 1, 2),
    )  # fmt: skip
    return Case(row, date(year, 12, 31), {collector, cast.accountant}, _update(row, handed_back_on=clock.today()))


def _drive(cast: Cast, **values: Any) -> Drive:
    plan = issued_plan(cast, title="Thi đua", kind=PlanKind.PEAK)
    return Drive.objects.create(
        **{
            "area": cast.commune, "plan": plan, "name": "Thi đua", "starts_on": soon(-20), "ends_on": soon(),
            "state": DriveState.OPEN, "created_by": cast.officer, "created_at": clock.now(), **values,
        }
    )  # fmt: skip


def drive(cast: Cast, number: int) -> Case:
    row = _drive(cast)
    return Case(row, soon(), {cast.officer}, _update(row, state=DriveState.CLOSED))


def _entry(cast: Cast) -> Entry:
    return Entry.objects.create(
        drive=_drive(cast, ends_on=soon(300)), kind=EntryKind.VILLAGE, area=cast.village, name="Thôn Nà Cốc",
        state=EntryState.ACCEPTED, created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip


def _reported(duty: Duty, day: date, by: User) -> Report:
    return Report.objects.create(
        duty=duty, day=day, key=uuid4(), state=ReportState.COUNTED, text="Xong", by=by, at=clock.now()
    )


def drive_report(cast: Cast, number: int) -> Case:
    row = Duty.objects.create(
        entry=_entry(cast), every=ReportEvery.WEEK, day=soon().isoweekday(), due_at=time(17), starts_on=clock.today(), ends_on=soon()
    )  # fmt: skip
    return Case(row, soon(), {cast.village_head}, lambda: _reported(row, soon(), cast.village_head))


def drive_daily(cast: Cast, number: int) -> Case:
    on = add_working_days(clock.today(), 3)
    row = Duty.objects.create(entry=_entry(cast), every=ReportEvery.DAY, due_at=time(17), starts_on=on, ends_on=on)
    return Case(row, on, {cast.village_head}, lambda: _reported(row, on, cast.village_head))


def session(cast: Cast, number: int) -> Case:
    member = factories.person(f"Ủy Viên {number}", Role.COUNCIL_MEMBER, cast.village if number > 1 else cast.commune)
    council = Committee.objects.create(
        area=cast.commune, kind=CommitteeKind.COUNCIL, name="Hội đồng", created_by=cast.officer, created_at=clock.now()
    )
    row = Session.objects.create(
        drive=_drive(cast, ends_on=soon(300)), council=council, held_on=soon(), place="Hội trường", created_by=cast.officer,
        created_at=clock.now(),
    )  # fmt: skip
    people = {cast.officer, *([member] if number == 1 else [])}
    return Case(row, soon(), people, _update(row, state=SessionState.HELD))


def periodic_report(cast: Cast, number: int) -> Case:
    form = ReportForm.objects.create(
        code=f"thang-{number}",
        name="Báo cáo tháng",
        level=Level.COMMUNE,
        every="month",
        due_after=1,
        valid_from=date(2024, 1, 1),
    )
    row = PeriodicReport.objects.create(
        form=form, area=cast.commune, starts_on=date(2026, 6, 15), ends_on=date(2026, 7, 14), due_on=soon(),
        created_by=cast.officer,
    )  # fmt: skip
    return Case(row, soon(), {cast.officer}, _update(row, state="sent", sent_at=clock.now(), sent_by=cast.officer))


MAKERS = {
    maker.__name__: maker
    for maker in (
        task, plan_request, outreach, recommendation, event, paper_to_sign, paper_to_number, round_card, row_care, evidence,
        campaign, receipt_book, drive, drive_report, drive_daily, session, periodic_report,
    )
}  # fmt: skip
KINDS = pytest.mark.parametrize("code", MAKERS)


def test_every_kind_has_its_story() -> None:
    assert {kind.code for kind in sources.kinds()} == set(MAKERS)


def _kind(code: str) -> sources.Kind:
    kind = sources.find(code)
    assert kind is not None
    return kind


@KINDS
def test_a_thing_is_told_to_those_who_owe_it_on_its_last_day_until_it_is_done(cast: Cast, code: str) -> None:
    kind = _kind(code)
    case = MAKERS[code](cast, 1)
    [due] = kind.between([(case.on, case.on)])
    assert (due.kind, due.on, set(due.people)) == (code, case.on, {person.pk for person in case.people})
    assert due.url.startswith("/")
    assert due.what
    assert list(kind.between([(case.on + timedelta(days=1), case.on + timedelta(days=400))])) == []
    assert list(kind.between([(case.on - timedelta(days=300), case.on - timedelta(days=1))])) == []
    for user in User.objects.all():
        mine = kind.of_user(user, case.on)
        assert mine == ([due] if user in case.people else []), user
        assert kind.of_user(User.objects.get(pk=user.pk), case.on - timedelta(days=1)) == []
    assert kind.still_open([due.id, 0]) == {due.id}

    case.finish()
    assert list(kind.between([(case.on, case.on)])) == []
    assert [due for user in User.objects.all() for due in kind.of_user(user, case.on)] == []
    assert kind.still_open([due.id]) == set()


@KINDS
def test_many_things_take_as_many_queries_as_one(cast: Cast, code: str) -> None:
    kind = _kind(code)

    def asked() -> tuple[int, ...]:
        counts = []
        owner = next(iter(case.people))
        for ask in (
            lambda: list(kind.between([(case.on, case.on)])),
            lambda: kind.of_user(User.objects.get(pk=owner.pk), case.on),
            lambda: kind.still_open([due.id for due in kind.between([(case.on, case.on)])]),
        ):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                ask()
            counts.append(len(queries))
        return tuple(counts)

    case = MAKERS[code](cast, 1)
    one = asked()
    MAKERS[code](cast, 2)
    MAKERS[code](cast, 3)
    assert asked() == one
    assert len(list(kind.between([(case.on, case.on)]))) == 3


@KINDS
def test_a_person_who_left_owes_nothing(cast: Cast, code: str) -> None:
    kind = _kind(code)
    case = MAKERS[code](cast, 1)
    User.objects.filter(pk__in=[person.pk for person in case.people]).update(is_active=False)
    gone = {person.pk for person in case.people}
    assert all(not gone & set(due.people) for due in kind.between([(case.on, case.on)]))


# --- Who owes a task ---


@pytest.fixture
def unit(cast: Cast) -> Organisation:
    return Organisation.objects.create(area=cast.commune, kind=OrganisationKind.SCHOOL, name="Trường Tiểu học")


def _owed(row: Task) -> set[int]:
    [due] = [due for due in _kind("task").between([(soon(), soon())]) if due.id == row.pk]
    return set(due.people)


def test_a_task_is_its_owners_else_its_criterions_else_the_villages_else_the_units_else_the_officers(
    cast: Cast, unit: Organisation
) -> None:
    plan = issued_plan(cast)
    head_of_school = factories.person("Hiệu Trưởng")
    Assignment.objects.create(user=head_of_school, role=Role.UNIT_REPRESENTATIVE, area=cast.commune, organisation=unit)
    block = Block.objects.create(plan=plan, position=1, title="Giao thông", owner=cast.accountant, deadline=soon())
    row = Task.objects.create(
        plan=plan, position=1, text="Làm đường", block=block, owner=cast.leader, area=cast.village, organisation=unit
    )
    # The task has no day of its own: its criterion's counts.
    for person, without in (
        (cast.leader, {"owner": None}), (cast.accountant, {"block": Block.objects.create(plan=plan, position=2, title="Khác", deadline=soon())}),
        (cast.village_head, {"area": None}), (head_of_school, {"organisation": None}), (cast.officer, {}),
    ):  # fmt: skip
        assert _owed(row) == {person.pk}
        assert [due.id for due in _kind("task").of_user(person, soon())] == [row.pk]
        for name, value in without.items():
            setattr(row, name, value)
        row.save()


def test_a_task_of_a_plan_that_is_not_in_force_is_not_due(cast: Cast) -> None:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    Task.objects.create(plan=plan, position=1, text="Làm đường", owner=cast.officer, deadline=soon())
    assert list(_kind("task").between([(soon(), soon())])) == []
    assert _kind("task").of_user(cast.officer, soon()) == []


# --- The others' corners ---


def test_a_plan_asked_for_is_due_until_it_is_handed_in(cast: Cast) -> None:
    row = plan_request(cast, 1).row
    answer = factories.plan(cast.village, cast.committee, by=cast.village_head)
    PlanRequest.objects.update(answer=answer)
    [due] = _kind("plan_request").of_user(cast.village_head, soon())
    assert due.what.startswith("Hoàn thành, trình kế hoạch của Thôn Nà Cốc theo yêu cầu của “")
    assert due.url == answer.get_absolute_url()
    assert [*_kind("plan_request").between([(soon(), soon())])] == [due]
    papers.submit(answer.document, by=cast.village_head)
    assert _kind("plan_request").still_open([row.pk]) == set()
    papers.return_to_draft(answer.document, remark="Sửa.", by=cast.leader)
    assert _kind("plan_request").still_open([row.pk]) == {row.pk}


def test_evidence_that_no_row_rests_on_is_not_due(cast: Cast) -> None:
    case = evidence(cast, 1)
    case.row.uses.all().delete()
    assert list(_kind("evidence").between([(case.on, case.on)])) == []


def test_a_session_that_was_held_waits_for_its_ballots_with_those_who_write_them(cast: Cast) -> None:
    case = session(cast, 1)
    Session.objects.update(held_on=clock.today() - timedelta(days=1))
    [due] = _kind("session").between([(clock.today() - timedelta(days=1), clock.today())])
    assert due.people == (cast.officer.pk,)
    assert due.what.startswith("Ghi kết quả họp"), case


def test_a_paper_that_was_returned_and_sent_again_waits_anew(cast: Cast, clock: Any) -> None:
    clock.set("2026-07-01 09:00")
    case = paper_to_sign(cast, 1)
    assert case.on == date(2026, 7, 6)
    clock.set("2026-07-03 09:00")
    papers.return_to_draft(case.row, remark="Sửa.", by=cast.leader)
    papers.submit(case.row, by=cast.officer)
    [due] = _kind("paper_to_sign").between([(date(2026, 7, 1), date(2026, 7, 31))])
    assert due.on == date(2026, 7, 8)


def test_over_tet_a_paper_waits_longer(cast: Cast, clock: Any) -> None:
    """Tết 2026: 14–22 February are days off."""
    clock.set("2026-02-12 09:00")
    case = paper_to_sign(cast, 1)
    assert case.on == date(2026, 2, 24)
    [due] = _kind("paper_to_sign").between([(case.on, case.on)])
    assert due.on == case.on


def test_late_reports_of_a_drive_are_asked_for_a_month_and_no_longer(cast: Cast, clock: Any) -> None:
    case = drive_report(cast, 1)
    Duty.objects.filter(pk=case.row.pk).update(starts_on=soon(-100))
    late = [due.on for due in _kind("drive_report").of_user(cast.village_head, soon(-1))]
    assert len(late) in (4, 5)
    assert min(late) >= soon(-31)


def _every_day(cast: Cast, **values: Any) -> Duty:
    """A village's report of every day from Monday, 6 July 2026, on."""
    days = {"starts_on": date(2026, 7, 6), "ends_on": date(2026, 8, 31)}
    return Duty.objects.create(
        **{"entry": _entry(cast), "every": ReportEvery.DAY, "due_at": time(17), **days, **values}
    )


def _daily(user: User, upto: date) -> list[tuple[date, str, str]]:
    return [(due.on, due.what, due.url) for due in _kind("drive_daily").of_user(user, upto)]


def test_of_daily_reports_a_person_reads_the_next_and_one_line_of_the_late_ones(cast: Cast, clock: Any) -> None:
    clock.set("2026-07-10 09:00")
    duty = _every_day(cast)
    _reported(duty, date(2026, 7, 7), cast.village_head)
    said = "Báo cáo thi đua hằng ngày của Thôn Nà Cốc, Thi đua"
    assert _daily(cast.village_head, date(2026, 9, 8)) == [
        (date(2026, 7, 6), f"{said}: thiếu 3 báo cáo", "/thi-dua/bao-cao/"),
        (date(2026, 7, 10), said, f"/thi-dua/bao-cao/{duty.pk}/2026-07-10/"),
    ]
    for day in (6, 8, 9, 10):
        _reported(duty, date(2026, 7, day), cast.village_head)
    assert _daily(cast.village_head, date(2026, 9, 8)) == [
        (date(2026, 7, 11), said, f"/thi-dua/bao-cao/{duty.pk}/2026-07-11/")
    ]
    assert _kind("drive_report").of_user(cast.village_head, date(2026, 9, 8)) == []


def test_of_daily_reports_one_line_a_working_day_is_told(cast: Cast, clock: Any) -> None:
    clock.set("2026-07-10 09:00")
    duty = _every_day(cast)
    days = list(_kind("drive_daily").between([(date(2026, 7, 10), date(2026, 7, 12))]))
    assert [due.on for due in days] == [date(2026, 7, 10)], "Saturday and Sunday are told to nobody on Friday"
    _reported(duty, date(2026, 7, 10), cast.village_head)
    assert list(_kind("drive_daily").between([(date(2026, 7, 10), date(2026, 7, 12))])) == []


def test_a_group_that_reports_for_many_places_reads_one_line(cast: Cast, clock: Any) -> None:
    clock.set("2026-07-06 09:00")
    guide = factories.person("Người Của Tổ", Role.GROUP_MEMBER, cast.commune)
    first = _every_day(cast)
    since = first.entry.created_at
    group = Committee.objects.create(
        area=cast.commune, kind=CommitteeKind.WORKING_GROUP, name="Tổ 1", created_by=cast.officer, created_at=since
    )
    GroupPerson.objects.create(committee=group, user=guide)
    Duty.objects.update(committee=group)
    for number in range(3):
        village = factories.area(f"Thôn {number}", level=Level.VILLAGE, kind_word="thôn", code=f"T1-9{number}", parent=cast.commune)  # fmt: skip
        entry = Entry.objects.create(
            drive=first.entry.drive, kind=EntryKind.VILLAGE, area=village, name=village.name, state=EntryState.ACCEPTED,
            created_by=cast.officer, created_at=since,
        )  # fmt: skip
        _every_day(cast, entry=entry, committee=group)
    [due] = _kind("drive_daily").between([(date(2026, 7, 6), date(2026, 7, 6))])
    assert due.what == "Báo cáo thi đua hằng ngày của Thôn Nà Cốc và 3 nơi khác, Thi đua"
    assert due.people == (guide.pk,)
    assert _kind("drive_daily").of_user(guide, date(2026, 7, 20)) == [due]
    assert _kind("drive_daily").of_user(cast.village_head, date(2026, 7, 20)) == []


def test_a_report_of_a_frozen_day_is_owed_no_more(cast: Cast, clock: Any) -> None:
    clock.set("2026-07-10 09:00")
    duty = _every_day(cast)
    since = duty.entry.created_at
    Scoring.objects.create(
        drive=duty.entry.drive, kind=EntryKind.VILLAGE, name="Chấm tuần", state=ScoringState.FROZEN, counts_from=date(2026, 7, 1),
        review_on=date(2026, 7, 8), created_by=cast.officer, created_at=since, frozen_by=cast.leader, frozen_at=since,
    )  # fmt: skip
    assert [on for on, *_ in _daily(cast.village_head, date(2026, 7, 10))] == [date(2026, 7, 9), date(2026, 7, 10)]


def test_all_of_it_together_is_in_the_order_of_its_days(cast: Cast) -> None:
    for number, maker in enumerate(MAKERS.values(), 1):
        maker(cast, number)
    found = due_for(cast.officer, soon(400))
    assert [due.on for due in found] == sorted(due.on for due in found)
    assert {due.kind for due in found} == {
        "recommendation", "round_card", "evidence", "campaign", "drive", "session", "periodic_report",
    }  # fmt: skip
