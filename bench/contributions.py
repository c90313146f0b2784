"""A campaign's sums and page beside bare SQL, and a long list beside the fastest writer doing the same cells.

Loads RECEIPTS (1,000,000; BENCH_RECEIPTS in the environment) made-up receipts of one campaign into the database of
DATABASE_URL (`make bench` gives a throw-away PostgreSQL). ROWS (100,000; BENCH_ROWS) is the long list; its peak memory is
compared with a tenth of it. Each figure comes from a fresh process (`python -m bench.contributions WHAT`).
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from bench.calibration import REFERENCE, best, calibrate, data_folder, has_database, measure, report, table, target
from bench.queries import Queries

ROOT = Path(__file__).resolve().parent.parent
RECEIPTS = int(os.environ.get("BENCH_RECEIPTS", "1000000"))
ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
#: People of a list that is brought in.
ROSTER = 10_000
_ROUNDS = 7


# --- in the child ---


def _timed(work: Callable[[], Any]) -> float:
    walls = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        work()
        walls.append(time.perf_counter() - begin)
    return median(walls)


def _beside_bare(work: Callable[[], Any]) -> dict[str, Any]:
    """Median seconds of the work, and of its queries without Django, rows fetched."""
    from django.db import connection

    queries = Queries()
    with connection.execute_wrapper(queries):
        work()

    def bare() -> None:
        with connection.cursor() as cursor:
            for sql, params in queries.asked:
                cursor.execute(sql, params)
                cursor.fetchall()

    return {"bare": _timed(bare), "wall": _timed(work), "count": len(queries.asked)}


def _totals() -> dict[str, Any]:
    from contributions import ledger
    from contributions.models import Campaign

    campaign = Campaign.objects.get()
    return _beside_bare(lambda: ledger.totals_by(campaign, "village"))


def _kept() -> dict[str, Any]:
    from contributions import ledger
    from contributions.models import Campaign

    campaign = Campaign.objects.get()
    assert ledger.kept(campaign).villages == ledger.totals_by(campaign, "village")
    return _beside_bare(lambda: ledger.kept(campaign))


def _recompute() -> dict[str, Any]:
    """All kept sums compared with the ledger; nothing may differ."""
    from contributions.actions.totals import recompute

    begin = time.perf_counter()
    assert recompute() == []
    return {"wall": time.perf_counter() - begin}


def _page() -> dict[str, Any]:
    from django.test import Client
    from django.urls import reverse

    from accounts.models import Assignment
    from contributions.models import Campaign

    campaign = Campaign.objects.get()
    officer = Assignment.objects.filter(area=campaign.area, role="ntm_officer").select_related("user")[0].user
    client = Client(HTTP_HOST="localhost")
    client.force_login(officer, backend="accounts.backends.PhoneOrEmailBackend")
    address, empty = campaign.get_absolute_url(), reverse("jobs:my_files")
    for warm in (address, empty):
        assert client.get(warm).status_code == 200
    return {**_beside_bare(lambda: client.get(address)), "empty": _timed(lambda: client.get(empty))}


def _cells(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows in the shape of the givers' book."""
    from datetime import date

    for place in range(1, count + 1):
        yield (
            place, f"AB-{place:05}", f"Lò Văn {place}", "Thôn Nà Cốc", "Từ 5 triệu", Decimal(3), 150_000, 450_000, 300_000,
            Decimal("0.5"), 75_000, 0, 75_000, f"01/{place:07}", date(2026, 6, 1), "",
        )  # fmt: skip


def _ours(count: int) -> dict[str, Any]:
    from contributions.papers.exports import _GIVERS
    from core.sheets import Heading, Sheet, Sums
    from core.sheets_long import write_long

    sums = Sums((5, 7, 8, 9, 10, 11, 12), label_at=2, count=count)
    sheet = Sheet("So thu", _GIVERS, _cells(count), heading=Heading(("XÃ",), (), ("SỔ",)), sums=sums)
    with tempfile.TemporaryFile() as out:
        write_long(sheet, out)
        return {"bytes": out.tell()}


def _raw(count: int) -> dict[str, Any]:
    from rustpy_xlsxwriter import write_worksheet

    from contributions.papers.exports import _GIVERS

    titles = [column.title for column in _GIVERS]
    with tempfile.TemporaryFile() as out:
        write_worksheet(
            (dict(zip(titles, row, strict=True)) for row in _cells(count)), out, datetime_format="dd/mm/yyyy"
        )
        return {"bytes": out.tell()}


def _book(count: int) -> dict[str, Any]:
    """The givers' book itself, read from the database."""
    from accounts.models import Assignment
    from contributions.exporting import signing_of
    from contributions.models import Campaign
    from contributions.papers.exports import Told, giver_sheet
    from contributions.queries.exports import ALWAYS, giver_rows
    from core import clock
    from core.sheets_long import write_long

    campaign = Campaign.objects.get()
    officer = Assignment.objects.filter(area=campaign.area, role="ntm_officer").select_related("user")[0].user
    lines = campaign.lines.order_by("pk")
    lines = lines.filter(pk__lte=lines.values_list("pk", flat=True)[min(count, lines.count()) - 1])
    told = Told(ALWAYS, signing_of(campaign.area, officer, clock.today()))
    with tempfile.TemporaryFile() as out:
        write_long(giver_sheet(campaign, giver_rows(lines), told, count=lines.count()), out)
        return {"bytes": out.tell()}


