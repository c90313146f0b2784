"""Statements: read as drafts, each line of the bank once, matched with receipts, undone as a whole."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from areas.models import BankAccount
from contributions import ledger
from contributions.actions.bank import import_statement, match_line, set_aside, undo_statement
from contributions.actions.receipts import Share
from contributions.enums import BankLineKind, BankLineState
from contributions.models import BankLine, Receipt, RosterLine, Statement
from contributions.read.statements import (
    StatementLine,
    is_camt,
    lines_of,
    read_camt,
    read_sheet,
    suggestion,
)
from contributions.rules.matching import Giver, candidates
from core.clock import today
from core.errors import RuleError
from tests.cast import Cast
from tests.contributions.conftest import Drive

DAY = date(today().year, 1, 5)
GiverOf = Callable[..., RosterLine]


def line(amount: int = 450_000, text: str = "LO VAN AN ung ho", day: int = 0, reference: str = "") -> StatementLine:
    return StatementLine(DAY + timedelta(days=day), amount, text, reference, None)


def bring_in(account: BankAccount, cast: Cast, lines: Sequence[StatementLine], name: str = "sao-ke.xlsx") -> Statement:
    return import_statement(account, name=name, data=repr(lines).encode(), lines=lines, refused=[], by=cast.accountant)


# --- Reading ---


def test_an_excel_statement_by_the_columns_a_person_points_to() -> None:
    book = Workbook()
    book.active.append(["SAO KÊ TÀI KHOẢN"])  # type: ignore[union-attr]
    book.active.append(["Ngày GD", "Ghi nợ", "Ghi có", "Diễn giải", "Số dư"])  # type: ignore[union-attr]
    book.active.append(["05/01/2026", None, 450000, "Lò Văn An ủng hộ", 1450000])  # type: ignore[union-attr]
    book.active.append([date(2026, 1, 6), "11.000", None, "Phí SMS", "1.439.000"])  # type: ignore[union-attr]
    book.active.append(["32/01/2026", None, 5, "x", 1])  # type: ignore[union-attr]
    book.active.append(["07/01/2026", None, "hai triệu", "x", 1])  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    table = read_sheet("sao-ke.xlsx", out.getvalue())
    columns = suggestion(table.headings)
    assert columns == {
        "credit": "Ghi có",
        "debit": "Ghi nợ",
        "text": "Diễn giải",
        "balance": "Số dư",
        "date": "Ngày GD",
    }
    lines, refused = lines_of(table, columns)
    assert [(row.booked_on, row.amount, row.kind, row.balance) for row in lines] == [
        (date(2026, 1, 5), 450_000, BankLineKind.CREDIT, 1_450_000),
        (date(2026, 1, 6), -11_000, BankLineKind.FEE, 1_439_000),
    ]
    assert [(row.place, row.sentence[:30]) for row in refused] == [
        (5, "Tháng 1 chỉ có 31 ngày. Nhập l"), (6, "Không đọc được số tiền “hai tr"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Ngày giao dịch|Số CT|Diễn giải|Phát sinh nợ|Phát sinh có|Số dư", "date reference text debit credit balance"),
        ("Ngày (Date)|Số CT (Doc No)|Ghi nợ (Debit)|Ghi có (Credit)|Số dư (Balance)|Nội dung chi tiết",
         "date reference debit credit balance text"),
        ("STT|Ngày hiệu lực|Số tiền ghi nợ|Số tiền ghi có|Số dư|Mô tả|Số chứng từ/Seq. No",
         "- date debit credit balance text reference"),
        ("Ngày hạch toán/Accounting date|Mô tả giao dịch|Nợ/ Debit|Có / Credit|Số dư TK|Số giao dịch|Tên đối ứng",
         "date text debit credit balance reference -"),
        ("Thời gian giao dịch|Số tiền|Số dư sau giao dịch|Nội dung|Mã GD", "date amount balance text reference"),
        ("Ngày GD|Số GD|Rút ra|Gửi vào|Số dư đầu|Số dư cuối", "date reference debit credit - balance"),
        ("Ngày|Nợ (VND)|Có (VND)|Diễn giải|Số bút toán", "date debit credit text reference"),
    ],
)  # fmt: skip
def test_headings_of_the_banks_are_known_by_their_words(headings: str, columns: str) -> None:
    named = zip(columns.split(), headings.split("|"), strict=True)
    assert suggestion(headings.split("|")) == {field: heading for field, heading in named if field != "-"}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("450,000.00", 450_000),
        ("450.000,00", 450_000),
        ("+1,500,000", 1_500_000),
        ("450.000 VND", 450_000),
        ("450000", 450_000),
    ],
)
def test_amounts_as_banks_write_them(typed: str, amount: int) -> None:
    table = read_sheet("a.csv", f"Ngày;Số tiền;Nội dung\n5/1/2026;{typed};x\n".encode())
    lines, _ = lines_of(table, {"date": "Ngày", "amount": "Số tiền", "text": "Nội dung"})
    assert [row.amount for row in lines] == [amount]


def test_a_wrong_mapping_or_file_is_one_sentence() -> None:
    table = read_sheet("a.csv", "Ngày;Số tiền;Nội dung\n5/1/2026;450;x\n".encode())
    with pytest.raises(RuleError, match="chọn cột ngày"):
        lines_of(table, {"date": "Ngày"})
    with pytest.raises(RuleError, match="không có cột “Credit”"):
        lines_of(table, {"date": "Ngày", "credit": "Credit"})
    for data in (b"\xff\xff\xfe", b"", "không có tiêu đề\n".encode()):
        with pytest.raises(RuleError):
            read_sheet("a.csv", data)


_CAMT = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy="VND">450000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>
<AcctSvcrRef>FT1</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>LO VAN AN</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="VND">450000</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-01-06</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="USD">20</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-06</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="VND">20</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-01-06</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def test_camt_053() -> None:
    data = _CAMT.encode()
    assert is_camt(data)
    lines, refused = read_camt(data)
    assert [(row.amount, row.reference, row.kind) for row in lines] == [
        (450_000, "FT1", BankLineKind.CREDIT), (-450_000, "", BankLineKind.REVERSAL),
    ]  # fmt: skip
    assert [row.place for row in refused] == [3, 4]
    hostile = data.replace(b"<Document", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document', 1)
    assert "root:" not in str(read_camt(hostile.replace(b"LO VAN AN", b"&a;")))


# --- The same line once ---


def test_the_same_file_three_times_and_two_that_overlap(cast: Cast, account: BankAccount) -> None:
    """5.000 lines; totals do not change, and two true twins stay two."""
    lines = [line(1000 + number, f"nguoi {number}", day=number // 500) for number in range(4998)]
    lines += [line(20_000, "twin"), line(20_000, "twin")]
    for _ in range(3):
        bring_in(account, cast, lines)
    bring_in(account, cast, [*lines[2500:], line(7, "moi", day=9)])
    assert account.bank_lines.count() == 5001
    assert sum(account.bank_lines.values_list("amount", flat=True)) == sum(row.amount for row in lines) + 7


@given(parts=st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=1, max_size=5))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_overlap_keeps_the_most_of_each(cast: Cast, account: BankAccount, parts: list[list[int]]) -> None:
    """Files of one account: of each kind of line as many stand as the file with the most of it has."""
    BankLine.objects.all().delete()
    files = [[line(1000 * (kind + 1), f"loai {kind}") for kind in part] or [line(1, "loai khac")] for part in parts]
    for lines in files:
        bring_in(account, cast, lines)
    for kind in range(6):
        most = max(part.count(kind) for part in parts)
        assert BankLine.objects.filter(account=account, amount=1000 * (kind + 1)).count() == most


# --- Matching ---


def test_one_transfer_for_many_several_for_one(cast: Cast, drive: Drive, account: BankAccount, giver: GiverOf) -> None:
    an, binh = giver("Lò Văn An"), giver("Lò Thị Bình", drive.low)
    bring_in(account, cast, [line(800_000, "TRUONG TIEU HOC"), line(100_000, "LO THI BINH", day=1)])
    school, more = account.bank_lines.order_by("booked_on")
    said: dict[str, Any] = {"campaign": drive.campaign, "book": drive.receipts, "by": cast.accountant}
    first = match_line(school, shares=[Share(an, 450_000), Share(binh, 200_000)], payer="Trường Tiểu học", **said)
    assert match_line(school, shares=[Share(an, 450_000)], payer="Trường Tiểu học", **said) == first
    match_line(more, shares=[Share(binh, 100_000)], payer="Lò Thị Bình", **said)
    assert ledger.unassigned(first) == 150_000
    balances = {row.party.name: row.left for row in ledger.with_balance(drive.campaign.lines.all())}
    assert balances == {"Lò Văn An": 0, "Lò Thị Bình": 0}
    assert ledger.campaign_totals(drive.campaign).given.transfer == 900_000


@pytest.mark.parametrize(
    "wrong", [line(0, "x"), line(-11_000, "Phi SMS"), line(-5, "rut"), line(450_000, "Hoan tra lenh chuyen")]
)
def test_what_is_no_contribution_makes_no_receipt(
    cast: Cast, drive: Drive, account: BankAccount, wrong: StatementLine
) -> None:
    bring_in(account, cast, [wrong])
    with pytest.raises(RuleError, match="không ghi thu được"):
        match_line(
            account.bank_lines.get(),
            campaign=drive.campaign,
            book=drive.receipts,
            shares=[],
            payer="x",
            by=cast.accountant,
        )
    assert not Receipt.objects.exists()


def test_set_aside_and_back(cast: Cast, drive: Drive, account: BankAccount) -> None:
    bring_in(account, cast, [line()])
    row = account.bank_lines.get()
    set_aside(row, reason="Tiền thuê hội trường", by=cast.accountant)
    said: dict[str, Any] = {
        "campaign": drive.campaign,
        "book": drive.receipts,
        "shares": [],
        "payer": "x",
        "by": cast.accountant,
    }
    with pytest.raises(RuleError, match="để riêng"):
        match_line(row, **said)
    set_aside(row, reason="", by=cast.accountant)
    assert match_line(row, **said).amount == 450_000
    with pytest.raises(RuleError, match="đã ghi sổ"):
        set_aside(row, reason="x", by=cast.accountant)


# --- Undone as a whole ---


def test_undo_returns_the_totals_and_keeps_the_rows(
    cast: Cast, drive: Drive, account: BankAccount, giver: GiverOf
) -> None:
    an = giver("Lò Văn An")
    statement = bring_in(account, cast, [line(), line(90_000, "khac")])
    row = account.bank_lines.get(amount=450_000)
    said: dict[str, Any] = {"campaign": drive.campaign, "book": drive.receipts, "shares": [Share(an, 450_000)], "payer": "Lò Văn An", "by": cast.accountant}  # fmt: skip
    match_line(row, **said)
    for _ in range(2):
        undo_statement(statement, book=drive.receipts, by=cast.accountant)
    assert ledger.campaign_totals(drive.campaign).given.total == 0
    assert ledger.with_balance(drive.campaign.lines.all()).get().given_amount == 0
    assert sorted(Receipt.objects.values_list("amount", flat=True)) == [-450_000, 450_000]
    assert [(row.amount, row.state) for row in account.bank_lines.all()] == [(450_000, BankLineState.OPEN)]
    bring_in(account, cast, [line(), line(90_000, "khac")])
    assert account.bank_lines.count() == 2
    match_line(account.bank_lines.get(amount=450_000), **said)
    assert ledger.campaign_totals(drive.campaign).given.transfer == 450_000


def test_undo_leaves_what_another_statement_says(cast: Cast, drive: Drive, account: BankAccount) -> None:
    first = bring_in(account, cast, [line(1000, "a"), line(2000, "b")])
    bring_in(account, cast, [line(2000, "b"), line(3000, "c")])
    match_line(
        account.bank_lines.get(amount=2000),
        campaign=drive.campaign,
        book=drive.receipts,
        shares=[],
        payer="x",
        by=cast.accountant,
    )
    undo_statement(first, book=drive.receipts, by=cast.accountant)
    assert sorted(account.bank_lines.values_list("amount", flat=True)) == [2000, 3000]
    assert ledger.campaign_totals(drive.campaign).given.transfer == 2000


# --- Candidates ---


def test_candidates_are_ranked_with_their_reason() -> None:
    an = Giver(1, "Lò Văn An", "0912345678", 450_000, 450_000)
    other = Giver(2, "Cầm Văn An", "", 450_000, 450_000)
    nobody = Giver(3, "Quàng Thị Thư", "", 450_000, 450_000)
    found = candidates("LO VAN AN chuyen tien 0912345678", 450_000, [other, nobody, an])
    assert [candidate.giver.line for candidate in found] == [1, 2]
    assert (
        found[0].why == "nội dung có đủ họ tên; nội dung có số điện thoại; đúng số còn theo mức vận động 450.000 đồng"
    )
    assert candidates("ung ho duong", 450_000, [an, other, nobody]) == []
    assert Decimal(found[0].score) == 100
