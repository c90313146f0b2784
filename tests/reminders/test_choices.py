"""The page "Cách nhận nhắc hạn": what a person may choose, what is kept, machines, and trying a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.clock import now
from jobs.actions import run
from jobs.enums import JobState
from jobs.models import Job
from journal.models import Entry
from reminders.models import Preference, PushSubscription
from reminders.queries.preferences import preference_of
from tests.cast import Cast
from tests.conftest import Clock, MailServer
from tests.reminders import services
from tests.reminders.services import Service, as_read

PAGE = "/nhac-han/"
SignIn = Callable[[User], Client]
KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
MACHINE = {"endpoint": "https://fcm.googleapis.com/fcm/send/may-1", "p256dh": "B" * 87, "auth": "a" * 22}
QUIET = {"quiet_from": "21:00", "quiet_to": "6:30"}


@pytest.fixture
def service() -> Iterator[Service]:
    with services.running() as found:
        yield found


@pytest.fixture
def push_on(settings: Any) -> None:
    settings.WEB_PUSH_KEY, settings.WEB_PUSH_CONTACT = KEY, "mailto:ntm@example.vn"


@pytest.fixture
def all_on(push_on: None, settings: Any, service: Service) -> Service:
    settings.ZALO_OA_TOKEN, settings.ZALO_API_URL = "khoa", service.url
    settings.SMS_GATEWAY_URL = service.url
    service.body = '{"error": 0}'
    return service


def said(client: Client, response: Any) -> str:
    assert response.status_code == 302
    return client.get(response.url).content.decode()


def test_the_inbox_leads_there(officer: User, signed_in: SignIn) -> None:
    assert f'href="{PAGE}"' in signed_in(officer).get("/hop-thu/").content.decode()


def test_a_way_that_is_off_or_does_not_reach_says_why(
    cast: Cast, officer: User, signed_in: SignIn, settings: Any
) -> None:
    page = signed_in(officer).get(PAGE).content.decode()
    assert "Thư điện tử (men@xa-an-binh.vn)" in page
    for sentence in ("chưa bật thông báo trên máy", "chưa nối với Zalo", "chưa nối với cổng tin nhắn SMS"):
        assert sentence in page
    assert 'name="sms"' not in page
    assert "Máy nhận thông báo" not in page
    page = signed_in(cast.leader).get(PAGE).content.decode()
    assert "chưa có địa chỉ thư điện tử" in page
    assert 'name="email"' not in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "chưa nối với máy chủ thư" in signed_in(officer).get(PAGE).content.decode()


def test_what_is_chosen_is_kept_and_told_once(officer: User, signed_in: SignIn, all_on: Service) -> None:
    client = signed_in(officer)
    chosen = {"sms": "on", "zalo": "on", "zalo_id": "246 8458", "quiet_from": "20h30", "quiet_to": "6 giờ"}
    for _ in range(2):
        assert "Đã lưu cách nhận nhắc hạn" in said(client, client.post(PAGE, chosen))
    kept = Preference.objects.get(user=officer)
    assert (kept.email, kept.sms, kept.zalo, kept.zalo_id) == (False, True, True, "2468458")
    assert (kept.quiet_from, kept.quiet_to) == (time(20, 30), time(6))
    (entry,) = Entry.objects.filter(action="reminders.preference_changed")
    assert entry.actor_name == "Lò Thị Mến"
    assert entry.changes["email"] == [True, False]
    page = client.get(PAGE).content.decode()
    assert 'value="20:30"' in page


def test_a_way_that_is_not_on_the_page_stays_as_it_was(officer: User, signed_in: SignIn) -> None:
    """SMS was chosen, then the gateway was switched off for a while."""
    Preference.objects.create(user=officer, sms=True)
    signed_in(officer).post(PAGE, {"email": "on", **QUIET})
    assert Preference.objects.get(user=officer).sms


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quiet_from": "chín giờ tối", "quiet_to": "6:00"}, "Nhập giờ và phút, ví dụ 21:00."),
        ({"quiet_from": "21:00", "quiet_to": ""}, "Nhập mục này."),
        ({**QUIET, "zalo": "on"}, "Nhập mã người dùng Zalo, hoặc bỏ chọn nhận qua Zalo."),
        ({**QUIET, "zalo_id": "chị Mến"}, "chỉ gồm chữ số"),
    ],
)
def test_a_slip_is_one_sentence_and_nothing_is_kept(
    officer: User, signed_in: SignIn, all_on: Service, typed: dict[str, str], sentence: str
) -> None:
    page = signed_in(officer).post(PAGE, typed).content.decode()
    assert sentence in page
    assert not Preference.objects.exists()
    for value in typed.values():
        assert value in page


def test_the_page_costs_the_same_for_one_machine_and_three(officer: User, signed_in: SignIn, all_on: Service) -> None:
    client, counts = signed_in(officer), []
    for number in range(3):
        PushSubscription.objects.create(
            user=officer, endpoint=f"{MACHINE['endpoint']}{number}", p256dh="B", auth="a", created_at=now()
        )
        if number != 1:
            with CaptureQueriesContext(connection) as found:
                assert client.get(PAGE).status_code == 200
            counts.append(len(found))
    assert counts[0] == counts[1] <= 12


# --- machines ---


def test_a_machine_is_turned_on_and_off(officer: User, signed_in: SignIn, push_on: None) -> None:
    client = signed_in(officer)
    for _ in range(2):
        assert "Đã bật thông báo trên máy này" in said(client, client.post("/nhac-han/may/", MACHINE))
    machine = PushSubscription.objects.get()
    assert preference_of(officer).push
    page = client.get(PAGE).content.decode()
    assert "Chrome, Cốc Cốc" in page
    assert 'name="push"' in page
    assert "Đã bỏ máy đó" in said(client, client.post(f"/nhac-han/may/{machine.pk}/bo/"))
    assert not PushSubscription.objects.exists()
    assert not preference_of(officer).push
    assert Entry.objects.filter(action="reminders.preference_changed").count() == 2


def test_a_browser_belongs_to_who_turned_it_on_last(
    cast: Cast, officer: User, signed_in: SignIn, push_on: None
) -> None:
    for person in (officer, cast.leader):
        signed_in(person).post("/nhac-han/may/", MACHINE)
    assert PushSubscription.objects.get().user == cast.leader


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"endpoint": "https://10.0.0.5/x"}, "dịch vụ thông báo mà hệ thống chưa biết"),
        ({"endpoint": ""}, "hãy bấm “Bật thông báo trên máy này” lần nữa"),
        ({"p256dh": "ngắn"}, "hãy bấm “Bật thông báo trên máy này” lần nữa"),
    ],
)
def test_a_strange_machine_is_refused(
    officer: User, signed_in: SignIn, push_on: None, wrong: dict[str, str], sentence: str
) -> None:
    client = signed_in(officer)
    assert sentence in said(client, client.post("/nhac-han/may/", {**MACHINE, **wrong}))
    assert not PushSubscription.objects.exists()


def test_ten_machines_are_enough(officer: User, signed_in: SignIn, push_on: None) -> None:
    client = signed_in(officer)
    for number in range(10):
        client.post("/nhac-han/may/", {**MACHINE, "endpoint": f"{MACHINE['endpoint']}{number}"})
    assert "nhiều nhất 10 máy" in said(client, client.post("/nhac-han/may/", MACHINE))
    assert PushSubscription.objects.count() == 10


def test_no_machine_where_it_is_not_set_up(officer: User, signed_in: SignIn) -> None:
    client = signed_in(officer)
    assert "chưa bật thông báo trên máy" in said(client, client.post("/nhac-han/may/", MACHINE))


def test_the_worker_is_there_for_everybody(db: None, client: Client) -> None:
    response = client.get("/nhac-han/sw.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"showNotification" in response.content
    assert b'addEventListener("fetch"' not in response.content


# --- "Gửi thử" ---


def test_a_try_goes_out_at_once(officer: User, signed_in: SignIn, smtp: MailServer, clock: Clock) -> None:
    """Also within quiet hours and by a way that is not chosen: the person sits there and asked for it."""
    clock.set("2026-11-22 22:00")
    client = signed_in(officer)
    client.post(PAGE, QUIET)
    assert "Đang gửi" in said(client, client.post("/nhac-han/gui-thu/", {"channel": "email"}))
    job = Job.objects.get(kind="reminders.test")
    run(job.pk)
    (mail,) = smtp.messages
    assert as_read(mail)["Subject"] == "Nông thôn mới: tin gửi thử"
    job.refresh_from_db()
    assert (job.state, job.owner) == (JobState.DONE, officer)
    assert "Đã gửi" in client.get(PAGE).content.decode()
    assert "đợi một phút" in said(client, client.post("/nhac-han/gui-thu/", {"channel": "email"}))
    clock.move(minutes=2)
    client.post("/nhac-han/gui-thu/", {"channel": "email"})
    assert Job.objects.filter(kind="reminders.test").count() == 2


@pytest.mark.parametrize("channel", ["zalo", "sms"])
def test_a_try_by_zalo_and_sms(officer: User, signed_in: SignIn, all_on: Service, channel: str) -> None:
    Preference.objects.create(user=officer, zalo_id="246")
    signed_in(officer).post("/nhac-han/gui-thu/", {"channel": channel})
    run(Job.objects.get().pk)
    (asked,) = all_on.asked
    assert "tin" in str(asked.json)


def test_a_try_that_is_refused_says_so_on_the_page(officer: User, signed_in: SignIn, all_on: Service) -> None:
    Preference.objects.create(user=officer, zalo_id="246")
    all_on.body = '{"error": -213}'
    client = signed_in(officer)
    client.post("/nhac-han/gui-thu/", {"channel": "zalo"})
    run(Job.objects.get().pk)
    assert Job.objects.get().state == JobState.FAILED
    assert "chưa quan tâm Official Account" in client.get(PAGE).content.decode()


def test_a_way_that_does_not_reach_is_not_tried(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.leader)
    for channel in ("email", "push", "zalo", "sms"):
        assert "chưa dùng được" in said(client, client.post("/nhac-han/gui-thu/", {"channel": channel}))
    assert client.post("/nhac-han/gui-thu/", {"channel": "fax"}).status_code == 404
    assert not Job.objects.exists()
