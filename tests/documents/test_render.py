"""One paper, three files: the same words, the same bytes each time, nothing fetched, everything escaped."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from docx import Document
from docx.oxml.ns import qn

from documents.check import check_pdf
from documents.context import Paper, Paragraph, Section, Signature, Table, paper_from_json
from documents.render import render
from documents.render.html import render_fragment, render_html
from documents.render.pdf import html_to_pdf
from tests.documents import printed
from tests.documents.sample_papers import PAPERS, PLAN, ROWS

LONG = "Tổ chức triển khai các nội dung của Chương trình trên địa bàn xã, bảo đảm đúng tiến độ và chất lượng đã đề ra. "


@pytest.mark.parametrize("kind", PAPERS)
def test_the_three_renderings_agree_word_for_word(kind: str) -> None:
    paper = PAPERS[kind]
    words = printed.html_words(render_html(paper))
    assert printed.word_words(render(paper, "docx")) == words
    pdf = printed.pdf_words(render(paper, "pdf"))
    assert printed.without_headers(pdf, paper) == printed.without_headers(words, paper)


def test_on_the_screen_the_check_code_is_read_last() -> None:
    assert PLAN.check_code
    for html in (render_fragment(PLAN), render_html(PLAN)):
        article = html[html.index("<article") :].split("</article>")[0]
        assert article.index('class="p-number"') < article.index('class="p-foot"')
        assert article.rstrip().endswith("</p>")
        assert PLAN.check_code in article.rpartition('class="p-foot"')[2]


@pytest.mark.parametrize("format", ["pdf", "docx", "html"])
def test_the_same_paper_gives_the_same_bytes_also_in_another_process(format: str) -> None:
    paper = PAPERS["front"]
    code = (
        "import sys, json, django; django.setup();"
        "from documents.context import paper_from_json; from documents.render import render;"
        f"sys.stdout.buffer.write(render(paper_from_json(json.load(sys.stdin)), '{format}'))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(paper.as_json()).encode(),
        capture_output=True,
        check=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/Lima"},
    )
    assert other.stdout == render(paper, format) == render(paper_from_json(paper.as_json()), format)


def test_dates_ids_and_style_of_the_pdf_come_from_the_paper() -> None:
    with pikepdf.open(io.BytesIO(render(PLAN, "pdf"))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20240105080000")
        assert str(pdf.docinfo["/ntmstyle"]) == "state"
        assert str(pdf.docinfo["/Title"]).startswith("KẾ HOẠCH Số: 04/KH-UBND: Triển khai")
        one = bytes(pdf.trailer["/ID"][0])
    with pikepdf.open(io.BytesIO(render(replace(PLAN, uid="x2"), "pdf"))) as pdf:
        assert bytes(pdf.trailer["/ID"][0]) != one


@pytest.mark.parametrize("kind", ["plan", "party", "decision"])
def test_only_the_projects_fonts_are_in_the_pdf(kind: str) -> None:
    fonts = printed.measured(render(PAPERS[kind], "pdf")).fonts
    assert fonts
    assert all("Liberation-Serif" in name and embedded for name, embedded in fonts.items())


def test_the_page_gets_no_inline_style_and_no_script() -> None:
    hostile = replace(PLAN, subject='<script>alert(1)</script><img src="http://a.example/x.png" onerror=1>')
    tags = printed.html_tags(render_fragment(hostile))
    assert not {"script", "img", "style", "link"} & {name for name, _ in tags}
    assert all("style" not in attributes for _, attributes in tags)


def test_nothing_but_the_fonts_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mật")
    outside = f'<img src="{secret.as_uri()}"/><link rel="attachment" href="{secret.as_uri()}"/><p>Còn chữ</p>'
    pdf = html_to_pdf(f"<html><body>{outside}</body></html>", Paper())
    assert printed.pdf_words(pdf) == ["Còn", "chữ"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.attachments


def test_numbers_blanks_and_endings_are_mended_in_all_three() -> None:
    paper = replace(PLAN, number=None, day=None, closing=("Yêu cầu các đơn vị thực hiện/.",))
    words = " ".join(printed.pdf_words(render(paper, "pdf")))
    assert "Số: /KH-UBND" in words
    assert "Đồng Tâm, ngày tháng 01 năm 2024" in words
    assert "đơn vị thực hiện./. Nơi nhận:" in words
    assert "thực hiện. Nơi nhận:" in " ".join(printed.pdf_words(render(replace(paper, style="party"), "pdf")))


def test_a_paper_of_which_nothing_is_known_has_blank_places() -> None:
    words = printed.pdf_words(render(Paper(), "pdf"))
    assert "Số:" in words
    assert "V/v" in words
    assert "nhận:" in words


def test_a_draft_says_so_on_top_of_page_one_and_the_code_stands_at_its_foot() -> None:
    paper = replace(PLAN, is_draft=True)
    words = " ".join(printed.pdf_words(render(paper, "pdf"), whole=True))
    assert words.count("DỰ THẢO") == 1
    assert words.count("Mã kiểm tra: AB12-CD34-EF56 tại https://ntm.example.vn/xac-minh/AB12-CD34-EF56/") == 1
    margin = " ".join(printed.word_margin_words(render(paper, "docx")))
    assert margin.startswith("DỰ THẢO Mã kiểm tra: AB12-CD34-EF56")
    assert "DỰ THẢO" not in " ".join(printed.pdf_words(render(PLAN, "pdf"), whole=True))


def test_each_appendix_counts_its_own_pages() -> None:
    pages = printed.measured(render(PAPERS["decision"], "pdf")).pages
    numbers = [next((line.text for line in page.lines if line.bottom < 17), None) for page in pages]
    first, second = (index for index, page in enumerate(pages) if page.lines[0].text.startswith("Phụ lục"))
    assert numbers[0] is None
    assert numbers[first:second] == [None, *map(str, range(2, second - first + 1))]
    assert numbers[second:] == [None, *map(str, range(2, len(pages) - second + 1))]
    assert pages[first].width > pages[first].height
    assert pages[second].width < pages[second].height


@pytest.mark.parametrize("style", ["state", "party"])
@pytest.mark.parametrize("paragraphs", range(1, 29))
def test_the_signature_never_stands_alone_wherever_the_page_ends(style: str, paragraphs: int) -> None:
    """Every length up to two pages: at least two lines of text on the signature's page, beside the recipients."""
    body = tuple(Paragraph(f"Mục {index}.") for index in range(paragraphs))
    content = (*body, Section("1", "Tiêu đề", (Paragraph(LONG * 2),)), Paragraph("Câu cuối."))
    paper = replace(PLAN, style=style, content=content, closing=(), check_code=None)  # type: ignore[arg-type]
    codes = {item.code for item in check_pdf(render(paper, "pdf"))}
    assert not codes & {"signature-alone", "signature-split", "recipients-level", "lone-heading", "margin"}


