"""Finding what is due on one day among many open tasks, and whether what is done already slows it down.

Fills the database of DATABASE_URL (`make bench` gives a throw-away PostgreSQL) with OPEN (2,000,000; BENCH_DUE in the
environment) open tasks, and with a hundredth and a tenth of them, each beside none, as many and four times as many done ones
spread over the same days. What the gathering of a day asks of the tasks is timed beside the same SQL without Django, and
beside the plain question (one coalesce over all tasks) in the same run. Each figure comes from a fresh process.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.calibration import calibrate, data_folder, has_database, measure, report, table, target
from bench.queries import Queries

ROOT = Path(__file__).resolve().parent.parent
OPEN = int(os.environ.get("BENCH_DUE", "2000000"))
#: Done tasks for each open one.
DONE = (0, 1, 4)
#: Open tasks of a commune's plan, and its criteria with a day of their own.
_TASKS = 200
_BLOCKS = 20
#: Days before and after today over which the last days lie, of open and done tasks alike.
_DAYS = 365
_ROUNDS = 5


# --- filling ---


def _insert(template: Any, count: int, **columns: str) -> None:
    """`count` rows like the template, by the database itself; `columns` are SQL, in which `n` counts from 1."""
    from django.db import connection

    names, said, params = [], [], []
    for field in template._meta.concrete_fields:  # noqa: SLF001 - documented by Django, underscore and all
        if field.primary_key:
            continue
        names.append(connection.ops.quote_name(field.column))
        if field.column in columns:
            said.append(columns[field.column])
        else:
            said.append(f"%s::{field.db_type(connection)}")
            params.append(field.get_db_prep_save(field.pre_save(template, add=True), connection))
    into = connection.ops.quote_name(template._meta.db_table)  # noqa: SLF001 - likewise
    sql = f"INSERT INTO {into} ({', '.join(names)}) SELECT {', '.join(said)} FROM generate_series(1, %s) AS n"  # noqa: S608 - our own words
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, count])


def _plans() -> dict[str, Any]:
    """An issued plan with its criteria in each commune; a person of the commune is responsible for half of its tasks."""
    from campaigns.models import Plan
    from core import clock
    from documents.enums import DocumentState, PaperType
    from documents.models import Document

    now = clock.now()
    paper = Document(
        type=PaperType.PLAN, subject="Kế hoạch", state=DocumentState.ISSUED, context={}, number_and_symbol="1/KH-UBND",
        issued_on=clock.today(), created_at=now, updated_at=now,
    )  # fmt: skip
    communes = "SELECT array_agg(id ORDER BY id) FROM areas_area WHERE level = 'commune'"
    count = _count("SELECT count(*) FROM areas_area WHERE level = 'commune'")
    _insert(paper, count, area_id=f"(({communes}))[n]", search_key="''", check_code="NULL")
    papers = "SELECT array_agg(id ORDER BY id) FROM documents_document"
    plan = Plan(
        kind="annual",
        title="Kế hoạch",
        year=clock.today().year,
        created_at=now,
        updated_at=now,
        sort_key="",
        search_key="",
    )
    _insert(plan, count, area_id=f"(({communes}))[n]", document_id=f"(({papers}))[n]")
    return {"plans": count}


def _count(sql: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _tasks(count: int, state: str) -> dict[str, Any]:
    """So many more tasks over the first plans, half with a day of their own, half with that of their criterion."""
    from campaigns.models import Block, Task
    from core import clock
    from core.database import know_the_tables

    plans = max(1, OPEN_NOW // _TASKS)
    day = f"('{clock.today().isoformat()}'::date - {_DAYS} + (n::bigint * 7919 %% {2 * _DAYS})::integer)"
    ids = f"SELECT array_agg(id ORDER BY id) FROM (SELECT id FROM campaigns_plan ORDER BY id LIMIT {plans}) AS few"  # noqa: S608 - a number
    if not Block.objects.exists():
        _insert(
            Block(position=1, title="Tiêu chí"),
            plans * _BLOCKS,
            plan_id=f"(({ids}))[1 + (n - 1) / {_BLOCKS}]",
            deadline=day,
        )
    blocks = "SELECT array_agg(id ORDER BY id) FROM campaigns_block"
    owners = (
        "SELECT array_agg(assignment.user_id ORDER BY plan.id) FROM campaigns_plan AS plan JOIN accounts_assignment AS assignment"
        " ON assignment.area_id = plan.area_id AND assignment.role = 'ntm_officer'"
    )
    place = f"(n - 1) %% {plans * _BLOCKS}"
    _insert(
        Task(position=1, text="Vận động Nhân dân làm đường trục thôn, trồng hoa hai bên đường", state=state), count,
        plan_id=f"(({ids}))[1 + ({place}) / {_BLOCKS}]", block_id=f"(({blocks}))[1 + {place}]",
        owner_id=f"CASE WHEN n %% 2 = 0 THEN (({owners}))[1 + ({place}) / {_BLOCKS}] END",
        deadline=f"CASE WHEN n / {plans * _BLOCKS} %% 2 = 0 THEN {day} END",
    )  # fmt: skip
    know_the_tables()
    return {"tasks": Task.objects.count()}


def _clear() -> dict[str, Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_task")
        cursor.execute("DELETE FROM campaigns_block")
        cursor.execute("VACUUM ANALYZE campaigns_task")
        cursor.execute("VACUUM ANALYZE campaigns_block")
    return {}


# --- measuring, in the child ---


def _find() -> int:
    """What gathering asks of the tasks on one working day: the last days at all of its offsets. How many were found."""
    from core import clock
    from reminders import sources
    from reminders.queries import workdays
    from reminders.rules import offsets

    kind = sources.find("task")
    assert kind is not None
    days = workdays.calendar()
    today = days.at_or_before(clock.today())
    told = offsets.in_order(kind.before, kind.on_the_day, kind.after)
    spans = offsets.spans(offsets.last_days_told(today, offset, days) for offset in told)
    return len(list(kind.between(spans)))


#: The plain question, as it would be asked without a design: every open task's own day or that of its criterion.
_PLAIN = """SELECT task.id, task.text, COALESCE(task.deadline, block.deadline), task.owner_id FROM campaigns_task AS task
    LEFT JOIN campaigns_block AS block ON block.id = task.block_id JOIN campaigns_plan AS plan ON plan.id = task.plan_id
    JOIN documents_document AS paper ON paper.id = plan.document_id
    WHERE task.state IN ('open', 'under_way') AND paper.state = 'issued'
    AND COALESCE(task.deadline, block.deadline) BETWEEN %s AND %s"""


def _timed(work: Callable[[], Any]) -> float:
    """Seconds of the quickest round: what else the machine does only makes a round longer."""
    work()
    walls = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        work()
        walls.append(time.perf_counter() - begin)
    return min(walls)


def _measured() -> dict[str, Any]:
    from django.db import connection

    from core import clock

    queries = Queries()
    with connection.execute_wrapper(queries):
        found = _find()

    def bare() -> None:
        with connection.cursor() as cursor:
            for sql, params in queries.asked:
                cursor.execute(sql, params)
                cursor.fetchall()

    def plain() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_PLAIN, [clock.today(), clock.today() + timedelta(days=1)])
            cursor.fetchall()

    return {
        "find": _timed(_find),
        "bare": _timed(bare),
        "plain": _timed(plain),
        "found": found,
        "count": len(queries.asked),
    }


def _plan() -> dict[str, Any]:
    """How PostgreSQL finds the tasks of one day: its own words for both questions."""
    from django.db import connection

    from campaigns.queries.deadlines import tasks_between
    from core import clock

    queries = Queries()
    with connection.execute_wrapper(queries):
        list(tasks_between([(clock.today(), clock.today())]))
    told = []
    with connection.cursor() as cursor:
        for sql, params in queries.asked[:2]:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF) {sql}", params)
            told.append("\n".join(line for (line,) in cursor.fetchall()))
    return {"plans": told}


#: Open tasks at this moment, which decides over how many plans they lie.
OPEN_NOW = OPEN


def child(what: str, count: int) -> None:
    global OPEN_NOW  # noqa: PLW0603 - a fresh process for each figure
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    os.environ["DEBUG"] = "1"
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False
    logging.disable(logging.INFO)
    OPEN_NOW = count
    works: dict[str, Callable[[], dict[str, Any]]] = {
        "plans": _plans, "clear": _clear, "open": lambda: _tasks(count, "open"), "done": lambda: _tasks(count, "done"),
        "more": lambda: _tasks(count * (DONE[2] - DONE[1]), "done"), "find": _measured, "explain": _plan,
    }  # fmt: skip
    report(works[what])


# --- in the parent ---


def main() -> bool:
    """Fill, measure, print the curve, the query plans and the targets; True when all are kept."""
    if not has_database():
        return False
    figures: dict[tuple[int, int], dict[str, Any]] = {}
    with data_folder():
        begin = time.monotonic()
        sizes = (f"--communes={max(1, OPEN // _TASKS)}", "--periods=0", "--receipts=0")
        for line in (("migrate", "--verbosity", "0"), ("load_scale", *sizes)):
            subprocess.run([sys.executable, "manage.py", *line], cwd=ROOT, check=True)
        measure("bench.due", "plans", "0")
        for count in (OPEN // 100, OPEN // 10, OPEN):
            measure("bench.due", "clear", "0")
            for times, fill in zip(DONE, ("open", "done", "more"), strict=True):
                measure("bench.due", fill, str(count))
                figures[count, times] = measure("bench.due", "find", str(count)).facts
        plans = measure("bench.due", "explain", "0").facts["plans"]
        print(
            f"\nNạp và đo đến {OPEN} việc đang mở: {time.monotonic() - begin:.0f} giây; "
            f"vòng lặp chuẩn lúc này {calibrate():.3f} giây."
        )
    table(
        "Tìm việc đến mốc nhắc của một ngày (nhiệm vụ của kế hoạch)",
        ["Việc đang mở", "việc đã xong", "tìm thấy", "câu truy vấn", "giây", "cùng SQL, trần (giây)", "hỏi thẳng một ngày (giây)"],
        [
            [count, count * times, one["found"], one["count"], one["find"], one["bare"], one["plain"]]
            for (count, times), one in figures.items()
        ],
    )  # fmt: skip
    for title, plan in zip(("Hạn của chính nhiệm vụ", "Hạn của tiêu chí"), plans, strict=True):
        print(f"\n{title}:\n\n```\n{plan}\n```")
    print()
    none, most = figures[OPEN, DONE[0]], figures[OPEN, DONE[-1]]
    kept = [
        target(f"Tìm trong {OPEN} việc đang mở, giây", none["find"], 1),
        target(f"Tìm khi thêm {OPEN * DONE[-1]} việc đã xong, giây", most["find"], 1),
        target("Việc đã xong làm chậm mấy lần", most["bare"] / none["bare"], 1.5),
    ]
    return all(kept)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(not main())
