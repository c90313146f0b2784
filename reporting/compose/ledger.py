"""Biểu kết quả huy động nguồn lực, and its sentences: who gave how much, from the ledger and the register of works.

What no source of this system holds is None: state money by level, money of other programmes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.enums import Role
from campaigns.enums import FundKind
from contributions.enums import Way
from contributions.queries.exports import Span
from core import clock
from core.formats import number
from reporting.compose.words import ROWS_AT_MOST, counted, day, dong, joined, name_of, named, period, quoted, share
from reporting.context import Drafted, Figure, Missing, Scope, Sentence, Source
from reporting.queries.sources import people_on
from reporting.queries.sources_money import (
    RECEIPTS_AT_MOST,
    MoneyFacts,
    Piece,
    five_years_of,
    given_in,
    line_giver,
    money_facts,
)  # fmt: skip

if TYPE_CHECKING:
    from contributions.ledger import Given
    from contributions.models import Receipt
    from contributions.queries.totals import Sources

_TABLE = "resources"
_COLUMNS = ("planned", "period", "year", "five_years", "share")
_ALL = tuple(Way)
#: Row → whose, which ways, what of a piece counts.
_GIVEN: dict[str, tuple[tuple[str, ...], tuple[Way, ...], str]] = {
    "enterprises": (("enterprises",), _ALL, "amount"), "people": (("people",), _ALL, "amount"),
    "people_cash": (("people",), (Way.CASH, Way.TRANSFER), "amount"),
    "people_labour_days": (("people",), (Way.LABOUR,), "days"), "people_labour": (("people",), (Way.LABOUR,), "amount"),
    "people_land": (("people",), (Way.LAND,), "amount"), "people_goods": (("people",), (Way.GOODS, Way.WORK), "amount"),
    "others": (("others",), _ALL, "amount"), "given": (("enterprises", "people", "others"), _ALL, "amount"),
}  # fmt: skip
_VALUES: dict[str, Callable[[Sources], int | Decimal]] = {
    "enterprises": lambda row: row.enterprises.total, "people": lambda row: row.people.total,
    "people_cash": lambda row: row.people.money, "people_labour_days": lambda row: row.people.labour_days,
    "people_labour": lambda row: row.people.labour, "people_land": lambda row: row.people.land,
    "people_goods": lambda row: row.people.goods + row.people.work, "others": lambda row: row.others.total,
    "given": lambda row: row.total, "people_land_households": lambda row: row.land_households,
    "people_land_area": lambda row: row.land,
}  # fmt: skip
_ORDER = (
    "state", "state_central", "state_province", "state_commune", "integrated", "credit", "enterprises", "people", "people_cash",
    "people_labour_days", "people_labour", "people_land_households", "people_land_area", "people_land", "people_goods",
    "others", "given",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Days:
    """One of the table's columns: its days, and the years whose campaigns fill it."""

    column: str
    first: date
    last: date
    sources: Sources
    years: tuple[int, int]


def ledger(scope: Scope) -> Drafted:
    """The table and its sentences; of a drive the sentence alone, over its campaigns. A fixed number of queries."""
    if scope.drive is not None:
        return _of_drive(scope)
    facts, said = money_facts(scope), Drafted()
    spans = _spans(scope, facts)
    cells: dict[tuple[str, str], Figure] = {}
    for span in spans:
        _given(cells, facts, span)
        _paid(cells, facts, span)
    _planned(cells, facts)
    for row in _ORDER:
        said.figures += [cells.get((row, column), Figure(_TABLE, row, column)) for column in (*_COLUMNS, "note")]
    if known := cells.get(("given", "period")):
        said.sentences += _sentences(scope, cells, known)
    _gaps(scope, facts, said)
    return said


def _spans(scope: Scope, facts: MoneyFacts) -> list[_Days]:
    last, year, five = scope.upto, scope.upto.year, five_years_of(scope.upto)
    return [
        _Days("period", scope.since, last, facts.found.period, (scope.since.year, year)),
        _Days("year", date(year, 1, 1), last, facts.found.year, (year, year)),
        _Days("five_years", date(five, 1, 1), last, facts.found.five_years, (five, year)),
    ]


def _given(cells: dict[tuple[str, str], Figure], facts: MoneyFacts, span: _Days) -> None:
    """What the ledger says; nothing where neither a campaign nor a receipt is of these days."""
    campaigns = facts.years(*span.years)
    if not campaigns and not span.sources.total:
        return
    whole = _ledger_source(span.first, span.last)
    for row, value in _VALUES.items():
        rows = [_item_source(item) for item in facts.land if span.first <= item.receipt.received_on <= span.last]
        if row == "people_land_households":
            rows = list(_pieces_sources(_of(facts, span, ("people",), (Way.LAND,))))
        elif row != "people_land_area":
            who, ways, what = _GIVEN[row]
            rows = list(_pieces_sources(piece for piece in _of(facts, span, who, ways) if getattr(piece, what)))
        if facts.pieces is None:
            rows = [whole]
        # An empty sum rests on the campaigns whose books hold nothing.
        rows = rows or [
            Source("contributions.campaign", one.pk, one.name, one.get_absolute_url(), name_of(one.created_by))
            for one in campaigns
        ]
        cells[row, span.column] = Figure(
            _TABLE, row, span.column, Decimal(value(span.sources)), sources=named(rows, whole)
        )


