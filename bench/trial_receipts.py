"""The trial of the clerks: many at once issue receipts of one book over HTTP, each request sent twice.

    python -m bench.trial_receipts [--receipts 2000] [--clerks 16]

The project's own web server runs as it does in production; each clerk is a browser session of its own. At the end the numbers
must be 1 to N without gap or double, every receipt that was sent must be there once, and the totals must agree. Runs on the
database of DATABASE_URL (make trial gives a throw-away PostgreSQL) and writes into it: never point it at one that is in use.
Prints one row; exit 1 on any fault.
"""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

if TYPE_CHECKING:
    from accounts.models import User

ROOT = Path(__file__).resolve().parent.parent
HEAD = f"{'':24}{'người nhập':>11}{'chứng từ':>10}{'có số':>7}{'trùng':>7}{'cách quãng':>12}{'giây':>7}"
AMOUNT = 1_000
TOKEN = "a" * 32


@dataclass
class Clerk:
    """One browser session that writes receipts."""

    address: str
    session: str
    campaign: int
    book: int
    statuses: list[int] = field(default_factory=list)

    @classmethod
    def signed_in(cls, address: str, user: User, *, campaign: int, book: int) -> Clerk:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return cls(address, client.cookies[settings.SESSION_COOKIE_NAME].value, campaign, book)

    def write(self, count: int) -> list[int]:
        """`count` receipts, each sent twice with the same key; the statuses of all answers."""
        from django.conf import settings

        from core.clock import today
        from core.formats import vndate

        host = urlsplit(self.address).netloc
        connection = http.client.HTTPConnection(host, timeout=120)
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded", "Referer": self.address, "Origin": self.address,
        }  # fmt: skip
        for _ in range(count):
            body = urlencode({
                "csrfmiddlewaretoken": TOKEN, "book": self.book, "number": "", "received_on": vndate(today()), "payer": f"Hộ {uuid4().hex}",
                "address": "", "village": "", "text": "Đóng góp", "amount": AMOUNT, "work": "", "key": str(uuid4()),
                "phan-bo-TOTAL_FORMS": 0, "phan-bo-INITIAL_FORMS": 0,
            })  # fmt: skip
            for _again in range(2):
                connection.request("POST", f"/dong-gop/{self.campaign}/chung-tu/moi/", body, headers)
                answer = connection.getresponse()
                answer.read()
                self.statuses.append(answer.status)
        connection.close()
        return self.statuses


def write_all(clerks: list[Clerk], each: int) -> list[int]:
    """All clerks at the same time; the statuses of all answers."""
    with ThreadPoolExecutor(len(clerks)) as pool:
        return [status for statuses in pool.map(lambda clerk: clerk.write(each), clerks) for status in statuses]


def faults_of(book: int, wanted: int) -> list[str]:
    """What is wrong with a book in which `wanted` receipts were written, sentence by sentence."""
    from django.db.models import Sum

    from contributions.models import Book, Receipt

    rows = Receipt.objects.filter(book=book)
    numbers = list(rows.values_list("number", flat=True))
    said = []
    if sorted(numbers) != list(range(1, wanted + 1)):
        said.append(f"{len(numbers)} chứng từ, {len(set(numbers))} số khác nhau, cần số 1 đến {wanted}")
    if rows.values("payer").distinct().count() != wanted:
        said.append("có chứng từ mất hoặc ghi hai lần")
    if rows.aggregate(total=Sum("amount"))["total"] != wanted * AMOUNT:
        said.append("tổng tiền không khớp")
    if Book.objects.get(pk=book).issued_to != wanted:
        said.append("số đã cấp của quyển không khớp")
    return said


def main() -> int:
    parser = argparse.ArgumentParser(description="Thử nhiều người ghi thu cùng lúc qua HTTP.")
    parser.add_argument("--receipts", type=int, default=int(os.environ.get("RECEIPTS", "2000")), help="số chứng từ")
    parser.add_argument("--clerks", type=int, default=int(os.environ.get("RECEIPT_CLERKS", "16")), help="số người nhập")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ntm-trial-") as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ.setdefault("DEBUG", "1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
        import django

        django.setup()
        return _trial(options.receipts // options.clerks, options.clerks)


def _trial(each: int, clerks: int) -> int:
    from django.core.management import call_command
    from django.db import connection

    from contributions.models import Receipt

    call_command("migrate", verbosity=0)
    user, campaign, book = _books()
    with _server() as address:
        sessions = [Clerk.signed_in(address, user, campaign=campaign, book=book) for _ in range(clerks)]
        begin = time.monotonic()
        answers = write_all(sessions, each)
        seconds = time.monotonic() - begin
    numbers = list(Receipt.objects.filter(book=book).values_list("number", flat=True))
    gaps = len(set(range(1, each * clerks + 1)) - set(numbers))
    print(HEAD)
    print(
        f"{connection.vendor:24}{clerks:>11}{each * clerks:>10}{len(numbers):>7}{len(numbers) - len(set(numbers)):>7}{gaps:>12}{seconds:>7.0f}"
    )
    faults = faults_of(book, each * clerks)
    refused = [status for status in answers if status != 302]
    if refused:
        faults.append(f"{len(refused)} yêu cầu không được ghi: {sorted(set(refused))}")
    for fault in faults:
        print(f"- LỖI: {fault}")
    return 1 if faults else 0


class _server:  # noqa: N801 - used as a function: `with _server() as address`
    """The web server of production on a free port."""

    def __enter__(self) -> str:
        import socket

        from ntm import processes

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        os.environ["PORT"] = str(port)
        self.child = subprocess.Popen(
            processes.command("web"),
            cwd=ROOT,
            env={**processes.environment(), "LOG_LEVEL": "WARNING"},
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while not _answers(port):
            if time.monotonic() > deadline or self.child.poll() is not None:
                raise SystemExit("Máy chủ web không khởi động được.")
            time.sleep(0.2)
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *error: Any) -> None:
        self.child.terminate()
        self.child.wait(30)


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _books() -> tuple[User, int, int]:
    """A commune with its accountant, an open campaign and a fresh book."""
    from accounts.enums import Role
    from accounts.models import Assignment, User
    from areas.models import Area
    from contributions.enums import BookForm, CampaignState
    from contributions.models import Book, Campaign
    from core.clock import now, today

    mark = uuid4().hex[:6].upper()
    province = Area.objects.create(code=f"TINH-{mark}", level="province", kind_word="tỉnh", name=f"Thử nghiệm {mark}")
    area = Area.objects.create(
        code=f"THU-{mark}", level="commune", kind_word="xã", name=f"Thử nghiệm {mark}", parent=province
    )
    user = User.objects.create_user(f"09{int(mark, 16) % 10**8:08d}", "Kế toán thử", uuid4().hex)
    Assignment.objects.create(user=user, role=Role.ACCOUNTANT, area=area)
    campaign = Campaign.objects.create(
        area=area, name="Thử ghi thu", code=mark, year=today().year, purpose="Thử", pot="work", state=CampaignState.OPEN,
        created_by=user, created_at=now(),
    )  # fmt: skip
    book = Book.objects.create(area=area, year=today().year, form=BookForm.RECEIPT, code="01", opened_on=today())
    return user, campaign.pk, book.pk


if __name__ == "__main__":
    sys.exit(main())
