"""Workbooks: titles of sheets, and heads that stand upright."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from core.sheets import Column, Sheet, sheet_title, workbook


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Huy động nguồn lực", "Huy động nguồn lực"),
        ("Tỷ lệ tiêu chí đạt bình quân một xã", "Tỷ lệ tiêu chí đạt bình quân…"),
        ("x" * 40, "x" * 30 + "…"),
    ],
)
def test_a_title_is_cut_at_a_word(title: str, cut: str) -> None:
    assert sheet_title(title) == cut
    assert len(cut) <= 31


def test_a_narrow_column_has_its_head_upright() -> None:
    columns = (Column("Xã", 20), Column("1. Quy hoạch", 6, turned=True))
    page: Any = load_workbook(BytesIO(workbook(Sheet("Ma trận", columns, [("Xã A", "Đ")])))).active
    assert page["B1"].alignment.text_rotation == 90
    assert page["B2"].alignment.horizontal == "center"
    assert page["A1"].alignment.text_rotation == 0
    assert page.row_dimensions[1].height >= 100
