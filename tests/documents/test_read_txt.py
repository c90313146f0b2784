"""Text files: any Vietnamese encoding, broken lines, the marks of converters."""

from __future__ import annotations

import codecs
import unicodedata

import pytest

from documents.read import read_file
from documents.read.encodings import decode
from documents.read.legacy import _VNI
from documents.read.lines import Grid, tidy_marker
from documents.read.txt import lines_of
from tests.documents.reading_tools import PLAN, cp1258, lines, outline, paper


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_in_all_its_forms_gives_the_same_paper(encoding: str, form: str) -> None:
    text = unicodedata.normalize(form, PLAN)  # type: ignore[arg-type]

    assert read_file(text.encode(encoding), "a.txt").paper == paper(PLAN)


def test_cp1258_gives_the_same_paper() -> None:
    assert read_file(cp1258(PLAN), "a.txt").paper == paper(PLAN)


def test_old_vietnamese_letters_are_told_by_their_look() -> None:
    tcvn3 = "KÕ ho¹ch x©y dùng n«ng th«n míi cña x·, thùc hiÖn n¨m 2004 trªn ®Þa bµn x·."
    vni = "Keá hoaïch xaây döïng noâng thoân môùi cuûa xaõ, thöïc hieän naêm 2004 treân ñòa baøn xaõ."
    expected = "Kế hoạch xây dựng nông thôn mới của xã, thực hiện năm 2004 trên địa bàn xã."

    for typed in (tcvn3, vni):
        assert decode(typed.encode("cp1252")) == expected
        assert decode(typed.encode("utf-8")) == expected


def test_other_western_text_is_left_alone() -> None:
    for text in ("Café à la carte, déjà vu.", "Thu nhập: 54,1 triệu", "abc"):
        assert decode(text.encode()) == text


def test_every_vni_code_gives_one_letter() -> None:
    for code, letter in _VNI.items():
        assert len(unicodedata.normalize("NFC", letter)) == 1, code


def test_byte_order_marks_leave_no_trace() -> None:
    assert decode(codecs.BOM_UTF8 + "Kế".encode()) == "Kế"


