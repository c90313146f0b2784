"""The trial of five o'clock: many villages send their daily report with photos within the five minutes before the hour.

    python -m bench.trial_reports [--villages 300] [--seconds 300] [--photos 2]

The project's own web server and worker run as they do in production. Each village is a phone of its own: it asks what is owed,
sends the report, then its photos one by one (about 3 MB each, 12 million pixels), at a moment drawn evenly from the time given.
At the end every report must be there once, on time and whole; no kind of request may take over 2 s at the 95th percentile; every
small picture must have been laid beside its photo by the worker; and the web processes must not have grown once they were warm.
Runs on the database of DATABASE_URL (make trial gives a throw-away PostgreSQL) and writes into it: never point it at one that is
in use. Prints a table; exit 1 on any fault.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from bench.trial_receipts import TOKEN, _server

if TYPE_CHECKING:
    from areas.models import Area

ROOT = Path(__file__).resolve().parent.parent
#: Seconds a request may take at the 95th percentile.
SLOWEST = 2.0
#: Megabytes a web process may grow once a tenth of the reports is in.
GROWTH = 60
KINDS = {"owed": "hỏi việc", "report": "gửi báo cáo", "photo": "gửi ảnh"}
_BASES = 12


@dataclass
class Phone:
    """One village's phone: its session, what it owes, how long each request took and what was refused."""

    address: str
    session: str
    photos: list[bytes]
    took: list[tuple[str, float]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @classmethod
    def signed_in(cls, address: str, user: Any, photos: list[bytes]) -> Phone:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return cls(address, client.cookies[settings.SESSION_COOKIE_NAME].value, photos)

    def report(self) -> None:
        """Everything a phone sends for today's report."""
        from django.conf import settings

        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=120)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self._connection, self._headers = connection, {"Cookie": cookies, "X-CSRFToken": TOKEN}
        owed = self._ask("owed", "GET", "/thi-dua/bao-cao/viec.json")
        if owed:
            duty = owed["duties"][0]
            key, work = str(uuid4()), duty["works"][0]["id"]
            said = {
                "key": key, "base": "", "text": "Đào mương, dọn đường hoa.", "trouble": "", f"w{work}-quantity": "12,5",
                f"w{work}-people": "14", f"w{work}-days": "14",
                "announced": json.dumps([hashlib.sha256(photo).hexdigest() for photo in self.photos]),
            }  # fmt: skip
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            path = f"/thi-dua/bao-cao/{duty['id']}/{owed['today']}/gui/"
            if self._ask("report", "POST", path, urlencode(said).encode(), form):
                for photo in self.photos:
                    body, kind = _multipart(photo)
                    self._ask("photo", "POST", f"/thi-dua/bao-cao/anh/{key}/", body, {"Content-Type": kind})
        connection.close()

    def _ask(self, kind: str, method: str, path: str, body: bytes = b"", more: dict[str, str] | None = None) -> Any:
        begin = time.monotonic()
        self._connection.request(method, path, body or None, {**self._headers, **(more or {})})
        answer = self._connection.getresponse()
        data = answer.read()
        self.took.append((kind, time.monotonic() - begin))
        if answer.status != 200:
            self.refused.append(f"{KINDS[kind]}: {answer.status} {data[:200].decode(errors='replace')}")
            return None
        return json.loads(data)