def _of(facts: MoneyFacts, span: _Days, who: Sequence[str], ways: Sequence[Way]) -> list[Piece]:
    return [
        piece
        for piece in facts.pieces or ()
        if piece.who in who and piece.way in ways and span.first <= piece.on <= span.last
    ]


def _paid(cells: dict[tuple[str, str], Figure], facts: MoneyFacts, span: _Days) -> None:
    """Payments for works with one source; nothing where the source of a payment of the days is not told."""
    if any(span.first <= row.paid_on <= span.last for row in facts.paid.mixed):
        return
    for row, kind in (("state", FundKind.STATE), ("credit", FundKind.CREDIT)):
        if kind in facts.paid.kinds:
            paid = [one for one in facts.paid.pure.get(kind, []) if span.first <= one.paid_on <= span.last]
            sources = [
                Source(
                    "campaigns.workpayment", one.pk, f"Thanh toán {quoted(one.work.name)} ngày {day(one.paid_on)}"[:250],
                    reverse("campaigns:work", args=[one.work_id]), name_of(one.by),
                )
                for one in paid
            ]  # fmt: skip
            whole = Source("campaigns.work", None, "Sổ công trình", reverse("campaigns:works"))
            cells[row, span.column] = Figure(
                _TABLE,
                row,
                span.column,
                Decimal(sum(one.amount for one in paid)),
                sources=named(sources, whole) or (whole,),
            )


def _planned(cells: dict[tuple[str, str], Figure], facts: MoneyFacts) -> None:
    """What the rosters of the year expect, what was decided for the year's works; with the share that the year reached."""
    planned = facts.found.planned
    sums = {"enterprises": planned.enterprises, "people": planned.people, "others": planned.others}
    for row, amount in {**sums, "given": sum(sums.values())}.items():
        if amount:
            sources = [
                Source(
                    "contributions.rosterline", line.pk, f"Danh sách {line.campaign.name}"[:250],
                    line.campaign.get_absolute_url(),
                )
                for line in facts.lines
                if row in ("given", line_giver(line))
            ]  # fmt: skip
            whole = Source("ledger", None, "Danh sách vận động trong năm", reverse("contributions:resources"))
            some = len(facts.lines) > RECEIPTS_AT_MOST
            cells[row, "planned"] = Figure(
                _TABLE, row, "planned", Decimal(amount), sources=(whole,) if some else named(sources, whole)
            )
    for row, kind in (("state", FundKind.STATE), ("credit", FundKind.CREDIT)):
        funds = [fund for fund in facts.paid.funds if fund.kind == kind]
        if funds:
            sources = [
                Source(
                    "campaigns.workfund", fund.pk, f"Nguồn vốn của {quoted(fund.work.name)}"[:250],
                    reverse("campaigns:work", args=[fund.work_id]),
                )
                for fund in funds
            ]  # fmt: skip
            whole = Source("campaigns.work", None, "Sổ công trình", reverse("campaigns:works"))
            total = Decimal(sum(fund.amount for fund in funds))
            cells[row, "planned"] = Figure(_TABLE, row, "planned", total, sources=named(sources, whole))
            cells[row, "note"] = Figure(
                _TABLE, row, "note", text="Theo nguồn vốn của công trình trong năm", sources=named(sources, whole)
            )
    for row in _ORDER:
        asked, reached = cells.get((row, "planned")), cells.get((row, "year"))
        if asked and asked.value and reached and reached.value is not None:
            value = round(reached.value * 100 / asked.value, 2)
            cells[row, "share"] = Figure(
                _TABLE, row, "share", value, sources=tuple(dict.fromkeys((*reached.sources, *asked.sources)))
            )


# --- Sentences ---


