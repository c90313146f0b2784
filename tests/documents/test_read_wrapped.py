"""Text files whose lines an old editor, a mail program or a converter broke at one column."""

from __future__ import annotations

import os
import textwrap
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from campaigns.read import as_json, plan_facts
from documents.context import Paper
from documents.read import read_file
from tests.documents.reading_tools import all_words, lines, outline, paper, words

ROOT = Path(__file__).resolve().parents[2]
REAL = (ROOT / os.environ.get("NTM_PLANS_DIR", "../shared/plans")).resolve()
PLANS = sorted([*(ROOT / "tests" / "plans").glob("*.txt"), *REAL.glob("*.txt")])
COLUMNS = (72, 80, 90, 100)
#: What a plan says that does not hang on where its paragraphs end, path by path ("[]": of each row).
FACTS = (
    "kind", "document.style", "document.parent_body", "document.issuing_body", "document.number", "document.symbol",
    "document.place", "document.date", "document.date_parts", "document.type", "document.subject", "document.legal_bases",
    "document.recipients", "document.signature", "document.sections[].label", "document.sections[].title",
    "cited_documents[].number", "cited_documents[].date", "cited_documents[].issuer", "criteria[].number",
    "criteria[].status", "indicators[].code", "indicators[].status", "indicators[].value", "indicators[].target",
    "claims[].met", "claims[].unmet", "claims[].total", "rates.labour_day_value", "rates.organisation_minimum",
    "rates.brackets[].days", "bank_accounts", "deadline", "period.start", "period.end", "villages", "routines[].every",
    "assignments[].unit", "blocks[].number", "blocks[].criterion", "blocks[].lead", "blocks[].responsible",
    "targets[].value", "targets[].unit", "targets[].direction", "milestones[].date", "awards[].level", "funds[].kind",
)  # fmt: skip


#: How wide a letter of a printed page is, where it is not half as wide as high.
WIDTHS = {**dict.fromkeys("iltj.,;:' |", 0.28), **dict.fromkeys("fr-()", 0.33), **dict.fromkeys("mwMWĐ", 0.75)}


def wrapped(text: str, column: int, *, first: str = "") -> str:
    """Every line broken before the word that would pass the column; paragraphs may begin with an indent."""
    broken: list[str] = []
    for line in text.split("\n"):
        indent = first if len(line) > column and line[0].isalpha() else ""
        rows = textwrap.wrap(
            line, column, break_long_words=False, break_on_hyphens=False, initial_indent=indent, expand_tabs=False
        )
        broken += rows or [""]
    return "\n".join(broken)


def wrapped_by_print(text: str, width: float) -> str:
    """Every line broken where the print of a page would break it, so that lines end some columns apart."""
    broken: list[str] = []
    for line in text.split("\n"):
        row = ""
        for word in line.split(" "):
            longer = f"{row} {word}" if row else word
            if row.strip() and sum(map(_width, longer)) > width:
                broken.append(row)
                longer = word
            row = longer
        broken.append(row)
    return "\n".join(broken)


def _width(char: str) -> float:
    plain = unicodedata.normalize("NFD", char)[0]
    return WIDTHS.get(plain, 0.7 if plain.isupper() else 0.5)


@cache
def answer(text: str) -> tuple[Paper, dict[str, Any]]:
    reading = read_file(text.encode(), "ke-hoach.txt")
    return reading.paper, as_json(reading, plan_facts(reading), [])


def facts(text: str) -> dict[str, Any]:
    said = answer(text)[1]
    return {path: _pick(said, path.split(".")) for path in FACTS}


def _pick(value: Any, path: list[str]) -> Any:
    if not path or value is None:
        return value
    name, rest = path[0], path[1:]
    if name.endswith("[]"):
        return [_pick(row, rest) for row in value[name.removesuffix("[]")]]
    return _pick(value[name], rest)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_a_wrapped_plan_says_the_same(plan: Path, column: int) -> None:
    text = plan.read_text(encoding="utf-8")
    broken = wrapped(text, column)
    assert broken != text

    assert words(all_words(answer(broken)[0])) == words(all_words(answer(text)[0]))
    assert facts(broken) == facts(text)


@pytest.mark.parametrize("column", COLUMNS)
def test_line_ends_of_windows_make_no_difference(column: int) -> None:
    for plan in PLANS:
        broken = wrapped(plan.read_text(encoding="utf-8"), column)

        assert read_file(broken.replace("\n", "\r\n").encode(), plan.name).paper == answer(broken)[0]


def test_indented_first_lines_make_no_difference() -> None:
    for plan in PLANS:
        text = plan.read_text(encoding="utf-8")
        broken = wrapped(text, 76, first="     ")

        assert facts(broken) == facts(text), plan.name


def test_lines_that_stand_close_together_lose_no_word_and_no_fact() -> None:
    for plan in PLANS:
        close = "\n".join(line for line in plan.read_text(encoding="utf-8").split("\n") if line.strip())
        broken = wrapped(close, 90)

        assert words(all_words(answer(broken)[0])) == words(all_words(answer(close)[0])), plan.name
        assert facts(broken) == facts(close), plan.name


def test_letters_of_unequal_width_make_no_difference() -> None:
    for plan in PLANS:
        text = plan.read_text(encoding="utf-8")
        broken = wrapped_by_print(text, 36)

        assert words(all_words(answer(broken)[0])) == words(all_words(answer(text)[0])), plan.name
        assert facts(broken) == facts(text), plan.name