def test_a_long_table_repeats_its_header_and_loses_nothing() -> None:
    table = Table(ROWS, align="clccrcl")
    paper = replace(PLAN, content=(table,), closing=())
    pdf = render(paper, "pdf")
    words = printed.pdf_words(pdf)
    pages = len(printed.measured(pdf).pages)
    assert pages > 2
    assert words.count("TT") in {pages, pages - 1}  # the last page may hold the signature only
    assert words.count("Nguyễn") == 89 + 1  # and the signer


def test_text_too_wide_for_its_column_is_wrapped_not_cut() -> None:
    wide = "dài-không-nghỉ-" * 20
    table = Table((("TT", "Nội dung", "Ghi chú"), ("1", "ngắn", wide), ("2", LONG * 3, "x")))
    page = printed.measured(render(replace(PLAN, content=(table,)), "pdf")).pages[0]
    assert max(line.x1 for line in page.lines) < page.width - 15
    assert "".join(printed.pdf_words(render(replace(PLAN, content=(table,)), "pdf"))).count("dài-không-nghỉ-") == 20


def test_word_can_be_edited_further_real_styles_no_text_boxes() -> None:
    data = render(PLAN, "docx")
    document = Document(io.BytesIO(data))
    used = {paragraph.style.name for paragraph in document.paragraphs if paragraph.text and paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "Nội dung", "Căn cứ ban hành"} <= used
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml").decode()
        assert "txbxContent" not in body
        assert "w:drawing" not in body
        assert {item.date_time[0] for item in package.infolist()} == {1980}
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert not section.first_page_header.paragraphs[0].text
    language = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")[0]
    assert language.get(qn("w:val")) == "vi-VN"
    assert document.styles["Nội dung"].font.name == "Times New Roman"
    assert document.core_properties.title.startswith("KẾ HOẠCH")


def test_word_opened_elsewhere_keeps_every_word(tmp_path: Path) -> None:
    for kind in ("plan", "decision"):
        data = render(PAPERS[kind], "docx")
        assert sorted(set(printed.pdf_words(printed.to_pdf(data, tmp_path)))) == sorted(set(printed.word_words(data)))


def test_minutes_carry_two_signatures_and_no_date_in_the_head() -> None:
    words = " ".join(printed.pdf_words(render(PAPERS["minutes"], "pdf")))
    assert words.index("THƯ KÝ") < words.index("CHỦ TỌA") < words.index("Nơi nhận:")
    assert "ngày tháng" not in words


def test_a_decision_has_its_authority_line_and_its_order() -> None:
    words = " ".join(printed.pdf_words(render(PAPERS["decision"], "pdf")))
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐỒNG TÂM Căn cứ Luật Thi đua, khen thưởng;" in words
    assert "Theo đề nghị của Hội đồng Thi đua - Khen thưởng xã. QUYẾT ĐỊNH: Điều 1. Tặng" in words


def test_a_signature_with_only_a_title_leaves_room_and_a_blank_name() -> None:
    paper = replace(PLAN, signature=Signature("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", None, post="CHỦ TỊCH UBND XÃ"))
    words = " ".join(printed.pdf_words(render(paper, "pdf")))
    assert "TM. BAN CHỈ ĐẠO TRƯỞNG BAN CHỦ TỊCH UBND XÃ …" in words


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="odt"):
        render(PLAN, "odt")