#: What stands in a text, and how the lines come out.
LINES = {
    "bullets": ("|- **Đối tượng:** A\n - + Giấy khen\n• Hai\n–Ba\n* Bốn\n+ Năm\n-\tSáu", ["- Đối tượng: A", "+ Giấy khen", "- Hai", "- Ba", "- Bốn", "+ Năm", "- Sáu"]),
    "markdown": ("# KẾ HOẠCH\n**TM. BAN\nCHỦ TỊCH**\nphong trào “*Sạch ngõ*”\n__Ghi chú__ x_1 2*3*4", ["KẾ HOẠCH", "TM. BAN", "CHỦ TỊCH", "phong trào “Sạch ngõ”", "Ghi chú x_1 2*3*4"]),
    "bookmarks": ("[bookmark: _GoBack]Thực hiện", ["Thực hiện"]),
    "invisible": ("Nông\u00a0thôn\u200b mới\ufeff", ["Nông thôn mới"]),
    "rules": ("Trên\n-----\n____\n* * *\n……\nDưới", ["Trên", "Dưới"]),
    "glued words stay": ("được làmngay trong tháng", ["được làmngay trong tháng"]),
    "negative figures": ("-5% so với năm trước", ["-5% so với năm trước"]),
    "date": ("Xã A, ngày 05\ntháng 01\nnăm 2024", ["Xã A, ngày 05 tháng 01 năm 2024"]),
    "date in figures": ("- Hoàn thành trước ngày 30/\n6/2024.", ["- Hoàn thành trước ngày 30/ 6/2024."]),
    "sentence over an empty line": (
        "+ Giấy khen của xã: Hội đồng xét trình Chủ\n\ntịch Ủy ban nhân dân xã khen thưởng.",
        ["+ Giấy khen của xã: Hội đồng xét trình Chủ tịch Ủy ban nhân dân xã khen thưởng."],
    ),
    "a comma at the end of a line": ("Thành phần gồm lãnh đạo Đảng ủy, Ủy ban nhân dân xã,\nMặt trận và các thôn.", ["Thành phần gồm lãnh đạo Đảng ủy, Ủy ban nhân dân xã, Mặt trận và các thôn."]),
    "a new item after a comma": ("Người chỉ đạo: Đồng chí Chủ tịch Ủy ban nhân dân xã,\nNgười phụ trách: Công chức Địa chính.", ["Người chỉ đạo: Đồng chí Chủ tịch Ủy ban nhân dân xã,", "Người phụ trách: Công chức Địa chính."]),
    "a number after its word": ("Căn cứ Nghị định số\n30/2020/NĐ-CP của Chính phủ;", ["Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ;"]),
    "short lines stay": ("Nhiệm vụ\nlàm đường", ["Nhiệm vụ", "làm đường"]),
    "an ended sentence stays": ("Các thôn hoàn thành việc trồng hoa trong tháng này;\nviệc khác làm sau.", ["Các thôn hoàn thành việc trồng hoa trong tháng này;", "việc khác làm sau."]),
    "a long heading stays": (
        "1. Công tác chỉnh trang nhà cửa, vườn tược của hộ gia đình\n\ntiếp tục được đẩy mạnh.",
        ["1. Công tác chỉnh trang nhà cửa, vườn tược của hộ gia đình", "tiếp tục được đẩy mạnh."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_lines(name: str) -> None:
    text, expected = LINES[name]

    assert lines(text) == expected


def test_a_file_wrapped_at_a_fixed_width_is_unwrapped() -> None:
    paragraphs = [
        "I. MỤC ĐÍCH",
        "Ủy ban nhân dân xã Tân Lập tổ chức cho Nhân dân các thôn Đoàn Kết, Hòa Bình và Quyết Thắng trồng hoa dọc các trục đường chính, giữ gìn vệ sinh chung, treo cờ Tổ quốc vào dịp lễ và xây dựng nếp sống văn minh trong khu dân cư.",
        "- Hội Phụ nữ xã phụ trách đoạn đường từ trụ sở Ủy ban nhân dân đến Trường Tiểu học; Đoàn Thanh niên phụ trách đoạn đường từ Trường Tiểu học đến nhà văn hóa thôn Hòa Bình và báo cáo Ủy ban nhân dân xã trước ngày 30 tháng 6 năm 2025.",
        "- Các thôn còn lại tự chọn đoạn đường của mình và đăng ký với công chức Văn hóa - xã hội của Ủy ban nhân dân xã.",
    ]
    wrapped: list[str] = []
    for text in paragraphs:
        line = ""
        for word in text.split():
            if len(line) + 1 + len(word) > 72:
                wrapped.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        wrapped += [line]
    assert len(wrapped) >= 10

    assert lines("\n".join(wrapped)) == paragraphs


def test_a_table_drawn_with_strokes_is_a_table() -> None:
    (grid,) = lines_of("| TT | Việc | Số tiền |\n|----|:---|---:|\n| 1 | **Đường hoa** | 250 |")

    assert isinstance(grid, Grid)
    assert grid.rows == (("TT", "Việc", "Số tiền"), ("1", "Đường hoa", "250"))


@pytest.mark.parametrize(
    ("typed", "shown"), [("-Việc", "- Việc"), ("+Việc", "+ Việc"), ("-5", "-5"), ("A - B", "A - B")]
)
def test_markers_are_brought_to_the_two_printed_ones(typed: str, shown: str) -> None:
    assert tidy_marker(typed) == shown


def test_markdown_headings_and_bullets_before_numbers() -> None:
    read = paper(
        "# KẾ HOẠCH Trồng cây\n\n# I. MỤC ĐÍCH\n\n## 1. Chung\n\n- a) Đổi mới cách làm.\n\n- b) Tiếp tục.\n\n- Gạch đầu dòng"
    )

    assert (read.type, read.subject) == ("KẾ HOẠCH", "Trồng cây")
    assert outline(read.content) == [
        ["I", "MỤC ĐÍCH", ["1", "Chung", ["a", None, "Đổi mới cách làm."], ["b", "Tiếp tục.", "- Gạch đầu dòng"]]]
    ]


def test_blank_places_made_of_wide_gaps_are_one_line() -> None:
    read = paper(
        "Số:      /KH-UBND\tTân Lập, ngày      tháng     năm 2025\nKẾ HOẠCH\nV/v trồng cây\n1/ Mục đích\n- Làm đẹp"
    )

    assert (read.number, read.symbol, read.place) == (None, "KH-UBND", "Tân Lập")
    assert (read.day, read.month, read.year) == (None, None, 2025)
    assert read.subject == "V/v trồng cây"
    assert outline(read.content) == [["1", "Mục đích", "- Làm đẹp"]]
