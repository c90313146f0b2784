"""When tasks can be done: against a schedule worked out day by day, and against what must hold for every one."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.schedule import Item, Schedule, schedule
from core.errors import RuleError

BEGIN, END = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(1)


def made(*items: Item, begin: date = BEGIN, end: date | None = END) -> Schedule:
    found = schedule(items, begin=begin, end=end)
    assert found is not None
    return found


def test_nothing_to_do_has_no_schedule() -> None:
    assert schedule([], begin=BEGIN, end=END) is None


def test_two_dates_are_the_first_and_the_last_day() -> None:
    span = made(Item(1, "Làm đường", date(2026, 3, 1), date(2026, 3, 31))).spans[1]
    assert (span.start, span.finish, span.days) == (date(2026, 3, 1), date(2026, 3, 31), 31)
    assert span.critical


def test_who_waits_begins_the_day_after_and_the_chain_is_critical() -> None:
    plan = made(
        Item(1, "Khảo sát", date(2026, 1, 1), date(2026, 1, 31)),
        Item(2, "Thi công", None, date(2026, 6, 30), (1,)),
        Item(3, "Trồng cây", date(2026, 2, 1), date(2026, 2, 28)),
    )
    assert plan.spans[2].start == date(2026, 2, 1)
    assert plan.path == (1, 2)
    assert [plan.spans[key].slack for key in (1, 2, 3)] == [0, 0, (date(2026, 6, 30) - date(2026, 2, 28)).days]
    assert plan.conflicts == ()


def test_a_task_without_dates_gets_what_period_and_neighbours_leave() -> None:
    plan = made(
        Item(1, "Khảo sát", date(2026, 1, 1), date(2026, 1, 31)),
        Item(2, "Chưa có ngày", after=(1,)),
        Item(3, "Thi công", date(2026, 5, 1), date(2026, 6, 30), (2,)),
        Item(4, "Không vướng gì"),
    )
    assert (plan.spans[2].start, plan.spans[2].room_until) == (date(2026, 2, 1), date(2026, 4, 30))
    assert not plan.spans[2].has_start
    assert not plan.spans[2].has_deadline
    assert (plan.spans[4].start, plan.spans[4].room_until) == (BEGIN, END)


def test_a_deadline_before_the_end_of_what_it_waits_for_names_both() -> None:
    plan = made(
        Item(1, "Giải phóng mặt bằng", date(2026, 1, 1), date(2026, 6, 30)),
        Item(2, "Đổ bê tông", None, date(2026, 6, 15), (1,)),
    )
    (conflict,) = plan.conflicts
    assert (conflict.key, conflict.before) == (2, 1)
    assert conflict.sentence == (
        "“Đổ bê tông” có hạn 15/6/2026 nhưng phải làm sau “Giải phóng mặt bằng”, việc này xong sớm nhất ngày 30/6/2026, "
        "nên không thể kịp hạn."
    )


def test_a_start_before_the_end_of_what_it_waits_for_says_how_late_it_gets() -> None:
    plan = made(
        Item(1, "Giải phóng mặt bằng", date(2026, 1, 1), date(2026, 3, 31)),
        Item(2, "Đổ bê tông", date(2026, 3, 2), date(2026, 4, 30), (1,)),
    )
    assert plan.conflicts[0].days_late == 30
    assert plan.conflicts[0].sentence.endswith("giữ đủ 60 ngày làm thì xong 30/5/2026, chậm 30 ngày.")


def test_what_is_done_is_no_conflict_any_more() -> None:
    plan = made(
        Item(1, "A", date(2026, 1, 1), date(2026, 6, 30)), Item(2, "B", None, date(2026, 6, 15), (1,), done=True)
    )
    assert plan.conflicts == ()


def test_a_circle_is_refused_with_its_tasks() -> None:
    with pytest.raises(RuleError) as refused:
        made(Item(1, "Đào móng", after=(3,)), Item(2, "Xây tường", after=(1,)), Item(3, "Lợp mái", after=(2,)))
    assert refused.value.message.startswith("Các nhiệm vụ chờ lẫn nhau nên không xếp được tiến độ: “")
    assert all(name in refused.value.message for name in ("Đào móng", "Xây tường", "Lợp mái"))


def test_a_task_that_waits_for_itself_is_a_circle() -> None:
    with pytest.raises(RuleError):
        made(Item(1, "Đào móng", after=(1,)))


def test_what_is_waited_for_elsewhere_is_passed_over() -> None:
    assert made(Item(1, "A", after=(99,))).spans[1].start == BEGIN


# --- Every schedule ---


@st.composite
def plans(draw: st.DrawFn, most: int = 12) -> list[Item]:
    """Tasks that wait only for ones before them, with any dates or none."""
    items = []
    for key in range(1, draw(st.integers(1, most)) + 1):
        start = draw(st.none() | st.dates(BEGIN, END))
        days = draw(st.none() | st.integers(0, 90))
        deadline: date | None
        if start is not None and days is not None:
            deadline = start + timedelta(days)
        else:
            deadline = draw(st.none() | st.dates(BEGIN, END)) if start is None else None
        after = draw(st.lists(st.integers(1, key - 1), max_size=3, unique=True)) if key > 1 else []
        items.append(Item(key, f"Việc {key}", start, deadline, tuple(after)))
    return items


@settings(max_examples=150, deadline=None)
@given(plans())
def test_what_holds_for_every_schedule(items: list[Item]) -> None:
    plan = made(*items)
    for item in items:
        span = plan.spans[item.key]
        assert all(plan.spans[before].finish < span.start for before in item.after)
        assert item.start is None or span.start >= item.start
        assert span.slack >= 0
        assert span.slack == (span.latest_start - span.start).days
        assert span.start <= span.finish <= span.latest_finish <= plan.finish
        assert span.finish <= span.room_until
        late = item.deadline is not None and span.finish > item.deadline
        assert late == any(conflict.key == item.key for conflict in plan.conflicts)
    assert plan.finish == max(span.finish for span in plan.spans.values())
    assert plan.begin == min(span.start for span in plan.spans.values())


def test_tasks_without_dates_and_links_decide_nothing() -> None:
    """A plan whose tasks have no dates yet has no critical path."""
    plan = made(Item(key=1, name="Việc 1"), Item(key=2, name="Việc 2"))
    assert plan.path == ()
    assert not any(span.critical for span in plan.spans.values())


@settings(max_examples=150, deadline=None)
@given(plans())
def test_the_critical_path_is_as_long_as_the_whole(items: list[Item]) -> None:
    """Its tasks follow one another without a gap, from where the first is held by nothing but its own date to the last day."""
    plan, known = made(*items), {item.key: item for item in items}
    spans = [plan.spans[key] for key in plan.path]
    if not spans:
        assert not any(item.deadline or item.start for item in items if plan.spans[item.key].finish == plan.finish)
        return
    assert all(span.critical for span in spans)
    assert spans[-1].finish == plan.finish
    assert sum(span.days for span in spans) == (plan.finish - spans[0].start).days + 1
    assert all(before.key in known[after.key].after for before, after in pairwise(spans))
    first = known[plan.path[0]]
    assert not first.after or spans[0].start == first.start


@settings(max_examples=60, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(items: list[Item], chance: random.Random) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert made(*shuffled) == made(*items)


# --- Worked out in another way ---


def _by_hand(items: list[Item]) -> dict[int, tuple[date, date, int]]:
    """Start, finish and slack by trying: tasks are pushed a day at a time, slack is found by delaying until the end moves."""

    def earliest(delays: dict[int, int]) -> dict[int, tuple[date, date]]:
        found: dict[int, tuple[date, date]] = {}
        for item in items:  # each waits only for ones before it
            start: date = item.start or (min(BEGIN, item.deadline or BEGIN) if not item.after else date.min)
            while any(found[before][1] >= start for before in item.after):
                start = max(found[before][1] for before in item.after) + DAY
            days = durations.get(item.key)
            if days is None:
                whole = item.deadline - (item.start or start) if item.deadline else timedelta()
                days = durations[item.key] = max(1, whole.days + 1)
            start += timedelta(delays.get(item.key, 0))
            found[item.key] = (start, start + timedelta(days - 1))
        return found

    durations: dict[int, int] = {}
    plain = earliest({})
    end = max(finish for _, finish in plain.values())
    answer = {}
    for item in items:
        slack = 0
        while max(finish for _, finish in earliest({item.key: slack + 1}).values()) <= end:
            slack += 1
        answer[item.key] = (*plain[item.key], slack)
    return answer


@settings(max_examples=40, deadline=None)
@given(plans(most=5))
def test_the_same_as_by_hand(items: list[Item]) -> None:
    spans = made(*items).spans
    assert {key: (span.start, span.finish, span.slack) for key, span in spans.items()} == _by_hand(items)