def _roster(count: int) -> dict[str, Any]:
    """A workbook of so many people read, mapped and confirmed as the accountant does it; nothing of it stays."""
    import io

    from django.db import transaction
    from openpyxl import Workbook

    from accounts.models import Assignment
    from areas.models import Area
    from contributions.actions import imports
    from contributions.models import Campaign

    campaign = Campaign.objects.get()
    officer = Assignment.objects.filter(area=campaign.area, role="ntm_officer").select_related("user")[0].user
    village = Area.objects.filter(parent=campaign.area)[0]
    book, out = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    page.append(("Họ tên", "Thôn"))
    for number in range(count):
        page.append((f"Người Thứ {number}", village.name))
    book.save(out)
    begin = time.perf_counter()
    with transaction.atomic():
        draft = imports.read_file(campaign, name="danh-sach.xlsx", data=out.getvalue(), by=officer)
        imports.map_columns(draft, columns={"name": 0, "village": 1}, defaults={}, by=officer)
        imports.confirm_import(draft, reuse=True, by=officer)
        wall = time.perf_counter() - begin
        transaction.set_rollback(True)
    return {"wall": wall}


def child(what: str, count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    os.environ["DEBUG"] = "1"
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False
    logging.disable(logging.INFO)
    works: dict[str, Callable[[], dict[str, Any]]] = {
        "ours": lambda: _ours(count), "raw": lambda: _raw(count), "book": lambda: _book(count), "totals": _totals, "kept": _kept, "page": _page,
        "recompute": _recompute, "roster": lambda: _roster(count),
    }  # fmt: skip
    report(works[what])


# --- in the parent ---


def main() -> bool:
    """Load, measure, print the table and the targets; True when all are kept."""
    if not has_database():
        return False
    with data_folder():
        begin = time.monotonic()
        sizes = ("--communes=1", "--periods=0", f"--receipts={RECEIPTS}")
        for line in (("migrate", "--verbosity", "0"), ("load_scale", *sizes)):
            subprocess.run([sys.executable, "manage.py", *line], cwd=ROOT, check=True)
        print(
            f"\nNạp {RECEIPTS} phiếu thu: {time.monotonic() - begin:.0f} giây; vòng lặp chuẩn lúc này {calibrate():.3f} giây."
        )
        totals, kept, page, anew = (
            measure("bench.contributions", what, "0") for what in ("totals", "kept", "page", "recompute")
        )
        roster = measure("bench.contributions", "roster", str(ROSTER))
        lists = {
            (what, count): best([measure("bench.contributions", what, str(count)) for _ in range(2)])
            for what in ("ours", "raw", "book") for count in (ROWS // 10, ROWS)
        }  # fmt: skip
    header = ["Việc", "giây", "SQL trần", "trang rỗng", "câu truy vấn"]
    rows = [
        ["Tổng theo thôn cộng từ sổ", totals.facts["wall"], totals.facts["bare"], "", totals.facts["count"]],
        ["Tổng theo thôn giữ sẵn", kept.facts["wall"], kept.facts["bare"], "", kept.facts["count"]],
        [
            "Trang của đợt (tổng giữ sẵn)",
            page.facts["wall"],
            page.facts["bare"],
            page.facts["empty"],
            page.facts["count"],
        ],
    ]
    rows.append(["So lại mọi tổng giữ sẵn với sổ", anew.facts["wall"], "", "", ""])
    brought = roster.facts["wall"] * REFERENCE / roster.loop
    rows.append([f"Nhập danh sách {ROSTER} người từ Excel (giây quy đổi)", brought, "", "", ""])
    table(f"Đợt vận động có {RECEIPTS} phiếu thu", header, rows)
    names = {"ours": "Sổ dài, cùng ô", "raw": "rustpy-xlsxwriter, cùng ô", "book": "Sổ theo cá nhân từ cơ sở dữ liệu"}
    table(
        "Danh sách dài ra Excel", ["Cách ghi", "dòng", "giây bộ xử lý", "giây quy đổi", "MB bộ nhớ đỉnh"],
        [[names[what], count, one.seconds, one.scaled, one.peak_mb] for (what, count), one in lists.items()],
    )  # fmt: skip
    print()
    few, many = ROWS // 10, ROWS
    reached = [
        target("Tổng theo thôn cộng từ sổ so với SQL trần", totals.facts["wall"] / totals.facts["bare"], 2),
        target("Tổng giữ sẵn, mili giây", kept.facts["wall"] * 1000, 50),
        target(
            "Trang của đợt so với SQL trần cộng trang rỗng",
            page.facts["wall"] / (page.facts["bare"] + page.facts["empty"]),
            2,
        ),
        target("Ghi sổ dài so với thư viện trần", lists["ours", many].scaled / lists["raw", many].scaled, 1.5),
        target(f"Nhập danh sách {ROSTER} người, giây quy đổi", brought, 20),
        target("Bộ nhớ đỉnh khi dài gấp mười", lists["book", many].peak_mb / lists["book", few].peak_mb, 1.1),
    ]
    return all(reached)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(not main())
