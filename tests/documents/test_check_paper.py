"""`check_paper` finds what a clerk would find with a ruler, and nothing in a right paper."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from docx import Document
from weasyprint import HTML

from core.errors import RuleError
from documents.check import check_pdf
from documents.context import Paper
from documents.render import render
from documents.render.html import render_for_print
from documents.render.pdf import html_to_pdf
from tests.documents import printed
from tests.documents.sample_papers import PAPERS, PLAN


def codes(pdf: bytes) -> set[str]:
    return {item.code for item in check_pdf(pdf)}


def spoilt(*changes: tuple[str, str], paper: Paper = PLAN) -> bytes:
    """The paper's PDF after changes in its HTML or styles; each must hit something."""
    html = render_for_print(paper)
    for old, new in changes:
        assert old in html, old
        html = html.replace(old, new)
    return html_to_pdf(html, paper)


@pytest.mark.parametrize("kind", PAPERS)
def test_every_kind_of_paper_made_here_is_right(kind: str) -> None:
    assert [item.message for item in check_pdf(render(PAPERS[kind], "pdf"))] == []


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("page-size", "size: A4;", "size: letter;"),
        ("page-size", "size: A4;", "size: A5;"),
        ("margin", "20mm 18mm 20mm 30mm", "20mm 18mm 20mm 25mm"),
        ("margin", "20mm 18mm 20mm 30mm", "20mm 18mm 20mm 40mm"),
        ("margin", "20mm 18mm 20mm 30mm", "20mm 10mm 20mm 30mm"),
        ("margin", "20mm 18mm 20mm 30mm", "20mm 25mm 20mm 30mm"),
        ("margin", "20mm 18mm 20mm 30mm", "35mm 18mm 20mm 30mm"),
        ("page-number", ":first { @top-center { content: none; }", ":first {"),
        ("page-number", "@top-center { content: counter(page);", "@top-left { content: counter(page);"),
        ("page-number", "@top-center { content: counter(page);", "@bottom-center { content: counter(page);"),
        ("page-number", "@top-center { content: counter(page);", "@top-center { content: none;"),
        ("page-number", 'font: 13pt "Liberation Serif"', 'font: 10pt "Liberation Serif"'),
        ("page-number", "content: counter(page);", 'content: "7";'),
        ("font", 'font-family: "Liberation Serif", "Times New Roman", serif', 'font-family: "DejaVu Sans"'),
        ("nation-size", ".p-nation { font-size: 12pt", ".p-nation { font-size: 10.5pt"),
        ("nation-style", ".p-nation { font-size: 12pt; font-weight: bold", ".p-nation { font-size: 12pt"),
        ("nation", "CỘNG HÒA XÃ HỘI", "CỘNG HÒA"),
        ("motto", "Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc"),
        ("motto-style", ".p-motto { font-size: 13pt; font-weight: bold", ".p-motto { font-size: 13pt"),
        ("rule", ".p-rule-line::after { width: 100%", ".p-rule-line::after { width: 50%"),
        ("rule", ".p-rule-line::after { width: 100%", ".p-rule-line::after { display: none"),
        ("rule", ".p-rule-part::after { width: 40%", ".p-rule-part::after { width: 90%"),
        ("rule", ".p-rule-part::after { width: 40%", ".p-rule-part::after { width: 15%"),
        ("rule", ".p-rule-part::after { width: 40%", ".p-rule-part::after { display: none"),
        (
            "issuer-style",
            ".p-issuer { font-size: 12pt; font-weight: bold",
            ".p-issuer { font-size: 12pt; font-weight: normal",
        ),
        ("number-size", ".p-number { font-size: 13pt", ".p-number { font-size: 11pt"),
        ("number", "Số: 04/KH-UBND", "Số: 4/KH-UBND"),
        ("number", "Số: 04/KH-UBND", "Số: 04/KH- UBND"),
        ("number", "Số: 04/KH-UBND", "Số 04-KH/UBND"),
        ("number", "Số: 04/KH-UBND", ""),
        ("date", "ngày 05 tháng 01", "ngày 5 tháng 01"),
        ("date", "ngày 05 tháng 01", "ngày 05 tháng 1"),
        ("date", "ngày 05 tháng 01", "ngày 05 tháng 04"),
        ("date", "Đồng Tâm, ngày", "Đồng Tâm ngày"),
        ("date", ".p-date { grid-column: 2; }", ".p-date { grid-column: 2; position: relative; top: 8mm; }"),
        (
            "date-style",
            ".p-date { font-size: 13pt; font-weight: normal; font-style: italic",
            ".p-date { font-size: 13pt",
        ),
        (
            "type-style",
            ".p-type { font-size: 14pt; font-weight: bold",
            ".p-type { font-size: 14pt; font-weight: normal",
        ),
        ("type-case", ">KẾ HOẠCH<", ">Kế hoạch<"),
        ("type", ">KẾ HOẠCH<", "><"),
        ("subject-size", ".p-subject { font-size: 14pt", ".p-subject { font-size: 12pt"),
        ("basis-style", "font-style: italic; text-align: justify", "font-style: normal; text-align: justify"),
        ("text-size", ".p-text { font-size: 14pt", ".p-text { font-size: 12pt"),
        ("text-size", ".p-text { font-size: 14pt", ".p-text { font-size: 15pt"),
        ("justify", "text-align: justify", "text-align: left"),
        ("indent", "text-indent: 12.7mm", "text-indent: 20mm"),
        ("indent", "text-indent: 12.7mm", "text-indent: 0"),
        ("paragraph-gap", "margin-bottom: 6pt", "margin-bottom: 1pt"),
        ("ending", "thực hiện./.", "thực hiện"),
        ("ending", "thực hiện./.", "thực hiện/."),
        ("recipients", "Nơi nhận:", "Gửi:"),
        ("recipients-style", ".p-recipients { font-size: 12pt; font-weight: bold", ".p-recipients { font-size: 12pt"),
        ("recipient-size", ".p-recipient { font-size: 11pt", ".p-recipient { font-size: 13pt"),
        ("recipient", "- Lưu: VT.", "- Lưu: VT;"),
        ("recipient", "- Các thôn;", "- Các thôn,"),
        ("recipients-level", ".p-recipients-box {", ".p-recipients-box { padding-top: 20mm;"),
        ("name-style", ".p-name { font-size: 14pt; font-weight: bold", ".p-name { font-size: 14pt"),
        ("signature", ".p-name { margin-top: 26mm", ".p-name { margin-top: 2mm"),
        ("signature-case", "TM. ỦY BAN NHÂN DÂN", "TM. Ủy ban nhân dân"),
        ("signature-alone", "break-before: avoid; }", "break-before: page !important; }"),
        ("lone-heading", ".p-keep { break-after: avoid; }", ".p-clause { break-after: page; }"),
        ("lang", '<html lang="vi">', '<html lang="en">'),
        ("title", "<title>", "<title></title><title>"),
    ],
)
def test_each_fault_is_found(code: str, old: str, new: str) -> None:
    assert code in codes(spoilt((old, new)))


