"""A digest as mail: the words, the order, the headers, and what a mail server's answers mean; taken from a real SMTP server."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.test import Client

from accounts.models import User
from core.clock import today
from core.transport import BusyError, is_transport_error
from reminders.channels import Line, Outgoing, RefusedError
from reminders.channels.registry import ways
from reminders.enums import Channel
from reminders.models import Preference
from reminders.papers.digest import LATE, NEWS, SOON, TODAY, settings_url, subject_of, urgent_subject
from tests.cast import Cast
from tests.conftest import Clock, MailServer
from tests.reminders.services import as_read

PUBLIC = "https://ntm.example.vn"


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.PUBLIC_URL = PUBLIC


def digest(user: User) -> Outgoing:
    """Mixed up, so that the order is the message's work; with a title that is no HTML."""
    lines = [
        Line("Hạn Thứ Tư, 25/11: Ký Kế hoạch năm 2027", f"{PUBLIC}/hop-thu/", SOON),
        Line("Văn bản đến: 12/KH-UBND, Kế hoạch vận động <đợt 2> & quyên góp", f"{PUBLIC}/ke-hoach/", NEWS),
        Line("Quá hạn 2 ngày làm việc: Báo cáo nhiệm vụ “Làm đường trục xóm 2”", f"{PUBLIC}/viec/", LATE),
        Line("Hôm nay: Nộp quyển biên lai số 3", f"{PUBLIC}/dong-gop/", TODAY),
        Line("Quá hạn 5 ngày làm việc: Bổ sung minh chứng tiêu chí 17", f"{PUBLIC}/tieu-chi/", LATE),
    ]
    return Outgoing(
        id="17", user=user, preference=Preference(user=user), subject=subject_of(lines, today()), lines=lines,
        settings_url=settings_url(),
    )  # fmt: skip


@pytest.fixture
def mail(smtp: MailServer, officer: User, clock: Clock) -> EmailMessage:
    clock.set("2026-11-22 07:00")
    ways()[Channel.EMAIL].send(digest(officer))
    (found,) = smtp.messages
    return as_read(found)


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_the_subject_says_how_much(mail: EmailMessage) -> None:
    assert (
        mail["Subject"].strip()
        == "Nông thôn mới: 2 việc quá hạn, 1 việc đến hạn hôm nay, 1 việc sắp đến hạn, 1 tin mới – 22/11/2026"
    )
    assert mail["To"] == "men@xa-an-binh.vn"


def test_an_urgent_subject_is_one_line_cut_at_a_word() -> None:
    assert urgent_subject("Trả lại\nKế hoạch") == "Nông thôn mới, tin khẩn: Trả lại Kế hoạch"
    long = urgent_subject("Trả lại kế hoạch " * 30)
    assert len(long) <= 152
    assert long.endswith(("Trả …", "lại …", "kế …", "hoạch …"))


def test_headers_for_machines(mail: EmailMessage) -> None:
    assert mail["Message-ID"] == "<ntm-17@ntm.example.vn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == f"<{PUBLIC}/nhac-han/>"
    assert [found.get_content_type() for found in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_the_text_part_reads_alone(mail: EmailMessage) -> None:
    assert part(mail, "plain").strip() == (
        """\
Kính gửi: Lò Thị Mến

Anh/chị có 2 việc quá hạn, 1 việc đến hạn hôm nay, 1 việc sắp đến hạn, 1 tin mới.

QUÁ HẠN (2)
- Quá hạn 2 ngày làm việc: Báo cáo nhiệm vụ “Làm đường trục xóm 2”
  https://ntm.example.vn/viec/
- Quá hạn 5 ngày làm việc: Bổ sung minh chứng tiêu chí 17
  https://ntm.example.vn/tieu-chi/

ĐẾN HẠN HÔM NAY (1)
- Hôm nay: Nộp quyển biên lai số 3
  https://ntm.example.vn/dong-gop/

SẮP ĐẾN HẠN (1)
- Hạn Thứ Tư, 25/11: Ký Kế hoạch năm 2027
  https://ntm.example.vn/hop-thu/

TIN MỚI (1)
- Văn bản đến: 12/KH-UBND, Kế hoạch vận động <đợt 2> & quyên góp
  https://ntm.example.vn/ke-hoach/

Đổi cách nhận nhắc hạn: https://ntm.example.vn/nhac-han/
Thư được gửi tự động; đề nghị không trả lời vào địa chỉ này."""
    )


def test_the_html_part_says_the_same_and_loads_nothing(mail: EmailMessage) -> None:
    html = part(mail, "html")
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", html)
    assert headings == ["Quá hạn (2)", "Đến hạn hôm nay (1)", "Sắp đến hạn (1)", "Tin mới (1)"]
    assert "vận động &lt;đợt 2&gt; &amp; quyên góp" in html
    assert links(html) == re.findall(r"https://\S+", part(mail, "plain"))
    assert not re.search(r"<img|<script|<link|url\(|@import|src=", html)
    assert len(html.encode()) < 20_000


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html)


def test_every_link_opens_a_page(mail: EmailMessage, officer: User, signed_in: Callable[[User], Client]) -> None:
    client, found = signed_in(officer), links(part(mail, "html"))
    assert len(found) == 6
    for link in found:
        assert link.startswith(f"{PUBLIC}/")
        assert client.get(link.removeprefix(PUBLIC)).status_code == 200, link


def test_the_page_of_all_that_is_due_exists(officer: User, signed_in: Callable[[User], Client]) -> None:
    """SMS, Zalo and notices lead there."""
    from reminders.papers.digest import DUE_PATH

    assert signed_in(officer).get(DUE_PATH).status_code == 200


# --- a mail server that does not want it ---


class Moody:
    """Answers to MAIL, RCPT or DATA as a test says."""

    def __init__(self) -> None:
        self.rcpt = self.data = ""

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if not self.rcpt:
            envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.data or "250 OK"


@pytest.fixture
def moody(settings: Any) -> Iterator[Moody]:
    from tests.processes import free_port

    handler, port = Moody(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def test_an_address_that_is_not_there_is_final(moody: Moody, officer: User) -> None:
    moody.rcpt = "550 5.1.1 no such user"
    with pytest.raises(RefusedError, match=r"không nhận thư gửi men@xa-an-binh.vn: 550 5.1.1 no such user"):
        ways()[Channel.EMAIL].send(digest(officer))


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_come_back_later_is_tried_again(moody: Moody, officer: User, where: str) -> None:
    setattr(moody, where, "451 4.7.1 greylisted")
    with pytest.raises(BusyError, match="451"):
        ways()[Channel.EMAIL].send(digest(officer))


def test_a_server_that_is_not_there_or_hangs_is_tried_again(
    officer: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core import transport

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(ConnectionRefusedError):
        ways()[Channel.EMAIL].send(digest(officer))
    monkeypatch.setattr(transport, "_PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        # The system takes the connection, nobody says a word.
        settings.EMAIL_PORT = silent.getsockname()[1]
        with pytest.raises(OSError, match="timed out") as caught:
            ways()[Channel.EMAIL].send(digest(officer))
    assert is_transport_error(caught.value)


def test_who_has_no_address_is_not_reached(cast: Cast) -> None:
    assert not ways()[Channel.EMAIL].reaches(cast.leader, Preference(user=cast.leader))
