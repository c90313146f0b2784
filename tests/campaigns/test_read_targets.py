"""Targets: value, unit, direction; and what is none."""

from __future__ import annotations

import pytest

from campaigns.read import facts_of
from campaigns.read.facts import Target
from campaigns.read.numbers import number
from documents.context import Paper, Section, Table
from tests.campaigns.texts import facts


def targets(sentence: str) -> tuple[Target, ...]:
    return facts(f"I. MỤC TIÊU\n- {sentence}").targets


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "direction"),
    [
        ("Thu nhập bình quân đạt 52,3 tr.đ/người/năm.", 52.3, "triệu đồng/người/năm", None),
        ("Tỷ lệ hộ nghèo giảm xuống còn 6,31%.", 6.31, "%", "at_most"),
        ("Giảm tỷ lệ hộ cận nghèo còn 3%.", 3, "%", "at_most"),
        ("Tỷ lệ hộ nghèo dưới 3,5 %.", 3.5, "%", "at_most"),
        ("Lao động qua đào tạo đạt 71% trở lên.", 71, "%", "at_least"),
        ("Tỷ lệ hộ dùng nước sạch đạt từ 85% trở lên.", 85, "%", "at_least"),
        ("Tỷ lệ dân số có sổ điện tử đạt 50% dân số trở lên.", 50, "%", "at_least"),
        ("Bảo hiểm y tế đạt tối thiểu 95%.", 95, "%", "at_least"),
        ("Tỷ lệ trẻ em dưới 5 tuổi thấp còi không quá 14,8%.", 14.8, "%", "at_most"),
        ("Phấn đấu làm mới đường hoa chiều dài 1.250m.", 1250, "m", None),
        ("Phấn đấu trải nhựa 2,5 km đường trục.", 2.5, "km", None),
        ("Xây dựng 02 mô hình sản xuất rau.", 2, "mô hình", None),
        ("Mỗi thôn xây dựng 3 vườn mẫu.", 3, "vườn mẫu/thôn", None),
        ("Phấn đấu đạt 19/19 tiêu chí.", 19, "tiêu chí", None),
    ],
)
def test_a_target(sentence: str, value: float, unit: str, direction: str | None) -> None:
    (row,) = targets(sentence)

    assert (row.value, row.unit, row.direction) == (value, unit, direction)
    assert row.source == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Hiện đạt 40% số hộ.",
        "Tỷ lệ hộ dùng nước sạch ước đạt 62%.",
        "Trẻ em dưới 5 tuổi được tiêm chủng.",
        "Giai đoạn 2021-2025 hoàn thành các mục tiêu.",
        "Tuyên truyền tới 100% chi hội.",
        "Người có thu nhập từ 5 triệu đồng/tháng trở lên.",
        "Xã có 19 tiêu chí và 12 thôn.",
    ],
)
def test_no_target(sentence: str) -> None:
    assert facts(f"I. NỘI DUNG\n- {sentence}").targets == ()


def test_a_rise_keeps_the_level_that_is_reached() -> None:
    assert [row.value for row in targets("Nâng tỷ lệ hộ dùng nước sạch từ 90% lên 95%.")] == [95]


def test_two_targets_of_one_sentence() -> None:
    rows = targets("Tỷ lệ hộ dùng nước sạch đạt 96% trở lên; tỷ lệ thu gom rác đạt 90%.")

    assert [(row.value, row.direction) for row in rows] == [(96, "at_least"), (90, None)]
    assert rows[1].text == "tỷ lệ thu gom rác đạt 90%"


def test_the_same_target_said_twice_is_one() -> None:
    plan = facts(
        "I. MỤC TIÊU\n- Tỷ lệ thu gom rác thải đạt 90%.\nII. GIẢI PHÁP\n- Đổi lịch để tỷ lệ thu gom rác thải đạt 90%."
    )

    assert len(plan.targets) == 1


def test_results_are_no_targets() -> None:
    plan = facts(
        "I. KẾT QUẢ\n1. Tiêu chí chưa đạt\n- Tiêu chí số 10 (Thu nhập): đạt 38,5 triệu đồng/người, thấp hơn quy định"
    )

    assert plan.targets == ()


def test_every_share_under_the_heading_of_goals_is_a_target() -> None:
    plan = facts("I. CHỈ TIÊU\n- 95% số hộ đăng ký gia đình văn hóa.\nII. NỘI DUNG\n- Tới nay 90% số hộ đã đăng ký.")

    assert [row.value for row in plan.targets] == [95]


def test_figures_of_earlier_years_and_of_the_state_of_things_are_no_targets() -> None:
    plan = facts(
        "I. THỰC TRẠNG\n- Thu nhập đạt 58 triệu đồng/người/năm.\nII. MỤC TIÊU\n- Năm 2022 tỷ lệ hộ nghèo giảm còn 7%."
    )

    assert plan.targets == ()


def test_a_target_in_a_block_has_its_criterion() -> None:
    plan = facts("""
I. NHIỆM VỤ
1. Y tế
- Nhiệm vụ: Bảo hiểm y tế 95%.
- Người phụ trách: Trạm y tế.
2. Thu nhập
- Nhiệm vụ: Đạt 50 triệu đồng/người/năm.
- Người phụ trách: Các thôn.
""")

    assert [(row.criterion, row.value) for row in plan.targets] == [(15, 95), (10, 50)]


def test_a_table_of_targets() -> None:
    rows = (
        ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch 2024"),
        ("1", "Hộ dùng nước sạch", "%", "95,5"),
        ("2", "Đường trục thôn", "km", "1,2"),
        ("3", "Ghi chú", "", "theo quy định"),
    )

    found = facts_of(Paper(content=(Section("I", "Chỉ tiêu", (Table(rows),)),))).targets

    assert [(row.text, row.value, row.unit) for row in found] == [
        ("Hộ dùng nước sạch", 95.5, "%"),
        ("Đường trục thôn", 1.2, "km"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("54,1", 54.1), ("2.450", 2450), ("150.000", 150_000), ("5.47", 5.47), ("08", 8), ("1.234,5", 1234.5)],
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == value
