"""The table of the decree itself: spans, printed numbers and dates, endings, lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from documents import nd30
from documents.render.columns import balanced, fit_columns, text_width
from documents.render.css import screen_css


@pytest.mark.parametrize("style", ["state", "front", "party"])
def test_every_size_lies_within_its_span(style: str) -> None:
    for part in nd30.profile_of(style).components.values():
        assert part.least <= part.size <= part.most, part.name


@pytest.mark.parametrize("style", ["state", "front", "party"])
def test_margins_lie_within_the_decree(style: str) -> None:
    page = nd30.profile_of(style).page
    assert 20 <= page.top <= 25
    assert 20 <= page.bottom <= 25
    assert 30 <= page.left <= 35
    assert 15 <= page.right <= 20


def test_an_unknown_style_is_the_states() -> None:
    assert nd30.profile_of(None).style == "state"
    assert nd30.profile_of("khác").style == "state"


@pytest.mark.parametrize(
    ("number", "printed"), [("4", "04"), ("04", "04"), ("12", "12"), ("0", "00"), ("5a", "5a"), (None, nd30.BLANK)]
)
def test_numbers_below_ten_take_a_zero(number: str | None, printed: str) -> None:
    assert nd30.printed_number(number) == printed


@pytest.mark.parametrize(
    ("day", "month", "printed"),
    [
        (5, 1, "ngày 05 tháng 01 năm 2024"),
        (22, 2, "ngày 22 tháng 02 năm 2024"),
        (9, 4, "ngày 09 tháng 4 năm 2024"),
        (31, 12, "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_days_and_months_as_the_decree_writes_them(day: int, month: int, printed: str) -> None:
    assert nd30.printed_date(day, month, 2024) == printed


def test_blank_places_stay_blank() -> None:
    assert " ".join(nd30.date_line("Đồng Tâm", None, 4, 2024).split()) == "Đồng Tâm, ngày tháng 4 năm 2024"
    assert nd30.number_line(nd30.profile_of("state"), None, "KH-UBND").split() == ["Số:", "/KH-UBND"]


def test_number_and_symbol_of_state_and_party() -> None:
    assert nd30.number_line(nd30.profile_of("state"), "4", "KH-UBND") == "Số: 04/KH-UBND"
    assert nd30.number_line(nd30.profile_of("party"), "5", "NQ/ĐU") == "Số 05-NQ/ĐU"


@pytest.mark.parametrize("end", ["", ".", "/.", "./.", "./", ";", " ./. ", ","])
def test_any_ending_is_mended(end: str) -> None:
    assert nd30.ended(f"Yêu cầu thực hiện{end}", "./.") == "Yêu cầu thực hiện./."


def test_lists_end_with_semicolons_and_a_full_stop() -> None:
    assert nd30.listed(["- UBND huyện (để b/c);", "+ Các thôn", "", "Lưu: VT."]) == [
        "- UBND huyện (để b/c);",
        "- Các thôn;",
        "- Lưu: VT.",
    ]


def test_a_basis_that_announces_what_follows_keeps_its_colon() -> None:
    bases = ["Căn cứ Luật Tổ chức chính quyền địa phương.", "Theo đề nghị của Mặt trận xã, cụ thể như sau: "]
    assert nd30.listed(bases, "") == [
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Theo đề nghị của Mặt trận xã, cụ thể như sau:",
    ]


def test_widths_are_those_of_the_font() -> None:
    # Liberation Serif has the metrics of Times New Roman: 95 mm at 13 points was measured on paper.
    assert text_width(nd30.NATION, 13, bold=True) == pytest.approx(95.7, abs=0.2)
    assert text_width("", 14) == 0


def test_columns_that_fit_do_not_break_and_the_others_may() -> None:
    rows = [("TT", "Họ và tên", "Ghi chú"), ("1", "Nguyễn Thị Hồng Hạnh", "Nội dung rất dài " * 20)]
    shares, wraps = fit_columns(rows, 1, None, 162, 12)
    assert sum(shares) == 200
    assert wraps == (False, False, True)


def test_wished_widths_are_kept() -> None:
    shares, _ = fit_columns([("a", "b"), ("1", "2")], 1, (0.25, 0.75), 160, 12)
    assert shares == (50, 150)


def test_a_long_heading_is_broken_evenly_and_names_stay_whole() -> None:
    name = balanced("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ ĐỒNG TÂM", 12, 68, bold=True, by_area=True)
    assert name.split("\n") == ["ỦY BAN MẶT TRẬN TỔ QUỐC", "VIỆT NAM XÃ ĐỒNG TÂM"]
    subject = balanced(
        "Phát động đợt thi đua “Đồng Tâm quyết tâm, chung sức xây dựng nông thôn mới”", 14, 120, bold=True
    )
    assert "Đồng\nTâm" not in subject
    assert "quyết\ntâm" not in subject


def test_the_previews_stylesheet_is_the_tables() -> None:
    """Renew it with: python -m documents.render.css > static/css/paper.css"""
    assert (Path(settings.BASE_DIR) / "static/css/paper.css").read_text(encoding="utf-8") == screen_css()


def test_a_wished_width_never_tears_a_figure() -> None:
    rows = [
        ("TT", "Nội dung", "Đơn giá (đồng)", "Thành tiền (đồng)"),
        ("1", "Bê tông đường trục thôn " * 4, "1.000.000.000", "12.000.000.000"),
    ]
    shares, _ = fit_columns(rows, 1, (0.07, 0.62, 0.12, 0.19), 162, 13)
    assert sum(shares) == 200
    for column in (2, 3):
        assert shares[column] / 200 * 162 >= text_width(rows[1][column], 13) + 2.6
