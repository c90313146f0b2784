"""Word files as real offices make them: numbers Word draws itself, tables as heads, tracked changes, old fonts."""

from __future__ import annotations

import io
from dataclasses import fields

import docx
import pytest
from docx.enum.text import WD_BREAK

from core.errors import RuleError
from documents.context import Block, Paper, Paragraph, Section, Signature, Table
from documents.read import read_file
from documents.read.docx import read_word
from documents.read.lines import Grid, Line
from documents.read.wordnumbers import formatted
from documents.render import render
from tests.documents.word_files import level, numbered, numbering, paragraph, part, relations, run, table, word_file


def texts(data: bytes) -> list[str]:
    """The lines of a Word file, tables as rows of cells."""
    found: list[str] = []
    for source in read_word(data):
        found.extend([source.text] if isinstance(source, Line) else [" | ".join(row) for row in source.rows])
    return found


def paper(data: bytes) -> Paper:
    return read_file(data, "ke-hoach.docx").paper


def outline(content: tuple[Block, ...]) -> list[object]:
    """Labels and titles of parts, texts of paragraphs: the tree as nested lists."""
    tree: list[object] = []
    for block in content:
        if isinstance(block, Section):
            tree.append([block.label, block.title, *outline(block.content)])
        elif isinstance(block, Paragraph):
            tree.append(block.text)
        else:
            tree.append(block.rows)
    return tree


def test_a_plan_written_in_word_with_its_head_and_signature_as_tables() -> None:
    document = docx.Document()
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 12/KH-UBND"
    head.cell(1, 1).text = "Tân Lập, ngày 05 tháng 02 năm 2025"
    for line in ("KẾ HOẠCH", "Xây dựng nông thôn mới năm 2025", "", "Căn cứ Luật Tổ chức chính quyền địa phương;"):
        document.add_paragraph(line)
    document.add_paragraph("Ủy ban nhân dân xã Tân Lập xây dựng Kế hoạch như sau:")
    document.add_paragraph("I. MỤC TIÊU")
    document.add_paragraph("Giữ vững 19 tiêu chí./.")
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- UBND huyện (b/c);\n- Các thôn;\n- Lưu: VT."
    foot.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nNguyễn Văn An"
    packed = io.BytesIO()
    document.save(packed)

    reading = read_file(packed.getvalue(), "Kế hoạch.DOCX")

    read = reading.paper
    assert (read.issuing_body, read.parent_body) == ("ỦY BAN NHÂN DÂN XÃ TÂN LẬP", None)
    assert (read.number, read.symbol, read.place) == ("12", "KH-UBND", "Tân Lập")
    assert (read.day, read.month, read.year) == (5, 2, 2025)
    assert (read.type, read.subject) == ("KẾ HOẠCH", "Xây dựng nông thôn mới năm 2025")
    assert outline(read.content) == [["I", "MỤC TIÊU", "Giữ vững 19 tiêu chí./."]]
    assert read.recipients == ("UBND huyện (b/c)", "Các thôn", "Lưu: VT")
    assert read.signature is not None
    assert read.signature.authority == "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH"
    assert (read.signature.title, read.signature.name) == ("PHÓ CHỦ TỊCH", "Nguyễn Văn An")
    assert reading.missing == frozenset()
    assert reading.layout_notes == ()


def test_recipients_and_signing_block_row_by_row_in_one_table() -> None:
    data = word_file(
        paragraph("KẾ HOẠCH"),
        paragraph("Trồng hoa"),
        paragraph("I. MỤC ĐÍCH"),
        paragraph("Làm đẹp./."),
        table(("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"), ("UBND huyện;", "CHỦ TỊCH"), ("Lưu: VT.", "Lê Văn An")),
    )

    read = paper(data)

    assert read.recipients == ("UBND huyện", "Lưu: VT")
    assert read.signature == Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn An")
    assert outline(read.content) == [["I", "MỤC ĐÍCH", "Làm đẹp./."]]


