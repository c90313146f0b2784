"""Every pattern of the tables, with lines it is for and lines it is not for."""

from __future__ import annotations

import re

import pytest

from documents.read import headlines, labels, tail

#: Every pattern of the head: a line, and the groups it gives.
HEAD_CASES: dict[str, list[tuple[str, dict[str, str | None]]]] = {
    "national_title": [("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", {})],
    "motto": [("Độc lập – Tự do – Hạnh phúc", {})],
    "party_title": [("ĐẢNG CỘNG SẢN VIỆT NAM", {})],
    "number": [
        ("Số: 66/KH-UBND", {"number": "66", "sep": "/", "symbol": "KH-UBND"}),
        ("Số: /KH- UBND", {"number": "", "sep": "/", "symbol": "KH- UBND"}),
        ("Số:……/KH-MTTQ-BTT", {"number": "", "symbol": "KH-MTTQ-BTT"}),
        ("Số 05-NQ/ĐU", {"number": "05", "sep": "-", "symbol": "NQ/ĐU"}),
        ("Số: 15/2024/QĐ-UBND Tân Lập, ngày", {"number": "15", "symbol": "2024/QĐ-UBND"}),
    ],
    "number_behind": [("KH-UBND số 66", {"number": "66", "symbol": "KH-UBND"})],
    "place_date": [
        ("Tân Lập, ngày 21 tháng 02 năm 2023", {"place": "Tân Lập", "date": "ngày 21 tháng 02 năm 2023"}),
        ("….., ngày …. tháng …. năm 2024", {"date": "ngày …. tháng …. năm 2024"}),
        ("Tân Lập ngày 05/02/2025", {"place": "Tân Lập", "date": "ngày 05/02/2025"}),
    ],
    "about": [("V/v tổ chức ra quân", {"subject": "tổ chức ra quân"})],
    "addressee": [("Kính gửi: Ủy ban nhân dân huyện", {"addressee": "Ủy ban nhân dân huyện"})],
    "urgency": [("HỎA TỐC", {})],
    "draft": [("DỰ THẢO", {}), ("(DỰ THẢO LẦN 2)", {})],
}
LABEL_CASES: dict[str, list[tuple[str, dict[str, str]]]] = {
    "part": [("Phần thứ nhất: Đánh giá", {"label": "Phần thứ nhất", "rest": "Đánh giá"})],
    "chapter": [("CHƯƠNG II", {"label": "CHƯƠNG II", "rest": ""})],
    "division": [("Mục 1. Giao thông", {"label": "Mục 1", "rest": "Giao thông"})],
    "article": [("Điều 2. Hiệu lực", {"label": "Điều 2", "rest": "Hiệu lực"})],
    "roman": [
        ("IV. TỔ CHỨC", {"label": "IV", "rest": "TỔ CHỨC"}),
        ("II/ NỘI DUNG", {"label": "II", "rest": "NỘI DUNG"}),
        ("I- MỤC TIÊU", {"label": "I", "rest": "MỤC TIÊU"}),
    ],
    "capital": [("A. Kết quả", {"label": "A", "rest": "Kết quả"})],
    "decimal": [
        ("1.10. Thu nhập", {"label": "1.10", "rest": "Thu nhập"}),
        ("2.1 Đối tượng", {"label": "2.1", "rest": "Đối tượng"}),
    ],
    "number": [
        ("1.Mục đích", {"label": "1", "rest": "Mục đích"}),
        ("2/ Yêu cầu", {"label": "2", "rest": "Yêu cầu"}),
        ("3) Việc", {"label": "3", "rest": "Việc"}),
        ("4- Việc", {"label": "4", "rest": "Việc"}),
    ],
    "letter": [("đ) Hộ nghèo", {"label": "đ", "rest": "Hộ nghèo"}), ("a. Một", {"label": "a", "rest": "Một"})],
}
TAIL_CASES: dict[str, list[tuple[str, dict[str, str]]]] = {
    "recipients": [("Nơi nhận:", {}), ("NƠI NHẬN:", {})],
    "authority": [("TM. ỦY BAN NHÂN DÂN", {}), ("T/M BAN CHẤP HÀNH", {}), ("KT.CHỦ TỊCH", {}), ("TUQ. CHỦ TỊCH", {})],
    "post": [("PHÓ CHỦ TỊCH", {}), ("TRƯỞNG BAN", {}), ("Q. CHỦ TỊCH", {}), ("CHÁNH VĂN PHÒNG", {})],
    "signed_note": [("(Đã ký)", {}), ("[Ký, ghi rõ họ tên]", {})],
    "name": [("Hồ Thị Hằng", {}), ("Thượng tá Lê Văn A", {})],
    "appendix": [("PHỤ LỤC II", {"label": "PHỤ LỤC II", "title": ""}), ("Phụ lục", {"label": "Phụ lục"})],
    "column_break": [("- Các thôn; CHỦ TỊCH", {})],
}


def _check(patterns: dict[str, re.Pattern[str]], cases: dict[str, list[tuple[str, dict[str, str | None]]]]) -> None:
    assert set(patterns) == set(cases)
    for name, examples in cases.items():
        for text, groups in examples:
            match = patterns[name].search(text)
            assert match is not None, (name, text)
            assert {key: (match[key] or "").strip() for key in groups} == groups, (name, text)


def test_each_pattern_of_the_head_has_its_line() -> None:
    _check(headlines.PATTERNS, HEAD_CASES)


def test_each_pattern_of_the_end_has_its_line() -> None:
    _check(tail.PATTERNS, TAIL_CASES)  # type: ignore[arg-type]


def test_each_label_has_its_line() -> None:
    assert set(labels.PATTERNS) == set(LABEL_CASES)
    for kind, examples in LABEL_CASES.items():
        for text, groups in examples:
            label = labels.label_of(text)
            assert label is not None, text
            assert (label.kind, label.label, label.rest) == (kind, groups["label"], groups["rest"])


@pytest.mark.parametrize(
    "text",
    ["30/6/2024 là hạn cuối", "2.000.000 đồng", "54,1 triệu đồng", "1.5 triệu đồng", "05 nội dung", "- 1. gạch trước",
     "Mục tiêu chung", "phần 2 của kế hoạch này", "13.3: truy xuất", "V", "100% hộ dân", "17/19 tiêu chí"],
)  # fmt: skip
def test_figures_and_words_are_no_labels(text: str) -> None:
    assert text == "13.3: truy xuất" or labels.label_of(text) is None