def _sentences(scope: Scope, cells: dict[tuple[str, str], Figure], known: Figure) -> list[Sentence]:
    def value(row: str, column: str) -> Decimal:
        found = cells.get((row, column))
        return found.value or Decimal(0) if found else Decimal(0)

    total = value("given", "period")
    if not total:
        text = f"Trong {period(scope)} sổ đóng góp không ghi khoản mới"
    else:
        people = [
            f"tiền {dong(value('people_cash', 'period'))}" if value("people_cash", "period") else "",
            f"{number(value('people_labour_days', 'period'))} ngày công quy {dong(value('people_labour', 'period'))}"
            if value("people_labour", "period") else "",
            f"{counted(int(value('people_land_households', 'period')))} hộ hiến {number(value('people_land_area', 'period'))} m² đất "
            f"quy {dong(value('people_land', 'period'))}"
            if value("people_land", "period") else "",
            f"hiện vật, công trình quy {dong(value('people_goods', 'period'))}" if value("people_goods", "period") else "",
        ]  # fmt: skip
        parts = [
            f"Nhân dân {dong(value('people', 'period'))} ({joined(people)})" if value("people", "period") else "",
            f"doanh nghiệp, hợp tác xã {dong(value('enterprises', 'period'))}"
            if value("enterprises", "period")
            else "",
            f"tài trợ, con em xa quê {dong(value('others', 'period'))}" if value("others", "period") else "",
        ]
        text = f"Trong {period(scope)} huy động đóng góp được {dong(total)}, gồm: {joined(parts)}"
    said = [Sentence(f"{text}.", known.sources)]
    year, five = cells.get(("given", "year")), cells.get(("given", "five_years"))
    if year and five and year.value is not None and five.value is not None:
        reached = cells.get(("given", "share"))
        of_plan = f", bằng {share(reached.value)} mức vận động của năm" if reached and reached.value is not None else ""
        text = (
            f"Lũy kế từ đầu năm {scope.upto.year}: {dong(year.value)}{of_plan}; "
            f"lũy kế từ năm {five_years_of(scope.upto)}: {dong(five.value)}."
        )
        sources = tuple(dict.fromkeys((*year.sources, *five.sources)))
        said.append(Sentence(text, named(sources, _ledger_source(date(five_years_of(scope.upto), 1, 1), scope.upto))))
    return said


def _of_drive(scope: Scope) -> Drafted:
    assert scope.drive is not None
    said = Drafted()
    got, receipts = given_in(scope.drive, Span(scope.since, scope.upto))
    if got.total:
        whole = _ledger_source(scope.since, scope.upto)
        sources = [_receipt_source(row) for row in receipts]
        text = f"Các đợt vận động gắn với đợt thi đua trong {period(scope)} nhận {dong(got.total)}{_ways(got)}."
        said.sentences.append(Sentence(text, named(sources, whole) if len(sources) <= ROWS_AT_MOST else (whole,)))
    return said


def _ways(got: Given) -> str:
    parts = [
        f"tiền {dong(got.money)}" if got.money else "",
        f"{number(got.labour_days)} ngày công quy {dong(got.labour)}" if got.labour else "",
        f"hiện vật, đất, công trình quy {dong(got.things)}" if got.things else "",
    ]
    return f" ({joined(parts)})"


# --- What is missing ---


def _gaps(scope: Scope, facts: MoneyFacts, said: Drafted) -> None:
    who = people_on(scope.area, Role.ACCOUNTANT, clock.today())
    year = scope.upto.year
    if not facts.years(year, year):
        url = reverse("contributions:resources")
        said.missing.append(Missing(f"Chưa có đợt vận động đóng góp năm {year} trong sổ", who, url))
    what = "Ngân sách chia theo Trung ương, tỉnh, xã và vốn lồng ghép: hệ thống không có nguồn số liệu"
    said.missing.append(Missing(what, who))
    empty = {figure.row for figure in said.figures if figure.column == "period" and figure.value is None}
    for row, name in (("state", "Ngân sách nhà nước"), ("credit", "Vốn tín dụng")):
        mixed = [one for one in facts.paid.mixed if scope.since <= one.paid_on <= scope.upto]
        if row in empty and not mixed:
            said.missing.append(Missing(f"{name}: sổ công trình chưa có công trình chỉ dùng nguồn này", who))
    for payment in (one for one in facts.paid.mixed if scope.since <= one.paid_on <= scope.upto):
        what = f"Khoản thanh toán {quoted(payment.work.name)} ngày {day(payment.paid_on)} chưa rõ theo nguồn vốn nào"
        url = reverse("campaigns:work", args=[payment.work_id])
        said.missing.append(Missing(what[:250], name_of(payment.by), url))


# --- Sources ---


def _pieces_sources(pieces: Iterable[Piece]) -> Iterable[Source]:
    for piece in pieces:
        source = _receipt_source(piece.receipt)
        label = f"{source.label}, phần chưa phân bổ" if piece.is_rest else source.label
        yield Source(piece.kind, piece.pk, label, source.url, source.by)


def _receipt_source(row: Receipt) -> Source:
    return Source(
        "contributions.receipt", row.pk, f"{row} ngày {day(row.received_on)}"[:250], row.get_absolute_url(), name_of(row.by)
    )  # fmt: skip


def _item_source(item: object) -> Source:
    source = _receipt_source(item.receipt)  # type: ignore[attr-defined]
    return Source("contributions.receiptitem", item.pk, source.label, source.url, source.by)  # type: ignore[attr-defined]


def _ledger_source(first: date, last: date) -> Source:
    label = f"Sổ đóng góp từ ngày {day(first)} đến ngày {day(last)}"
    return Source("ledger", None, label, reverse("contributions:resources"))
