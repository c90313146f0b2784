"""Following a drive: exactly those whose hour is past and whose report is missing are named, told once, never invented."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.models import Task
from core.clock import now, today
from core.errors import RuleError
from core.formats import vndate
from emulation.actions.following import remind_of_missing
from emulation.enums import DriveState, EntryKind, EntryState, Pace, ReportState, TurnState
from emulation.models import Duty, Entry, EntryWork, Report
from emulation.papers import following as papers
from emulation.papers.following import Line, Pacing, Score
from emulation.papers.report_sheet import read_code, sheet_code
from emulation.queries.following import on_time_counts, turns_of_day
from journal.models import Notice
from tests.emulation.award_story import frozen_ranking

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.test import Client

    from accounts.models import User
    from tests.cast import Cast
    from tests.conftest import Clock
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], "Client"]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def reported(duty: Duty, day: date, moment: datetime, by: User, **values: Any) -> Report:
    return Report.objects.create(
        duty=duty, day=day, key=uuid4(), by=by, at=moment, **{"state": ReportState.COUNTED, **values}
    )


def follow_up(running: Running, **query: str) -> tuple[str, dict[str, str]]:
    return reverse("emulation:follow_up", args=[running.drive.pk]), query


# --- the page of a day ---


def test_at_a_quarter_past_five_exactly_those_who_are_missing_are_named(
    running: Running, cast: Cast, signed_in: SignIn, clock: Clock
) -> None:
    day = today()
    clock.set(f"{day} 17:15")
    reported(running.duty, day, at(day, 16, 40), cast.village_head)
    page = signed_in(cast.officer).get(*follow_up(running)).content.decode()
    assert f"17:15 ngày {vndate(day)}: còn 1/2 đơn vị chưa báo cáo: Đoàn công tác số 2 (Thôn Nà Hin)." in page
    assert "Đề nghị báo cáo trước 18 giờ." in page
    assert "biểu dương 1 đơn vị đã báo cáo đúng giờ: Thôn Nà Cốc." in page
    assert "Đoàn công tác số 2 (thôn Nà Hin); " not in page


def test_before_the_hour_nobody_is_missing(running: Running, cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    day = today()
    running.second_duty.due_at = time(20)
    running.second_duty.save()
    clock.set(f"{day} 17:15")
    said = signed_in(cast.village_head).get(*follow_up(running)).context
    states = {turn.duty.pk: line.state for line, turn in said["rows"]}
    assert states == {running.duty.pk: TurnState.MISSING, running.second_duty.pk: TurnState.NOT_YET}
    assert said["zalo"].endswith("Còn 1 đơn vị chưa đến giờ báo cáo.")
    assert "còn 1/1 đơn vị chưa báo cáo: Thôn Nà Cốc." in said["zalo"]
    clock.set(f"{day} 09:00")
    said = signed_in(cast.village_head).get(*follow_up(running)).context
    assert said["zalo"] == f"09:00 ngày {vndate(day)}: chưa đến giờ báo cáo của đơn vị nào."


def test_late_is_told_in_minutes_and_a_correction_makes_nothing_late(
    running: Running, cast: Cast, signed_in: SignIn, clock: Clock
) -> None:
    day = today()
    clock.set(f"{day} 21:00")
    reported(running.duty, day, at(day, 17, 5), cast.village_head)
    first = reported(running.second_duty, day, at(day, 16), running.guide, state=ReportState.REPLACED)
    reported(running.second_duty, day, at(day, 20), running.guide, replaces=first)
    said = signed_in(cast.officer).get(*follow_up(running))
    assert {(line.state, line.late) for line, _ in said.context["rows"]} == {
        (TurnState.LATE, 5), (TurnState.ON_TIME, 0),
    }  # fmt: skip
    assert "Muộn 5 phút" in said.content.decode()
    assert "2/2 đơn vị đã báo cáo" in said.context["zalo"]


def test_the_minute_of_the_hour_is_on_time(running: Running, cast: Cast, clock: Clock) -> None:
    day = today()
    reported(running.duty, day, at(day, 17), cast.village_head)
    rows = {turn.duty.pk: turn for turn in turns_of_day(running.drive, day)}
    assert rows[running.duty.pk].state_at(at(day, 17)) == TurnState.ON_TIME
    assert rows[running.second_duty.pk].state_at(at(day, 17)) == TurnState.NOT_YET
    assert rows[running.second_duty.pk].state_at(at(day, 17) + timedelta(seconds=1)) == TurnState.MISSING


def test_a_weekly_report_is_missing_on_its_day_only(running: Running) -> None:
    running.duty.every, running.duty.day = "week", 5
    running.duty.save()
    start = today()
    days = [start + timedelta(days=more) for more in range(7)]
    owed = [day for day in days if running.duty.pk in {turn.duty.pk for turn in turns_of_day(running.drive, day)}]
    assert [day.isoweekday() for day in owed] == [5]


def test_another_day_and_nonsense_in_the_address(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client, yesterday = signed_in(cast.officer), today() - timedelta(days=1)
    address, _ = follow_up(running)
    for typed in (yesterday.isoformat(), vndate(yesterday)):
        said = client.get(address, {"ngay": typed}).context
        assert said["zalo"].startswith(f"Ngày {vndate(yesterday)}: còn 2/2 đơn vị chưa báo cáo")
        assert "Đề nghị báo cáo bổ sung." in said["zalo"]
    for typed in ("31/2/2026", "<script>alert(1)</script>", "x" * 5000):
        page = client.get(address, {"ngay": typed, "tu": typed})
        assert page.status_code == 200
        assert "Ngày không đọc được" in page.content.decode()
        assert "<script>alert(1)" not in page.content.decode()
    outside = client.get(address, {"ngay": "1/1/2001"})
    assert "Ngày này không có báo cáo phải gửi" in outside.content.decode()


def test_the_neighbour_sees_nothing(running: Running, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.neighbour).get(*follow_up(running)).status_code == 404


def test_the_page_asks_as_much_for_one_as_for_many(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    client.get(*follow_up(running))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(*follow_up(running))
    more_entries(running, cast, 10)
    with CaptureQueriesContext(connection) as many:
        client.get(*follow_up(running))
    assert len(many) == len(few)


def told() -> QuerySet[Notice]:
    """What the job of reminders said; the plan's own paper told people of other things."""
    return Notice.objects.filter(key__contains="-missing-")