def test_a_pdf_without_archive_declaration_is_told() -> None:
    plain = bytes(HTML(string=render_for_print(PLAN)).write_pdf())
    assert codes(plain) == {"pdfa"}


def test_a_font_that_is_not_in_the_file_is_told() -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(PLAN, "pdf"))) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
                del item["/FontFile2"]
        pdf.save(made)
    assert "font-embedded" in codes(made.getvalue())


def test_each_style_is_judged_by_its_own_rules() -> None:
    party = PAPERS["party"]
    assert codes(render(party, "pdf")) == set()
    as_state = codes(spoilt(('content="party"', 'content="state"'), paper=party))
    assert {"nation", "motto", "number", "ending", "basis-style"} <= as_state
    without_mark = codes(spoilt(('<meta name="ntmstyle" content="party"/>', ""), paper=party))
    assert without_mark == as_state
    assert "ending" in codes(spoilt(("để thực hiện.<", "để thực hiện./.<"), paper=party))
    assert "issuer" in codes(spoilt((">*<", "><"), paper=party))
    assert "subject" in codes(spoilt((">-----<", "><"), paper=party))


def test_a_letter_is_measured_by_its_own_subject_line() -> None:
    letter = PAPERS["letter"]
    assert "about-size" in codes(spoilt((".p-about { font-size: 12pt", ".p-about { font-size: 15pt"), paper=letter))


