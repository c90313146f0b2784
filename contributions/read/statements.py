"""Bank statements that come in: Excel or CSV with columns a person points to, or CAMT.053. Nothing is invented.

No bank's layout is built in: a mapping says which heading is which field, once an account.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from contributions.enums import BankLineKind
from core.errors import RuleError
from core.formats import parse_date, parse_number
from core.sheets_reading import ReadTable, read_table, refuse_merged
from core.text import nfc, search_key

#: Lines of one statement: a year of a busy account.
MOST_LINES = 20_000
#: Fields a column may be; "amount" (signed) or "credit" and "debit".
FIELDS = {
    "date": "Ngày giao dịch", "credit": "Số tiền vào", "debit": "Số tiền ra", "amount": "Số tiền (có dấu)", "text": "Nội dung",
    "reference": "Số giao dịch", "balance": "Số dư",
}  # fmt: skip
#: Words of headings that suggest a field, as banks and their programs write them; a person looks at the suggestion. Short ones
#: (up to three letters) must be a whole part of the heading, as "Có" of "Có / Credit".
_LIKELY = {
    "date": (
        "ngay giao dich", "ngay gd", "ngay hieu luc", "ngay hach toan", "ngay", "thoi gian", "transaction date", "booking date",
        "date",
    ),
    "credit": ("so tien vao", "tien vao", "gui vao", "ghi co", "phat sinh co", "ps co", "so tien co", "credit", "co", "co tktt"),
    "debit": ("so tien ra", "tien ra", "rut ra", "ghi no", "phat sinh no", "ps no", "so tien no", "debit", "no", "no tktt"),
    "amount": ("so tien", "amount", "so tien giao dich"),
    "text": ("noi dung", "dien giai", "mo ta", "chi tiet", "thong tin giao dich", "description", "remark", "detail", "narrative"),
    "reference": (
        "so giao dich", "ma giao dich", "so gd", "ma gd", "so tham chieu", "ma tham chieu", "so but toan", "ma but toan", "so ct",
        "so chung tu", "so lenh", "transaction id", "transaction no", "transaction number", "reference", "ref no", "doc no",
    ),
    "balance": ("so du cuoi", "so du sau", "so du luy ke", "so du", "balance", "du"),
}  # fmt: skip
#: What a heading's parts are divided by: "Ghi có/Credit", "Có (VND)".
_PARTS = re.compile(r"[/|()\[\]:]")
_FEE = ("phi ", "thu phi", " fee", "phi dich vu", "phi duy tri", "phi sms")
_BACK = ("hoan tra", "hoan tien", "huy giao dich", "dao giao dich", "reversal", "refund")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of the bank; money in is positive, in đồng."""

    booked_on: date
    amount: int
    text: str
    reference: str
    balance: int | None

    @property
    def kind(self) -> BankLineKind:
        """What the line is, by its sign and words: fees and the bank's own reversals bring no contribution."""
        said = f" {search_key(self.text)} "
        if self.amount == 0:
            return BankLineKind.ZERO
        if any(word in said for word in _BACK):
            return BankLineKind.REVERSAL
        if self.amount < 0:
            return BankLineKind.FEE if any(word in said for word in _FEE) else BankLineKind.DEBIT
        return BankLineKind.CREDIT

    @property
    def fingerprint(self) -> str:
        """The same for the same line in two files; the balance is left out, for not every file has it."""
        said = f"{self.booked_on.isoformat()}|{self.amount}|{' '.join(search_key(self.text).split())}|{self.reference.strip()}"
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be read: its place in the file and a sentence."""

    place: int
    sentence: str


def occurrences(lines: Sequence[StatementLine]) -> list[tuple[StatementLine, int]]:
    """Each line with how many times its like stood before it in this file, from 1: two true twins stay two."""
    seen: Counter[str] = Counter()
    numbered = []
    for line in lines:
        seen[line.fingerprint] += 1
        numbered.append((line, seen[line.fingerprint]))
    return numbered


def read_sheet(name: str, data: bytes) -> ReadTable:
    """The table of an Excel or CSV statement, headings as the bank writes them. RuleError: one sentence."""
    if name.lower().endswith(".csv") or name.lower().endswith(".txt"):
        return _read_csv(name, data)
    return read_table(name, data, known=lambda heading: _field_of(heading) is not None, most=MOST_LINES)


def is_camt(data: bytes) -> bool:
    """Whether the file is XML of ISO 20022 (CAMT.053)."""
    return b"camt.053" in data[:2000]


def suggestion(headings: Sequence[str]) -> dict[str, str]:
    """Field → heading, where a heading's words leave no doubt; a person decides."""
    found: dict[str, str] = {}
    for field, likely in _LIKELY.items():
        left = [heading for heading in headings if heading not in found.values()]
        exact = next((heading for word in likely for heading in left if word in _parts_of(heading)), None)
        heading = exact or next((heading for word in likely for heading in left if _says(heading, word)), None)
        if heading:
            found[field] = heading
    if "credit" in found and "debit" in found:
        found.pop("amount", None)
    return found


