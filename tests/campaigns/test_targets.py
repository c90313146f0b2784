"""Monthly figures of targets: entered together, drawn against base and goal, corrected by a further row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from campaigns.actions.target_values import Figure, save_target_values
from campaigns.models import Plan, Target, TargetValue
from campaigns.papers.charts import Line, line_chart
from campaigns.papers.targets import in_words, is_reached, months_of
from core.errors import RuleError
from documents import actions as papers
from documents.enums import DocumentState
from journal.models import Entry
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def plan(cast: Cast, clock: Any) -> Plan:
    """A plan of 2026, followed in May."""
    clock.set("2026-05-20 08:00")
    made = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    papers.issue(made.document, by=cast.clerk)
    return Plan.objects.get(pk=made.pk)


@pytest.fixture
def water(plan: Plan) -> Target:
    return Target.objects.create(
        plan=plan, position=1, text="Tỷ lệ hộ dùng nước sạch", base=Decimal("52.5"), value=95, unit="%"
    )


def poverty(plan: Plan) -> Target:
    return Target.objects.create(
        plan=plan, position=2, text="Đưa tỷ lệ hộ nghèo xuống còn 5,47 %", value=Decimal("5.47"), unit="%"
    )


def entry(target: Target, value: str, note: str = "") -> dict[str, str]:
    return {f"muc-tieu-{target.pk}-value": value, f"muc-tieu-{target.pk}-note": note}


def enter(client: Client, plan: Plan, month: str, *entries: dict[str, str]) -> Any:
    data: dict[str, str] = {"thang": month}
    for one in entries:
        data |= one
    return client.post(reverse("campaigns:targets", args=[plan.pk]), data, follow=True)


def test_figures_of_a_month_are_entered_together(cast: Cast, plan: Plan, water: Target, signed_in: SignIn) -> None:
    poor = poverty(plan)
    officer = signed_in(cast.officer)
    page = enter(officer, plan, "2026-04", entry(water, "61,5"), entry(poor, "5,4")).content.decode()
    assert "Đã ghi 2 số liệu tháng 4/2026." in page
    assert TargetValue.objects.get(target=water).month == date(2026, 4, 1)
    assert page.count("Đạt mục tiêu") == 1, "fewer poor households than 5,47 % is the goal"
    assert page.count("Chưa có số liệu tháng 1, 2, 3/2026.") == 2
    assert Entry.objects.get(action="target.value_saved").changes["Tỷ lệ hộ dùng nước sạch (4/2026)"] == ["", "61,5"]
    # Sent again, the same figures are not stored again.
    assert (
        "Không có số mới." in enter(officer, plan, "2026-04", entry(water, "61,5"), entry(poor, "5,4")).content.decode()
    )
    assert TargetValue.objects.count() == 2


def test_a_correction_is_a_further_row_with_its_reason(
    cast: Cast, plan: Plan, water: Target, signed_in: SignIn
) -> None:
    officer = signed_in(cast.officer)
    enter(officer, plan, "2026-05", entry(water, "70"))
    refused = enter(officer, plan, "2026-05", entry(water, "68"))
    assert "ghi lý do sửa" in refused.content.decode()
    assert "không xóa được" in enter(officer, plan, "2026-05", entry(water, "")).content.decode()
    page = enter(officer, plan, "2026-05", entry(water, "68", "Đếm lại cùng trưởng thôn.")).content.decode()
    assert [row.value for row in water.values.all()] == [70, 68]
    assert "Đếm lại cùng trưởng thôn." in page
    assert "trước ghi 70" in page
    with pytest.raises(RuleError, match="lý do sửa"):
        save_target_values(plan, month=date(2026, 5, 1), figures={water.pk: Figure(Decimal(60))}, by=cast.officer)


@pytest.mark.parametrize(
    ("value", "note", "sentence"),
    [("-1", "", "từ 0 trở lên"), ("abc", "", "Nhập số"), ("1,23456", "", "4 chữ số"), ("9" * 40, "", "lớn quá mức"), ("<script>", "", "Nhập số"), ("5", "x" * 501, "nhiều nhất 500")],
)  # fmt: skip
def test_a_wrong_figure_keeps_the_others(
    cast: Cast, plan: Plan, water: Target, signed_in: SignIn, value: str, note: str, sentence: str
) -> None:
    other = poverty(plan)
    answer = enter(
        signed_in(cast.officer),
        plan,
        "2026-05",
        entry(water, value, note),
        entry(other, "5,9", "<script>alert(1)</script>"),
    )
    page = answer.content.decode()
    assert sentence in " ".join(fault.message for fault in answer.context["faults"])
    assert "<script>alert(1)" not in page
    assert 'value="5,9"' in page
    assert not TargetValue.objects.exists()


def test_months_outside_the_plan_and_papers_not_in_force_take_no_figures(
    cast: Cast, plan: Plan, water: Target, signed_in: SignIn
) -> None:
    with pytest.raises(RuleError, match="chưa đến"):
        save_target_values(plan, month=date(2026, 6, 1), figures={water.pk: Figure(Decimal(1))}, by=cast.officer)
    with pytest.raises(RuleError, match="không thuộc"):
        save_target_values(plan, month=date(2025, 12, 1), figures={water.pk: Figure(Decimal(1))}, by=cast.officer)
    papers.revoke(plan.document, reason="Nhầm.", by=cast.leader)
    assert "đang có hiệu lực" in enter(signed_in(cast.officer), plan, "2026-05", entry(water, "60")).content.decode()
    assert not TargetValue.objects.exists()


def test_who_reads_and_who_writes(cast: Cast, plan: Plan, water: Target, signed_in: SignIn) -> None:
    for person, read, write in (
        (cast.leader, 200, 403),
        (cast.village_head, 200, 403),
        (cast.coordination, 200, 403),
        (cast.neighbour, 404, 404),
    ):
        client = signed_in(person)
        answer = client.get(reverse("campaigns:targets", args=[plan.pk]))
        assert (answer.status_code, enter(client, plan, "2026-05", entry(water, "60")).status_code) == (read, write)
        assert "Ghi số liệu tháng" not in answer.content.decode()
    other = factories.plan(cast.next_commune, cast.next_committee, state=DocumentState.APPROVED, by=cast.neighbour)
    theirs = Target.objects.create(plan=other, position=1, text="Của xã bên", value=1)
    save_target_values(plan, month=date(2026, 5, 1), figures={theirs.pk: Figure(Decimal(9))}, by=cast.officer)
    assert not theirs.values.exists()


def test_the_workbook_has_a_column_a_month(cast: Cast, plan: Plan, water: Target, signed_in: SignIn) -> None:
    enter(signed_in(cast.officer), plan, "2026-02", entry(water, "95,5"))
    answer = signed_in(cast.leader).get(reverse("campaigns:targets", args=[plan.pk]), {"export": "xlsx"})
    head, row = load_workbook(BytesIO(answer.content))["Số liệu mục tiêu"].values
    assert head[5:] == ("Tháng 1/2026", "Tháng 2/2026", "Tháng 3/2026", "Tháng 4/2026", "Tháng 5/2026", "Kết quả")
    assert row[1:] == ("Tỷ lệ hộ dùng nước sạch", "%", 52.5, 95, None, 95.5, None, None, None, "Đạt mục tiêu")


def test_the_number_of_queries_does_not_grow(cast: Cast, plan: Plan, water: Target, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    counts = []
    for more in (0, 5):
        for place in range(more):
            target = Target.objects.create(plan=plan, position=5 + place, text=f"Mục tiêu {place}", value=10)
            save_target_values(
                plan, month=date(2026, 3, 1), figures={target.pk: Figure(Decimal(place))}, by=cast.officer
            )
        enter(officer, plan, "2026-04", entry(water, f"6{more}", "Sửa."))
        with CaptureQueriesContext(connection) as found:
            officer.get(reverse("campaigns:targets", args=[plan.pk]))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_drawing_is_sound(cast: Cast, plan: Plan, water: Target, signed_in: SignIn) -> None:
    for month, value in ((1, "55"), (3, "61,5"), (5, "70")):
        enter(signed_in(cast.officer), plan, f"2026-{month:02}", entry(water, value))
    page = signed_in(cast.leader).get(reverse("campaigns:targets", args=[plan.pk])).content.decode()
    drawing = page[page.index('<svg class="n-chart"') :]
    svg = ET.fromstring(drawing[: drawing.index("</svg>") + 6])  # noqa: S314 - our own page
    points = svg.findall("polyline")[0].attrib["points"].split()
    assert len(points) == len(svg.findall("circle")) == 3
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights, reverse=True), "more lies higher"
    assert "Mục tiêu 95 %, đến 31/12/2026" in page
    assert "Hiện có 52,5 %, ngày 1/1/2026" in page


@pytest.mark.parametrize("values", [["5"], ["5", "5"], ["0", "1000000000"], ["1.5", "2.25", "0.001"]])
def test_any_figures_can_be_drawn(values: list[str]) -> None:
    points = [(date(2026, place, 1), Decimal(value)) for place, value in enumerate(values, 1)]
    for lines in (
        [],
        [Line(Decimal(5), "Mục tiêu", "goal")],
        [Line(Decimal(5), "Mục tiêu", "goal"), Line(Decimal(5), "Hiện có", "base")],
    ):
        chart = line_chart(points, lines, first=date(2026, 1, 1), last=date(2026, 1, 1))
        assert len(chart.dots) == len(values)
        for dot in chart.dots:
            assert 0 <= float(dot.x) <= float(chart.width)
            assert 0 <= float(dot.y) <= float(chart.height)
            assert "," not in dot.x


def test_months_and_words() -> None:
    plan = Plan(year=2026, starts_on=date(2025, 11, 20), ends_on=date(2026, 3, 5))
    assert [f"{month:%m/%y}" for month in months_of(plan, date(2026, 9, 1))] == [
        "11/25",
        "12/25",
        "01/26",
        "02/26",
        "03/26",
    ]
    assert months_of(plan, date(2025, 10, 1)) == []
    assert in_words([date(2025, 11, 1), date(2026, 1, 1), date(2026, 2, 1)]) == "11/2025; 1, 2/2026"
    falling = Target(text="x", base=Decimal(10), value=Decimal(5))
    assert is_reached(falling, Decimal(5))
    assert not is_reached(falling, Decimal(6))
    assert is_reached(Target(text="x", value=Decimal(5), direction="at_least"), Decimal(6))
