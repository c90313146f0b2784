"""Sổ văn bản đi: every issued paper in the order of its number, on the page, as a sheet, as the clerk's book, as a package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from areas.enums import PaperStyle
from core import clock
from documents import actions
from documents.check import check_pdf
from documents.enums import DocumentState, PaperType
from documents.models import Document, NumberSeries
from documents.queries import register_of
from documents.register_papers import entry, ranges, register_paper
from documents.render import render
from jobs.actions import run
from jobs.models import Job
from tests import factories
from tests.cast import Cast
from tests.documents import printed

SignIn = Callable[[User], Client]
YEAR = clock.today().year


def _issued(cast: Cast, subject: str = "Kế hoạch năm", **values: Any) -> Document:
    document = factories.document(
        cast.commune, cast.committee, state=DocumentState.APPROVED, subject=subject, by=cast.officer, **values
    )
    return actions.issue(document, by=cast.clerk)


def _sheet(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def _downloaded(client: Client, job: Job) -> bytes:
    assert job.result
    return b"".join(client.get(job.result["url"]).streaming_content)  # type: ignore[attr-defined]


def _rendered(document: Document) -> None:
    for job in Job.objects.filter(kind="documents.render", payload__document=document.pk):
        run(job.pk)


def test_the_register_holds_issued_papers_in_order(cast: Cast, signed_in: SignIn) -> None:
    for subject in ("Trồng cây", "Làm đường"):
        _issued(cast, subject)
    factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED, subject="Chưa có số")
    page = signed_in(cast.officer).get("/van-ban/so/").content.decode()
    assert page.index("01/KH-UBND") < page.index("02/KH-UBND")
    assert "Chưa có số" not in page
    assert "Dãy số có chỗ trống" not in page


def test_the_fields_are_those_of_the_decree(cast: Cast) -> None:
    document = _issued(cast, "Trồng cây", recipients=("- UBND tỉnh;", "- Công ty A;", "- Lưu: VT, NTM."))
    _rendered(document)
    found = entry(register_of(cast.committee, YEAR).get())
    assert (found.type_name, found.code_number, found.code_notation) == ("Kế hoạch", "01", "KH-UBND")
    assert (found.organ_name, found.subject) == (cast.committee.name, "Trồng cây")
    assert (found.page_amount, found.issued_amount) == (1, 3)
    assert (found.signer_position, found.signer_name) == ("CHỦ TỊCH", "Lò Văn Thử")
    assert (found.to, found.kept_by) == (("UBND tỉnh", "Công ty A"), "VT, NTM")


def test_a_party_number_is_taken_apart(cast: Cast) -> None:
    party = factories.committee(
        cast.commune, kind="dang_uy", name="Đảng ủy xã", symbol_letters="ĐU", style=PaperStyle.PARTY, term="2025-2030"
    )
    document = factories.document(cast.commune, party, state=DocumentState.APPROVED)
    Document.objects.filter(pk=document.pk).update(type=PaperType.RESOLUTION)
    actions.issue(document, by=cast.clerk)
    found = entry(register_of(party, YEAR).get())
    assert (found.code_number, found.code_notation, found.number_and_symbol) == ("01", "NQ/ĐU", "01-NQ/ĐU")


def test_gaps_are_said_openly(cast: Cast, signed_in: SignIn) -> None:
    _issued(cast)
    NumberSeries.objects.update(last_number=4)
    _issued(cast)
    page = signed_in(cast.clerk).get("/van-ban/so/").content.decode()
    assert "Dãy số có chỗ trống" in page
    assert "2–4" in page
    assert ranges([9, 1, 2, 3, 7]) == "1–3, 7, 9"


def test_what_is_out_of_force_stays_in_the_book(cast: Cast, signed_in: SignIn) -> None:
    first, second = _issued(cast), _issued(cast)
    actions.replace_with(first, successor=second, by=cast.officer)
    actions.revoke(second, reason="Ban hành nhầm.", by=cast.leader)
    assert [entry(row).note for row in register_of(cast.committee, YEAR)] == ["Thay bằng 02/KH-UBND", "Đã thu hồi"]
    assert "Đã thu hồi" in signed_in(cast.clerk).get("/van-ban/so/").content.decode()


def test_the_sheet_has_every_field_and_no_formula(cast: Cast, signed_in: SignIn) -> None:
    _issued(cast, "=1+1")
    answer = signed_in(cast.officer).get("/van-ban/so/?export=xlsx")
    rows = list(_sheet(answer.content).values)
    assert [title.partition("(")[2].rstrip(")") for title in rows[0][:16]] == [
        "OrganId", "FileCode", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject", "Language",
        "PageAmount", "SignerInfo.Position", "SignerInfo.FullName", "To", "Priority", "IssuedAmount", "DueDate",
    ]  # fmt: skip
    assert rows[1][7] == "=1+1"
    assert _sheet(answer.content)["H2"].data_type == "s"


def test_the_clerks_book_is_printed_on_its_side(cast: Cast, signed_in: SignIn) -> None:
    for _ in range(3):
        _issued(cast)
    clerk = signed_in(cast.clerk)
    asked = {"co-quan": cast.committee.pk, "nam": YEAR}
    for _ in range(2):
        assert clerk.post("/van-ban/so/in/", asked).status_code == 302
    job = Job.objects.get(kind="documents.register")
    run(job.pk)
    job.refresh_from_db()
    data = _downloaded(clerk, job)
    assert job.result
    measured = printed.measured(data)
    assert all(page.width > page.height for page in measured.pages)
    words = " ".join(printed.pdf_words(data, whole=True))
    for said in ("SỔ ĐĂNG KÝ VĂN BẢN ĐI", f"Năm {YEAR}", "01/KH-UBND", "03/KH-UBND", "Quàng Thị Thư"):
        assert said in words
    assert "Số: " not in words
    assert signed_in(cast.neighbour).get(job.result["url"]).status_code == 404


def test_a_book_of_many_papers_keeps_to_the_official_layout(cast: Cast) -> None:
    _issued(cast, "Xây dựng nông thôn mới trên địa bàn xã năm nay, giữ vững các tiêu chí đã đạt")
    entries = [entry(row) for row in register_of(cast.committee, YEAR)] * 40
    paper = register_paper(cast.committee, YEAR, entries, printed_on=date(YEAR, 1, 5), clerk="Quàng Thị Thư")
    data = render(paper, "pdf")
    measured = {found.code for found in check_pdf(data)}  # a book has neither number nor recipients of its own
    assert not measured & {"page-size", "margin", "page-number", "nation", "motto", "issuer", "font", "pdfa"}
    assert render(paper, "pdf") == data
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in " ".join(printed.word_words(render(paper, "docx")))


def test_a_package_holds_the_paper_and_what_is_known_of_it(cast: Cast, signed_in: SignIn) -> None:
    document = _issued(cast, "Trồng <cây> & hoa")
    clerk = signed_in(cast.clerk)
    assert clerk.get(f"/van-ban/{document.pk}/goi-gui/").status_code == 409
    _rendered(document)
    actions.attach_signed_copy(document, name="da-ky.pdf", data=b"%PDF-1.7 signed", by=cast.clerk)
    answer = clerk.get(f"/van-ban/{document.pk}/goi-gui/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["01-da-ky.pdf", "02-01-KH-UBND.pdf", "metadata.xml", "metadata.xlsx"]
        root = ElementTree.fromstring(archive.read("metadata.xml"))  # noqa: S314 - our own
        sheet = _sheet(archive.read("metadata.xlsx"))
    assert (root.findtext("CodeNumber"), root.findtext("Subject")) == ("01", "Trồng <cây> & hoa")
    assert root.findtext("SignerInfo/FullName") == "Lò Văn Thử"
    assert [file.findtext("Name") for file in root.iterfind("Files/File")] == ["da-ky.pdf", "01-KH-UBND.pdf"]
    assert sheet["D2"].value == "01"


def test_each_reads_the_books_of_the_own_place(cast: Cast, signed_in: SignIn) -> None:
    document = _issued(cast, "Của xã An Bình")
    asked = f"/van-ban/so/?co-quan={cast.committee.pk}"
    assert "Của xã An Bình" in signed_in(cast.accountant).get(asked).content.decode()
    for person in (cast.neighbour, cast.coordination, cast.stranger):
        assert signed_in(person).get(asked).status_code == 404
        assert "Của xã An Bình" not in signed_in(person).get("/van-ban/so/").content.decode()
    assert signed_in(cast.officer).get(f"/van-ban/{document.pk}/goi-gui/").status_code == 403


def test_a_longer_book_asks_no_more(cast: Cast, signed_in: SignIn, django_assert_num_queries: Any) -> None:
    client = signed_in(cast.clerk)
    _issued(cast)
    with CaptureQueriesContext(connection) as one:
        client.get("/van-ban/so/")
    for _ in range(4):
        _issued(cast)
    with django_assert_num_queries(len(one)):
        client.get("/van-ban/so/")
