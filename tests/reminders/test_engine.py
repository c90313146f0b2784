"""The engine as a story: what the officer, the village head and their superiors hear of a few made-up things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from bench import reminder_world
from core.errors import RuleError
from jobs import actions as jobs_actions
from jobs.enums import JobState
from jobs.models import Job
from journal.actions import notify
from journal.models import Entry, Notice
from ntm.celery import SCHEDULE
from reminders import sources, tasks
from reminders.actions.answers import answer
from reminders.actions.gathering import gather
from reminders.enums import Answer, MessageState
from reminders.models import Acknowledgement, Message, MessageLine, Preference, Rule, Turn
from tests.cast import Cast
from tests.conftest import MailServer

Put = Callable[..., None]


@pytest.fixture
def put(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Store a made-up thing; of the kinds only the made-up ones are known."""
    monkeypatch.setattr(sources, "_kinds", reminder_world.kinds())
    reminder_world.make_table()
    for name in ("officer", "village_head", "leader"):
        User.objects.filter(pk=getattr(cast, name).pk).update(email=f"{name}@xa.example")

    def store(pk: int, due: str, *people: User, kind: str = "viec", is_open: bool = True) -> None:
        area = cast.village if cast.village_head in people else cast.commune
        ids = tuple(user.pk for user in people)
        reminder_world.put(pk, kind, f"Việc số {pk}", date.fromisoformat(due), ids, area.pk, is_open=is_open)

    return store


