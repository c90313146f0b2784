"""Letterheads in ordinary letters."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pytest

from documents.context import Appendix, Paper, Paragraph
from documents.render import render
from documents.render.bodies import ordinary
from documents.render.pieces import print_paper
from tests.documents.sample_papers import PAPERS


@pytest.mark.parametrize(
    ("letterhead", "said"),
    [
        ("ỦY BAN NHÂN DÂN XÃ THƯỢNG LỘ", "Ủy ban nhân dân xã Thượng Lộ"),
        ("ỦY BAN NHÂN DÂN XÃ BẢN BO", "Ủy ban nhân dân xã Bản Bo"),
        ("ỦY BAN NHÂN DÂN HUYỆN VỤ BẢN", "Ủy ban nhân dân huyện Vụ Bản"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "Ủy ban nhân dân thành phố Hà Nội"),
        ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ AN BÌNH", "Ủy ban Mặt trận Tổ quốc Việt Nam xã An Bình"),
        ("BAN CHỈ ĐẠO XÂY DỰNG NÔNG THÔN MỚI XÃ AN BÌNH", "Ban Chỉ đạo xây dựng nông thôn mới xã An Bình"),
        ("ĐẢNG ỦY XÃ AN BÌNH", "Đảng ủy xã An Bình"),
        ("THÔN NÀ CỐC", "Thôn Nà Cốc"),
        ("Ủy ban nhân dân xã An Bình", "Ủy ban nhân dân xã An Bình"),
        ("", ""),
    ],
)
def test_a_letterhead_in_ordinary_letters(letterhead: str, said: str) -> None:
    assert ordinary(letterhead) == said


def test_the_line_of_an_appendix_is_in_ordinary_letters() -> None:
    paper = Paper(
        style="state", type="Kế hoạch", issuing_body="ỦY BAN NHÂN DÂN\nXÃ THƯỢNG LỘ", symbol="KH-UBND",
        appendices=(Appendix("Phụ lục", "Danh sách", (Paragraph("Một dòng."),)),),
    )  # fmt: skip
    (sheet,) = print_paper(paper).sheets
    note = next(line.text for line in sheet.heading if line.role == "appendix_note")
    assert note.startswith("(Kèm theo Kế hoạch số")
    assert note.endswith("của Ủy ban nhân dân xã Thượng Lộ)")


@pytest.mark.parametrize("lines", [20, 21])
def test_the_recipients_of_minutes_stay_with_the_signatures(lines: int) -> None:
    minutes = replace(PAPERS["minutes"], content=tuple(Paragraph(f"Đoạn {n} của biên bản.") for n in range(lines)))
    with pdfplumber.open(io.BytesIO(render(minutes, "pdf"))) as found:
        pages = [page.extract_text() for page in found.pages]
    (signed,) = [page for page in pages if "Nguyễn Văn Mẫu" in page]
    assert "Nơi nhận" in signed
    assert "hồ sơ" in signed
