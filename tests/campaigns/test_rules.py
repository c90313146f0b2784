"""Checks: each finding is raised where the text gives both sides, and only there."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.read import facts_of
from campaigns.rules import LEVELS, findings_for
from documents.context import Paper, Paragraph, Section
from tests.campaigns.texts import codes, findings

MET = "\n".join(f"- Tiêu chí số {number} (Tên {number}): Đạt" for number in range(1, 17))


def results(claim: str, *, met: str = MET, more: str = "") -> str:
    return f"I. KẾT QUẢ\n1. Các tiêu chí đã đạt: {claim}\n{met}\n{more}"


def test_every_finding_has_a_vietnamese_sentence_and_the_level_of_its_code() -> None:
    rows = findings(results("17/19 tiêu chí."))

    assert [(row.code, row.level) for row in rows] == [("criteria-count", LEVELS["criteria-count"])]
    assert rows[0].message == "Khai 17 tiêu chí đạt nhưng chỉ liệt kê 16; thiếu tiêu chí 17, 18, 19"
    assert len(rows[0].quotes) == 2


# --- Counts ---


def test_a_right_count_is_no_finding() -> None:
    assert codes(results("16/19 tiêu chí.")) == []


def test_more_listed_than_claimed() -> None:
    assert findings(results("15/19 tiêu chí."))[0].message == "Khai 15 tiêu chí đạt nhưng liệt kê 16"


def test_a_claim_without_any_list_is_no_contradiction() -> None:
    assert codes("I. KẾT QUẢ\n- Xã đạt 17/19 tiêu chí nông thôn mới.") == []


def test_criteria_that_are_not_assessed_may_be_in_the_claim() -> None:
    assert codes(results("17/19 tiêu chí.", more="- Tiêu chí số 17 (Chợ): Không đánh giá")) == []


def test_unmet_criteria_counted_and_not_named() -> None:
    rows = findings("I. TÌNH HÌNH\n- Xã đã đạt 14/19 tiêu chí, còn 5 tiêu chí chưa đạt.")

    assert [row.code for row in rows] == ["gaps-unnamed"]
    assert rows[0].message == "Khai 5 tiêu chí chưa đạt nhưng không nêu là những tiêu chí nào"


def test_unmet_criteria_named_by_number_or_name() -> None:
    assert codes("I. TÌNH HÌNH\n- Còn 2 tiêu chí chưa đạt (tiêu chí số 10 và tiêu chí số 17).") == []
    assert codes("I. TÌNH HÌNH\n- Còn 2 tiêu chí chưa đạt: Thu nhập và Môi trường.") == []


def test_fewer_unmet_named_than_counted() -> None:
    body = "I. KẾT QUẢ\n1. Các tiêu chí chưa đạt: 3/19 tiêu chí.\n- Tiêu chí số 10 (Thu nhập): Chưa đạt\n- Tiêu chí số 17 (Môi trường): Chưa đạt"

    assert findings(body)[0].message == "Khai 3 tiêu chí chưa đạt nhưng chỉ nêu 2"


def test_met_and_unmet_that_do_not_make_the_total() -> None:
    body = "I. KẾT QUẢ\n- Xã đã đạt 14/19 tiêu chí, còn 4 tiêu chí chưa đạt: tiêu chí số 10, 11, 13, 17."

    assert codes(body) == ["sum-mismatch"]


# --- A status against another passage ---


def block(text: str, *, number: int = 5, status: str = "Đạt") -> str:
    return f"""