def test_head_and_signing_block_set_with_tabs() -> None:
    data = word_file(
        paragraph("ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        paragraph("XÃ TÂN LẬP\tĐộc lập - Tự do - Hạnh phúc"),
        paragraph("Số: 12/KH-UBND\t\tTân Lập, ngày 05 tháng 02 năm 2025"),
        paragraph("KẾ HOẠCH"),
        paragraph("Trồng hoa"),
        paragraph("I. MỤC ĐÍCH"),
        paragraph("Làm đẹp./."),
        paragraph("Nơi nhận:\tTM. ỦY BAN NHÂN DÂN"),
        paragraph("- Các thôn;\tCHỦ TỊCH"),
        paragraph("- Lưu: VT."),
        paragraph("\tLê Văn An"),
    )

    reading = read_file(data, "a.docx")

    assert reading.missing == frozenset()
    assert reading.paper.issuing_body == "ỦY BAN NHÂN DÂN XÃ TÂN LẬP"
    assert reading.paper.recipients == ("Các thôn", "Lưu: VT")
    assert reading.paper.signature == Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn An")


def test_numbers_that_word_draws_itself_are_computed() -> None:
    levels = (
        level(0, "upperRoman", "%1.")
        + level(1, "decimal", "%2.", "<w:isLgl/>")
        + level(2, "decimal", "%2.%3.", "<w:isLgl/>")
        + level(3, "lowerLetter", "%4)")
    )
    data = word_file(
        paragraph("KẾ HOẠCH"),
        paragraph("Xây dựng nông thôn mới"),
        numbered("MỤC ĐÍCH", 1),
        numbered("Mục đích chung", 1, 1),
        numbered("Mục đích cụ thể", 1, 1),
        numbered("Về giao thông", 1, 2),
        numbered("Về thủy lợi", 1, 2),
        numbered("Kênh mương nội đồng", 1, 3),
        numbered("NỘI DUNG", 1),
        numbered("Công việc", 1, 1),
        parts={"word/numbering.xml": numbering(levels)},
    )

    assert texts(data)[2:] == [
        "I. MỤC ĐÍCH",
        "1. Mục đích chung",
        "2. Mục đích cụ thể",
        "2.1. Về giao thông",
        "2.2. Về thủy lợi",
        "a) Kênh mương nội đồng",
        "II. NỘI DUNG",
        "1. Công việc",
    ]
    assert outline(paper(data).content) == [
        [
            "I",
            "MỤC ĐÍCH",
            ["1", "Mục đích chung"],
            ["2", "Mục đích cụ thể", ["2.1", "Về giao thông"], ["2.2", "Về thủy lợi", ["a", "Kênh mương nội đồng"]]],
        ],
        ["II", "NỘI DUNG", ["1", "Công việc"]],
    ]


def test_bullets_keep_their_two_markers_and_numbers_can_start_again() -> None:
    override = (
        '<w:num w:numId="9"><w:abstractNumId w:val="2"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    data = word_file(
        numbered("gạch đầu dòng", 1),
        numbered("dấu cộng", 1, 1),
        numbered("Một", 2),
        numbered("Hai", 2),
        numbered("Lại một", 9),
        numbered("Lại hai", 9),
        parts={
            "word/numbering.xml": numbering(
                level(0, "bullet", "\uf0b7") + level(1, "bullet", "o"), level(0, "decimalZero", "%1/"), numbers=override
            )
        },
    )

    assert texts(data) == ["- gạch đầu dòng", "+ dấu cộng", "01/ Một", "02/ Hai", "01/ Lại một", "02/ Lại hai"]


def test_a_heading_style_brings_its_number_and_a_bare_heading_is_a_part_without_number() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>',
    )
    data = word_file(
        paragraph("KẾ HOẠCH"),
        paragraph("I. Mục tiêu\t2", '<w:pStyle w:val="T1"/>'),
        paragraph("Mục tiêu", '<w:pStyle w:val="H1"/>'),
        paragraph("Giao thông", '<w:pStyle w:val="H2"/>'),
        paragraph("Làm đường."),
        parts={
            "word/styles.xml": styles,
            "word/numbering.xml": numbering(level(0, "upperRoman", "%1", '<w:pStyle w:val="H1"/>')),
        },
    )

    assert outline(paper(data).content) == [["I", "Mục tiêu", [None, "Giao thông", "Làm đường."]]]


def test_tracked_changes_are_read_as_accepted() -> None:
    data = word_file(
        paragraph(
            run("Thu nhập đạt ")
            + '<w:del w:id="1"><w:r><w:delText>50</w:delText></w:r></w:del>'
            + f'<w:ins w:id="2">{run("54,1")}</w:ins>'
            + run(" triệu đồng.")
        ),
        f'<w:p><w:moveFrom w:id="3">{run("Câu được chuyển.")}</w:moveFrom></w:p>',
        paragraph("Câu ở giữa."),
        f'<w:p><w:moveTo w:id="4">{run("Câu được chuyển.")}</w:moveTo></w:p>',
        paragraph("Hai đoạn", '<w:rPr><w:del w:id="5"/></w:rPr>'),
        paragraph(" thành một."),
        '<w:tbl><w:tr><w:trPr><w:del w:id="6"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>',
    )

    assert texts(data) == ["Thu nhập đạt 54,1 triệu đồng.", "Câu ở giữa.", "Câu được chuyển.", "Hai đoạn thành một."]


