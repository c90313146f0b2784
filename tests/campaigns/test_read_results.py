"""Results: criteria, indicators and claims as communes write them."""

from __future__ import annotations

import pytest

from campaigns.read import facts_of
from campaigns.read.facts import PlanFacts
from documents.context import Paper, Paragraph, Section, Table
from tests.campaigns.texts import facts


def statuses(plan: PlanFacts) -> dict[int | None, str]:
    return {row.number: row.status for row in plan.criteria}


@pytest.mark.parametrize(
    ("line", "number", "name", "status"),
    [
        ("- Tiêu chí số 01 (Quy hoạch) : Đạt", 1, "Quy hoạch", "met"),
        ("- Tiêu chí số 2 về Giao thông: Chưa đạt.", 2, "Giao thông", "unmet"),
        ("- Tiêu chí 3. Thủy lợi: đã đạt chuẩn;", 3, "Thủy lợi", "met"),
        ("+ Tiêu chí số 4 - Điện: Đạt", 4, "Điện", "met"),
        ("- Tiêu chí số 7 (Chợ): Không đánh giá", 7, "Chợ", "not_assessed"),
        ("- Tiêu chí Thu nhập (tiêu chí số 10): chưa đạt", 10, "Thu nhập", "unmet"),
        ("- Tiêu chí số 12 Lao động đạt", 12, "Lao động", "met"),
        ("- Tiêu chí số 17 (Môi trường): có 80% số hộ dùng nước sạch, chưa đạt.", 17, "Môi trường", "unmet"),
    ],
)
def test_a_line_of_the_list(line: str, number: int, name: str, status: str) -> None:
    (row,) = facts(f"I. KẾT QUẢ\n1. Kết quả rà soát\n{line}\nHết phần kết quả.").criteria

    assert (row.set, row.number, row.name, row.status) == ("ntm", number, name, status)
    assert row.source in line


def test_the_heading_gives_the_status_where_the_line_has_none() -> None:
    plan = facts("""
I. KẾT QUẢ RÀ SOÁT
1. Các tiêu chí chưa đạt
- Tiêu chí số 10 (Thu nhập): mới có 40 triệu đồng/người
- Tiêu chí số 13 về Tổ chức sản xuất: còn thiếu một hợp tác xã
""")

    assert statuses(plan) == {10: "unmet", 13: "unmet"}


def test_numbered_parts_under_results() -> None:
    plan = facts("""
I. KẾT QUẢ ĐÁNH GIÁ TIÊU CHÍ
1. Quy hoạch: Đạt
2. Giao thông: Đạt
3. Thủy lợi: Chưa đạt
II. NHIỆM VỤ
1. Quy hoạch: Cắm mốc.
""")

    assert statuses(plan) == {1: "met", 2: "met", 3: "unmet"}


def test_criteria_as_headings() -> None:
    plan = facts("""
I. KẾT QUẢ
2.1. Tiêu chí số 5 (Trường học): Đạt
- Ba trường đều đạt chuẩn.
2.2. Tiêu chí số 6 về Cơ sở vật chất văn hóa: Chưa đạt
- Thiếu sân thể thao.
""")

    assert statuses(plan) == {5: "met", 6: "unmet"}


def test_criteria_listed_in_a_sentence() -> None:
    plan = facts("""
I. HIỆN TRẠNG
- Các tiêu chí đã đạt: tiêu chí số 1, 2, 3 và 5.
- Các tiêu chí chưa đạt gồm: tiêu chí số 10 (Thu nhập), số 17 (Môi trường).
""")

    assert statuses(plan) == {1: "met", 2: "met", 3: "met", 5: "met", 10: "unmet", 17: "unmet"}


def test_a_list_with_capitals_and_names_in_a_sentence() -> None:
    plan = facts(
        "I. THỰC TRẠNG\n- Còn 02 tiêu chí chưa đạt gồm: Tiêu chí số 2 về Giao thông; tiêu chí số 18 về Hệ thống chính trị và tiếp cận pháp luật."
    )

    assert [(row.number, row.name) for row in plan.criteria] == [
        (2, "Giao thông"),
        (18, "Hệ thống chính trị và tiếp cận pháp luật"),
    ]


def test_a_list_in_brackets_with_short_words() -> None:
    plan = facts("I. KẾT QUẢ\n- Có 3 tiêu chí đạt (TC 1, 2, 3), 2 tiêu chí chưa đạt (TC 5, 10).")

    assert statuses(plan) == {1: "met", 2: "met", 3: "met", 5: "unmet", 10: "unmet"}


def test_a_wish_is_no_result() -> None:
    plan = facts("""
I. MỤC TIÊU
- Phấn đấu đạt tiêu chí số 10, 11 trong quý III.
- Phấn đấu đến cuối năm đạt 19/19 tiêu chí.
""")

    assert (plan.criteria, plan.claims) == ((), ())


