"""Overviews for the offices above, at the size of the country, each figure beside its own baseline in the same run.

Fills databases beside that of DATABASE_URL (`make bench` gives a throw-away PostgreSQL): the country (COMMUNES communes with
a card in each of ROUNDS years and rounds, 57 indicators a card: 10,600 × 20 × 57 ≈ 12 million results; RECEIPTS receipts) and
two with a fortieth of its results that show the same. BENCH_COMMUNES, BENCH_ROUNDS and BENCH_RECEIPTS make it smaller.
Twenty rounds need twenty cards a commune, for one round is of one year: the set's own five years would give three million
results. So the cards' years begin before the set; nothing but the year on the card differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import pages, slow_network, throughput
from bench.calibration import REFERENCE, Figure, calibrate, data_folder, has_database, measure, table, target

ROOT = Path(__file__).resolve().parent.parent
COMMUNES = int(os.environ.get("BENCH_COMMUNES", "10600"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "20"))
RECEIPTS = int(os.environ.get("BENCH_RECEIPTS", "1000000"))
#: How much less there is stored in the small databases.
SHARE = 40
PROVINCES = 63
NAMES = {"district": "Ma trận huyện (25 xã)", "province": "Ma trận tỉnh (500 xã)", "nation": "Tổng quan cả nước"}
COVERING = "CREATE INDEX bench_covering ON criteria_result (scorecard_id, criterion_id) INCLUDE (state)"


def _small() -> dict[str, tuple[int, int, int, int]]:
    """Communes, years, communes of the first province and of the others: a fortieth of the results, as many rows on the page."""
    province = min(COMMUNES, 500)
    years = max(1, round(ROUNDS * COMMUNES / SHARE / province))
    each = max(1, COMMUNES // SHARE // PROVINCES)
    return {"province": (province, min(years, ROUNDS), 500, 170), "nation": (each * PROVINCES, ROUNDS, each, each)}


# --- databases ---


def _sql(*lines: str) -> None:
    """Statements outside of a transaction, in a process of their own."""
    code = (
        "import sys; from bench.site import start; start(); from django.db import connection\n"
        "with connection.cursor() as cursor:\n    for line in sys.argv[1:]: cursor.execute(line)"
    )
    subprocess.run([sys.executable, "-c", code, *lines], cwd=ROOT, check=True)


@contextmanager
def database(name: str) -> Iterator[None]:
    """Inside, DATABASE_URL is that of a copy of the empty database, `name`; gone afterwards."""
    address = os.environ["DATABASE_URL"]
    base, _, own = address.rpartition("/")
    os.environ["DATABASE_URL"] = f"{base}/postgres"
    _sql(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
    os.environ["DATABASE_URL"] = f"{base}/{name}"
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = f"{base}/postgres"
        _sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        os.environ["DATABASE_URL"] = address


def _fill(communes: int, years: int, rounds: int, receipts: int, first: int, others: int) -> float:
    """Seconds it took; tables cleaned up and counted as autovacuum would have done by the next morning."""
    begin = time.monotonic()
    code = (
        "import sys; from bench.site import start; start(); from ntm.scale.load import load\n"
        "communes, years, rounds, receipts, first, others = map(int, sys.argv[1:])\n"
        "print(load(communes=communes, periods=years, rounds=rounds, receipts=receipts, seed=1, first=first, a_province=others))"
    )
    sizes = map(str, (communes, years, rounds, receipts, first, others))
    subprocess.run([sys.executable, "-c", code, *sizes], cwd=ROOT, check=True)
    seconds = time.monotonic() - begin
    if not os.environ["DATABASE_URL"].startswith("sqlite"):
        _sql(COVERING, "VACUUM (ANALYZE)")
    return seconds


# --- what is measured ---


def _beside(figures: dict[str, Figure], small: dict[str, Figure]) -> bool:
    header = ["Trang", "câu truy vấn", "KB", "ms trung vị", "ms 95 %", "SQL trần", "trang rỗng", "tỷ lệ", "ms với 1/40 dữ liệu", "vòng lặp chuẩn"]  # fmt: skip
    rows, kept = [], []
    for what, one in figures.items():
        facts, less = one.facts, small[what].facts
        ratio = facts["page"] / (facts["bare"] + facts["empty"])
        # Both against the empty page of their own run: the machine swings between the two.
        faster = (facts["page"] / facts["empty"]) / (less["page"] / less["empty"])
        rows.append([NAMES[what], facts["count"], facts["kb"], *(1000 * facts[key] for key in ("page", "p95", "bare", "empty")), ratio, 1000 * less["page"], one.loop])  # fmt: skip
        kept += [
            (f"{NAMES[what]} so với SQL trần cộng trang rỗng", ratio, 2),
            (f"{NAMES[what]}, 95 % so với trung vị", facts["p95"] / facts["page"], 2),
            (f"{NAMES[what]}, so với 1/40 dữ liệu (cùng lấy trang rỗng làm 1)", faster, 1.2),
        ]
    table(f"Tổng quan trên {COMMUNES} xã × {ROUNDS} kỳ × 57 chỉ tiêu", header, rows)
    print()
    met = [target(*row) for row in kept]
    return all(met)


def _writing(accept: Figure, rebuild: Figure) -> bool:
    scale = REFERENCE / accept.loop
    rows = [
        [f"Chấp nhận một phiếu ({accept.facts['count']} lần)", accept.facts["median"], accept.facts["p95"], accept.facts["median"] * scale, accept.loop],
        [f"Tính lại mọi tổng hợp (lệch {rebuild.facts['differences']})", rebuild.facts["wall"], "", rebuild.facts["wall"] * REFERENCE / rebuild.loop, rebuild.loop],
    ]  # fmt: skip
    table("Ghi", ["Việc", "giây", "giây 95 %", "giây quy đổi", "vòng lặp chuẩn"], rows)
    print()
    return all([
        target("Chấp nhận một phiếu, giây quy đổi", accept.facts["median"] * scale, 0.1),
        target("Tính lại mọi tổng hợp, giây quy đổi", rebuild.facts["wall"] * REFERENCE / rebuild.loop, 120),
        target("Tổng hợp lệch khi tính lại", rebuild.facts["differences"], 0),
    ])  # fmt: skip


def _single_file(folder: str) -> None:
    """SQLite, the embedded default, in its real sizes: one commune, one district."""
    address, rows = os.environ["DATABASE_URL"], []
    empty = Path(folder) / "empty.sqlite3"
    os.environ["DATABASE_URL"] = f"sqlite:///{empty}"
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
    for name, communes in (("một xã", 1), ("một huyện, 25 xã", 25)):
        path = Path(folder) / f"{communes}.sqlite3"
        path.write_bytes(empty.read_bytes())
        os.environ["DATABASE_URL"] = f"sqlite:///{path}"
        seconds = _fill(communes, 5, 20, min(RECEIPTS, communes * 100), 500, 170)
        one, accept = measure("bench.overview_pages", "district"), measure("bench.overview_pages", "accept").facts
        facts = one.facts
        rows.append([name, path.stat().st_size / 2**20, seconds, *(1000 * facts[key] for key in ("page", "p95", "bare", "empty")), 1000 * accept["median"] if accept["count"] else "không có phiếu chờ", one.loop])  # fmt: skip
    header = [
        "Cỡ",
        "MB trên đĩa",
        "giây nạp",
        "ms ma trận",
        "ms 95 %",
        "SQL trần",
        "trang rỗng",
        "ms chấp nhận phiếu",
        "vòng lặp chuẩn",
    ]
    table("SQLite, 5 năm, 20 kỳ", header, rows)
    os.environ["DATABASE_URL"] = address


def main() -> bool:
    """Load, measure, print the tables and the targets; True when all are kept."""
    if not has_database():
        return False
    with data_folder() as folder:
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        small: dict[str, Figure] = {}
        for name, (communes, years, first, others) in _small().items():
            with database(f"ntm_{name}"):
                _fill(communes, years, ROUNDS, 0, first, others)
                shown = ("district", "province") if name == "province" else ("nation",)
                small |= {what: measure("bench.overview_pages", what) for what in shown}
        with database("ntm_country"):
            seconds = _fill(COMMUNES, ROUNDS, ROUNDS, RECEIPTS, 500, 170)
            print(f"\nNạp {COMMUNES} xã, {ROUNDS} kỳ, {RECEIPTS} phiếu thu: {seconds:.0f} giây; vòng lặp chuẩn lúc này {calibrate():.3f} giây.")  # fmt: skip
            figures: dict[str, Any] = {what: measure("bench.overview_pages", what) for what in NAMES}
            kept = [_beside(figures, small)]
            _sql("DROP INDEX bench_covering")
            kept += [_writing(measure("bench.overview_pages", "accept"), measure("bench.overview_pages", "rebuild"))]
            kept += [pages.run(), throughput.run(), slow_network.run()]
        _single_file(folder)
    return all(kept)


if __name__ == "__main__":
    sys.exit(not main())