def test_a_word_file_printed_by_libreoffice_is_right_but_for_the_archive_format(tmp_path: Path) -> None:
    pdf = printed.to_pdf(render(PLAN, "docx"), tmp_path)
    assert codes(pdf) <= {"pdfa", "title", "lang"}
    assert "pdfa" in codes(pdf)


def test_an_ordinary_word_file_departs_in_many_ways(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Kế hoạch", 0)
    for _ in range(30):
        document.add_paragraph("Nội dung kế hoạch của xã, viết bằng mẫu có sẵn của máy. " * 4)
    made = io.BytesIO()
    document.save(made)
    found = codes(printed.to_pdf(made.getvalue(), tmp_path))
    assert {
        "page-size",
        "nation",
        "motto",
        "number",
        "date",
        "page-number",
        "recipients",
        "signature",
        "ending",
    } <= found


def test_departures_are_sentences_with_their_page() -> None:
    (found,) = [item for item in check_pdf(spoilt(("thực hiện./.", "thực hiện"))) if item.code == "ending"]
    assert found.page == len(printed.measured(render(PLAN, "pdf")).pages)
    assert found.message.startswith("Nội dung phải kết thúc bằng “./.” (“…")


# --- the command ---


def check_paper(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check_paper", *map(str, args)],
        cwd=settings.BASE_DIR,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_right_or_lists_departures(tmp_path: Path) -> None:
    right, wrong = tmp_path / "dung.pdf", tmp_path / "sai.pdf"
    right.write_bytes(render(PLAN, "pdf"))
    wrong.write_bytes(spoilt(("ngày 05 tháng 01", "ngày 5 tháng 1")))
    told = check_paper(right)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("Đúng thể thức (Nhà nước), 4 trang.")
    told = check_paper(wrong)
    assert (told.returncode, len(told.stdout.splitlines())) == (1, 2)
    told = check_paper(wrong, "--json")
    assert told.returncode == 1
    found = json.loads(told.stdout)
    assert (found["style"], found["pages"]) == ("state", 4)
    assert [item["code"] for item in found["departures"]] == ["date", "date"]


def encrypted() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(PLAN, "pdf"))) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(user="bí mật", owner="khác"))
    return made.getvalue()


def blank() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "không phải là PDF"),
        (b"PK\x03\x04 word", "không phải là PDF"),
        (b"%PDF-1.7\nnothing of use", "bị hỏng"),
        (blank(), "không có chữ"),
        (encrypted(), "có mật khẩu"),
    ],
    ids=["empty", "word", "broken", "scan", "locked"],
)
def test_what_cannot_be_measured_gets_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        check_pdf(data)
    file = tmp_path / "tep.pdf"
    file.write_bytes(data)
    told = check_paper(file)
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    assert sentence in told.stderr


def test_a_missing_file_and_wrong_usage_have_their_exit_codes(tmp_path: Path) -> None:
    told = check_paper(tmp_path / "khong-co.pdf")
    assert told.returncode == 1
    assert told.stderr.startswith("Không thấy tệp")
    assert check_paper().returncode == 2


@pytest.mark.parametrize("cut", range(200, 20_000, 3_300))
def test_a_pdf_cut_off_anywhere_never_ends_in_a_traceback(cut: int) -> None:
    data = render(PLAN, "pdf")[:cut]
    with contextlib.suppress(RuleError):
        assert codes(data) >= set()


def test_a_split_signature_is_found() -> None:
    split = ".p-end > div + div { break-before: page; margin-left: 90mm; } .p-end { display: block; columns: auto;"
    changes = ((".p-end { display: grid;", split), ("break-inside: avoid; break-before: avoid;", ""))
    assert "signature-split" in codes(spoilt(*changes))
