"""The tables of amounts in the report of a campaign's results. Pure; đồng without unit, the unit stands in the headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from contributions.enums import Consent, SpendingKind, Way
from contributions.ledger import Given, Totals
from contributions.papers.campaigns import PlaceRow
from contributions.papers.notices import initials_of
from contributions.queries.final_reports import SpentOn
from core.formats import money, number, percent
from documents.context import Table


def ways_table(given: Given, counts: Mapping[str, int], land: Decimal) -> Table:
    """By way of giving: receipts, how much in its own unit, worth; ways that brought nothing are left out."""
    brought = (
        (Way.CASH, "", given.cash), (Way.TRANSFER, "", given.transfer),
        (Way.LABOUR, f"{number(given.labour_days)} công", given.labour), (Way.GOODS, "", given.goods),
        (Way.LAND, f"{number(land)} m²", given.land), (Way.WORK, "", given.work),
    )  # fmt: skip
    rows = [(way, amount, worth) for way, amount, worth in brought if worth or counts.get(way)]
    body = [
        (str(place), str(way.label), number(counts.get(way, 0)), amount, money(worth))
        for place, (way, amount, worth) in enumerate(rows, 1)
    ]
    total = ("", "Cộng", number(sum(counts.get(way, 0) for way, _, _ in rows)), "", money(given.total))
    head = ("TT", "Hình thức", "Số chứng từ", "Số lượng", "Giá trị (đồng)")
    return Table(rows=(head, *body, total), widths=(0.08, 0.34, 0.15, 0.18, 0.25), align="clrrr")


def parts_table(head: str, rows: Sequence[PlaceRow], unassigned: int, totals: Totals) -> Table:
    """By group, village or unit; what is not assigned to anybody yet has a row, so that the last row is the whole."""
    body = [
        (
            str(place), row.name, number(row.totals.givers), number(row.totals.taking_part), money(row.totals.expected),
            money(row.totals.given.total), percent(row.totals.share),
        )
        for place, row in enumerate(rows, 1)
    ]  # fmt: skip
    if unassigned:
        body.append((str(len(body) + 1), "Chưa xác định người đóng góp", "", "", "", money(unassigned), ""))
    total = (
        "", "Cộng", number(totals.givers), number(totals.taking_part), money(totals.expected), money(totals.given.total),
        percent(totals.share),
    )  # fmt: skip
    titles = ("TT", head, "Được vận động", "Tham gia", "Mức vận động (đồng)", "Đã đóng góp (đồng)", "Tỷ lệ")
    return Table(rows=(titles, *body, total), widths=(0.06, 0.26, 0.11, 0.1, 0.17, 0.17, 0.13), align="clrrrrr")


def spent_table(spent: Sequence[SpentOn]) -> Table:
    body = [
        (
            str(place), row.work or "Không gắn với công trình", str(SpendingKind(row.kind).label), number(row.count),
            money(row.amount),
        )
        for place, row in enumerate(spent, 1)
    ]  # fmt: skip
    count, amount = sum(row.count for row in spent), sum(row.amount for row in spent)
    head = ("TT", "Công trình, nội dung", "Hình thức", "Số chứng từ", "Số tiền (đồng)")
    return Table(
        rows=(head, *body, ("", "Cộng", "", number(count), money(amount))),
        widths=(0.07, 0.38, 0.2, 0.13, 0.22), align="cllrr",
    )  # fmt: skip


def named_table(lines: Iterable[Any]) -> Table:
    """Givers as each agreed to be named, with what was given in all (`given` đồng, of it `worked` days)."""
    body = [
        (
            str(place), shown_name(line.party.name, line.party.consent), str(line.unit or line.village or ""),
            number(line.worked) if line.worked else "", money(line.given),
        )
        for place, line in enumerate(lines, 1)
    ]  # fmt: skip
    head = ("TT", "Họ tên, tên tổ chức", "Thôn, đơn vị", "Số công", "Giá trị (đồng)")
    return Table(rows=(head, *body), widths=(0.08, 0.36, 0.26, 0.1, 0.2), align="cllrr")


def shown_name(name: str, consent: str) -> str:
    """The name in full or as its first letters, as in public notices; givers who do not agree have no row."""
    return name if consent == Consent.FULL else initials_of(name)
