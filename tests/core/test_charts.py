"""Charts as drawings: whatever figures come, everything lies inside, every word is escaped, nothing is invented."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.charts import About, Chart, Figure, Series, Spread, against, histogram, line, stacked
from core.sheets import workbook

ABOUT = About("Số tiêu chí đạt", "tiêu chí", date(2026, 11, 22), "25 xã đã thẩm tra")
#: What database columns can hold, and what they cannot.
FIGURES = st.one_of(
    st.none(), st.integers(-(10**17), 10**17), st.decimals(-(10**14), 10**14, places=4),
    st.sampled_from([0, float("nan"), float("inf"), -float("inf"), Decimal("NaN"), Decimal("0.0001"), 1e-12]),
)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=40)


def draw_line(labels: list[str], rows: list[list[Figure]]) -> Chart:
    series = [Series(f"Dòng {place}", row, "1") for place, row in enumerate(rows[:3])]
    return line(ABOUT, labels, series, spread=Spread("Một nửa số xã", list(zip(rows[0], rows[-1], strict=True))))


DRAWINGS: list[Callable[[list[str], list[list[Figure]]], Chart]] = [
    draw_line,
    lambda labels, rows: against(ABOUT, labels, Series("Giá trị", rows[0]), []),
    lambda labels, rows: against(
        ABOUT, labels, Series("Đạt", rows[0]), [Series("Mức", rows[-1]), Series("Mục tiêu", rows[0])]
    ),
    lambda labels, rows: stacked(ABOUT, labels, [Series("a", row, "met") for row in rows]),
    lambda labels, rows: histogram(ABOUT, labels, [Series("a", row, "1") for row in rows]),
]


@st.composite
def tables(draw: Any) -> tuple[list[str], list[list[Figure]]]:
    count = draw(st.integers(1, 10))
    labels = draw(st.lists(WORDS, min_size=count, max_size=count))
    rows = draw(st.lists(st.lists(FIGURES, min_size=count, max_size=count), min_size=1, max_size=4))
    return labels, rows


def inside(chart: Chart) -> None:
    """Every drawn thing within the viewBox; a word by its letters' usual width."""
    root = ET.fromstring(str(chart.svg))  # noqa: S314 - our own drawing
    assert "nan" not in re.sub(r">[^<]*<", "><", str(chart.svg).lower())
    _, _, wide, high = (float(part) for part in root.attrib["viewBox"].split())
    for item in root.iter():
        xs, ys = places(item)
        assert all(-0.1 <= x <= wide + 0.1 for x in xs), (item.tag, item.attrib)
        assert all(-0.1 <= y <= high + 0.1 for y in ys), (item.tag, item.attrib)


def places(item: Any) -> tuple[list[float], list[float]]:
    at = {name: float(value) for name, value in item.attrib.items() if re.fullmatch(r"-?[\d.]+", value)}
    if item.tag == "rect":
        assert at["width"] >= 0
        assert at["height"] >= 0
        return [at["x"], at["x"] + at["width"]], [at["y"], at["y"] + at["height"]]
    if item.tag == "circle":
        return [at["cx"] - at["r"], at["cx"] + at["r"]], [at["cy"] - at["r"], at["cy"] + at["r"]]
    if item.tag == "line":
        return [at["x1"], at["x2"]], [at["y1"], at["y2"]]
    if item.tag in {"polyline", "polygon"}:
        pairs = [pair.split(",") for pair in item.attrib["points"].split()]
        return [float(x) for x, _ in pairs], [float(y) for _, y in pairs]
    if item.tag == "text":
        width = len(item.text or "") * 7.0
        begin = at["x"] - {"start": 0, "middle": width / 2, "end": width}[item.attrib["text-anchor"]]
        return [begin, begin + width], [at["y"] - 10, at["y"] + 3]
    return [], []


@settings(max_examples=50, deadline=None)
@given(tables(), st.sampled_from(DRAWINGS))
def test_whatever_comes_lies_inside(table: tuple[list[str], list[list[Figure]]], drawing: Any) -> None:
    labels, rows = table
    chart = drawing(labels, rows)
    inside(chart)
    assert [label for label, _ in chart.rows] == labels, "the table has every label, whatever the drawing left out"


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("rows", [[[]], [[None]], [[5]], [[0]], [[10**17, 1]], [[-3, 4], [2, None]], [[7] * 24]])
def test_empty_single_and_extreme(drawing: Any, rows: list[list[Figure]]) -> None:
    chart = drawing([f"Kỳ {place}" for place in range(len(rows[0]))], rows)
    inside(chart)
    if rows[0] in ([], [None]):
        assert "Chưa có số liệu" in chart.svg


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_words_are_escaped_and_figures_vietnamese(drawing: Any) -> None:
    chart = drawing(['<script>"&', "Năm 2025"], [[1234.5, 1234567]])
    assert "<script>" not in chart.svg
    assert "1.234.567" in chart.svg or "1,23 triệu" in chart.svg
    assert "1.234,5" in chart.written[0][1]
    root = ET.fromstring(str(chart.svg))  # noqa: S314
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert "Đơn vị: tiêu chí. Số liệu đến 22/11/2026. Tính trên 25 xã đã thẩm tra." in (root[1].text or "")
    assert "style=" not in chart.svg


@pytest.mark.parametrize("missing", ["title", "unit", "base"])
def test_no_chart_without_unit_date_and_base(missing: str) -> None:
    told = {"title": "Tên", "unit": "xã", "base": "3 xã", missing: " "}
    with pytest.raises(ValueError, match="needs"):
        About(until=date(2026, 1, 1), **told)
    with pytest.raises(ValueError, match="needs"):
        About("Tên", "xã", None, "3 xã")  # type: ignore[arg-type]


def test_a_missing_figure_is_a_gap_never_zero() -> None:
    chart = line(ABOUT, ["1", "2", "3"], [Series("Bình quân", [3, None, 5])])
    assert "polyline" not in chart.svg, "two single dots, nothing drawn over the gap"
    assert chart.svg.count("<circle") == 2
    assert chart.written[1] == ("2", ["—"])
    told = against(ABOUT, ["2024", "2025"], Series("Đạt", [None, 0]), [Series("Mức", [95, 95])])
    assert "chưa có · mức 95" in told.svg
    assert ">0 · mức 95<" in told.svg


def test_the_table_is_a_sheet_with_unit_day_and_base() -> None:
    chart = stacked(ABOUT, ["Kỳ 1"], [Series("Đạt", [3], "met"), Series("Chưa", [Decimal("1.5")], "unmet")])
    book = load_workbook(BytesIO(workbook(chart.sheet(1), chart.sheet(2))))
    page = book["1. Số tiêu chí đạt"]
    rows: Sequence[Any] = list(page.iter_rows(values_only=True))
    assert rows[0][0] == "Số tiêu chí đạt"
    assert rows[1][0] == ABOUT.line
    assert rows[-2] == ("Kỳ", "Đạt", "Chưa")
    assert rows[-1] == ("Kỳ 1", 3, 1.5)
