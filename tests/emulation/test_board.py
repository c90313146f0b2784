"""The board: where each entry stands against its plan, the worst first, in words and signs, always with as many queries."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.models import Task
from core.clock import now, today
from emulation.enums import EntryKind, EntryState, Pace, ReportState
from emulation.models import Entry, EntryWork, Report, ReportLine
from emulation.queries.board import standings, time_gone
from tests.emulation.test_following import at, more_entries, reported

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.cast import Cast
    from tests.conftest import Clock
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], "Client"]


def did(report: Report, work: EntryWork, quantity: int) -> None:
    ReportLine.objects.create(report=report, work=work, quantity=Decimal(quantity))


def address(running: Running) -> str:
    return reverse("emulation:board", args=[running.drive.pk])


def rows_of(running: Running) -> dict[str, tuple[Pace, Decimal | None]]:
    return {row.entry.name: (row.pace, row.done) for row in standings(running.drive, now=now(), today=today())}


def test_the_worst_stands_first_in_words(running: Running, cast: Cast, signed_in: SignIn) -> None:
    """11 of 60 days are over, so the plan asks for 18 %."""
    running.work.task.deadline = today()
    running.work.task.save()
    did(reported(running.duty, today(), at(today(), 9), cast.village_head), running.work, 300)
    did(reported(running.second_duty, today(), at(today(), 9), running.guide), running.second_work, 80)
    page = signed_in(cast.village_head).get(address(running))
    rows = list(page.context["page"])
    assert [(row.entry.pk, row.pace) for row in rows] == [
        (running.entry.pk, Pace.FAR_BEHIND), (running.second.pk, Pace.ON_PLAN),
    ]  # fmt: skip
    assert (rows[0].done, rows[0].planned) == (Decimal("0.75"), Decimal(1))
    text = page.content.decode()
    for word in ("Chậm nhiều", "Đúng tiến độ", "75\u00a0%", "kế hoạch 100\u00a0%", "20\u00a0%", "kế hoạch 18\u00a0%"):
        assert word in text


def test_what_contradicts_or_was_replaced_does_not_count(running: Running, cast: Cast) -> None:
    day = today()
    did(reported(running.duty, day, at(day, 9), cast.village_head, state=ReportState.CONFLICT), running.work, 300)
    old = reported(running.duty, day - timedelta(days=1), at(day, 9), cast.village_head, state=ReportState.REPLACED)
    did(old, running.work, 300)
    did(reported(running.duty, day - timedelta(days=1), at(day, 9), cast.village_head, replaces=old), running.work, 500)
    assert rows_of(running)["Thôn Nà Cốc"] == (Pace.DONE, Decimal(1))
    assert rows_of(running)["Thôn Nà Hin"] == (Pace.BEHIND, Decimal(0))


def test_an_entry_without_a_volume_is_not_called_slow(running: Running) -> None:
    Task.objects.filter(pk=running.work.task_id).update(volume=None)
    assert rows_of(running)["Thôn Nà Cốc"] == (Pace.NO_VOLUME, None)


def test_reports_on_time_photos_and_today(running: Running, cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    day = today()
    clock.set(f"{day} 18:00")
    reported(running.duty, day, at(day, 16), cast.village_head)
    text = signed_in(cast.officer).get(address(running)).content.decode()
    assert "1/11" in text
    assert "0/11" in text
    assert text.count("Hôm nay chưa báo cáo") == 1


def test_only_accepted_entries_stand_on_it(running: Running) -> None:
    Entry.objects.filter(pk=running.entry.pk).update(state=EntryState.RETURNED)
    assert set(rows_of(running)) == {"Thôn Nà Hin"}


@pytest.mark.parametrize(
    ("first", "last", "day", "gone"),
    [
        ((2026, 1, 1), (2026, 1, 10), (2026, 1, 1), "0.1"), ((2026, 1, 1), (2026, 1, 10), (2026, 1, 10), "1"),
        ((2026, 1, 1), (2026, 1, 10), (2025, 12, 1), "0"), ((2026, 1, 1), (2026, 1, 10), (2026, 5, 1), "1"),
        ((2026, 1, 5), (2026, 1, 1), (2026, 1, 3), "1"), ((2026, 1, 5), (2026, 1, 5), (2026, 1, 4), "0"),
    ],
)  # fmt: skip
def test_the_share_of_time_gone(first: tuple, last: tuple, day: tuple, gone: str) -> None:
    assert time_gone(date(*first), date(*last), date(*day)) == Decimal(gone)


def test_the_page_asks_as_much_for_one_three_and_thirty_entries(
    running: Running, cast: Cast, signed_in: SignIn
) -> None:
    client, counts = signed_in(cast.officer), []
    plan = running.entry.plan
    assert plan is not None
    client.get(address(running))
    for more in (0, 1, 27):
        for entry in more_entries(running, cast, more, EntryKind.COLLECTIVE if more == 1 else EntryKind.HOUSEHOLD):
            task = Task.objects.create(plan=plan, position=entry.pk, text="Trồng hoa", volume=10, measure="m")
            EntryWork.objects.create(entry=entry, drive=running.drive, task=task)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(running))
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_it_asks_for_itself_and_gets_only_its_rows(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    for query in ("", "?man-hinh=1"):
        whole = client.get(f"{address(running)}{query}").content.decode()
        assert f'hx-get="{address(running)}{query}" hx-trigger="every 60s"' in whole
        part = client.get(f"{address(running)}{query}", headers={"HX-Request": "true"}).content.decode()
        assert part.strip().startswith('<div id="bang"')
        assert "<html" not in part
        assert "Thôn Nà Hin" in part
    screen = client.get(f"{address(running)}?man-hinh=1").content.decode()
    assert "Thoát màn hình lớn" in screen
    assert "Các trang của đợt thi đua" not in screen


def test_the_workbook_holds_the_same_rows(running: Running, cast: Cast, signed_in: SignIn) -> None:
    Entry.objects.filter(pk=running.entry.pk).update(name="=1+1")
    did(reported(running.second_duty, today(), at(today(), 9), running.guide), running.second_work, 100)
    answer = signed_in(cast.officer).get(address(running), {"export": "xlsx"})
    page = load_workbook(io.BytesIO(answer.content)).active
    assert page is not None
    rows = [row for row in page.iter_rows(values_only=True) if row[1] in EntryKind.labels]
    assert {row[0]: row[2] for row in rows} == {"=1+1": 0, "Thôn Nà Hin": 0.25}


def test_the_neighbour_sees_no_board(running: Running, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.neighbour).get(address(running)).status_code == 404