def more_entries(running: Running, cast: Cast, count: int, kind: str = EntryKind.HOUSEHOLD) -> list[Entry]:
    made = []
    for place in range(count):
        entry = Entry.objects.create(
            drive=running.drive, kind=kind, area=cast.village, name=f"Nguyễn Văn Vườn {place}", state=EntryState.ACCEPTED,
            created_by=cast.officer, created_at=now(),
        )  # fmt: skip
        Duty.objects.create(
            entry=entry, due_at=time(17), starts_on=running.drive.starts_on, ends_on=running.drive.ends_on
        )
        made.append(entry)
    return made


def test_no_name_of_a_person_is_read_on_the_loudspeaker(
    running: Running, cast: Cast, signed_in: SignIn, clock: Clock
) -> None:
    more_entries(running, cast, 3)
    clock.set(f"{today()} 17:15")
    said = signed_in(cast.officer).get(*follow_up(running)).context
    assert "Nguyễn Văn Vườn" not in said["loudspeaker"]
    assert "còn 5 đơn vị chưa báo cáo: " in said["loudspeaker"]
    assert "Nguyễn Văn Vườn 2" in said["zalo"]


def test_a_withdrawn_entry_owes_nothing(running: Running) -> None:
    Entry.objects.filter(pk=running.entry.pk).update(state=EntryState.WITHDRAWN)
    assert {turn.duty.pk for turn in turns_of_day(running.drive, today())} == {running.second_duty.pk}


