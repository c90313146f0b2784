"""The timeline of a plan with 500 tasks: the server's work for the page beside that of a plan with one task, and for the sheet.

Each figure comes from a fresh process (`python -m bench.timeline WHAT`) with a database of its own in memory.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench.calibration import Figure, best, measure, report, table, target

TASKS = 500
ROUNDS = 3
#: Seconds on the machine of the first measurements until the picture is there; the browser's share is in the browser test.
FIRST_PICTURE = 2.0


# --- in the child ---


def _client_and_plan(tasks: int) -> tuple[Any, Any]:
    """A signed-in officer before a plan with so many tasks, every other one waiting for the one before."""
    from django.core.management import call_command
    from django.test import Client

    from accounts.enums import Role
    from areas.enums import Level
    from campaigns.models import Block, Task
    from tests import factories

    call_command("migrate", verbosity=0)
    commune = factories.area("Đo Đạc", level=Level.COMMUNE, kind_word="xã", code="B1", parent=_province())
    officer = factories.person("Lò Thị Đo", Role.NTM_OFFICER, commune)
    plan = factories.plan(commune, factories.committee(commune), by=officer)
    blocks = [
        Block.objects.create(plan=plan, position=place, number=f"1.{place}", title="Tiêu chí") for place in range(19)
    ]
    made = Task.objects.bulk_create(
        Task(
            plan=plan, block=blocks[place * 19 // tasks], position=place, starts_on=_day(place, tasks),
            text=f"Vận động Nhân dân hiến đất, đóng góp ngày công làm đường bê tông thôn {place}",
            deadline=_day(place, tasks) + timedelta(30), unit="Công chức địa chính", percent=place % 101,
        )
        for place in range(tasks)
    )  # fmt: skip
    links = Task.after.through
    links.objects.bulk_create(
        links(from_task_id=after.pk, to_task_id=before.pk) for before, after in zip(made[::2], made[1::2], strict=False)
    )
    client = Client(HTTP_HOST="localhost")
    client.force_login(officer, backend="accounts.backends.PhoneOrEmailBackend")
    return client, plan


def _province() -> Any:
    from areas.enums import Level
    from tests import factories

    return factories.area("Thử Nghiệm", level=Level.PROVINCE, kind_word="tỉnh", code="B")


def _day(place: int, tasks: int) -> date:
    return date(2026, 1, 1) + timedelta(place * 300 // tasks)


def _page(tasks: int) -> Callable[[], dict[str, Any]]:
    client, plan = _client_and_plan(tasks)
    address = f"/ke-hoach/{plan.pk}/tien-do/"

    def ask() -> dict[str, Any]:
        response = client.get(address)
        assert response.status_code == 200, response.status_code
        return {"kb": len(response.content) / 1024}

    ask()  # a web process is warm
    return ask


def _sheet(size: str) -> Callable[[], dict[str, Any]]:
    import pikepdf

    from campaigns.timeline import drawn, timeline_html
    from core import clock
    from documents.context import Paper
    from documents.render.pdf import html_to_pdf

    _, plan = _client_and_plan(TASKS)

    def print_it() -> dict[str, Any]:
        picture = drawn(plan, by_unit=False)
        assert picture is not None
        pdf = html_to_pdf(timeline_html(plan, picture, size, clock.today()), Paper())
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert len(opened.pages) == 1
        return {"kb": len(pdf) / 1024}

    print_it()  # a worker is warm
    return print_it


WORK: dict[str, Callable[[], Callable[[], dict[str, Any]]]] = {
    "page-1": lambda: _page(1), "page-500": lambda: _page(TASKS), "A3": lambda: _sheet("A3"),
}  # fmt: skip
NAMES = {"page-1": "trang, 1 nhiệm vụ", "page-500": "trang, 500 nhiệm vụ", "A3": "bản in A3, 500 nhiệm vụ"}


def child(what: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    os.environ.update(DEBUG="1", DATABASE_URL="sqlite://:memory:")
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False  # a server keeps no list of its queries
    report(WORK[what](), repeat=3)


# --- in the parent ---


def main() -> bool:
    """Measure, print the table and the target; True when it is kept. The sheet is a job, so nobody waits for it."""
    figures: dict[str, Figure] = {what: best([measure("bench.timeline", what) for _ in range(ROUNDS)]) for what in WORK}
    header = ["Việc", "giây đồng hồ", "giây bộ xử lý", "vòng lặp chuẩn", "giây quy đổi", "MB bộ nhớ", "KB gửi đi"]
    rows = [
        [NAMES[what], one.wall, one.seconds, one.loop, one.scaled, round(one.peak_mb), round(one.facts["kb"])]
        for what, one in figures.items()
    ]
    table("Tiến độ của kế hoạch 500 nhiệm vụ", header, rows)
    print()
    return target("Trang tiến độ 500 nhiệm vụ, giây quy đổi của máy chủ", figures["page-500"].scaled, FIRST_PICTURE)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        child(sys.argv[1])
    else:
        sys.exit(not main())