def titles(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


def run_jobs() -> None:
    for job in Job.objects.filter(state=JobState.QUEUED):
        jobs_actions.run(job.pk)


def last_mail(smtp: MailServer) -> str:
    mail = message_from_bytes(bytes(smtp.messages[-1]), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def day(clock: Any, moment: str) -> None:
    """Everything that beat and worker do at this moment."""
    clock.set(moment)
    tasks.daily()
    tasks.urgent()
    run_jobs()


def test_a_last_day_comes_nearer_and_passes(cast: Cast, put: Put, clock: Any) -> None:
    put(1, "2026-11-27", cast.officer)
    for moment in ("11-13", "11-23", "11-25", "11-26", "11-27", "11-28", "11-30", "12-02", "12-04", "12-07"):
        day(clock, f"2026-{moment} 06:05")
    assert titles(cast.officer) == [
        "Còn 3 ngày làm việc, hạn 27/11/2026: Việc số 1",  # the 24th is a public holiday
        "Còn 1 ngày làm việc, hạn 27/11/2026: Việc số 1",
        "Đến hạn hôm nay: Việc số 1",
        "Quá hạn 1 ngày làm việc (hạn 27/11/2026): Việc số 1",
        "Quá hạn 3 ngày làm việc (hạn 27/11/2026): Việc số 1",
        "Quá hạn 5 ngày làm việc (hạn 27/11/2026): Việc số 1",
    ]
    assert not Turn.objects.filter(day=date(2026, 11, 28)).exists(), "nothing is gathered on a Saturday"


def test_missed_days_are_caught_up_and_counted_from_today(cast: Cast, put: Put, clock: Any) -> None:
    day(clock, "2026-11-16 06:05")
    put(1, "2026-11-20", cast.officer)
    put(2, "2026-11-18", cast.officer, kind="hop")
    put(3, "2026-11-22", cast.officer, kind="hop")
    day(clock, "2026-11-20 06:05")
    assert titles(cast.officer) == [
        "Đến hạn hôm nay: Việc số 1",  # three days before, told late
        "Quá hạn 2 ngày làm việc (hạn 18/11/2026): Việc số 2",
        "Đến hạn hôm nay: Việc số 1",
        "Đến hạn hôm nay: Việc số 1",
        "Đến hạn Chủ nhật 22/11/2026, là ngày nghỉ: Việc số 3",
    ]
    assert list(Turn.objects.order_by("day").values_list("day__day", "found")) == [
        (16, 0),
        (17, 1),
        (18, 1),
        (19, 1),
        (20, 2),
    ]


def test_the_digest_is_one_complete_mail_at_seven(cast: Cast, put: Put, clock: Any, smtp: MailServer) -> None:
    put(1, "2026-11-20", cast.officer)
    put(2, "2026-11-20", cast.officer)
    put(3, "2026-11-25", cast.officer)
    put(4, "2026-11-20", cast.stranger)
    day(clock, "2026-11-20 05:55")
    assert Turn.objects.count() == 0
    day(clock, "2026-11-20 06:05")
    notify([cast.officer], key="tin", title="Lãnh đạo trả lại kế hoạch", url="/ke-hoach/7/")
    assert Message.objects.count() == 0
    reminder_world.put(2, "viec", "Việc số 2", date(2026, 11, 20), (cast.officer.pk,), cast.commune.pk, is_open=False)
    clock.set("2026-11-20 07:00:01")
    tasks.daily()
    notify([cast.officer], key="muon", title="Tin đến sau", url="/")
    tasks.daily()
    answer(cast.officer, "viec:3", date(2026, 11, 25), Answer.DOING)
    run_jobs()
    day(clock, "2026-11-20 09:00")
    assert [str(mail["To"]) for mail in smtp.messages] == ["officer@xa.example"]
    said = last_mail(smtp)
    assert "Đến hạn hôm nay: Việc số 1" in said
    assert "Lãnh đạo trả lại kế hoạch\n  http://localhost:8000/ke-hoach/7/" in said
    for gone in ("Việc số 2", "Việc số 3", "Tin đến sau"):
        assert gone not in said, "done, answered, or later than the hour"
    assert Notice.objects.get(key="muon").gathered_at is None
    assert Notice.objects.get(recipient=cast.stranger).gathered_at is not None, "no address: it stands in the inbox"
    assert Job.objects.get().state == JobState.DONE
    day(clock, "2026-11-21 07:05")
    assert len(smtp.messages) == 1, "Saturday is quiet"
    day(clock, "2026-11-23 07:05")
    assert "Tin đến sau" in last_mail(smtp)


def test_what_was_moved_or_done_leaves_nothing_to_send(cast: Cast, put: Put, clock: Any, smtp: MailServer) -> None:
    put(1, "2026-11-20", cast.officer)
    clock.set("2026-11-20 07:00")
    tasks.daily()
    put(1, "2026-11-25", cast.officer)
    run_jobs()
    assert Message.objects.get().state == MessageState.EMPTY
    assert smtp.messages == []


def test_who_answered_hears_no_more_of_that_last_day(cast: Cast, put: Put, clock: Any) -> None:
    put(1, "2026-11-25", cast.officer, cast.village_head)
    day(clock, "2026-11-20 06:05")  # 23 is one working day before the 25th, the 24th being a holiday
    clock.set("2026-11-20 09:00")
    answer(cast.officer, "viec:1", date(2026, 11, 25), Answer.SEEN)
    answer(cast.officer, "viec:1", date(2026, 11, 25), Answer.DOING)
    assert Acknowledgement.objects.get().answer == Answer.DOING
    day(clock, "2026-11-23 06:05")
    day(clock, "2026-11-25 06:05")
    assert len(titles(cast.village_head)) == 2
    assert titles(cast.officer) == []
    put(1, "2026-11-27", cast.officer)
    day(clock, "2026-11-26 06:05")
    assert titles(cast.officer) == ["Còn 1 ngày làm việc, hạn 27/11/2026: Việc số 1"], "a new last day is told anew"


def test_only_who_owes_it_answers(cast: Cast, put: Put, clock: Any) -> None:
    put(1, "2026-11-25", cast.officer)
    for user, thing, due in (
        (cast.neighbour, "viec:1", "2026-11-25"),
        (cast.officer, "viec:1", "2026-11-26"),
        (cast.officer, "viec:2", "2026-11-25"),
        (cast.officer, "khac:1", "2026-11-25"),
        (cast.officer, "", "2026-11-25"),
    ):
        with pytest.raises(RuleError, match="không còn là việc"):
            answer(user, thing, date.fromisoformat(due), Answer.SEEN)


def test_after_three_silent_reminders_the_superior_hears_once(cast: Cast, put: Put, clock: Any) -> None:
    put(1, "2026-11-20", cast.village_head)
    put(2, "2026-11-20", cast.officer)
    put(3, "2026-11-20", cast.leader)
    put(4, "2026-11-20", cast.clerk)
    for moment in ("06", "17", "19"):
        day(clock, f"2026-11-{moment} 06:05")
    clock.set("2026-11-19 09:00")
    answer(cast.clerk, "viec:4", date(2026, 11, 20), Answer.DOING)
    for moment in ("20", "23", "25", "26", "27"):
        day(clock, f"2026-11-{moment} 06:05")
    above = {
        user: [row for row in titles(user) if "chưa trả lời" in row]
        for user in (cast.officer, cast.leader, cast.coordination)
    }
    assert above == {
        cast.officer: ["Đã nhắc 3 lần, Hà Văn Thôn chưa trả lời, hạn 20/11/2026: Việc số 1"],
        cast.leader: ["Đã nhắc 3 lần, Lò Thị Mến chưa trả lời, hạn 20/11/2026: Việc số 2"],
        cast.coordination: ["Đã nhắc 3 lần, Cầm Văn Hạnh chưa trả lời, hạn 20/11/2026: Việc số 3"],
    }
    assert titles(cast.administrator) == []


def test_urgent_news_leaves_at_once_but_not_at_night(cast: Cast, put: Put, clock: Any, smtp: MailServer) -> None:
    clock.set("2026-11-21 15:00")
    notify([cast.officer], key="a", title="Bão số 9 vào bờ tối nay", url="/", urgent=True)
    day(clock, "2026-11-21 15:00:20")
    assert "Bão số 9 vào bờ tối nay" in last_mail(smtp), "on a Saturday too"
    clock.set("2026-11-21 23:30")
    notify([cast.officer], key="b", title="Nước lũ lên", url="/", urgent=True)
    day(clock, "2026-11-21 23:31")
    day(clock, "2026-11-22 06:29")
    assert len(smtp.messages) == 1
    day(clock, "2026-11-22 06:31")
    day(clock, "2026-11-22 06:32")
    assert len(smtp.messages) == 2
    assert "Nước lũ lên" in last_mail(smtp)


def test_the_persons_choice_holds(cast: Cast, put: Put, clock: Any, smtp: MailServer) -> None:
    Preference.objects.create(user=cast.officer, quiet_from=time(19), quiet_to=time(8))
    Preference.objects.create(user=cast.leader, email=False)
    put(1, "2026-11-20", cast.officer, cast.leader)
    User.objects.filter(pk=cast.village_head.pk).update(is_active=False)
    put(2, "2026-11-20", cast.village_head)
    day(clock, "2026-11-20 07:05")
    assert smtp.messages == []
    day(clock, "2026-11-20 08:01")
    assert [str(mail["To"]) for mail in smtp.messages] == ["officer@xa.example"]
    assert (len(titles(cast.leader)), titles(cast.village_head)) == (1, [])


def test_an_address_that_is_refused_ends_with_its_reason(cast: Cast, put: Put, clock: Any, settings: Any) -> None:
    server = reminder_world.MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, server.unknown = "127.0.0.1", server.port, "officer@xa.example"
    put(1, "2026-11-20", cast.officer)
    day(clock, "2026-11-20 07:05")
    message = Message.objects.get()
    assert (message.state, message.sent_at) == (MessageState.FAILED, None)
    assert "officer@xa.example" in message.reason
    job = Job.objects.get()
    assert (job.state, job.reason) == (JobState.FAILED, message.reason)
    server.unknown = ""
    jobs_actions.retry(job)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.reason, len(server.taken)) == (MessageState.SENT, "", 1)
    server.stop()


def test_a_rule_of_the_administrator_goes_before(cast: Cast, put: Put, clock: Any) -> None:
    Rule.objects.create(kind="viec", days_before="2", on_the_day=False)
    Rule.objects.create(kind="hop", is_on=False)
    put(1, "2026-11-20", cast.officer)
    put(2, "2026-11-18", cast.officer, kind="hop")
    for moment in ("17", "18", "19", "20"):
        day(clock, f"2026-11-{moment} 06:05")
    assert titles(cast.officer) == ["Còn 2 ngày làm việc, hạn 20/11/2026: Việc số 1"]


@pytest.mark.parametrize("more", [2, 300])
def test_a_day_costs_the_same_for_many_things(cast: Cast, put: Put, clock: Any, more: int) -> None:
    """Of reading; rows are written in batches."""

    def reading() -> int:
        with CaptureQueriesContext(connection) as queries:
            gather(date(2026, 11, 20))
        return sum(query["sql"].startswith("SELECT") for query in queries)

    clock.set("2026-11-20 06:05")
    put(1, "2026-11-20", cast.officer)
    first = reading()
    Turn.objects.all().delete()
    for pk in range(2, 2 + more):
        put(pk, "2026-11-20", cast.officer, cast.village_head)
    assert reading() == first
    assert Notice.objects.count() == 1 + 2 * more


def test_asking_twice_and_killing_in_between_tells_once(cast: Cast, put: Put, clock: Any) -> None:
    put(1, "2026-11-20", cast.officer)
    clock.set("2026-11-20 07:05")
    for _ in range(3):
        tasks.daily()
    assert (Notice.objects.count(), Message.objects.count(), MessageLine.objects.count(), Job.objects.count()) == (
        1,
        1,
        1,
        1,
    )


def test_beat_asks_for_it() -> None:
    assert {"reminders.daily", "reminders.urgent"} <= {task for task, _ in SCHEDULE}


def test_the_administrator_changes_rules_and_days(administrator: Client, put: Put) -> None:
    answered = administrator.post(
        reverse("admin:reminders_rule_add"), {"kind": "viec", "is_on": "on", "days_before": "ba"}
    )
    assert "cách nhau bằng dấu phẩy" in answered.content.decode()
    form = {"kind": "viec", "is_on": "on", "days_before": "1, 5", "days_after": "3,1"}
    assert administrator.post(reverse("admin:reminders_rule_add"), form).status_code == 302
    rule = Rule.objects.get()
    assert (rule.days_before, rule.on_the_day, rule.days_after) == ("5,1", False, "1,3")
    form = {"day": "2026-01-02", "is_working": "", "name": "Nghỉ hoán đổi", "source": ""}
    assert administrator.post(reverse("admin:reminders_calendarday_add"), form).status_code == 302
    administrator.post(reverse("admin:reminders_rule_delete", args=[rule.pk]), {"post": "yes"})
    assert sorted(Entry.objects.values_list("action", flat=True)) == [
        "reminders.day_changed", "reminders.rule_changed", "reminders.rule_changed",
    ]  # fmt: skip
    for name in ("rule", "calendarday", "message", "turn"):
        assert administrator.get(reverse(f"admin:reminders_{name}_changelist")).status_code == 200


@pytest.fixture
def administrator(db: None, client: Client) -> Client:
    person = User.objects.create_superuser("0900000109", "Lý Văn Quản", "mat-khau-thu")
    client.force_login(person, backend="accounts.backends.PhoneOrEmailBackend")
    return client
