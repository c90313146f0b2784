"""Exports on a schedule: ordered once, rights asked again, mailed with the file or with where it lies, stopped when they fail."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import datetime
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Assignment, User
from core import clock as house_clock
from documents import actions, schedule_actions, scheduled_sending
from documents.enums import DocumentState, RunState
from documents.models import ScheduledExport, ScheduledRun, StoredFile
from documents.schedules import last_turn, next_turn
from documents.tasks import order_scheduled_exports
from jobs.actions import cancel, retry, run
from jobs.enums import JobState
from jobs.models import Job
from journal.models import Entry, Notice
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock, MailServer
from tests.processes import Program, wait_until

SignIn = Callable[[User], Client]
PAGE = "/tep-cua-toi/theo-lich/"


@pytest.fixture
def clerk(cast: Cast, clock: Clock) -> User:
    """The clerk on a Monday in March 2026, with two issued papers and an e-mail address."""
    clock.set("2026-03-02 06:00")
    User.objects.filter(pk=cast.clerk.pk).update(email="vanthu@anbinh.vn")
    for subject in ("Trồng cây", "Làm đường"):
        issue(cast, subject)
    return User.objects.get(pk=cast.clerk.pk)


def issue(cast: Cast, subject: str) -> None:
    paper = factories.document(
        cast.commune, cast.committee, state=DocumentState.APPROVED, subject=subject, by=cast.officer, year=2026
    )
    actions.issue(paper, by=cast.clerk)


def asked(cast: Cast, **values: Any) -> dict[str, Any]:
    """What the form of a daily schedule of the register sends."""
    export = f"documents.register|{cast.committee.pk}"
    return {"export": export, "format": "xlsx", "every": "day", "hour": "7", "weekday": "", "month_day": "", **values}


@pytest.fixture
def schedule(clerk: User, cast: Cast, signed_in: SignIn) -> ScheduledExport:
    """Every day at seven."""
    assert signed_in(clerk).post(f"{PAGE}them/", asked(cast)).status_code == 302
    return ScheduledExport.objects.get()


def work() -> list[Job]:
    """Beat comes by, and the worker does what waits."""
    order_scheduled_exports()
    jobs = list(Job.objects.filter(kind=schedule_actions.KIND, state=JobState.QUEUED))
    for job in jobs:
        run(job.pk)
        job.refresh_from_db()
    return jobs


def plain(message: Any) -> str:
    part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode()


def attached(message: Any) -> list[tuple[str, bytes]]:
    return [(part.get_filename(), part.get_payload(decode=True)) for part in message.walk() if part.get_filename()]


def test_the_file_comes_by_mail_and_lies_in_my_files(
    schedule: ScheduledExport, clerk: User, clock: Clock, smtp: MailServer, signed_in: SignIn
) -> None:
    assert work() == [], "it is six o'clock"
    clock.move(hours=1, minutes=1)
    (job,) = work()
    assert (job.state, job.result and job.result["rows"]) == (JobState.DONE, 2)
    (message,) = smtp.messages
    assert message["To"] == "vanthu@anbinh.vn"
    assert str(make_header(decode_header(message["Subject"]))).startswith(
        "Sổ văn bản đi của năm: Ủy ban nhân dân Xã An Bình"
    )
    assert "2 dòng" in plain(message)
    assert "http://localhost:8000/tep-cua-toi/theo-lich/" in plain(message)
    ((name, data),) = attached(message)
    assert name == "so-van-ban-di-2026-20260302.xlsx"
    table = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[7] for row in table] == ["Trích yếu (Subject)", "Trồng cây", "Làm đường", "Cộng (2 dòng)"]
    mine = signed_in(clerk).get("/tep-cua-toi/").content.decode()
    assert "2 dòng · giữ đến hết ngày 16/3/2026" in mine.replace("\xa0", " ")
    assert job.result
    assert b"".join(signed_in(clerk).get(job.result["url"]).streaming_content) == data  # type: ignore[attr-defined]
    listed = signed_in(clerk).get(PAGE).content.decode()
    assert "Đã gửi" in listed
    assert "3/3/2026 07:00" in listed
    assert work() == [], "once a day"


def test_a_large_file_is_not_attached(
    schedule: ScheduledExport, clock: Clock, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduled_sending, "MOST_ATTACHED", 100)
    clock.move(hours=2)
    work()
    (message,) = smtp.messages
    assert attached(message) == []
    assert "Đề nghị đăng nhập và tải ở “Tệp của tôi”, đến hết ngày 16/3/2026" in plain(message)
    assert "http://localhost:8000/tep-cua-toi/" in plain(message)


def test_a_missed_week_is_made_up_for_once(schedule: ScheduledExport, clock: Clock, smtp: MailServer) -> None:
    clock.move(days=7, hours=2)
    assert len(work()) == 1
    assert len(work()) == 0
    assert [(run.day.day, run.state) for run in ScheduledRun.objects.all()] == [(9, RunState.SENT)]
    assert len(smtp.messages) == 1
    schedule.refresh_from_db()
    assert timezone.localtime(schedule.next_at).strftime("%d/%m %H:%M") == "10/03 07:00"


def test_two_beats_order_a_turn_once(schedule: ScheduledExport, clock: Clock) -> None:
    clock.move(hours=2)
    stale = ScheduledExport.objects.select_related("owner").get()
    order_scheduled_exports()
    schedule_actions._order(stale)  # a second beat that had read the row before
    order_scheduled_exports()
    assert ScheduledRun.objects.count() == Job.objects.filter(kind=schedule_actions.KIND).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduledRun.objects.create(schedule=schedule, day=ScheduledRun.objects.get().day)


@pytest.mark.django_db(transaction=True)
def test_four_beats_at_the_same_moment(schedule: ScheduledExport, clock: Clock) -> None:
    clock.move(hours=2)

    def beat() -> None:
        order_scheduled_exports()
        connection.close()

    threads = [threading.Thread(target=beat) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ScheduledRun.objects.count() == Job.objects.filter(kind=schedule_actions.KIND).count() == 1


def test_a_second_worker_sends_no_second_mail(schedule: ScheduledExport, clock: Clock, smtp: MailServer) -> None:
    clock.move(hours=2)
    (job,) = work()
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, finished_at=None, result=None)
    StoredFile.objects.all().filter(pk__isnull=False, purpose="export").delete()
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert len(smtp.messages) == 1


def _end_role(clerk: User, cast: Cast) -> None:
    Assignment.objects.filter(user=clerk).update(valid_to=house_clock.today().replace(day=1))


def _lose_area(clerk: User, cast: Cast) -> None:
    Assignment.objects.filter(user=clerk).update(area=cast.next_commune)


def _lock(clerk: User, cast: Cast) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)


def _take_address(clerk: User, cast: Cast) -> None:
    User.objects.filter(pk=clerk.pk).update(email="")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_end_role, "không còn quyền xem"),
        (_lose_area, "không còn quyền xem"),
        (_lock, "Tài khoản của người nhận đã bị khóa."),
        (_take_address, "không còn thư điện tử"),
    ],
    ids=["role ended", "area lost", "account locked", "no address"],
)
def test_rights_are_asked_again_at_every_turn(
    change: Callable[[User, Cast], None], reason: str, schedule: ScheduledExport, clerk: User, cast: Cast, clock: Clock,
    smtp: MailServer,
) -> None:  # fmt: skip
    clock.move(hours=2)
    work()
    change(clerk, cast)
    clock.move(days=1)
    (job,) = work()
    assert job.state == JobState.FAILED
    assert reason in job.reason
    schedule.refresh_from_db()
    assert (schedule.failures, schedule.is_active) == (1, True)
    assert len(smtp.messages) == 1
    assert StoredFile.objects.filter(purpose="export").count() == 1


def test_five_failures_in_a_row_stop_it_and_the_owner_hears_why(
    schedule: ScheduledExport, clerk: User, cast: Cast, clock: Clock, smtp: MailServer, signed_in: SignIn
) -> None:
    role = Assignment.objects.filter(user=clerk)
    clock.move(hours=2)
    role.update(area=cast.next_commune)
    for _ in range(4):
        work()
        clock.move(days=1)
    role.update(area=cast.commune)
    work()
    schedule.refresh_from_db()
    assert schedule.failures == 0, "one that went well ends the row"
    role.update(area=cast.next_commune)
    for _ in range(7):
        clock.move(days=1)
        work()
    schedule.refresh_from_db()
    assert (schedule.is_active, schedule.failures) == (False, 5)
    notice = Notice.objects.get(recipient=clerk, url=PAGE)
    assert "Đã dừng gửi" in notice.title
    assert "sau 5 lần không gửi được: Anh/chị không còn quyền xem" in notice.title
    assert len(smtp.messages) == 1
    page = signed_in(clerk).get(PAGE).content.decode()
    assert "Tự dừng sau 5 lần không gửi được" in page
    role.update(area=cast.commune)
    assert signed_in(clerk).post(f"{PAGE}{schedule.pk}/chay-lai/").status_code == 302
    clock.move(days=1)
    work()
    assert len(smtp.messages) == 2


def test_a_mail_server_away_for_long_counts_as_one_failure(
    schedule: ScheduledExport, clock: Clock, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    clock.move(hours=2)
    (job,) = work()
    run_ = ScheduledRun.objects.get()
    assert (job.state, run_.state) == (JobState.QUEUED, RunState.WAITING), "it is tried again"
    assert not StoredFile.objects.filter(purpose="export").exists()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, reason="Máy chủ thư không trả lời.", finished_at=job.created_at
    )
    order_scheduled_exports()
    order_scheduled_exports()
    run_.refresh_from_db()
    schedule.refresh_from_db()
    assert (run_.state, run_.reason, schedule.failures) == (RunState.FAILED, "Máy chủ thư không trả lời.", 1)


def test_a_failed_turn_may_be_tried_again(
    schedule: ScheduledExport, clerk: User, cast: Cast, clock: Clock, smtp: MailServer
) -> None:
    clock.move(hours=2)
    _take_address(clerk, cast)
    (job,) = work()
    User.objects.filter(pk=clerk.pk).update(email="vanthu@anbinh.vn")
    retry(job)
    run(job.pk)
    assert ScheduledRun.objects.get().state == RunState.SENT
    schedule.refresh_from_db()
    assert schedule.failures == 0
    assert len(smtp.messages) == 1


def test_work_stopped_by_hand_is_no_failure(schedule: ScheduledExport, clock: Clock) -> None:
    clock.move(hours=2)
    order_scheduled_exports()
    cancel(Job.objects.get(kind=schedule_actions.KIND))
    order_scheduled_exports()
    schedule.refresh_from_db()
    assert (ScheduledRun.objects.get().state, schedule.failures) == (RunState.DROPPED, 0)


def test_stopped_and_deleted_schedules_send_nothing(
    schedule: ScheduledExport, clerk: User, clock: Clock, smtp: MailServer, signed_in: SignIn
) -> None:
    client = signed_in(clerk)
    clock.move(hours=2)
    order_scheduled_exports()
    job = Job.objects.get(kind=schedule_actions.KIND)
    assert client.post(f"{PAGE}{schedule.pk}/dung/").status_code == 302
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.FAILED, "Lịch gửi này đã dừng nên lượt này không gửi.")
    clock.move(days=3)
    assert work() == []
    client.post(f"{PAGE}{schedule.pk}/xoa/")
    assert not ScheduledExport.objects.exists()
    assert smtp.messages == []
    told = list(Entry.objects.filter(action__startswith="schedule.").order_by("pk").values_list("action", flat=True))
    assert told == ["schedule.created", "schedule.stopped", "schedule.deleted"]


def test_what_the_form_refuses(clerk: User, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(clerk)

    def answer(**values: Any) -> str:
        return client.post(f"{PAGE}them/", asked(cast, **values)).content.decode()

    assert "Chọn thứ trong tuần." in answer(every="week")
    assert "Nhập ngày trong tháng" in answer(every="month")
    assert "Số không quá 31." in answer(every="month", month_day="32")
    assert "chỉ có dạng Excel" in answer(format="csv")
    assert "Chọn một bảng, sổ trong danh sách." in answer(export=f"documents.register|{cast.next_committee.pk}")
    assert not ScheduledExport.objects.exists()
    answer()
    answer()
    assert ScheduledExport.objects.count() == 1, "the same asked twice is one"


def test_without_an_address_or_anything_to_send(cast: Cast, signed_in: SignIn) -> None:
    assert "Tài khoản chưa có thư điện tử" in signed_in(cast.officer).get(f"{PAGE}them/").content.decode()
    User.objects.filter(pk=cast.stranger.pk).update(email="la@nguoi.vn")
    assert "Chưa có bảng, sổ nào để gửi" in signed_in(cast.stranger).get(f"{PAGE}them/").content.decode()


@pytest.mark.parametrize(
    ("values", "now", "last", "following"),
    [
        ({"every": "day"}, "2026-03-02 07:00", "2026-03-02", "2026-03-03 07:00"),
        ({"every": "day"}, "2026-03-02 06:59", "2026-03-01", "2026-03-02 07:00"),
        ({"every": "week", "weekday": 4}, "2026-03-02 09:00", "2026-02-27", "2026-03-06 07:00"),
        ({"every": "month", "month_day": 31}, "2026-02-27 09:00", "2026-01-31", "2026-02-28 07:00"),
        ({"every": "month", "month_day": 31}, "2028-02-29 09:00", "2028-02-29", "2028-03-31 07:00"),
        ({"every": "month", "month_day": 5}, "2026-12-05 08:00", "2026-12-05", "2027-01-05 07:00"),
    ],
)
def test_days_of_turns(values: dict[str, Any], now: str, last: str, following: str) -> None:
    schedule = ScheduledExport(hour=7, **values)
    moment = timezone.make_aware(datetime.fromisoformat(now))
    assert str(last_turn(schedule, moment)) == last
    assert timezone.localtime(next_turn(schedule, moment)).strftime("%Y-%m-%d %H:%M") == following


def test_the_list_takes_the_same_queries_for_one_and_three(
    schedule: ScheduledExport, clerk: User, cast: Cast, clock: Clock, smtp: MailServer, signed_in: SignIn
) -> None:
    client = signed_in(clerk)
    clock.move(hours=2)
    work()
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for hour in ("8", "9"):
        client.post(f"{PAGE}them/", asked(cast, hour=hour))
    for _ in range(7):
        clock.move(days=1)
        work()
    with CaptureQueriesContext(connection) as three:
        page = client.get(PAGE).content.decode()
    assert len(three) == len(one)
    assert page.count("Đã gửi") == 15, "the last five of each"


def test_the_real_worker_makes_and_mails_it(
    worker: Program, smtp: MailServer, schedule: ScheduledExport, clock: Clock
) -> None:
    clock.move(hours=2)
    order_scheduled_exports()
    wait_until(lambda: bool(smtp.messages), "the mail has come")
    wait_until(lambda: ScheduledRun.objects.get().state == RunState.SENT, "the turn is done")
    ((name, _),) = attached(smtp.messages[0])
    assert name.endswith(".xlsx")
