"""Web push, Zalo and SMS against services on this machine: what they are given, and what their answers mean."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import call_command
from py_vapid import Vapid

from accounts.models import User
from core.clock import now
from core.transport import BusyError, is_transport_error
from jobs.actions import enqueue, run
from jobs.enums import JobState
from journal.actions import notify
from journal.models import Notice
from reminders.channels import Line, Outgoing, RefusedError, Way, http, web_push
from reminders.channels.registry import ways
from reminders.channels.sms import ascii_of, text_for
from reminders.enums import Channel, MessageKind
from reminders.models import Message, MessageLine, Preference, PushSubscription
from reminders.papers.digest import LATE, NEWS, SOON, subject_of
from tests.cast import Cast
from tests.processes import manage
from tests.reminders import services
from tests.reminders.services import Service

SECRET = "bi-mat-khong-duoc-lo"
LINES = (
    Line("Báo cáo nhiệm vụ “Làm đường trục xóm 2”", "https://ntm.example.vn/viec/1/", LATE),
    Line("Ký Kế hoạch năm 2027", "https://ntm.example.vn/van-ban/2/", SOON),
    Line("Nộp quyển biên lai số 3", "https://ntm.example.vn/dong-gop/3/", SOON),
)


def message(user: User, lines: Sequence[Line] = LINES, **chosen: Any) -> Outgoing:
    return Outgoing(
        id="17", user=user, preference=Preference(user=user, **chosen), subject=subject_of(lines, now().date()), lines=lines,
        settings_url="https://ntm.example.vn/nhac-han/",
    )  # fmt: skip


@pytest.fixture
def service() -> Iterator[Service]:
    with services.running() as found:
        yield found


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://ntm.example.vn"


# --- which are on ---


def test_all_but_mail_are_off_until_they_are_set(db: None) -> None:
    assert {channel for channel, way in ways().items() if way.is_on()} == {Channel.EMAIL}


def test_mail_that_only_goes_to_the_screen_is_no_way(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert not ways()[Channel.EMAIL].is_on()


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"WEB_PUSH_KEY": "ngan"}, "WEB_PUSH_KEY: không phải khóa do lệnh manage.py make_push_key tạo ra."),
        ({"WEB_PUSH_KEY": "a" * 43}, "WEB_PUSH_KEY và WEB_PUSH_CONTACT phải đặt cùng nhau; xem docs/deploy.md."),
        ({"WEB_PUSH_CONTACT": "xa@x.vn"}, "WEB_PUSH_CONTACT='xa@x.vn': phải có dạng mailto:ten@don-vi.vn hoặc https://don-vi.vn."),
        ({"SMS_GATEWAY_URL": f"sms.vn/?k={SECRET}"}, "SMS_GATEWAY_URL: phải là địa chỉ bắt đầu bằng https:// hoặc http://."),
        ({"SMS_GATEWAY_FORMAT": "xml"}, "SMS_GATEWAY_FORMAT='xml': chỉ nhận JSON, FORM."),
        ({"SMS_GATEWAY_FIELDS": "to=Phone"}, "SMS_GATEWAY_FIELDS='to=Phone': cần các cặp tên=trường cách nhau dấu phẩy; tên là to, text, sender, id, token, phải có to, text."),
        ({"ZALO_API_URL": "zalo"}, "ZALO_API_URL: phải là địa chỉ bắt đầu bằng https:// hoặc http://."),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_one_sentence(env: dict[str, str], sentence: str) -> None:
    done = manage("check", env=env)
    assert (done.returncode, done.stderr.strip()) == (1, sentence)


# --- what every one of them makes of an answer ---


@pytest.fixture
def zalo(settings: Any, service: Service) -> Way:
    settings.ZALO_API_URL, settings.ZALO_OA_TOKEN = service.url, SECRET
    service.body = '{"error": 0, "message": "Success", "data": {"message_id": "1"}}'
    return ways()[Channel.ZALO]


@pytest.fixture
def sms(settings: Any, service: Service) -> Way:
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = f"{service.url}/gui?khoa={SECRET}", SECRET
    return ways()[Channel.SMS]


class Browser:
    """A browser that subscribed: it alone has the key to read what comes."""

    def __init__(self, user: User, endpoint: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = b"0123456789abcdef"
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.row = PushSubscription.objects.create(
            user=user, endpoint=endpoint, p256dh=_b64(point), auth=_b64(self._auth), created_at=now()
        )

    def read(self, body: bytes) -> Any:
        return json.loads(http_ece.decrypt(body, private_key=self._key, auth_secret=self._auth, version="aes128gcm"))


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def push(settings: Any) -> Way:
    out = StringIO()
    call_command("make_push_key", stdout=out)
    settings.WEB_PUSH_KEY, settings.WEB_PUSH_CONTACT = out.getvalue().strip(), "mailto:ntm@example.vn"
    return ways()[Channel.PUSH]


@pytest.fixture(params=["push", "zalo", "sms"])
def any_way(request: pytest.FixtureRequest, service: Service, cast: Cast) -> tuple[Way, Outgoing]:
    way = request.getfixturevalue(request.param)
    if request.param == "push":
        Browser(cast.officer, f"{service.url}/{SECRET}")
    out = message(cast.officer, zalo_id="246")
    assert way.is_on()
    assert way.reaches(out.user, out.preference)
    return way, out


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_service_is_tried_again(any_way: tuple[Way, Outgoing], service: Service, status: int) -> None:
    way, out = any_way
    service.status = status
    with pytest.raises(BusyError) as caught:
        way.send(out)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("status", [301, 400, 401, 413])
def test_a_refusal_is_final(any_way: tuple[Way, Outgoing], service: Service, status: int) -> None:
    """A redirect too: nobody is led to another address with our token in hand."""
    way, out = any_way
    service.status, service.headers = status, {"Location": f"{service.url}/khac"}
    with pytest.raises(RefusedError, match="không nhận tin") as caught:
        way.send(out)
    assert SECRET not in str(caught.value)
    assert len(service.asked) == 1


def test_a_service_that_does_not_answer_is_tried_again(
    any_way: tuple[Way, Outgoing], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    way, out = any_way
    monkeypatch.setattr(http, "PATIENCE", (0.3, 0.3))
    service.waits = 1
    with pytest.raises(BusyError, match="ReadTimeout"):
        way.send(out)


def test_a_service_that_is_not_there_is_tried_again_and_nothing_secret_is_told(
    any_way: tuple[Way, Outgoing], service: Service, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    way, out = any_way
    dead = "http://127.0.0.1:9"
    settings.ZALO_API_URL, settings.SMS_GATEWAY_URL = dead, f"{dead}/?khoa={SECRET}"
    PushSubscription.objects.update(endpoint=f"{dead}/{SECRET}")
    with caplog.at_level(logging.DEBUG):
        with pytest.raises(BusyError) as caught:
            way.send(out)
        logging.getLogger("thu").error("không gửi được", exc_info=caught.value)
    assert is_transport_error(caught.value)
    assert "không gửi được" in caplog.text
    ours = [
        record for record in caplog.records if not record.name.startswith("urllib3")
    ]  # silenced by settings.LOGGING
    told = "".join(logging.Formatter().format(record) for record in ours)
    assert SECRET not in told


# --- web push ---


def test_a_browser_can_read_what_was_sent(push: Way, service: Service, cast: Cast) -> None:
    """Encrypted for it alone, signed by this installation, kept for a day, and short."""
    service.status = 201
    browser = Browser(cast.officer, f"{service.url}/fcm/send/1")
    push.send(message(cast.officer))
    (asked,) = service.asked
    assert browser.read(asked.body) == {
        "title": "Nông thôn mới", "body": "1 việc quá hạn, 2 việc sắp đến hạn", "url": "/viec-den-han/"
    }  # fmt: skip
    assert "Làm đường".encode() not in asked.body
    assert {name: asked.headers[name] for name in ("ttl", "urgency", "content-encoding")} == {
        "ttl": "72000", "urgency": "normal", "content-encoding": "aes128gcm"
    }  # fmt: skip
    assert len(asked.headers["topic"]) <= 32
    scheme, _, token = asked.headers["authorization"].partition(" ")
    assert scheme == "vapid"
    signed = dict(part.strip().split("=", 1) for part in token.split(","))
    assert signed["k"] == web_push.public_key()
    body, _, signature = signed["t"].rpartition(".")
    assert Vapid.from_raw_public(signed["k"].encode()).verify_token(body.encode(), signature)
    claims = json.loads(base64.urlsafe_b64decode(body.split(".")[1] + "=="))
    assert (claims["sub"], claims["aud"]) == ("mailto:ntm@example.vn", service.url)


@pytest.mark.parametrize(
    ("lines", "opens"),
    [(LINES, "/viec-den-han/"), (LINES[:1], LINES[0].url), ([Line("Tin", "/a/", NEWS)] * 2, "/hop-thu/")],
)
def test_a_notice_opens_the_page_that_helps(
    push: Way, service: Service, cast: Cast, lines: Sequence[Line], opens: str
) -> None:
    browser = Browser(cast.officer, f"{service.url}/1")
    push.send(message(cast.officer, lines))
    assert browser.read(service.asked[0].body)["url"] == opens


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_while_another_takes_it(
    push: Way, service: Service, cast: Cast, status: int
) -> None:
    for name in ("/gone", "/alive"):
        Browser(cast.officer, f"{service.url}{name}")
    Browser(cast.leader, f"{service.url}/leader")
    service.by_path["/gone"] = status
    push.send(message(cast.officer))
    left = PushSubscription.objects.values_list("endpoint", flat=True)
    assert list(left) == [f"{service.url}/alive", f"{service.url}/leader"]
    service.by_path["/alive"] = status
    with pytest.raises(RefusedError, match="Không còn máy nào"):
        push.send(message(cast.officer))
    assert not push.reaches(cast.officer, Preference(user=cast.officer))


def test_machines_are_forgotten_although_the_message_is_taken_back(push: Way, service: Service, cast: Cast) -> None:
    """A message is sent in a transaction (actions/sending.py), and a refusal takes that back."""
    Browser(cast.officer, f"{service.url}/gone")
    notify([cast.officer], key="1", title="Tin", url="/")
    out = Message.objects.create(
        recipient=cast.officer,
        channel=Channel.PUSH,
        kind=MessageKind.DIGEST,
        key="1",
        created_at=now(),
        not_before=now(),
    )
    MessageLine.objects.create(message=out, notice=Notice.objects.get(), channel=Channel.PUSH)
    service.status = 410
    job = enqueue("reminders.send", key=str(out.pk), payload={"message": out.pk})
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not PushSubscription.objects.exists()


def test_one_machine_that_took_it_is_enough(push: Way, service: Service, cast: Cast) -> None:
    """The other is not tried again, or the first would ring twice."""
    for name in ("/busy", "/alive"):
        Browser(cast.officer, f"{service.url}{name}")
    service.by_path["/busy"] = 503
    push.send(message(cast.officer))
    assert len(service.asked) == 2


def test_only_push_services_are_called() -> None:
    assert web_push.browser_of("https://updates.push.services.mozilla.com/wpush/v2/x") == "Firefox"
    assert web_push.browser_of("https://fcm.googleapis.com/fcm/send/x").startswith("Chrome")
    for wrong in (
        "http://fcm.googleapis.com/x", "https://127.0.0.1/x", "https://db:5432/", "https://xfcm.googleapis.com/", "https://fcm.googleapis.com@10.0.0.1/",
    ):  # fmt: skip
        assert web_push.browser_of(wrong) == ""


# --- Zalo ---


def test_zalo_gets_the_whole_text(zalo: Way, service: Service, cast: Cast) -> None:
    zalo.send(message(cast.officer, zalo_id="2468458835296197922"))
    (asked,) = service.asked
    assert (asked.path, asked.headers["access_token"]) == ("/v3.0/oa/message/cs", SECRET)
    assert asked.json["recipient"] == {"user_id": "2468458835296197922"}
    text = asked.json["message"]["text"]
    assert "QUÁ HẠN (1)\n- Báo cáo nhiệm vụ “Làm đường trục xóm 2”\n  https://ntm.example.vn/viec/1/" in text


def test_a_long_text_is_cut_after_a_line_and_says_where_the_rest_is(zalo: Way, service: Service, cast: Cast) -> None:
    many = [
        Line(f"Việc số {at}: hoàn thành hạng mục được giao", f"https://ntm.example.vn/viec/{at}/", SOON)
        for at in range(60)
    ]
    zalo.send(message(cast.officer, many, zalo_id="1"))
    text = service.asked[0].json["message"]["text"]
    assert 1800 < len(text) <= 2000
    assert text.endswith("/\n…\nXem đủ tại: https://ntm.example.vn/viec-den-han/")


@pytest.mark.parametrize("code", [-32, -216, -220, -211, -200])
def test_zalo_says_come_back_with_http_200(zalo: Way, service: Service, cast: Cast, code: int) -> None:
    service.body = json.dumps({"error": code, "message": "…"})
    with pytest.raises(BusyError, match=str(code)):
        zalo.send(message(cast.officer, zalo_id="1"))


@pytest.mark.parametrize(
    ("code", "sentence"), [(-213, "chưa quan tâm"), (-230, "7 ngày"), (-201, "không biết mã"), (-999, "mã lỗi -999")]
)
def test_zalo_refuses_with_http_200(zalo: Way, service: Service, cast: Cast, code: int, sentence: str) -> None:
    service.body = json.dumps({"error": code, "message": "…"})
    with pytest.raises(RefusedError, match=sentence):
        zalo.send(message(cast.officer, zalo_id="1"))


@pytest.mark.parametrize("body", ["<html>Đăng nhập Wi-Fi</html>", "[]", "{}"])
def test_an_answer_that_is_not_zalos_is_tried_again(zalo: Way, service: Service, cast: Cast, body: str) -> None:
    service.body = body
    with pytest.raises(BusyError):
        zalo.send(message(cast.officer, zalo_id="1"))


def test_a_token_in_a_file_is_read_each_time(
    zalo: Way, service: Service, cast: Cast, settings: Any, tmp_path: Any
) -> None:
    file = tmp_path / "token"
    settings.ZALO_OA_TOKEN_FILE = str(file)
    for token in ("mot", "hai"):
        file.write_text(f"{token}\n")
        zalo.send(message(cast.officer, zalo_id="1"))
    assert [asked.headers["access_token"] for asked in service.asked] == ["mot", "hai"]


# --- SMS ---


def test_a_text_is_short_and_plain(cast: Cast) -> None:
    text = text_for(message(cast.officer))
    assert text == "Nong thon moi: 1 viec qua han, 2 viec sap den han. Xem https://ntm.example.vn/viec-den-han/"
    assert ascii_of("Đến hạn – “Nước sạch”") == "Den han  Nuoc sach"


def test_a_text_fits_one_sms_whatever_comes(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "https://nongthonmoi.ubnd-xa-an-binh.huyen-muong-lat.thanhhoa.gov.vn"
    groups = (LATE, "Đến hạn hôm nay", SOON, NEWS)
    text = text_for(message(cast.officer, [Line("x", "/", group) for group in groups for _ in range(120)]))
    assert text.isascii()
    assert len(text) <= 160
    assert settings.PUBLIC_URL in text


def test_a_gateway_gets_json_and_the_token_in_the_header(sms: Way, service: Service, cast: Cast, settings: Any) -> None:
    settings.SMS_SENDER = "NTM"
    sms.send(message(cast.officer))
    (asked,) = service.asked
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    assert asked.json == {
        "to": cast.officer.phone, "text": text_for(message(cast.officer)), "sender": "NTM", "id": "17"
    }  # fmt: skip


def test_a_gateway_with_names_of_its_own(sms: Way, service: Service, cast: Cast, settings: Any) -> None:
    """A form, the token among the fields, and 200 for everything."""
    settings.SMS_GATEWAY_FORMAT = "FORM"
    settings.SMS_GATEWAY_FIELDS = {"to": "Phone", "text": "Content", "token": "ApiKey"}
    settings.SMS_GATEWAY_SUCCESS = '"CodeResult":"100"'
    service.body = '{"CodeResult": "100"}'
    sms.send(message(cast.officer))
    (asked,) = service.asked
    assert "authorization" not in asked.headers
    assert asked.form == {"Phone": cast.officer.phone, "Content": text_for(message(cast.officer)), "ApiKey": SECRET}
    service.body = '{"CodeResult": "103", "ErrorMessage": "…"}'
    with pytest.raises(RefusedError, match="không nhận tin nhắn SMS"):
        sms.send(message(cast.officer))


def test_a_landline_gets_no_text(sms: Way, cast: Cast) -> None:
    cast.officer.phone = "02223822222"
    assert not sms.reaches(cast.officer, Preference(user=cast.officer))
