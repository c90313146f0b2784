"""Sổ văn bản đi: one entry a paper with the fields of NĐ 30/2020, Phụ lục VI, as rows, sheet, book and XML. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from xml.etree import ElementTree

from areas.models import Organisation
from core import text
from core.sheets import Column, Sheet, Sums
from documents.context import Paper, Signature, Style, Table
from documents.enums import DeliveryWay, DocumentState, PaperType
from documents.models import Document, StoredFile

LANGUAGE = "Tiếng Việt"
ORDINARY = "Thường"


@dataclass(frozen=True, slots=True)
class Entry:
    """One outgoing paper. OrganId, FileCode and DueDate are known to no row of this system and stay empty."""

    pk: int
    state: str
    type_name: str
    code_number: str
    code_notation: str
    issued_date: date
    organ_name: str
    subject: str
    page_amount: int | None
    signer_position: str
    signer_name: str
    to: tuple[str, ...]
    #: Who keeps a copy: "VT, NTM" of "Lưu: VT, NTM".
    kept_by: str
    issued_amount: int
    note: str

    @property
    def number_and_symbol(self) -> str:
        return f"{self.code_number}{'-' if '/' in self.code_notation else '/'}{self.code_notation}"


def entry(document: Document) -> Entry:
    """The entry of an issued paper that comes from documents.queries.register_of."""
    assert document.issued_on is not None
    signature, lines = document.said_signature or {}, list(document.deliveries.all())  # type: ignore[attr-defined]
    number, symbol = _parts(document.number_and_symbol)
    sent = [line for line in lines if line.way != DeliveryWay.KEPT]
    kept = [line.name.partition(":")[2].strip() or line.name for line in lines if line.way == DeliveryWay.KEPT]
    return Entry(
        pk=document.pk, state=document.state, type_name=PaperType(document.type).label, code_number=number,
        code_notation=symbol, issued_date=document.issued_on, organ_name=document.issuer.name if document.issuer else "",
        subject=text.tidy(document.subject), page_amount=document.pages,  # type: ignore[attr-defined]
        signer_position=text.tidy(signature.get("post") or signature.get("title") or ""),
        signer_name=text.tidy(signature.get("name") or ""), to=tuple(line.name for line in sent),
        kept_by=", ".join(kept), issued_amount=len(lines), note=_note(document),
    )  # fmt: skip


def _parts(number_and_symbol: str) -> tuple[str, str]:
    """ "66/KH-UBND" and "05-NQ/ĐU" into number and symbol."""
    digits = number_and_symbol[: next((i for i, c in enumerate(number_and_symbol) if not c.isdigit()), None)]
    return digits, number_and_symbol[len(digits) + 1 :]


def _note(document: Document) -> str:
    if document.state == DocumentState.REVOKED:
        return "Đã thu hồi"
    if document.state == DocumentState.REPLACED:
        return f"Thay bằng {document.replaced_by}" if document.replaced_by else "Đã được thay thế"
    return ""


# --- Gaps ---


def ranges(numbers: Iterable[int]) -> str:
    """ "1–3, 7, 9–12"."""
    parts = []
    for _, run in groupby(enumerate(sorted(numbers)), lambda item: item[1] - item[0]):
        found = [number for _, number in run]
        parts.append(str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}")
    return ", ".join(parts)


# --- Sheet ---

_COLUMNS = (
    Column("Mã định danh cơ quan (OrganId)", 16), Column("Mã hồ sơ (FileCode)", 14), Column("Tên loại (TypeName)", 14),
    Column("Số (CodeNumber)", 10), Column("Ký hiệu (CodeNotation)", 14), Column("Ngày ban hành (IssuedDate)", 13, "date"),
    Column("Cơ quan ban hành (OrganName)", 26), Column("Trích yếu (Subject)", 48), Column("Ngôn ngữ (Language)", 12),
    Column("Số trang (PageAmount)", 9, "number"), Column("Chức vụ người ký (SignerInfo.Position)", 18),
    Column("Người ký (SignerInfo.FullName)", 20), Column("Nơi nhận (To)", 36), Column("Mức độ khẩn (Priority)", 11),
    Column("Số bản (IssuedAmount)", 9, "number"), Column("Hạn trả lời (DueDate)", 12, "date"), Column("Ghi chú", 18),
)  # fmt: skip


def register_sheet(entries: Iterable[Entry], title: str, *, count: int | None = None) -> Sheet:
    """The entries as a table; with `count`, how many there must be, also a last row that says it."""
    sums = None if count is None else Sums((), label_at=7, count=count)
    return Sheet(title, _COLUMNS, (_row(item) for item in entries), sums=sums)


def _row(item: Entry) -> tuple[object, ...]:
    return (
        "", "", item.type_name, item.code_number, item.code_notation, item.issued_date, item.organ_name, item.subject,
        LANGUAGE, item.page_amount, item.signer_position, item.signer_name, "; ".join(item.to), ORDINARY,
        item.issued_amount, None, item.note,
    )  # fmt: skip


# --- The clerk's book ---

_HEAD = (
    "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký", "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ghi chú",
)  # fmt: skip
_WIDTHS = (0.125, 0.095, 0.24, 0.1, 0.215, 0.08, 0.065, 0.08)


def register_paper(body: Organisation, year: int, entries: Sequence[Entry], *, printed_on: date, clerk: str) -> Paper:
    """The register as a printed book (NĐ 30/2020, Phụ lục IV: the eight columns of the register of outgoing papers)."""
    rows = tuple(
        (
            item.number_and_symbol, f"{item.issued_date:%d/%m/%Y}", f"{item.type_name} {item.subject}", item.signer_name,
            "; ".join(item.to), item.kept_by, str(item.issued_amount), item.note,
        )
        for item in entries
    )  # fmt: skip
    style: Style = "party" if body.style == "party" else "front" if body.style == "front" else "state"
    return Paper(
        style=style, parent_body=body.letterhead_parent or None, issuing_body=body.letterhead or body.name,
        place=body.place or body.area.name, day=printed_on.day, month=printed_on.month, year=printed_on.year,
        type="SỔ ĐĂNG KÝ VĂN BẢN ĐI", subject=f"Năm {year}", content=(Table((_HEAD, *rows), widths=_WIDTHS, align="cclllccl"),),
        signature=Signature(None, "VĂN THƯ", clerk or None), landscape=True, uid=f"ntm-so-{body.pk}-{year}",
        moment=f"{printed_on:%Y-%m-%d}T08:00:00+07:00", extra={"book": "yes"},
    )  # fmt: skip


# --- For the province's document system ---


def metadata_xml(item: Entry, files: Sequence[StoredFile]) -> bytes:
    """The fields of Phụ lục VI by their names there, and the files with their hashes, as XML in UTF-8."""
    root = ElementTree.Element("Document")

    def put(name: str, value: object = "", parent: ElementTree.Element = root) -> ElementTree.Element:
        made = ElementTree.SubElement(parent, name)
        made.text = "" if value is None else str(value)
        return made

    put("OrganId")
    put("FileCode")
    put("TypeName", item.type_name)
    put("CodeNumber", item.code_number)
    put("CodeNotation", item.code_notation)
    put("IssuedDate", item.issued_date.isoformat())
    put("OrganName", item.organ_name)
    put("Subject", item.subject)
    put("Language", LANGUAGE)
    put("PageAmount", item.page_amount)
    signer = put("SignerInfo")
    put("Position", item.signer_position, signer)
    put("FullName", item.signer_name, signer)
    to = put("To")
    for name in item.to:
        put("Recipient", name, to)
    put("Priority", ORDINARY)
    put("IssuedAmount", item.issued_amount)
    put("DueDate")
    listed = put("Files")
    for file in files:
        one = put("File", parent=listed)
        put("Name", file.name, one)
        put("ContentType", file.content_type, one)
        put("Size", file.size, one)
        put("Sha256", file.sha256, one)
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="utf-8") + b"\n"
