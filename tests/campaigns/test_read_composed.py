"""Wordings that composed papers use and that the reader learned for them."""

from __future__ import annotations

import pytest

from campaigns.read import plan_facts
from campaigns.read.lines import lines_of
from tests.campaigns.texts import codes, facts, reading


def test_the_situation_of_a_block_is_no_task() -> None:
    body = """I. NHIỆM VỤ
1. Thu nhập
- Hiện trạng: Chưa đạt. Bình quân 41 triệu đồng/người.
- Nhiệm vụ: Mở lớp dạy nghề.
- Người phụ trách: Công chức tài chính.
2. Y tế
- Thực trạng: Đạt.
- Nhiệm vụ: Tuyên truyền bảo hiểm y tế.
- Người phụ trách: Trạm trưởng."""
    assert [block.tasks for block in facts(body).blocks] == [("Mở lớp dạy nghề.",), ("Tuyên truyền bảo hiểm y tế.",)]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("- Các xóm: hằng tháng báo cáo kết quả về UBND xã.", "Các xóm"),
        ("- Ban Quản lý: định kỳ hằng quý kiểm tra tiến độ.", "Ban Quản lý"),
        ("- Lưu ý: hằng tháng báo cáo kết quả về UBND xã.", None),
    ],
)
def test_a_unit_with_a_colon_owes_the_routine(line: str, who: str | None) -> None:
    (routine,) = facts(f"I. HOẠT ĐỘNG ĐỊNH KỲ\n{line}").routines
    assert routine.who == who


@pytest.mark.parametrize(
    ("line", "value", "unit"),
    [
        ("- Số hộ nghèo: không quá 12 hộ.", 12, "hộ"),
        ("- Giảm số hộ nghèo từ 30 hộ xuống còn 12 hộ.", 12, "hộ"),
        ("- Thu nhập: tăng từ 50 triệu đồng/người/năm lên 54,1 triệu đồng/người/năm.", 54.1, "triệu đồng/người/năm"),
    ],
)
def test_a_rise_or_fall_is_one_target(line: str, value: float, unit: str) -> None:
    assert [(row.value, row.unit) for row in facts(f"I. MỤC TIÊU\n{line}").targets] == [(value, unit)]


def test_two_falls_of_different_things_do_not_conflict() -> None:
    body = """I. MỤC TIÊU
- Diện tích đất hoang: giảm từ 31,4 ha xuống còn 16 ha.
- Diện tích rừng trồng: tăng từ 244 ha lên 648 ha."""
    assert codes(body) == []


def test_verbs_alone_are_not_what_a_figure_measures() -> None:
    body = """I. MỤC TIÊU
- Phấn đấu hoàn thành 04 tiêu chí chưa đạt của xã.
- Thôn Nà Cốc: xây dựng khu dân cư kiểu mẫu; hoàn thành 10 tiêu chí."""
    assert codes(body) == ["gaps-unnamed"]


def test_what_is_not_assessed_fills_the_total() -> None:
    body = """I. KẾT QUẢ THỰC HIỆN CÁC TIÊU CHÍ
1. Các tiêu chí đã đạt: 01/03 tiêu chí
- Tiêu chí số 01 (Quy hoạch): Đạt.
2. Các tiêu chí chưa đạt: 01/03 tiêu chí
- Tiêu chí số 02 (Giao thông): Chưa đạt.
3. Các tiêu chí không đánh giá: 01/03 tiêu chí
- Tiêu chí số 07 (Chợ nông thôn): Không đánh giá."""
    assert codes(body) == []
    assert codes(body.replace("/03", "/05")) == ["sum-mismatch"]


def test_sentences_that_are_no_rows_keep_their_headings() -> None:
    read = reading("""I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Huy động sức dân.
2. Yêu cầu
- Làm thiết thực.
II. NỘI DUNG
1. Nội dung thi đua
- Mở rộng đường xóm.
2. Đối tượng thi đua
- Các xóm.
3. Kinh phí thực hiện: Nguồn ngân sách nhà nước.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng
- Theo dõi.""")
    assert [(row.kind, row.heading, row.text) for row in lines_of(read.paper, plan_facts(read))] == [
        ("purpose", "", "Huy động sức dân."), ("requirement", "", "Làm thiết thực."),
        ("content", "Nội dung thi đua", "Mở rộng đường xóm."),
    ]  # fmt: skip