def _parts_of(heading: str) -> list[str]:
    """ "Có / Credit (VND)" → "co", "credit", "vnd"."""
    return [" ".join(part.split()) for part in _PARTS.split(search_key(heading))]


def _says(heading: str, word: str) -> bool:
    return any(word in part if len(word) > 3 else word == part for part in _parts_of(heading))


def _field_of(heading: str) -> str | None:
    return next((field for field, likely in _LIKELY.items() if any(_says(heading, word) for word in likely)), None)


def lines_of(table: ReadTable, columns: Mapping[str, str]) -> tuple[list[StatementLine], list[Refused]]:
    """The table's lines by the mapping field → heading; rows that cannot be read come back with a sentence.

    RuleError where the mapping lacks the date or any amount, names a heading the file does not have, or a column in which one
    cell lies over several rows.
    """
    if "date" not in columns or not {"amount", "credit", "debit"} & set(columns):
        raise RuleError("Đề nghị chọn cột ngày giao dịch và cột số tiền.")
    missing = [heading for heading in columns.values() if heading not in table.headings]
    if missing:
        raise RuleError(f"Tệp không có cột “{missing[0]}” như cách đọc đã lưu của tài khoản này.")
    place = {field: table.headings.index(heading) for field, heading in columns.items()}
    for column in place.values():
        if column in table.merged:
            refuse_merged(table.headings[column], table.merged[column])
    lines: list[StatementLine] = []
    refused: list[Refused] = []
    for number, cells in table.rows:
        try:
            lines.append(_line({field: cells[at] for field, at in place.items()}))
        except RuleError as error:
            refused.append(Refused(number, error.message))
    return lines, refused


def _line(cells: Mapping[str, Any]) -> StatementLine:
    if cells.get("date") is None:
        raise RuleError("Dòng không có ngày giao dịch.")
    if "amount" in cells:
        amount = _amount(cells["amount"])
    else:
        amount = abs(_amount(cells.get("credit"))) - abs(_amount(cells.get("debit")))
    balance = cells.get("balance")
    return StatementLine(
        booked_on=_day(cells["date"]), amount=amount, text=_text(cells.get("text"))[:500],
        reference=_text(cells.get("reference"))[:100], balance=None if balance is None else _amount(balance),
    )  # fmt: skip


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_date(str(value).split()[0])


def _amount(value: Any) -> int:
    """Whole đồng from a figure or a text such as "1.500.000", "+450,000.00", "-20.000 VND"."""
    if value is None:
        return 0
    figure = Decimal(value) if isinstance(value, (Decimal, int)) else _spelled(str(value))
    if figure != int(figure):
        raise RuleError(f"Số tiền “{value}” không phải số đồng nguyên.")
    return int(figure)


def _spelled(text: str) -> Decimal:
    plain = text.upper().replace("VND", "").replace("Đ", "").replace(" ", "").replace("\xa0", "").lstrip("+")
    if "," in plain and "." in plain:  # the mark that comes last divides the decimals
        thousands, decimals = (",", ".") if plain.rfind(".") > plain.rfind(",") else (".", ",")
        plain = plain.replace(thousands, "").replace(decimals, ",")
    elif plain.count(",") > 1 or (plain.count(",") == 1 and len(plain.rpartition(",")[2]) == 3):
        plain = plain.replace(",", "")
    try:
        return parse_number(plain)
    except RuleError:
        raise RuleError(f"Không đọc được số tiền “{text}”.") from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    return " ".join(nfc(str(value)).split())