I. KẾT QUẢ
- Tiêu chí số {number} (Trường học): {status}
II. NHIỆM VỤ
1.{number}. Trường học
- Nhiệm vụ: {text}
- Người phụ trách: Hiệu trưởng.
1.9. Nhà ở dân cư
- Nhiệm vụ: Sửa mái.
- Người phụ trách: Các thôn.
"""


@pytest.mark.parametrize(
    "text",
    [
        "Tuy nhiên diện tích sân chơi chưa đạt theo quy định.",
        "Phòng học không đảm bảo yêu cầu.",
        "Tiêu chí này hiện chưa đạt.",
        "Xã không có trường trong quy hoạch nên không đánh giá.",
    ],
)
def test_a_met_criterion_whose_text_says_otherwise(text: str) -> None:
    rows = findings(block(text))

    assert [row.code for row in rows] == ["status-vs-text"]
    assert rows[0].message == "Tiêu chí 05 (Trường học) được liệt kê là đạt nhưng mục 1.5 nêu khác"
    assert any(text.rstrip(".") in quote for quote in rows[0].quotes)


@pytest.mark.parametrize(
    "text",
    [
        "Sửa sân chơi, giữ trường đạt chuẩn quốc gia.",
        "Nhắc nhở các hộ chưa đảm bảo yêu cầu vệ sinh.",
        "Khắc phục những phòng chưa đạt chuẩn.",
        "Không để xảy ra tai nạn.",
    ],
)
def test_a_met_criterion_whose_text_does_not_contradict(text: str) -> None:
    assert codes(block(text)) == []


def test_an_unmet_criterion_whose_text_admits_it() -> None:
    assert codes(block("Sân chơi chưa đạt theo quy định.", status="Chưa đạt")) == []


def test_an_unmet_criterion_whose_text_calls_it_met() -> None:
    assert codes(block("Tiêu chí này đã đạt từ năm trước.", status="Chưa đạt")) == ["status-vs-text"]


def test_two_lists_that_disagree() -> None:
    body = "I. KẾT QUẢ\n- Tiêu chí số 1 (Quy hoạch): Đạt\nII. TỒN TẠI\n- Tiêu chí số 1 (Quy hoạch): Chưa đạt"

    assert codes(body) == ["status-vs-text"]


def test_a_met_criterion_with_an_unmet_indicator() -> None:
    assert codes("I. KẾT QUẢ\n- Tiêu chí số 17 (Môi trường): Đạt\n- Chỉ tiêu 17.1 chưa đạt.") == ["status-vs-text"]


# --- Targets ---


def target_codes(*sentences: str) -> list[str]:
    return codes("I. MỤC TIÊU\n" + "\n".join(f"- {sentence}" for sentence in sentences))


def test_two_figures_for_one_thing() -> None:
    body = ("Tỷ lệ lao động qua đào tạo đạt 62% trở lên.", "Mở lớp nghề, nâng tỷ lệ lao động qua đào tạo lên 65%.")
    (row,) = findings("I. MỤC TIÊU\n" + "\n".join(f"- {sentence}" for sentence in body))

    assert (row.code, row.quotes) == ("target-conflict", body)
    assert "62 % và 65 %" in row.message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Tỷ lệ người dân tham gia bảo hiểm y tế đạt 95%.", "Tỷ lệ trẻ em tham gia bảo hiểm y tế đạt 100%."),
        ("Tỷ lệ thu gom rác thải đạt 90%.", "Đổi lịch để tỷ lệ thu gom rác thải đạt 90%."),
        ("Tỷ lệ hộ nghèo năm 2024 còn 5%.", "Tỷ lệ hộ nghèo năm 2025 còn 3%."),
        ("Tỷ lệ hộ dùng nước sạch tăng 5%.", "Tỷ lệ hộ dùng nước sạch đạt 95%."),
        ("Làm đường hoa chiều dài 250m.", "Làm đường hoa chiều dài 3 km."),
        ("Thôn Đồi Mơ: tỷ lệ hộ nghèo còn 3%.", "Thôn Bến Cau: tỷ lệ hộ nghèo còn 5%."),
        ("Quý I đạt tỷ lệ thu gom rác thải 50%.", "Quý II đạt tỷ lệ thu gom rác thải 80%."),
    ],
)
def test_two_figures_for_two_things(first: str, second: str) -> None:
    assert target_codes(first, second) == []


# --- Sums ---


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Tổng kinh phí 500 triệu đồng, trong đó ngân sách 300 triệu đồng, Nhân dân góp 150 triệu đồng.",
            ["sum-mismatch"],
        ),
        ("Tổng kinh phí 450 triệu đồng, trong đó ngân sách 300 triệu đồng, Nhân dân góp 150 triệu đồng.", []),
        ("Tổng kinh phí 1,2 tỷ đồng, gồm: ngân sách 1 tỷ đồng; Nhân dân góp 200 triệu đồng.", []),
        ("Tổng kinh phí 500 triệu đồng, trong đó ngân sách 300 triệu đồng.", []),
        (
            "Tổng kinh phí 500 triệu đồng, gồm ngân sách 300 triệu đồng (huyện 200 triệu đồng, xã 100 triệu đồng), dân góp 200 triệu đồng.",
            [],
        ),
        ("Tổng số 120 hộ, gồm: 70 hộ khá, 40 hộ nghèo.", ["sum-mismatch"]),
        ("Tổng số 120 hộ, trong đó 20 hộ nghèo, 30 hộ cận nghèo.", []),
        ("Có 430/500 hộ dùng nước sạch, đạt 86%.", []),
        ("Có 430/500 hộ dùng nước sạch (đạt 90%).", ["sum-mismatch"]),
        ("Có 2/3 thôn đạt chuẩn, chiếm 66,7%.", []),
        (
            "Tổng kinh phí 500 triệu đồng, gồm: ngân sách 300 triệu đồng, dân góp 200 triệu đồng. Năm trước chi 90 triệu đồng.",
            [],
        ),
        ("Tổng kinh phí 500 triệu đồng. Trong đó: ngân sách 300 triệu đồng; dân góp 150 triệu đồng.", ["sum-mismatch"]),
        ("Đến tháng 12/2024 tỷ lệ hộ nghèo đạt 5%, ngày 5/6 có mặt đạt 90%.", []),
        ("Đã có 17/19 tiêu chí tăng 5% so với năm trước.", []),
    ],
)
def test_parts_and_totals(sentence: str, expected: list[str]) -> None:
    assert codes(f"I. KINH PHÍ\n- {sentence}") == expected


def test_parts_in_a_list_below_the_total() -> None:
    body = "I. KINH PHÍ\n1. Dự toán\nTổng kinh phí thực hiện 100 triệu đồng, gồm:\n- Ngân sách xã: 70 triệu đồng.\n- Nhân dân góp: 40 triệu đồng."

    assert codes(body) == ["sum-mismatch"]


# --- Days ---


def test_an_impossible_day() -> None:
    rows = findings("I. NỘI DUNG\n- Tổng vệ sinh trước ngày 31/4/2024.\n- Họp ngày 30 tháng 02 năm 2024.")

    assert [row.code for row in rows] == ["impossible-date", "impossible-date"]
    assert rows[0].message == "Ngày 31/4/2024 không có trong lịch"


def test_a_leap_day_is_possible() -> None:
    assert codes("I. NỘI DUNG\n- Họp ngày 29/02/2024.") == []


def test_a_basis_younger_than_the_paper() -> None:
    basis = "Căn cứ Quyết định số 21/QĐ-UBND ngày 15/3/2024 của UBND xã;"

    assert codes("I. NỘI DUNG\n- Làm đường.", opening=basis) == ["basis-after-document"]


def test_a_basis_older_than_the_paper() -> None:
    assert codes("I. NỘI DUNG\n- Theo Quyết định số 21/QĐ-UBND ngày 15/3/2024 của UBND xã.") == []


@pytest.mark.parametrize(("basis_month", "expected"), [(3, []), (4, []), (5, ["basis-after-document"])])
def test_a_basis_and_a_paper_without_a_day(basis_month: int, expected: list[str]) -> None:
    basis = f"Căn cứ Quyết định số 21/QĐ-UBND ngày 15/{basis_month}/2024 của UBND xã;"
    paper = Paper(number="1", month=4, year=2024, legal_bases=(basis,))

    assert [row.code for row in findings_for(facts_of(paper), paper)] == expected


PERIOD = "I. THỜI GIAN\n- Thời gian thi đua: Từ ngày {start} đến hết ngày {end}."


def test_signed_and_based_after_the_start() -> None:
    assert codes(PERIOD.format(start="01/3/2024", end="30/11/2024")) == ["signed-after-start"]
    assert codes(PERIOD.format(start="01/12/2023", end="30/11/2024")) == ["basis-after-start", "signed-after-start"]


def test_signed_before_the_start() -> None:
    assert codes(PERIOD.format(start="15/3/2024", end="30/11/2024")) == []


def test_no_start_is_taken_from_a_year_alone() -> None:
    assert codes("I. THỜI GIAN\n- Thực hiện trong năm 2024.") == []


@pytest.mark.parametrize(
    ("end", "expected"), [("13/5/2024", []), ("14/5/2024", ["period-length"]), ("30/4/2024", ["period-length"])]
)
def test_the_named_number_of_days(end: str, expected: list[str]) -> None:
    assert (
        codes(PERIOD.format(start="15/3/2024", end=end), subject="Phát động “60 ngày cao điểm” làm đường hoa")
        == expected
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Phát động: Ngày 16/3/2024 (thứ bảy) tại thôn Đồi Mơ.", []),
        ("Phát động: Ngày 16/3/2024 (thứ 5) tại thôn Đồi Mơ.", ["weekday"]),
        ("Sáng chủ nhật, ngày 17/3/2024 quét đường.", []),
        ("Sáng thứ hai, ngày 17/3/2024 quét đường.", ["weekday"]),
        ("Đại hội lần thứ hai, ngày 17/3/2024 đã thông qua.", []),
    ],
)
def test_a_named_weekday(sentence: str, expected: list[str]) -> None:
    assert codes(f"I. NỘI DUNG\n- {sentence}") == expected


def test_the_weekday_is_told() -> None:
    (row,) = findings("I. NỘI DUNG\n- Họp ngày 16/3/2024 (thứ năm).")

    assert date(2024, 3, 16).weekday() == 5
    assert row.message == "Ngày 16/03/2024 là thứ Bảy, không phải thứ Năm"


# --- Workload ---


def workload(*responsible: str) -> list[str]:
    parts = "\n".join(
        f"1.{number}. Việc {number}\n- Nhiệm vụ: Làm việc {number}.\n- Người phụ trách: {name}."
        for number, name in enumerate(responsible, 1)
    )
    return codes(f"I. NHIỆM VỤ\n{parts}")


def test_one_post_under_several_names_carries_far_more() -> None:
    land = ("Công chức Địa chính - Xây dựng", "Công chức ĐC-XD", "Công chức Địa chính, Mặt trận", "CC Địa chính - NN")

    assert workload(*land, "Công chức Tư pháp", "Công chức Văn phòng") == ["overload"]


def test_work_that_is_shared_evenly() -> None:
    assert workload(*["Công chức Địa chính", "Công chức Tư pháp", "Công chức Văn phòng"] * 2) == []


def test_bodies_and_leads_are_not_counted() -> None:
    assert workload(*["Mặt trận và các đoàn thể"] * 5, "Công chức Tư pháp", "Công chức Văn phòng") == []


def test_a_single_official_has_no_others_to_compare_with() -> None:
    assert workload(*["Công chức Địa chính"] * 6) == []


# --- What the source lacks ---


def test_missing_parts_are_notes_only_for_what_was_read_from_a_file() -> None:
    paper = Paper(type="KẾ HOẠCH", subject="Làm đường", content=(Section("I", "Nội dung", (Paragraph("Làm đường."),)),))
    missing = frozenset({"number", "date", "signature", "issuer"})

    assert findings_for(facts_of(paper), paper) == []
    rows = findings_for(facts_of(paper), paper, missing=missing)
    assert [(row.code, row.level) for row in rows] == [
        ("issuer-missing", "note"),
        ("number-missing", "note"),
        ("date-missing", "note"),
        ("signature-missing", "note"),
    ]
