"""A random walk over links as every role, at the size of the country: no page over a second, none that fails, none that asks the
database more often than at a small size, none that names people of another area.

WALK_COMMUNES (10,600), WALK_ROUNDS (20) and WALK_STEPS (150 pages a person) in the environment make it smaller. Needs a
throw-away PostgreSQL: `make trial`, or `scripts/with_services.py .venv/bin/python -m bench.trial_walk`. The number of queries
of a kind of page is fixed by a walk of the same people over 60 communes.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.calibration import REFERENCE, calibrate, data_folder, has_database
from bench.overview import database
from bench.site import start
from core.pages import FAR, PER_PAGE

ROOT = Path(__file__).resolve().parent.parent
COMMUNES = int(os.environ.get("WALK_COMMUNES", "10600"))
ROUNDS = int(os.environ.get("WALK_ROUNDS", "20"))
STEPS = int(os.environ.get("WALK_STEPS", "150"))
#: More provinces than areas.queries.MANY, so that who holds all of them is asked about as at the size of the country.
SMALL = {"communes": 60, "periods": 2, "rounds": 4, "receipts": 120, "first": 20, "a_province": 4}
#: At the small size every page of a kind may be met, so that what it asks at most is known.
SMALL_STEPS = 4 * STEPS
#: Seconds on the machine of the first measurements.
MOST = 1.0


def everybody() -> dict[str, Any]:
    """Somebody of each role by its name: those of the made-up country, the others added to its first commune and province."""
    from accounts.enums import Role
    from accounts.models import Assignment, User
    from areas.models import Area
    from ntm.scale.load import NATION, tag_of

    commune, province = Area.objects.get(code="DO01-00001"), Area.objects.get(code="DO01")
    village = Area.objects.filter(parent=commune).order_by("pk").first() or commune
    elsewhere = {Role.VILLAGE_REPORTER: village, Role.COORDINATION_LEADER: province, Role.COORDINATION: province}
    found: dict[str, Any] = {"Toàn quốc": User.objects.get(phone=f"097{NATION:07}")}
    for number, role in enumerate(Role):
        area = elsewhere.get(role, commune)
        held = Assignment.objects.filter(role=role, area=area).order_by("pk").first()
        if held is None:
            user = User.objects.create_user(f"098{number:07}", f"Vì Thị {number} {tag_of(area)}", None)
            held = Assignment.objects.create(user=user, role=role, area=area)
        found[str(role.label)] = held.user
    district = Assignment.objects.filter(area__code="DO01-H01").order_by("pk").first()
    return found if district is None else {**found, "Văn phòng huyện": district.user}


def _walked(steps: int) -> dict[str, Any]:
    """In the child: everybody walks over what is loaded."""
    from bench.site import EMPTY, client_of
    from bench.walk import Found, places_by_tag, walk

    places, found, loops = places_by_tag(), Found(), [calibrate()]
    client_of(next(iter(everybody().values()))).get(EMPTY)  # the first page of a process waits for its templates
    for who, user in everybody().items():
        walk(user, who, steps, random.Random(who), places, found)
        loops.append(calibrate())
    scale = REFERENCE * len(loops) / sum(loops)
    return {
        "faults": found.faults, "queries": found.queries, "pages": found.pages,
        "seconds": {name: (seconds * scale, where) for name, (seconds, where) in found.seconds.items()},
    }  # fmt: skip


def _child(steps: int, sizes: dict[str, int]) -> None:
    start()
    from django.db import connection

    from ntm.scale.load import load  # its models want Django begun

    load(seed=1, **sizes)
    # As autovacuum would have done by the next morning: the first to read a row after it was written marks it.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    print(json.dumps(_walked(steps)))


def _over(name: str, steps: int, sizes: dict[str, int]) -> dict[str, Any]:
    with database(name):
        line = [sys.executable, "-m", "bench.trial_walk", str(steps), json.dumps(sizes)]
        done = subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _more(name: str, where: str) -> int:
    """Queries that only a long list asks: far pages seek their rows by id first (core.pages), and more than ten thousand cards are
    read a year at a time, two years where a page holds the end of one (criteria.queries.cards.NewestFirst)."""
    if name == "criteria:list":
        return 4
    found = re.search(r"[?&]trang=(\d+)", where)
    return int(found is not None and int(found[1]) > FAR // PER_PAGE)


def faults_of(small: dict[str, Any], large: dict[str, Any]) -> list[str]:
    """What went wrong, sentence by sentence."""
    faults = [*small["faults"], *large["faults"]]
    for name, (queries, where) in large["queries"].items():
        known, _ = small["queries"].get(name, (None, ""))
        if known is not None and queries > known + _more(name, where):
            faults.append(f"{name}: {queries} câu truy vấn, ở 60 xã nhiều nhất {known} ({where})")
    faults += [
        f"{name}: {seconds:.2f} giây quy đổi ({where})"
        for name, (seconds, where) in large["seconds"].items()
        if seconds > MOST
    ]
    return faults


def main() -> int:
    """Load twice, walk twice, print what was met; 1 when something went wrong."""
    if not has_database():
        return 2
    with data_folder():
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        small = _over("ntm_walk_small", SMALL_STEPS, SMALL)
        sizes = {"communes": COMMUNES, "periods": ROUNDS, "rounds": ROUNDS, "receipts": COMMUNES * 20}
        large = _over("ntm_walk_large", STEPS, sizes)
    print(
        f"Đi {small['pages']} trang ở 60 xã, {large['pages']} trang ở {COMMUNES} xã, {len(large['queries'])} loại trang."
    )
    new = sorted(set(large["queries"]) - set(small["queries"]))
    if new:
        print(f"Chỉ gặp ở cỡ lớn, chưa có số câu truy vấn để so: {', '.join(new)}.")
    slowest = sorted(large["seconds"].items(), key=lambda row: -row[1][0])[:10]
    for name, (seconds, where) in slowest:
        print(f"  {seconds:6.3f} giây quy đổi  {name}  ({where})")
    faults = faults_of(small, large)
    for fault in faults:
        print(f"- LỖI: {fault}")
    print("Không có lỗi." if not faults else f"{len(faults)} lỗi.")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _child(int(sys.argv[1]), json.loads(sys.argv[2]))
    else:
        sys.exit(main())
