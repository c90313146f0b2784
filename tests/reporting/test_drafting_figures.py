"""Every figure of the tables is the sum of the rows it names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from campaigns.models import WorkPayment
from contributions import ledger
from contributions.models import Allocation, Receipt
from reporting.compose.draft import draft
from reporting.context import Figure
from reporting.queries import sources_money
from tests.cast import Cast
from tests.conftest import Clock
from tests.reporting.july import FIRST, LAST, MOMENT, July, added, at, month, rows_of, scope

Figures = dict[tuple[str, str], Figure]


@pytest.fixture
def july(cast: Cast, clock: Clock) -> July:
    clock.set(MOMENT)
    return month(cast)


def of_table(cast: Cast, code: str) -> Figures:
    return {(f.row, f.column): f for f in draft(scope(cast.commune)).figures if f.table == code}


def money(row: Any) -> int:
    """Of a receipt, of the part of one, of what a roster expects, of a payment, of a source of a work."""
    return int(row.expected_amount if hasattr(row, "expected_amount") else row.amount)


#: What of a row a figure of the resources adds; the rest add money.
WHAT: dict[str, Callable[[Any], Any]] = {
    "people_labour_days": lambda row: row.days,
    "people_land_area": lambda row: row.quantity,
}


def test_resources_are_the_sums_of_the_rows_they_name(cast: Cast, july: July) -> None:
    found = of_table(cast, "resources")
    checked = 0
    for (row, column), figure in found.items():
        if figure.value is None or column == "share":
            continue
        if row == "people_land_households":
            assert len({source.id for source in figure.sources}) == figure.value
        else:
            if figure.value == 0:
                assert all(source.kind == "contributions.campaign" for source in figure.sources)
                continue
            assert added(WHAT.get(row, money), figure.sources) == figure.value, (row, column)
        checked += 1
    assert checked >= 30
    value = {key: int(figure.value) for key, figure in found.items() if figure.value is not None}
    assert {row: value[row, "period"] for row in ("people_cash", "people_labour_days", "people_labour", "people_land_area")} == {
        "people_cash": 500_000, "people_labour_days": 5, "people_labour": 750_000, "people_land_area": 50,
    }  # fmt: skip
    assert (value["people", "period"], value["enterprises", "period"], value["others", "period"]) == (
        6_250_000,
        2_000_000,
        900_000,
    )
    assert value["given", "period"] == 9_150_000
    assert value["given", "year"] == 9_250_000 == ledger.campaign_totals(july.campaign).given.total
    assert value["given", "planned"] == 2_000_000


def test_a_receipt_for_two_kinds_of_givers_is_split(cast: Cast, july: July) -> None:
    found = of_table(cast, "resources")
    (firm,) = rows_of(found["enterprises", "period"].sources)
    assert isinstance(firm, Allocation)
    kinds = [source.kind for source in found["people_cash", "period"].sources]
    assert sorted(kinds) == ["contributions.allocation", "contributions.receipt", "contributions.receipt"]


def test_state_money_is_known_only_where_the_source_is(cast: Cast, july: July) -> None:
    found = of_table(cast, "resources")
    assert (found["state", "period"].value, found["state", "year"].value) == (30_000_000, 50_000_000)
    assert found["state", "planned"].value == 150_000_000
    for row in ("state_central", "state_province", "state_commune", "integrated", "credit"):
        assert found[row, "period"].value is None, "what no source holds is never 0"
    mixed = july.works["Nhà văn hóa"]
    WorkPayment.objects.create(work=mixed, paid_on=date(2026, 7, 9), amount=1_000_000, by=cast.accountant, at=at(LAST))
    said = draft(scope(cast.commune))
    again = {(f.row, f.column): f for f in said.figures if f.table == "resources"}
    assert again["state", "period"].value is None
    gap = next(row for row in said.missing if "chưa rõ theo nguồn vốn nào" in row.what)
    assert (gap.who, "Nhà văn hóa" in gap.what) == ("Tòng Thị Ngân", True)


def test_a_month_without_receipts_is_nought_because_the_books_say_so(cast: Cast, july: July) -> None:
    later = {
        (f.row, f.column): f for f in draft(scope(cast.commune, on=date(2026, 8, 14))).figures if f.table == "resources"
    }
    assert later["given", "period"].value == 0
    assert rows_of(later["given", "period"].sources)[0].name == "Chung sức làm đường"
    assert later["given", "year"].value == 9_250_000


def test_a_long_ledger_is_named_as_a_whole(cast: Cast, july: July, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources_money, "RECEIPTS_AT_MOST", 3)
    found = of_table(cast, "resources")
    (source,) = found["people", "period"].sources
    assert (source.kind, source.id) == ("ledger", None)
    assert source.label == "Sổ đóng góp từ ngày 15/6/2026 đến ngày 14/7/2026"
    assert found["people", "period"].value == 6_250_000


def test_works_decisions_and_debts(cast: Cast, july: July) -> None:
    road = f"work:{july.works['Đường trục thôn'].pk}"
    works = of_table(cast, "works")
    for column, what, total in (
        ("paid_in_period", money, 30_000_000), ("paid", money, 50_000_000), ("state", money, 100_000_000),
        ("total", lambda row: row.total, 100_000_000),
    ):  # fmt: skip
        figure = works[road, column]
        assert (figure.value, added(what, figure.sources)) == (total, total), column
    assert works[road, "people"].value is None
    debts = of_table(cast, "debts")
    assert debts[road, "debt"].value == 30_000_000
    work, *payments = rows_of(debts[road, "debt"].sources)
    assert work.accepted_value - sum(row.amount for row in payments) == 30_000_000
    assert debts[road, "solution"].text == ""
    decisions = of_table(cast, "decisions")
    assert [
        int(figure.value)
        for (_, column), figure in decisions.items()
        if column in ("agreed", "households") and figure.value
    ] == [60, 80]
    words = [row.text for row in draft(scope(cast.commune)).sentences]
    assert "Thanh toán trong kỳ cho 1 công trình: 30.000.000 đồng." in words
    assert any("nợ đọng xây dựng cơ bản 30.000.000 đồng tại 1 công trình" in text for text in words)
    assert any("60/80 hộ tán thành" in text for text in words)


def test_the_plan_table_is_the_plan(cast: Cast, july: July) -> None:
    block = july.plan.blocks.get()
    found = {f.column: f for f in draft(scope(cast.commune, "xa-nam")).figures if f.table == "plan"}
    assert found["money"].value == Decimal(45_000_000)
    assert found["goal"].text == "Tỷ lệ hộ dùng nước sạch: 90 %"
    assert found["solutions"].text == "Huy động ngày công của các hộ"
    assert (found["lead"].text, found["responsible"].text, found["due"].text) == (
        "Cầm Văn Hạnh",
        "Lò Thị Mến",
        "10/8/2026",
    )
    assert rows_of(found["money"].sources) == [block]


def test_receipts_of_other_days_and_places_stay_out(cast: Cast, july: July) -> None:
    period = of_table(cast, "resources")["given", "period"]
    receipts = {row.receipt if isinstance(row, Allocation) else row for row in rows_of(period.sources)}
    inside = set(Receipt.objects.filter(received_on__gte=FIRST, received_on__lte=LAST))
    assert receipts == inside