def test_counts_for_scoring(running: Running, cast: Cast) -> None:
    day = today()
    days = [day - timedelta(days=2), day - timedelta(days=1)]
    reported(running.duty, days[0], at(days[0], 16), cast.village_head)
    reported(running.duty, days[1], at(days[1], 17, 1), cast.village_head)
    reported(running.duty, day, at(day, 9), cast.village_head)
    counts = on_time_counts(running.drive, since=days[0], upto=day, now=at(day, 12))
    assert counts == {running.entry.pk: (1, 2), running.second.pk: (0, 2)}
    later = on_time_counts(running.drive, since=days[0], upto=day, now=at(day, 17, 1))
    assert later == {running.entry.pk: (2, 3), running.second.pk: (0, 3)}


# --- the notice at a quarter past ---


def test_the_officers_are_told_once_for_each_hour(running: Running, cast: Cast, clock: Clock) -> None:
    day = today()
    running.second_duty.due_at = time(20)
    running.second_duty.save()
    for moment, count in (("17:10", 0), ("17:15", 1), ("17:20", 1), ("19:59", 1), ("20:15", 2), ("23:50", 2)):
        clock.set(f"{day} {moment}")
        remind_of_missing()
        assert told().filter(recipient=cast.officer).count() == count, moment
    first = told().order_by("pk")[0]
    assert f"17:15 ngày {vndate(day)}: còn 1/1 đơn vị chưa báo cáo: Thôn Nà Cốc." in first.title
    assert first.url == f"{reverse('emulation:follow_up', args=[running.drive.pk])}?ngay={day}"
    assert not told().exclude(recipient=cast.officer).exists()


def test_after_an_outage_the_same_day_is_made_up_for_and_yesterday_is_not(
    running: Running, cast: Cast, clock: Clock
) -> None:
    clock.set(f"{today()} 22:40")
    assert remind_of_missing() == 1
    notice = told().get()
    assert "22:40" in notice.title
    told().delete()
    clock.set(f"{today() + timedelta(days=1)} 00:05")
    assert remind_of_missing() == 0
    assert not told().exists()


def test_nobody_is_told_where_all_have_reported(running: Running, cast: Cast, clock: Clock) -> None:
    day = today()
    clock.set(f"{day} 17:30")
    reported(running.duty, day, at(day, 16), cast.village_head)
    reported(running.second_duty, day, at(day, 17, 20), running.guide)
    assert remind_of_missing() == 0
    assert not told().exists()


def test_nobody_is_told_once_the_drive_is_over(running: Running, clock: Clock) -> None:
    clock.set(f"{today()} 17:30")
    running.drive.state = DriveState.CLOSED
    running.drive.save()
    assert remind_of_missing() == 0
    assert not told().exists()


def test_beat_knows_the_task() -> None:
    from emulation.tasks import remind_of_missing as task
    from ntm.celery import SCHEDULE

    assert (task.name, 300.0) in SCHEDULE


# --- the paper sheet ---


def test_the_sheet_prints_with_a_code_for_each_day(
    running: Running, cast: Cast, signed_in: SignIn, tmp_path: Any
) -> None:
    import io

    import pdfplumber

    answer = signed_in(cast.village_head).get(
        reverse("emulation:report_sheet", args=[running.drive.pk, running.second_duty.pk])
    )
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
        assert len(pdf.pages) == 1
    assert "Đào mương thoát nước (400 m)" in text
    assert sheet_code(running.second_duty.pk, today()) in text.replace("\n", "")


@pytest.mark.parametrize("works", [3, 25])
def test_days_of_many_works_go_over_the_pages(running: Running, cast: Cast, signed_in: SignIn, works: int) -> None:
    import io

    import pdfplumber

    plan = running.second.plan
    assert plan is not None
    for place in range(2, works + 1):
        task = Task.objects.create(plan=plan, position=place, text=f"Việc thứ {place}", measure="m")
        EntryWork.objects.create(entry=running.second, drive=running.drive, task=task)
    answer = signed_in(cast.village_head).get(
        reverse("emulation:report_sheet", args=[running.drive.pk, running.second_duty.pk])
    )
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    days = len(re.findall(r"BC\d+-\d{6}-", text))
    assert (days, text.count(f"Việc thứ {works} ")) == (7, 7)