def _read_csv(name: str, data: bytes) -> ReadTable:
    """A CSV with any of the usual separators, UTF-8 or UTF-16; the heading is the first row with a known word."""
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            content = nfc(data.decode(encoding))
            break
        except UnicodeError:
            continue
    else:
        raise RuleError("Không đọc được chữ trong tệp CSV; đề nghị lưu lại tệp theo mã UTF-8.")
    if "\x00" in content:
        raise RuleError(f"Tệp “{name}” không phải tệp CSV.")
    try:
        dialect: Any = csv.Sniffer().sniff(content[:5000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = [
        (place, [cell.strip() or None for cell in row])
        for place, row in enumerate(csv.reader(io.StringIO(content), dialect), 1)
    ]
    rows = [row for row in rows if any(row[1])]
    heading = next(
        (at for at, row in enumerate(rows[:30]) if sum(_field_of(cell or "") is not None for cell in row[1]) > 1), None
    )
    if heading is None:
        raise RuleError("Không thấy dòng tiêu đề cột trong tệp sao kê.")
    if len(rows) - heading - 1 > MOST_LINES:
        raise RuleError("Sao kê quá dài; đề nghị tải sao kê từng tháng.")
    headings = [cell or "" for cell in rows[heading][1]]
    width = len(headings)
    return ReadTable(
        name, headings, [(place, (cells + [None] * width)[:width]) for place, cells in rows[heading + 1 :]]
    )


def read_camt(data: bytes) -> tuple[list[StatementLine], list[Refused]]:
    """Booked entries of a CAMT.053 (ISO 20022); other currencies than VND and pending entries are refused with a sentence."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise RuleError("Không đọc được tệp XML của sao kê; tệp có thể bị hỏng.") from None
    lines: list[StatementLine] = []
    refused: list[Refused] = []
    for place, entry in enumerate(root.iterfind(".//{*}Ntry"), 1):
        try:
            lines.append(_camt_line(entry))
        except RuleError as error:
            refused.append(Refused(place, error.message))
    return lines, refused


def camt_closing(data: bytes) -> tuple[date, int] | None:
    """Day and booked closing balance that a CAMT.053 tells (code CLBD), of its last statement; None where it tells none."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return None
    told = []
    for balance in root.iterfind(".//{*}Bal"):
        amount, day = (
            balance.find("{*}Amt"),
            (balance.findtext("{*}Dt/{*}Dt") or balance.findtext("{*}Dt/{*}DtTm") or ""),
        )
        if (balance.findtext("{*}Tp/{*}CdOrPrtry/{*}Cd") or "").strip() != "CLBD" or amount is None:
            continue
        try:
            figure = _amount((amount.text or "").strip().removesuffix(".00"))
            told.append((_day(day[:10]), -figure if balance.findtext("{*}CdtDbtInd") == "DBIT" else figure))
        except (RuleError, IndexError):
            continue
    return max(told, default=None)


def _camt_line(entry: Any) -> StatementLine:
    amount = entry.find("{*}Amt")
    day = entry.findtext("{*}BookgDt/{*}Dt") or (entry.findtext("{*}BookgDt/{*}DtTm") or "")[:10]
    status = entry.findtext("{*}Sts/{*}Cd") or entry.findtext("{*}Sts") or "BOOK"
    if amount is None or not day:
        raise RuleError("Dòng không có ngày hoặc số tiền.")
    if status.strip() not in {"", "BOOK"}:
        raise RuleError("Dòng chưa được ngân hàng ghi sổ.")
    if amount.get("Ccy") not in {None, "VND"}:
        raise RuleError(f"Dòng bằng ngoại tệ {amount.get('Ccy')}.")
    sign = -1 if entry.findtext("{*}CdtDbtInd") == "DBIT" else 1
    back = (entry.findtext("{*}RvslInd") or "").strip() == "true"
    said = [text.strip() for text in entry.itertext("{*}Ustrd", "{*}AddtlNtryInf") if text and text.strip()]
    reference = entry.findtext("{*}AcctSvcrRef") or entry.findtext(".//{*}EndToEndId") or ""
    return StatementLine(
        booked_on=_day(day), amount=sign * _amount((amount.text or "").strip().removesuffix(".00")),
        text=_text(" ".join([*(["Hoàn trả:"] if back else []), *said]))[:500], reference=_text(reference)[:100], balance=None,
    )  # fmt: skip