def test_split_runs_hidden_text_breaks_symbols_and_capitals_read_as_they_are_seen() -> None:
    data = word_file(
        paragraph(run("Số: 1") + run("2/K") + run("H-UBND")),
        paragraph(run("Thấy ") + run("không thấy ", "<w:vanish/>") + run("được")),
        paragraph(run("ủy ban nhân dân", "<w:caps/>") + "<w:r><w:br/></w:r>" + run("XÃ TÂN LẬP")),
        paragraph(
            '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
            + run(" 95%")
            + "<w:r><w:noBreakHyphen/></w:r>"
            + run("100%")
        ),
        paragraph(run("a") + "<w:r><w:softHyphen/></w:r>" + run("b") + "<w:r><w:tab/></w:r>" + run("c")),
    )

    assert texts(data) == ["Số: 12/KH-UBND", "Thấy được", "ỦY BAN NHÂN DÂN", "XÃ TÂN LẬP", "≥ 95%-100%", "ab c"]


def test_fields_give_their_result_and_not_their_instruction() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \\@ "d/M/yyyy" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("30/6/2024")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>'
    link = f'<w:hyperlink r:id="r0">{run("cổng thông tin")}</w:hyperlink>'
    data = word_file(
        paragraph(run("Trước ngày ") + field + run(".")),
        paragraph(run("Trang ") + simple + run(" của ") + link),
        parts={
            "word/_rels/document.xml.rels": relations(("hyperlink", "https://xa.example.vn/", "External")),
        },
    )

    assert texts(data) == ["Trước ngày 30/6/2024.", "Trang 7 của cổng thông tin"]


def test_a_broken_field_does_not_swallow_what_follows() -> None:
    data = word_file(
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'),
        paragraph("Câu sau."),
    )

    assert texts(data) == ["Câu sau."]


def test_text_boxes_are_read_once_though_the_file_holds_them_twice() -> None:
    box = paragraph("Chữ trong khung")
    alternate = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{box}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    data = word_file(paragraph(run("Trước khung.") + alternate), paragraph("Sau khung."))

    assert texts(data) == ["Trước khung.", "Chữ trong khung", "Sau khung."]


def test_notes_are_told_where_they_are_called() -> None:
    footnotes = part(
        "footnotes",
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("Theo Quyết định số 33/QĐ-UBND.")}</w:footnote>',
    )
    data = word_file(
        paragraph(run("Đạt 10 tiêu chí") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run(".")),
        parts={"word/footnotes.xml": footnotes},
    )

    assert texts(data) == ["Đạt 10 tiêu chí [Theo Quyết định số 33/QĐ-UBND.]."]


def test_what_the_project_prints_is_read_back_as_it_was() -> None:
    document = Paper(
        parent_body="ỦY BAN NHÂN DÂN XÃ TÂN LẬP",
        issuing_body="BAN CHỈ ĐẠO XÂY DỰNG NÔNG THÔN MỚI",
        number="05",
        symbol="KH-BCĐ",
        place="Tân Lập",
        day=5,
        month=2,
        year=2025,
        type="KẾ HOẠCH",
        subject="Trồng hoa ven đường",
        legal_bases=("Căn cứ Kế hoạch số 10/KH-UBND ngày 02/01/2025 của UBND xã;", "Thực hiện Công văn số 5/UBND-NN."),
        preamble=("Ban Chỉ đạo xây dựng Kế hoạch như sau:",),
        content=(
            Section("I", "MỤC ĐÍCH", (Paragraph("Làm đẹp đường thôn."), Paragraph("- Trồng 500 m đường hoa;"))),
            Section("II", "KINH PHÍ", (Table((("TT", "Việc", "Số tiền"), ("1", "Cây giống", "2.500")), align="llr"),)),
        ),
        closing=("Trên đây là Kế hoạch của Ban Chỉ đạo./.",),
        recipients=("UBND huyện (b/c)", "Lưu: VT"),
        signature=Signature("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", "Nguyễn Văn An", "CHỦ TỊCH UBND XÃ"),
    )

    read = paper(render(document, "docx"))

    for field in fields(Paper):
        if field.name != "content":
            assert getattr(read, field.name) == getattr(document, field.name), field.name
    assert outline(read.content) == outline(document.content)


def test_headers_footers_and_comments_are_no_part_of_the_paper() -> None:
    data = word_file(
        paragraph(run("Nội dung.") + '<w:r><w:commentReference w:id="1"/></w:r>'),
        parts={
            "word/header1.xml": part("hdr", paragraph("Đầu trang")),
            "word/comments.xml": part("comments", f'<w:comment w:id="1">{paragraph("Góp ý")}</w:comment>'),
        },
    )

    assert texts(data) == ["Nội dung."]