def _multipart(photo: bytes) -> tuple[bytes, str]:
    """A photo with its digest as a browser's form sends them."""
    edge = uuid4().hex
    parts = (
        f'--{edge}\r\nContent-Disposition: form-data; name="digest"\r\n\r\n{hashlib.sha256(photo).hexdigest()}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="IMG.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    return parts.encode() + photo + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def make_photos(count: int, *, size: tuple[int, int] = (4000, 3000)) -> list[bytes]:
    """`count` photos as different as photos are; a few pictures, each made different again by a line of its comment."""
    from PIL import Image

    grain = Image.effect_noise(size, 38).convert("RGB")
    bases = [_picture(random.Random(place), grain) for place in range(min(count, _BASES))]
    made = []
    for place in range(count):
        base, note = bases[place % len(bases)], f"ảnh {place}".encode()
        made.append(base[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + base[2:])
    return made


def _picture(chance: random.Random, grain: Any) -> bytes:
    """Coloured fields with the grain of a phone's camera: some 3 MB at 12 million pixels."""
    from PIL import Image

    fields = Image.frombytes("RGB", (9, 7), chance.randbytes(9 * 7 * 3)).resize(grain.size, Image.Resampling.BICUBIC)
    out = io.BytesIO()
    Image.blend(fields, grain, 0.25).save(out, "JPEG", quality=82)
    return out.getvalue()


def report_all(phones: list[Phone], seconds: float, when: dict[float, Any] | None = None) -> None:
    """All phones, each at its own moment within so many seconds; `when` are calls made at a share of the time."""
    chance, begin = random.Random(17), time.monotonic()

    def one(phone: Phone, wait: float) -> None:
        time.sleep(wait)
        try:
            phone.report()
        except OSError as error:
            phone.refused.append(f"mất kết nối: {error}")

    threads = [threading.Thread(target=one, args=(phone, chance.uniform(0, seconds))) for phone in phones]
    for thread in threads:
        thread.start()
    for share, call in sorted((when or {}).items()):
        time.sleep(max(0.0, begin + share * seconds - time.monotonic()))
        call()
    for thread in threads:
        thread.join()


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie; nothing of nothing."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def faults_of(drive: int, villages: int, photos: int) -> list[str]:
    """What is wrong with what was stored, sentence by sentence."""
    from django.db.models import Sum

    from emulation.models import Report, ReportLine, ReportPhoto

    reports = Report.objects.filter(duty__entry__drive=drive, state="counted")
    said = []
    if reports.count() != villages or reports.values("duty").distinct().count() != villages:
        said.append(f"{reports.count()} báo cáo được ghi nhận, cần {villages}")
    if whole := reports.filter(whole_at=None).count():
        said.append(f"{whole} báo cáo chưa đủ ảnh")
    here = ReportPhoto.objects.filter(report__in=reports)
    if here.count() != villages * photos:
        said.append(f"{here.count()} ảnh, cần {villages * photos}")
    total = ReportLine.objects.filter(report__in=reports).aggregate(sum=Sum("quantity"))["sum"] or 0
    if float(total) != villages * 12.5:
        said.append(f"tổng khối lượng {total}, cần {villages * 12.5}")
    return said


def people_of(villages: int, *, hour: int = 17) -> tuple[int, list[Any]]:
    """A commune's open drive with so many villages, each with a work and a daily report; the drive's id and the heads."""
    from datetime import time as clock_time
    from datetime import timedelta

    from accounts.enums import Role
    from accounts.models import Assignment, User
    from campaigns.models import Plan, Task
    from core.clock import now, today
    from documents.models import Document
    from emulation.enums import DriveState, EntryKind, EntryState
    from emulation.models import Drive, Duty, Entry, EntryWork

    mark, days = (
        uuid4().hex[:6].upper(),
        {"starts_on": today() - timedelta(days=3), "ends_on": today() + timedelta(days=56)},
    )
    commune = _places(mark)
    officer = User.objects.create_user(f"08{int(mark, 16) % 10**8:08d}", "Cán bộ thử", uuid4().hex)
    paper = Document.objects.create(
        area=commune, type="KH", subject="Đợt thi đua thử", context={}, state="issued", number_and_symbol="01/KH-UBND",
        issued_on=today(), created_by=officer, created_at=now(), updated_at=now(),
    )  # fmt: skip
    plan = Plan.objects.create(
        area=commune, document=paper, kind="peak", title="Đợt thi đua thử", year=today().year, created_by=officer,
        created_at=now(), updated_at=now(), facts={},
    )  # fmt: skip
    drive = Drive.objects.create(
        area=commune,
        plan=plan,
        name="Đợt thi đua thử",
        state=DriveState.OPEN,
        created_by=officer,
        created_at=now(),
        **days,
    )
    heads = []
    for place in range(villages):
        village = type(commune).objects.create(
            code=f"THU-{mark}-{place}", level="village", kind_word="thôn", name=f"Thôn {place + 1}", parent=commune
        )
        head = User(phone=f"07{int(mark, 16) % 10**4:04d}{place:04d}", full_name=f"Trưởng thôn {place + 1}")
        head.set_unusable_password()
        head.save()
        Assignment.objects.create(user=head, role=Role.VILLAGE_REPORTER, area=village)
        heads.append(head)
        entry = Entry.objects.create(
            drive=drive, kind=EntryKind.VILLAGE, area=village, name=str(village), state=EntryState.ACCEPTED, created_by=officer,
            created_at=now(),
        )  # fmt: skip
        task = Task.objects.create(
            plan=plan, position=place + 1, text="Đào mương thoát nước", area=village, volume=400, measure="m"
        )
        EntryWork.objects.create(entry=entry, drive=drive, task=task)
        Duty.objects.create(entry=entry, due_at=clock_time(hour), **days)
    return drive.pk, heads


def _places(mark: str) -> Area:
    from areas.models import Area

    province = Area.objects.create(code=f"TINH-{mark}", level="province", kind_word="tỉnh", name=f"Thử nghiệm {mark}")
    return Area.objects.create(
        code=f"THU-{mark}", level="commune", kind_word="xã", name=f"Thử nghiệm {mark}", parent=province
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Thử nhiều thôn báo cáo cùng lúc trước 17 giờ.")
    parser.add_argument("--villages", type=int, default=int(os.environ.get("VILLAGES", "300")), help="số thôn")
    parser.add_argument(
        "--seconds", type=int, default=int(os.environ.get("REPORT_SECONDS", "300")), help="trong bao nhiêu giây"
    )
    parser.add_argument(
        "--photos", type=int, default=int(os.environ.get("REPORT_PHOTOS", "2")), help="số ảnh mỗi báo cáo"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ntm-trial-") as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ.setdefault("DEBUG", "1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
        os.environ.setdefault("LOG_LEVEL", "WARNING")  # else each sign-in is told in four lines
        os.environ["CLOCK_FILE"] = str(Path(folder) / "clock")
        import django

        django.setup()
        from django.conf import settings

        settings.DEBUG = False  # a server keeps no list of its queries
        return _trial(options.villages, options.seconds, options.photos)


def _five_to_five(file: Path) -> None:
    """The clock of every process stands at 16:54 of today in Vietnam."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    file.write_text(str((now.replace(hour=16, minute=54, second=0, microsecond=0) - now).total_seconds()))


def _trial(villages: int, seconds: int, photos: int) -> int:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    _five_to_five(Path(os.environ["CLOCK_FILE"]))
    drive, heads = people_of(villages)
    pictures = make_photos(villages * photos)
    size = sum(map(len, pictures)) / len(pictures) / 1e6
    server = _server()
    with server as address, _worker():
        phones = [Phone.signed_in(address, head, pictures[place::villages]) for place, head in enumerate(heads)]
        connection.close()
        memory: list[dict[int, float]] = []
        _five_to_five(Path(os.environ["CLOCK_FILE"]))

        def look() -> None:
            memory.append(_memory(server.child.pid))

        report_all(phones, seconds, {0.0: look, 0.1: look, 0.5: look})
        look()
        waited = _wait_for_small_pictures(drive, villages * photos)
    faults = faults_of(drive, villages, photos) + _late(drive)
    faults += _printed(phones, villages, photos, size, memory, waited)
    for fault in faults:
        print(f"- LỖI: {fault}")
    return 1 if faults else 0


def _printed(
    phones: list[Phone], villages: int, photos: int, size: float, memory: list[dict[int, float]], waited: float | None
) -> list[str]:
    """Print the table; answers what in it is a fault."""
    from django.db import connection

    took: dict[str, list[float]] = defaultdict(list)
    for phone in phones:
        for kind, seconds in phone.took:
            took[kind].append(seconds)
    refused = [sentence for phone in phones for sentence in phone.refused]
    accepted = sum(1 for phone in phones if not phone.refused)
    print(f"{connection.vendor}: {villages} thôn, mỗi thôn {photos} ảnh cỡ {size:.1f} MB; nhận đủ {accepted} báo cáo")
    print(f"{'':16}{'số lần':>8}{'giữa (s)':>10}{'95 % (s)':>10}{'lâu nhất':>10}")
    faults = [f"{len(refused)} yêu cầu không được nhận, ví dụ {refused[0]}"] if refused else []
    for kind, words in KINDS.items():
        slow = percentile(took[kind], 0.95)
        print(
            f"{words:16}{len(took[kind]):>8}{percentile(took[kind], 0.5):>10.2f}{slow:>10.2f}{max(took[kind], default=0):>10.2f}"
        )
        if slow > SLOWEST:
            faults.append(f"{words}: 95 % quá {SLOWEST} giây")
    largest = [max(look.values(), default=0.0) for look in memory]
    print(
        "bộ nhớ tiến trình web lớn nhất (MB), lúc đầu, sau 10 %, 50 %, cuối: "
        + ", ".join(f"{row:.0f}" for row in largest)
    )
    if largest[-1] - largest[1] > GROWTH:
        faults.append(f"tiến trình web lớn thêm {largest[-1] - largest[1]:.0f} MB sau khi đã nóng máy")
    print("ảnh nhỏ do Celery làm: " + ("chưa xong" if waited is None else f"đủ sau báo cáo cuối {waited:.0f} giây"))
    return faults if waited is not None else [*faults, "Celery chưa làm xong ảnh nhỏ sau 10 phút"]


def _late(drive: int) -> list[str]:
    from datetime import time as clock_time

    from django.utils import timezone

    from emulation.models import Report

    moments = Report.objects.filter(duty__entry__drive=drive).values_list("at", flat=True)
    late = sum(timezone.localtime(at).time() > clock_time(17) for at in moments)
    return [f"{late} báo cáo đến sau 17 giờ"] if late else []


class _worker:  # noqa: N801 - used as a function: `with _worker()`
    """The Celery worker of production."""

    def __enter__(self) -> None:
        from ntm import processes

        self.child = subprocess.Popen(
            processes.command("worker"), cwd=ROOT, env={**os.environ, "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": processes.QUIET},
            start_new_session=True,
        )  # fmt: skip

    def __exit__(self, *error: Any) -> None:
        self.child.terminate()
        self.child.wait(60)


def _memory(parent: int) -> dict[int, float]:
    """Resident megabytes of each process under the web server's, by its id."""
    found: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        with suppress(OSError, IndexError, StopIteration):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                line = next(row for row in (folder / "status").read_text().splitlines() if row.startswith("VmRSS"))
                found[int(folder.name)] = int(line.split()[1]) / 1024
    return found


def _wait_for_small_pictures(drive: int, wanted: int) -> float | None:
    """Seconds until the worker has laid a small picture beside every photo; None where it has not after ten minutes."""
    from documents.photos import has_small
    from emulation.models import ReportPhoto

    begin = time.monotonic()
    while time.monotonic() - begin < 600:
        photos = ReportPhoto.objects.filter(report__duty__entry__drive=drive).select_related("file")
        if sum(has_small(photo.file) for photo in photos) >= wanted:
            return time.monotonic() - begin
        time.sleep(1)
    return None


if __name__ == "__main__":
    sys.exit(main())