def test_a_code_leads_to_its_form_and_a_wrong_one_is_said(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.officer), reverse("emulation:sheet_by_code", args=[running.drive.pk])
    answer = client.get(address, {"ma": sheet_code(running.duty.pk, today()).lower().replace("-", " ")})
    assert answer["Location"] == reverse("emulation:report_form", args=[running.duty.pk, today().isoformat()])
    wrong = client.get(address, {"ma": "<b>BC1-1</b>"}, follow=True)
    assert "Mã phiếu không đúng" in wrong.content.decode()


@given(st.integers(1, 999_999_999), st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_a_code_is_read_back(duty: int, day: date) -> None:
    assert read_code(sheet_code(duty, day)) == (duty, day)


@given(st.integers(1, 99_999), st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.data())
def test_a_slip_of_one_figure_is_seen(duty: int, day: date, data: st.DataObject) -> None:
    code = sheet_code(duty, day)
    place = data.draw(st.sampled_from([i for i, sign in enumerate(code[:-1]) if sign.isdigit()]))
    other = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != code[place]]))
    with pytest.raises(RuleError):
        read_code(code[:place] + other + code[place + 1 :])


# --- the texts: nobody forgotten, nobody invented, counts agree ---

_STATES = st.sampled_from(list(TurnState))


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    states = draw(st.lists(_STATES, max_size=40))
    made = []
    for place, state in enumerate(states):
        name = f"Thôn Số{place:03d}"
        spoken = draw(st.sampled_from([name, ""]))
        made.append(Line(name, spoken, state, draw(st.integers(1, 3000)) if state == TurnState.LATE else 0))
    return made


_DAY = date(2026, 11, 22)
_MOMENTS = st.builds(lambda minutes: at(_DAY, 0) + timedelta(minutes=minutes), st.integers(0, 3 * 1440))


@given(lines(), _MOMENTS)
def test_the_message_names_the_missing_and_nobody_else(rows: list[Line], moment: datetime) -> None:
    text = papers.zalo_text(_DAY, rows, moment)
    missing = [line.name for line in rows if line.state == TurnState.MISSING]
    gone = [line.name for line in rows if line.state == TurnState.SHUT]
    counted = [line for line in rows if line.state != TurnState.NOT_YET]
    assert {line.name for line in rows if line.name in text} == {*missing, *gone}
    assert ("Đề nghị" in text) == bool(missing)
    if missing:
        assert f"còn {len(missing)}/{len(counted)} đơn vị chưa báo cáo" in text
    if gone:
        assert f"{len(gone)}/{len(counted)} đơn vị không báo cáo" in text
    elif counted and not missing:
        assert f"{len(counted)}/{len(counted)} đơn vị đã báo cáo" in text


@given(lines(), _MOMENTS)
@settings(max_examples=60)
def test_the_loudspeaker_keeps_two_minutes_and_never_says_what_is_not_to_be_said(
    rows: list[Line], moment: datetime
) -> None:
    text = papers.loudspeaker_text("60 ngày cao điểm", _DAY, rows, moment)
    assert papers.syllables([text]) <= papers.TWO_MINUTES
    for line in rows:
        if line.name in text:
            assert line.spoken == line.name
            assert line.state != TurnState.NOT_YET
    missing = [line for line in rows if line.state == TurnState.MISSING]
    if missing:
        assert f"còn {len(missing)} đơn vị chưa báo cáo" in text
        if len(rows) <= 30:
            assert all(line.spoken in text for line in missing)
    praised = text.find("biểu dương")
    assert praised == -1 or praised < (text.find("chưa báo cáo") if missing else len(text))