def test_a_second_passage_makes_no_second_row() -> None:
    plan = facts("""
I. KẾT QUẢ
1. Các tiêu chí đã đạt
- Tiêu chí số 1 (Quy hoạch): Đạt
2. Ghi chú
- Tiêu chí số 1 (Quy hoạch): Chưa đạt
""")

    assert statuses(plan) == {1: "met"}
    assert [(row.number, row.status) for row in plan.mentions] == [(1, "unmet")]


def test_a_table_of_results() -> None:
    rows = (
        ("TT", "Tên tiêu chí", "Kết quả đánh giá"),
        ("1", "Quy hoạch", "Đạt"),
        ("2", "Giao thông", "Chưa đạt"),
        ("7", "Cơ sở hạ tầng thương mại", "Không đánh giá"),
    )
    paper = Paper(subject="Xây dựng nông thôn mới", content=(Section("I", "Kết quả", (Table(rows),)),))

    plan = facts_of(paper)

    assert statuses(plan) == {1: "met", 2: "unmet", 7: "not_assessed"}
    assert plan.criteria[1].source == "2 | Giao thông | Chưa đạt"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Chỉ tiêu chưa đạt 15.4: tỷ lệ người dân có sổ điện tử (ước 20/50%).", ("15.4", "unmet", 20, 50, "%")),
        ("Chỉ tiêu 17.1 chưa đạt.", ("17.1", "unmet", None, None, None)),
        ("Chỉ tiêu 15.4 mới đạt 31% (quy định là 50%).", ("15.4", "unmet", 31, 50, "%")),
        ("Chỉ tiêu 8.1 đã đạt.", ("8.1", "met", None, None, None)),
    ],
)
def test_an_indicator_in_a_sentence(sentence: str, expected: tuple[object, ...]) -> None:
    (row,) = facts(f"I. KẾT QUẢ\n- {sentence}").indicators

    assert (row.code, row.status, row.value, row.target, row.unit) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Đầu tư 13.3 triệu đồng.",
        "Thực hiện từ ngày 15.4.2024.",
        "Trồng rừng nhằm đạt tiêu chí số 13.3.",
        "Mở rộng mục 2.1 của đề án.",
    ],
)
def test_no_indicator_is_seen_where_none_is_judged(sentence: str) -> None:
    assert facts(f"I. NỘI DUNG\n- {sentence}").indicators == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Đến nay xã đã đạt 15/19 tiêu chí nông thôn mới, còn 4 tiêu chí chưa đạt.", [("ntm", 15, 4, 19)]),
        ("Xã đạt 12/19 tiêu chí nông thôn mới nâng cao.", [("advanced", 12, None, 19)]),
        ("Thôn Đồi Mơ đã đạt 7/10 tiêu chí khu dân cư kiểu mẫu.", [("hamlet", 7, None, 10)]),
        ("Giữ vững 19/19 tiêu chí xã nông thôn mới đã được công nhận.", [("ntm", 19, None, 19)]),
        ("Quyết tâm đạt 19/19 tiêu chí vào cuối năm.", []),
        ("Cả xã có 3 tiêu chí cần quan tâm.", []),
        ("Phấn đấu thêm 03 tiêu chí, nâng tổng số tiêu chí đạt chuẩn lên 18/19 tiêu chí.", []),
    ],
)
def test_a_claim(sentence: str, expected: list[tuple[object, ...]]) -> None:
    claims = facts(f"I. TÌNH HÌNH\n- {sentence}").claims

    assert [(row.set, row.met, row.unmet, row.total) for row in claims] == expected


def test_met_and_unmet_of_two_headings_make_one_claim() -> None:
    (claim,) = facts("I. KẾT QUẢ\n1. Tiêu chí đã đạt: 16/19 tiêu chí.\n2. Tiêu chí chưa đạt: 3/19 tiêu chí.").claims

    assert (claim.met, claim.unmet, claim.total) == (16, 3, 19)
    assert len(claim.quotes) == 2


def test_a_list_of_gaps_by_name_only() -> None:
    plan = facts("I. TÌNH HÌNH\n- Xã đạt 17/19 tiêu chí, còn 2 tiêu chí chưa đạt: Thu nhập và Môi trường.")

    assert [(row.number, row.name, row.status) for row in plan.criteria] == [
        (None, "Thu nhập", "unmet"),
        (None, "Môi trường", "unmet"),
    ]


def test_paragraphs_without_a_word_of_criteria_give_nothing() -> None:
    plan = facts_of(Paper(content=(Paragraph("Trời hôm nay đẹp, đường làng đạt độ khô."),)))

    assert (plan.criteria, plan.indicators, plan.claims, plan.kind) == ((), (), (), "other")


def test_an_unmet_criterions_line_names_its_gap_without_a_figure() -> None:
    found = facts("- Tiêu chí số 13 (Tổ chức sản xuất): Chưa đạt, vướng ở chỉ tiêu 13.3 về truy xuất nguồn gốc.")
    assert [(row.code, row.status) for row in found.indicators] == [("13.3", "unmet")]
    other = facts("- Tiêu chí số 13 (Tổ chức sản xuất): Chưa đạt, xem thêm chỉ tiêu 15.4.")
    assert other.indicators == ()