def test_a_table_of_figures_stays_a_table() -> None:
    merged = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("Cộng") + "</w:tc>"
    continued = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph("") + "</w:tc>"
    data = word_file(
        paragraph("KẾ HOẠCH"),
        paragraph("I. KINH PHÍ"),
        table(
            ("TT", "Công trình", "Kinh phí"),
            ("1", "Đường hoa", "250"),
            (continued, "Nhà văn hóa", "1.200,5"),
            (merged, "1.450,5"),
        ),
    )

    (section,) = paper(data).content
    assert isinstance(section, Section)
    (figures,) = section.content
    assert isinstance(figures, Table)
    assert figures.rows == (
        ("TT", "Công trình", "Kinh phí"),
        ("1", "Đường hoa", "250"),
        ("", "Nhà văn hóa", "1.200,5"),
        ("Cộng", "", "1.450,5"),
    )
    assert (figures.header_rows, figures.align) == (1, "llr")


def test_a_frame_of_one_cell_is_text() -> None:
    assert texts(word_file(table(("Khẩu hiệu\nChung sức",)))) == ["Khẩu hiệu", "Chung sức"]


def test_content_controls_and_nested_tables_keep_their_words() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Trong ô điều khiển.')}</w:sdtContent></w:sdt>"
    nested = paragraph("Ngoài") + table(("trong 1", "trong 2")) + paragraph("")
    (line, grid) = read_word(word_file(control, table((nested, "bên cạnh"))))

    assert line == Line("Trong ô điều khiển.", gap=True)
    assert isinstance(grid, Grid)
    assert grid.rows == (("Ngoài\ntrong 1\ntrong 2", "bên cạnh"),)


TCVN3 = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
TCVN3_CAPITALS = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'
VNI = '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>'


@pytest.mark.parametrize(
    ("typed", "font", "seen"),
    [
        ("KÕ ho¹ch x©y dùng n«ng th«n míi", TCVN3, "Kế hoạch xây dựng nông thôn mới"),
        ("uû ban nh©n d©n", TCVN3_CAPITALS, "UỶ BAN NHÂN DÂN"),
        ("Keá hoaïch xaây döïng noâng thoân môùi, Ñaûng uûy", VNI, "Kế hoạch xây dựng nông thôn mới, Đảng ủy"),
        ("Kế hoạch gõ bằng Unicode ở phông cũ", TCVN3, "Kế hoạch gõ bằng Unicode ở phông cũ"),
    ],
)
def test_old_fonts_are_read_by_their_name(typed: str, font: str, seen: str) -> None:
    assert texts(word_file(paragraph(run(typed, font)))) == [seen]


def test_old_letters_split_between_runs_and_named_by_a_style() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="B"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="B"><w:rPr>{VNI}</w:rPr></w:style>',
    )
    data = word_file(
        paragraph(run("Ke") + run("á hoa") + run("ïch"), '<w:pStyle w:val="C"/>'),
        parts={"word/styles.xml": styles},
    )

    assert texts(data) == ["Kế hoạch"]


def test_decomposed_letters_become_one() -> None:
    assert texts(word_file(paragraph("Kế hoạch"))) == ["Kế hoạch"]


def test_a_sentence_broken_by_shift_enter_is_whole_again() -> None:
    document = docx.Document()
    broken = document.add_paragraph()
    first = broken.add_run("Ủy ban nhân dân xã tổ chức thực hiện các nội dung của kế hoạch trước ngày")
    first.add_break(WD_BREAK.LINE)
    broken.add_run("30 tháng 6 năm 2024 trên địa bàn xã.")
    packed = io.BytesIO()
    document.save(packed)

    assert texts(packed.getvalue()) == [
        "Ủy ban nhân dân xã tổ chức thực hiện các nội dung của kế hoạch trước ngày 30 tháng 6 năm 2024 trên địa bàn xã."
    ]


def test_a_word_file_without_head_is_told_so() -> None:
    data = word_file(
        paragraph("KẾ HOẠCH"), paragraph("Vệ sinh môi trường"), paragraph("I. NỘI DUNG"), paragraph("Dọn rác.")
    )

    messages = [note.message for note in read_file(data, "a.docx").layout_notes]

    assert messages == ["Đầu văn bản không có Quốc hiệu và Tiêu ngữ.", "Đầu văn bản không có tên cơ quan ban hành."]


def test_embedded_files_that_word_would_merge_are_not_dropped_silently() -> None:
    with pytest.raises(RuleError, match="nội dung nhúng"):
        read_word(word_file('<w:altChunk r:id="r1"/>'))


@pytest.mark.parametrize(
    ("figure", "form", "drawn"),
    [
        (4, "upperRoman", "IV"),
        (19, "lowerRoman", "xix"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (5, "ordinalText", "5"),
        (0, "upperRoman", "0"),
        (7, "none", ""),
    ],
)
def test_counters_are_drawn_as_word_draws_them(figure: int, form: str, drawn: str) -> None:
    assert formatted(figure, form) == drawn