def test_of_frozen_days_nobody_is_asked_any_more(running: Running, cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    frozen_ranking(running, cast, review_on=today())
    clock.set(f"{today()} 20:00")
    page = signed_in(cast.officer).get(reverse("emulation:follow_up", args=[running.drive.pk])).content.decode()
    assert "2/2 đơn vị không báo cáo, nay không nhận nữa: Thôn Nà Cốc; " in page
    for offered in ("Nhập thay", "Đề nghị báo cáo", "đề nghị các đơn vị gửi báo cáo"):
        assert offered not in page
    remind_of_missing()
    assert not Notice.objects.filter(key__contains="missing").exists()


def test_three_hundred_villages_still_take_two_minutes() -> None:
    for state in (TurnState.ON_TIME, TurnState.MISSING):
        rows = [Line(f"Thôn Hòa Bình {place}", f"Thôn Hòa Bình {place}", state) for place in range(300)]
        text = papers.loudspeaker_text("Toàn dân thi đua " * 40, _DAY, rows, at(_DAY, 17, 15))
        assert papers.syllables([text]) <= papers.TWO_MINUTES
        assert "300 đơn vị" in text


@st.composite
def scores(draw: st.DrawFn) -> list[Score]:
    count = st.integers(0, 60)
    rows = [
        Score(f"Thôn Số{place:03d}", draw(count), draw(count), draw(count)) for place in range(draw(st.integers(0, 25)))
    ]
    return [row for row in rows if row.due]


@given(scores())
def test_everybody_is_praised_or_reminded_and_nobody_both(rows: list[Score]) -> None:
    praise = papers.praise_text(_DAY - timedelta(days=6), _DAY, rows, [])
    reminder = papers.reminder_text(_DAY - timedelta(days=6), _DAY, rows, [])
    for row in rows:
        assert (row.name in praise) != (row.name in reminder)
        assert (row.name in praise) == (row.on_time == row.due)
    if praise:
        assert f"biểu dương {sum(row.on_time == row.due for row in rows)}/{len(rows)} đơn vị" in praise
    if reminder:
        assert f"còn {sum(row.on_time < row.due for row in rows)}/{len(rows)} đơn vị" in reminder


def test_the_texts_over_a_span_read_as_an_office_writes() -> None:
    rows = [Score("Thôn A", 7, 0, 0), Score("Thôn B", 3, 2, 2)]
    pacing = [
        Pacing("Thôn A", Decimal("0.85"), Decimal("0.5"), Pace.AHEAD), Pacing("Thôn B", Decimal("0.2"), Decimal("0.5"), Pace.FAR_BEHIND),
    ]  # fmt: skip
    since, upto = date(2026, 11, 16), date(2026, 11, 22)
    assert papers.praise_text(since, upto, rows, pacing) == (
        "Từ ngày 16/11/2026 đến ngày 22/11/2026, Ban Chỉ đạo biểu dương 1/2 đơn vị báo cáo đủ và đúng giờ: Thôn A.\n"
        "Khối lượng việc đã làm cao nhất: Thôn A (85 %)."
    )
    assert papers.reminder_text(since, upto, rows, pacing) == (
        "Từ ngày 16/11/2026 đến ngày 22/11/2026, còn 1/2 đơn vị chưa báo cáo đủ hoặc báo cáo muộn: Thôn B (đúng giờ 3/7 kỳ,"
        " muộn 2 kỳ, chưa gửi 2 kỳ). Đề nghị các đơn vị gửi báo cáo đúng giờ; nếu có khó khăn thì báo để xã cùng tháo gỡ.\n"
        "Khối lượng việc chậm so với kế hoạch: Thôn B (đã làm 20 %, theo kế hoạch 50 %)."
        " Đề nghị các đơn vị đẩy nhanh tiến độ."
    )
    assert papers.praise_text(since, upto, [], []) == papers.reminder_text(since, upto, [], []) == ""