#: A paper wrapped by hand at 60 columns; `{}` takes the lines under test.
BROKEN = """Các thôn tổ chức cho Nhân dân trồng hoa, sửa hàng rào và giữ
gìn vệ sinh chung; mỗi hộ dọn sạch đoạn đường trước nhà mình
vào sáng thứ bảy hằng tuần, rác thu về đúng nơi quy định của
xã.
{}
Ban Công tác Mặt trận theo dõi, ghi tên những hộ làm tốt vào
sổ của thôn và đọc trên loa truyền thanh vào cuối tháng, cuối
năm bình xét để khen.
Hết."""

#: The lines under test, and what becomes of them.
DECIDED = {
    "a number of money": ("Mỗi ngày công lao động của người dân trong thôn tính bằng là\n180.000 đồng.", 1),
    "a number that its word wants": ("Thôn hoàn thành khu dân cư kiểu mẫu để xã đạt tiêu chí số\n13. Các thôn khác làm sau.", 1),
    "a number out of its row": ("1. Thôn góp công, góp đất và góp tiền để làm đường dài thêm\n7. Các thôn khác làm sau.", 1),
    "the next number of its row": ("1. Thôn góp công, góp đất và góp tiền để làm đường dài thêm\n2. Các thôn khác làm sau.", 2),
    "a number behind a full stop": ("1. Thôn góp công, góp đất, góp tiền làm đường trong năm nay.\n3. Các thôn khác làm sau.", 2),
    "the next decimal number": ("1.9. Thôn góp công, góp đất, góp tiền làm đường dài thêm nữa\n1.10. Các thôn khác.", 2),
    "a dash in a name": ("Dự toán kinh phí khen thưởng do những công chức Tài chính xã\n- Kế toán lập.", 1),
    "a dash in small letters": ("Dự toán kinh phí khen thưởng do công chức phụ trách kế toán\n- tài chính lập.", 1),
    "an item behind a name": ("- Phát động đợt thi đua tại nhà văn hóa mới của thôn Xuân Sơn\n- Thời gian sơ kết: tháng 6.", 2),
    "an item behind a semicolon": ("- Sửa lại nhà văn hóa, trồng hàng rào xanh dọc trục đường xã;\n- Tổng vệ sinh.", 2),
    "a short line": ("- Sửa lại nhà văn hóa\nCác thôn tự chọn việc.", 2),
    "a basis": ("Kế hoạch này thay cho kế hoạch đã ban hành trong năm ngoái\nCăn cứ Nghị quyết số 5/NQ-HĐND.", 2),
    "a heading in capitals": ("Kế hoạch này thay cho kế hoạch đã ban hành trong năm ngoái.\nPHỤ LỤC CÔNG VIỆC", 2),
    "an abbreviation at the end": ("Kế hoạch này đã được thông qua tại phiên họp tháng sáu của\nHĐND.", 1),
    "the recipients": ("Kế hoạch này thay cho kế hoạch đã ban hành trong năm ngoái.\nNơi nhận:", 2),
}  # fmt: skip


@pytest.mark.parametrize("case", DECIDED)
def test_a_full_line_runs_on_unless_a_part_begins(case: str) -> None:
    text, count = DECIDED[case]
    first, second = text.split("\n")
    assert len(first) + 1 + len(second.split()[0]) > 60 or case == "a short line"

    read = lines(BROKEN.format(text))

    assert read[1:-2] == ([f"{first} {second}"] if count == 1 else [first, second])


def test_a_short_text_without_a_wall_joins_what_cannot_end() -> None:
    assert lines("Thực hiện công văn số 8-CV/HU ngày 28/3/2022 của\nBan Thường vụ Huyện ủy.\nCác thôn của\nXã") == [
        "Thực hiện công văn số 8-CV/HU ngày 28/3/2022 của Ban Thường vụ Huyện ủy.",
        "Các thôn của",
        "Xã",
    ]


def test_without_a_wall_lines_stay_as_they_are() -> None:
    text = "\n".join(f"Thôn số {number} tự chọn việc của mình để làm" for number in range(1, 12))

    assert lines(text) == text.split("\n")


def test_the_preamble_stands_below_the_last_basis() -> None:
    read = paper(
        "ĐẢNG ỦY XÃ MƯỜNG HẠ\n*\nSố 07-KH/ĐU\nKẾ HOẠCH\nxây dựng nông thôn mới\n"
        "- Căn cứ Nghị quyết số 15-NQ/HU ngày 30/6/2023 của Huyện ủy;\n"
        "- Căn cứ Nghị quyết số 04-NQ/ĐU ngày 18/8/2020 của Đại hội đại biểu Đảng bộ xã,\n"
        "Ban Thường vụ Đảng ủy xã Mường Hạ xây dựng Kế hoạch như sau:\nI- MỤC ĐÍCH\n1. Thống nhất ý chí."
    )

    assert [basis.rsplit("của ")[-1] for basis in read.legal_bases] == ["Huyện ủy;", "Đại hội đại biểu Đảng bộ xã,"]
    assert read.preamble == ("Ban Thường vụ Đảng ủy xã Mường Hạ xây dựng Kế hoạch như sau:",)
    assert outline(read.content) == [["I", "MỤC ĐÍCH", ["1", None, "Thống nhất ý chí."]]]
