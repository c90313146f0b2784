"""A commune's card: the page of the card (its matrix), of one criterion and of a whole card's grid, on the data of the country.

Loads COMMUNES (10,600; BENCH_COMMUNES in the environment) made-up communes with a card of 57 indicators each into the
database of DATABASE_URL (`make bench` gives a throw-away PostgreSQL) and asks for the pages of communes spread over all of
them. Each figure comes from a fresh process (`python -m bench.scorecards WHAT`). Beside each page: its own queries as bare
SQL, and a page without any data.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.calibration import REFERENCE, Figure, calibrate, data_folder, has_database, measure, report, table, target
from bench.queries import Queries

ROOT = Path(__file__).resolve().parent.parent
COMMUNES = int(os.environ.get("BENCH_COMMUNES", "10600"))
#: How many communes' pages are asked for.
ASKED = 60
#: Seconds of the server on the machine of the first measurements.
MOST = 0.1
PAGES = {
    "card": ("Phiếu (ma trận) của xã", "criteria:card", ()),
    "criterion": ("Tiêu chí 17, 12 chỉ tiêu, có ô nhập", "criteria:criterion", (17,)),
    "entry": ("Nhập cả phiếu", "criteria:entry", ()),
}


# --- in the child ---


def _cards() -> list[Any]:
    """Cards spread evenly over all communes."""
    from criteria.models import Scorecard

    ids = list(Scorecard.objects.order_by("pk").values_list("pk", flat=True))
    count = min(ASKED, len(ids))
    chosen = [ids[place * len(ids) // count] for place in range(count)]
    return list(Scorecard.objects.filter(pk__in=chosen).select_related("area"))


def _officers(cards: list[Any]) -> dict[int, Any]:
    from accounts.enums import Role
    from accounts.models import Assignment

    areas = [card.area_id for card in cards]
    rows = Assignment.objects.filter(area__in=areas, role=Role.NTM_OFFICER).select_related("user")
    return {row.area_id: row.user for row in rows}


def _page(what: str) -> Callable[[], dict[str, Any]]:
    from django.db import connection
    from django.test import Client
    from django.urls import NoReverseMatch, reverse

    _, name, more = PAGES[what]
    cards = _cards()
    officers = _officers(cards)
    clients = []
    for card in cards:
        client = Client(HTTP_HOST="localhost")
        client.force_login(officers[card.area_id], backend="accounts.backends.PhoneOrEmailBackend")
        try:
            clients.append((client, reverse(name, args=[card.pk, *more])))
        except NoReverseMatch:
            return lambda: {"missing": 1}
    clients[0][0].get(clients[0][1])  # a web process is warm

    def ask() -> dict[str, Any]:
        walls, own, counts, asked, size = [], [], [], [], 0
        for client, address in clients:
            queries = Queries()
            begin, processor = time.perf_counter(), time.process_time()
            with connection.execute_wrapper(queries):
                response = client.get(address)
            own.append(time.process_time() - processor)
            walls.append(time.perf_counter() - begin)
            assert response.status_code == 200, response.status_code
            counts.append(len(queries.asked))
            asked.append(queries.asked)
            size = len(response.content)
        return {
            "median": median(walls), "p95": quantiles(walls, n=20)[-1], "own": median(own), "least": min(counts), "most": max(counts),
            "kb": size / 1024, "bare": _bare(asked),
        }  # fmt: skip

    return ask


def _bare(asked: list[list[tuple[str, Any]]]) -> float:
    """Median seconds of the same queries without Django, rows fetched."""
    from django.db import connection

    walls = []
    for queries in asked:
        begin = time.perf_counter()
        with connection.cursor() as cursor:
            for sql, params in queries:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()
        walls.append(time.perf_counter() - begin)
    return median(walls)


def _empty() -> Callable[[], dict[str, Any]]:
    """The page of signing in: the frame of every page, no data."""
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.get("/dang-nhap/")

    def ask() -> dict[str, Any]:
        walls, own, size = [], [], 0
        for _ in range(ASKED):
            begin, processor = time.perf_counter(), time.process_time()
            response = client.get("/dang-nhap/")
            own.append(time.process_time() - processor)
            walls.append(time.perf_counter() - begin)
            assert response.status_code == 200, response.status_code
            size = len(response.content)
        facts = {"least": 0, "most": 0, "kb": size / 1024, "bare": 0.0}
        return {"median": median(walls), "p95": quantiles(walls, n=20)[-1], "own": median(own), **facts}

    return ask


def child(what: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    os.environ["DEBUG"] = "1"
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False  # a server keeps no list of its queries
    logging.disable(logging.INFO)
    report(_empty() if what == "empty" else _page(what), repeat=2)


# --- in the parent ---


def _load() -> float:
    """Fill the database; seconds."""
    begin = time.monotonic()
    for line in (
        ("migrate", "--verbosity", "0"),
        ("load_scale", f"--communes={COMMUNES}", "--periods=1", "--receipts=0"),
    ):
        subprocess.run([sys.executable, "manage.py", *line], cwd=ROOT, check=True)
    return time.monotonic() - begin


def main() -> bool:
    """Load, measure, print the table and the targets; True when all are kept."""
    if not has_database():
        return False
    with data_folder():
        seconds = _load()
        print(f"\nNạp {COMMUNES} xã: {seconds:.0f} giây; vòng lặp chuẩn lúc này {calibrate():.3f} giây.")
        figures = {what: measure("bench.scorecards", what) for what in (*PAGES, "empty")}
    figures = {what: one for what, one in figures.items() if "missing" not in one.facts}
    header = [
        "Trang",
        "câu truy vấn",
        "đồng hồ, trung vị",
        "đồng hồ, 95 %",
        "bộ xử lý, trung vị",
        "SQL trần",
        "vòng lặp chuẩn",
        "máy chủ quy đổi",
        "KB",
    ]
    names = {**{what: page[0] for what, page in PAGES.items()}, "empty": "Trang đăng nhập (không dữ liệu)"}
    rows = [[names[what], _counted(one), *(one.facts[key] for key in ("median", "p95", "own", "bare")), one.loop, _scaled(one), round(one.facts["kb"])]
            for what, one in figures.items()]  # fmt: skip
    table(f"Phiếu tiêu chí trên dữ liệu {COMMUNES} xã, 57 chỉ tiêu", header, rows)
    print()
    pages = {what: one for what, one in figures.items() if what != "empty"}
    kept = [
        target(f"{names[what]}, giây quy đổi của máy chủ ở trung vị", _scaled(one), MOST) for what, one in pages.items()
    ]
    fixed = [
        target(f"{names[what]}, chênh số câu truy vấn giữa các xã", one.facts["most"] - one.facts["least"], 0)
        for what, one in pages.items()
    ]
    return all([*kept, *fixed])


def _scaled(one: Figure) -> float:
    """Seconds of the server at the median: of the process, and of the database for its queries asked bare."""
    return (float(one.facts["own"]) + float(one.facts["bare"])) * REFERENCE / one.loop


def _counted(one: Figure) -> str:
    least, most = one.facts["least"], one.facts["most"]
    return str(most) if least == most else f"{least}-{most}"


if __name__ == "__main__":
    if len(sys.argv) == 2:
        child(sys.argv[1])
    else:
        sys.exit(not main())
