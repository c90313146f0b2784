"""Papers cited by number and symbol."""

from __future__ import annotations

import datetime

import pytest

from documents.read.citations import PATTERNS, Citation, find_citations

#: Every pattern: a text as written, and the number it gives.
NUMBERS: dict[str, list[tuple[str, str]]] = {
    "with_year": [
        ("Thông tư 121/2017/TT-BTC", "121/2017/TT-BTC"),
        ("số 33/2018/NQ-HĐND", "33/2018/NQ-HĐND"),
        ("Luật số 06/2022/QH15", "06/2022/QH15"),
        ("số 30 / 2020 / NĐ – CP", "30/2020/NĐ-CP"),
    ],
    "number_first": [
        ("số 40/NQ-HĐND", "40/NQ-HĐND"),
        ("226/KH-MTTQ-BTT", "226/KH-MTTQ-BTT"),
        ("số 263/QĐ-TTg", "263/QĐ-TTg"),
        ("số 12/UBND-VX", "12/UBND-VX"),
        ("số 7/SNN&PTNT-VPĐP", "7/SNN&PTNT-VPĐP"),
    ],
    "dash_first": [("số 178 –CV/ HU", "178-CV/HU"), ("số 19-NQ/ĐU", "19-NQ/ĐU"), ("số 03 – CV /BCĐ", "03-CV/BCĐ")],
    "after_so": [("Công văn số 12/UBND", "12/UBND")],
}


def one(text: str, year: int | None = None) -> Citation:
    (citation,) = find_citations(text, year)
    return citation


def test_each_pattern_has_its_texts() -> None:
    assert set(NUMBERS) == set(PATTERNS)
    for name, examples in NUMBERS.items():
        for text, number in examples:
            assert one(f"Thực hiện {text} của xã.").number == number
            assert PATTERNS[name].search(text), (name, text)


@pytest.mark.parametrize(
    "text",
    [
        "theo QĐ 289", "Quyết định 33 của UBND tỉnh", "đạt 14/19 tiêu chí", "20/50%", "ngày 30/6/2024", "150.000 đồng/ngày",
        "2.000.000 đồng/01 doanh nghiệp", "54,1 tr.đ/người/năm", "giai đoạn 2021-2025", "Văn phòng HĐND-UBND",
        "Thông tư 121/2017 của Bộ", "1/2 diện tích", "công chức ĐC-XD", "3/Thôn", "khoản 2 - UBND xã", "01 lần/tháng",
    ],
)  # fmt: skip
def test_what_has_no_symbol_is_no_citation(text: str) -> None:
    assert find_citations(text) == []


@pytest.mark.parametrize(
    ("text", "date", "issuer", "kind"),
    [
        (
            "Căn cứ Nghị quyết số 05/NQ-HĐND ngày 22/7/2022 của HĐND huyện An Sơn về việc điều chỉnh đề án.",
            datetime.date(2022, 7, 22), "HĐND huyện An Sơn", "Nghị quyết",
        ),
        (
            "Thực hiện Nghị quyết số 21-NQ/ĐU của Đảng ủy xã lần thứ 12 khóa IX ngày 18/12/2022;",
            datetime.date(2022, 12, 18), "Đảng ủy xã", "Nghị quyết",
        ),
        (
            "Quyết định số 1450/QĐ-UBND ngày 28 tháng 12 năm 2022 của UBND huyện giao dự toán",
            datetime.date(2022, 12, 28), "UBND huyện", "Quyết định",
        ),
        (
            "Thông tư 96/2019/TT-BTC, ngày 27/12/2019 của Bộ Tài chính quy định mức chi",
            datetime.date(2019, 12, 27), "Bộ Tài chính", "Thông tư",
        ),
        ("Nghị quyết số 45/2019/NQ-HĐND của HĐND tỉnh.", None, "HĐND tỉnh", "Nghị quyết"),
        (
            "công văn số 14-CV/BCĐ ngày 20/4/2022 Ban Chỉ đạo Chương trình nông thôn mới, giảm nghèo xã phát động thi đua",
            datetime.date(2022, 4, 20), "Ban Chỉ đạo Chương trình nông thôn mới, giảm nghèo xã", "công văn",
        ),
        ("Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;", None, None, None),
        ("Kế hoạch số 10/KH-UBND về việc trồng hoa ngày 20/11/2024 của Hội Phụ nữ", None, None, "Kế hoạch"),
        ("Công văn số 15/UBND-NN ngày 02/3/2024 của UBND huyện, Ban Chỉ đạo đề nghị", datetime.date(2024, 3, 2), "UBND huyện", "Công văn"),
    ],
)  # fmt: skip
def test_date_issuer_and_kind(text: str, date: datetime.date | None, issuer: str | None, kind: str | None) -> None:
    citation = one(text)

    assert (citation.date, citation.issuer, citation.type) == (date, issuer, kind)


def test_several_papers_in_one_sentence_keep_their_own_particulars() -> None:
    text = (
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND huyện; Quyết định số 7/QĐ-UBND ngày 06/01/2024 của UBND tỉnh. "
        "Câu sau cũng theo Kế hoạch số 12/KH-UBND."
    )

    first, second = find_citations(text)

    assert (first.number, first.date, first.issuer) == ("12/KH-UBND", datetime.date(2024, 1, 5), "UBND huyện")
    assert (second.number, second.date, second.issuer) == ("7/QĐ-UBND", datetime.date(2024, 1, 6), "UBND tỉnh")
    assert first.source == second.source == text[: text.index(" Câu sau")]


def test_an_impossible_date_is_kept_as_written() -> None:
    citation = one("Kế hoạch số 12/KH-UBND ngày 31/02/2024 của UBND xã")

    assert citation.date is None
    assert citation.written_date is not None
    assert citation.written_date.impossible
    assert citation.issuer == "UBND xã"


def test_a_year_from_outside_completes_the_date() -> None:
    assert one("Công văn số 5/UBND-NN ngày 24/9 của UBND huyện", 2021).date == datetime.date(2021, 9, 24)
