"""Every page that answers a GET, at the size of the country: milliseconds, queries, and what the page weighs with its assets.

The addresses are those of the tables of tests/permissions/, with the rows these tables make (in a commune of their own beside
all others), and every page without a row in its address once more as people of the made-up country. One fresh process:
`python -m bench.pages`.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urljoin

from bench.calibration import REFERENCE, Figure, measure, report, table, target, written
from bench.queries import Queries
from bench.site import EMPTY, client_of, start

ASKED = 5
#: Milliseconds of the server on the machine of the first measurements, and kilobytes with everything the page loads.
MOST_MS, MOST_KB = 50, 150
_ASSET = re.compile(r'<(?:script|link|img)[^>]*?(?:src|href)="(/static/[^"]+)"')
_FONT = re.compile(r'url\("([^"]+\.woff2)"\)')
_PACKED = (".woff2", ".png", ".jpg", ".webp")


class Page(NamedTuple):
    who: str
    name: str
    address: str
    user: Any


# --- in the child ---


def _pages() -> Iterator[Page]:
    from django.urls import reverse

    yield from _of_the_tables()
    yield from _of_the_country()
    nation = country()["cả nước"]
    first = nation.assignments.order_by("pk")[0].area_id
    yield Page("cả nước", "overview_area", reverse("overview_area", args=[first]), nation)


def _of_the_tables() -> Iterator[Page]:
    from django.urls import reverse

    from tests.cast import make_cast
    from tests.permissions import NO_PAGES, TABLE, make_things

    cast = make_cast()
    things = make_things(cast)
    for row in TABLE:
        if row.method != "get" or row.name in NO_PAGES or not row.may:
            continue
        of = things[row.of] if row.of else ()
        address = reverse(row.name, args=of if isinstance(of, tuple) else [of])
        who = next((person for person in row.may if person in ("officer", "coordination")), row.may[0])
        query = "?" + "&".join(f"{key}={value}" for key, value in row.data.items()) if row.data else ""
        yield Page(who, row.name, address + query, getattr(cast, who))


@cache
def country() -> dict[str, Any]:
    """People of the made-up country: the first province's office, a district's, a commune's officer, who sees all provinces."""
    from accounts.models import User
    from ntm.scale.load import NATION

    people = User.objects.order_by("pk")
    return {
        "cả nước": User.objects.get(phone=f"097{NATION:07}"),
        "tỉnh": people.filter(assignments__area__code="DO01")[0],
        "huyện": people.filter(assignments__area__code="DO01-H01")[0],
        "xã": people.filter(assignments__area__code="DO01-00001", assignments__role="ntm_officer")[0],
        "lãnh đạo xã": people.filter(assignments__area__code="DO01-00001", assignments__role="leader")[0],
    }


def _of_the_country() -> Iterator[Page]:
    from django.urls import reverse

    from tests.permissions import NO_PAGES, TABLE

    names = dict.fromkeys(row.name for row in TABLE if row.method == "get" and not row.of and row.name not in NO_PAGES)
    for who, user in country().items():
        yield from (Page(who, name, reverse(name), user) for name in names)


@cache
def _sent(path: str) -> tuple[float, frozenset[str]]:
    """Kilobytes of a file as it is sent, and the fonts that a style sheet names: pages of Vietnamese load nearly all of them."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    found = finders.find(path.partition("?")[0].removeprefix(settings.STATIC_URL))
    if not found:
        return 0.0, frozenset()
    data = Path(str(found)).read_bytes()
    fonts = frozenset(urljoin(path, name) for name in _FONT.findall(data.decode())) if path.endswith(".css") else ()
    return len(data if path.endswith(_PACKED) else gzip.compress(data, 9)) / 1024, frozenset(fonts)


def _assets_kb(content: str) -> float:
    """Kilobytes of all that the page loads, each file once: a font is named by its style sheet and asked for early by the page."""
    paths = set(_ASSET.findall(content))
    paths |= {font for path in paths for font in _sent(path)[1]}
    return sum(_sent(path)[0] for path in paths)


def _measured(page: Page) -> dict[str, Any] | None:
    """None where the person may not see the page, or it is none."""
    from django.db import connection

    client, queries = client_of(page.user), Queries()
    response = client.get(page.address)
    if response.status_code >= 500:
        return {"who": page.who, "name": page.name, "status": response.status_code}
    if response.status_code != 200 or "text/html" not in response.get("Content-Type", ""):
        return None
    walls, own = [], []
    for _ in range(ASKED):
        begin, processor = time.perf_counter(), time.process_time()
        client.get(page.address)
        own.append((time.process_time() - processor) * 1000)
        walls.append((time.perf_counter() - begin) * 1000)
    with connection.execute_wrapper(queries):
        content = client.get(page.address).content
    assets = _assets_kb(content.decode())
    packed = len(gzip.compress(content, 6)) / 1024
    return {
        "who": page.who, "name": page.name, "wall": median(walls), "ms": median(own) + _bare_ms(queries.asked),
        "queries": len(queries.asked), "page_kb": packed, "kb": packed + assets,
    }  # fmt: skip


def _bare_ms(asked: list[tuple[str, Any]]) -> float:
    """Milliseconds of the database for the page's reading queries, asked without Django."""
    from django.db import connection

    reading = [query for query in asked if query[0].startswith("SELECT")]
    walls = []
    for _ in range(ASKED):
        begin = time.perf_counter()
        with connection.cursor() as cursor:
            for sql, params in reading:
                cursor.execute(sql, params)
                cursor.fetchall()
        walls.append((time.perf_counter() - begin) * 1000)
    return median(walls)


def _all() -> dict[str, Any]:
    found = [row for row in map(_measured, _pages()) if row]
    user = country()["xã"]
    empty = _measured(Page("xã", "trang rỗng", EMPTY, user))
    return {"pages": found, "empty": empty}


# --- in the parent ---


def told(figure: Figure) -> bool:
    """Print the table, slowest first, and the targets."""
    scale = REFERENCE / figure.loop
    broken = [row for row in figure.facts["pages"] if "status" in row]
    pages = sorted((row for row in figure.facts["pages"] if "ms" in row), key=lambda row: -row["ms"])
    empty = figure.facts["empty"]
    rows = [[row["name"], row["who"], row["wall"], row["ms"] * scale, row["queries"], row["page_kb"], row["kb"]] for row in [*pages, empty]]  # fmt: skip
    header = [
        "Trang",
        "người xem",
        "ms đồng hồ",
        "ms máy chủ quy đổi",
        "câu truy vấn",
        "KB trang nén",
        "KB với mọi tệp",
    ]
    table(f"{len(pages)} trang, từ chậm nhất (vòng lặp chuẩn {written(figure.loop)} giây)", header, rows)
    slow = [row for row in pages if row["ms"] * scale > MOST_MS]
    heavy = [row for row in pages if row["kb"] > MOST_KB]
    print()
    for row in broken:
        print(f"- LỖI: {row['name']} ({row['who']}) trả lời {row['status']}")
    print(f"- Trung vị của mọi trang: {written(median(row['ms'] for row in pages) * scale)} ms quy đổi")
    return all([
        target("Trang lỗi", len(broken), 0),
        target(f"Trang quá {MOST_MS} ms quy đổi ở trung vị", len(slow), 0),
        target(f"Trang nặng quá {MOST_KB} KB nén với mọi tệp", len(heavy), 0),
    ])  # fmt: skip


def run() -> bool:
    return told(measure("bench.pages"))


if __name__ == "__main__":
    start()
    report(_all)
