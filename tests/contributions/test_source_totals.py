"""Who gave, kept by month: it follows whoever corrects a giver or a rate, and pages ask it instead of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from contributions.actions import parties, rosters
from contributions.actions.receipts import Entry, Item, Share, issue_receipt, reverse_receipt
from contributions.actions.totals import fold, recompute
from contributions.enums import BookForm, Group, PartyKind, Way
from contributions.models import Book, Campaign, Rate, Receipt, RosterLine, SourceTotal
from contributions.queries.exports import Span
from contributions.queries.totals import resources
from core.clock import today
from dashboards.queries.resources import by_year
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.contributions.test_totals_kept import counted

Giver = Callable[..., RosterLine]
SignIn = Callable[[User], Client]
LAST = today().year - 1


@pytest.fixture
def last_year(cast: Cast) -> Book:
    """A book of last year, of which every day has passed."""
    return Book.objects.create(
        area=cast.commune, year=LAST, form=BookForm.RECEIPT, code="02", opened_on=date(LAST, 1, 1)
    )


def gives(cast: Cast, drive: Drive, book: Book, on: date, *lines: RosterLine, amount: int = 300_000) -> Receipt:
    """By the first of these givers, for each of them a hundred thousand."""
    said = Entry(
        Way.CASH, "Lò Văn An", on, "Góp", uuid4(), amount=amount, party=lines[0].party,
        shares=tuple(Share(line, 100_000) for line in lines),
    )  # fmt: skip
    return issue_receipt(said, campaign=drive.campaign, book=book, by=cast.accountant)


def cells(page: str) -> dict[str, list[str]]:
    """Rows of the table by name: planned, period, year, five years."""
    rows = page.split("<tbody>")[1].split("<tr>")[1:]
    texts = [[cell.rpartition(">")[2].strip() for cell in row.replace("</th>", "</td>").split("</td>")] for row in rows]
    return {row[1]: row[2:6] for row in texts}


def test_a_giver_corrected_to_a_company_gives_as_one(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    line = giver("Hợp tác xã Nà Cốc")
    RosterLine.objects.filter(pk=line.pk).update(rate=None)
    gives(cast, drive, drive.receipts, today(), line)
    officer, at = signed_in(cast.officer), reverse("contributions:resources")
    before = cells(officer.get(at).content.decode())
    assert before["Cộng đồng dân cư"] == ["450.000", "300.000", "300.000", "300.000"]
    assert before["Doanh nghiệp, hợp tác xã"] == ["0", "0", "0", "0"]
    form = {"name": line.party.name, "kind": "organisation", "household": "", "phone": "", "address": "", "consent": "none"}  # fmt: skip
    saved = officer.post(
        reverse("contributions:edit_party", args=[line.party_id]), {**form, "seen": parties.mark(line.party)}
    )
    assert saved.status_code == 302
    after = cells(officer.get(at).content.decode())
    assert after["Doanh nghiệp, hợp tác xã"] == before["Cộng đồng dân cư"]
    assert after["Cộng đồng dân cư"] == before["Doanh nghiệp, hợp tác xã"]
    assert recompute() == []


def test_another_rate_or_group_takes_along_what_was_given(cast: Cast, drive: Drive, giver: Giver) -> None:
    one, two = giver("Lò Văn An"), giver("Lò Thị Bình")
    gives(cast, drive, drive.receipts, today(), one, two)

    def said() -> list[int]:
        found = resources(cast.commune, Span(), today()).year
        return [found.enterprises.cash, found.people.cash, found.others.cash]

    assert said() == [0, 300_000, 0]
    rosters.save_line(one, values={"rate": drive.firms}, seen=rosters.mark(one), by=cast.officer)
    assert said() == [100_000, 200_000, 0]
    Rate.objects.filter(pk=drive.firms.pk).update(group=Group.BENEFACTOR)
    assert said() == [0, 200_000, 100_000], "the rest of the receipt stays with who brought it"
    Rate.objects.filter(pk=drive.high.pk).update(group=Group.BENEFACTOR)
    assert said() == [0, 100_000, 200_000]
    fold()
    assert said() == [0, 100_000, 200_000]
    assert recompute() == []


def test_a_receipt_adds_one_row(cast: Cast, drive: Drive, giver: Giver) -> None:
    line, before = giver("Lò Văn An"), SourceTotal.objects.count()
    gives(cast, drive, drive.receipts, today(), line)
    assert SourceTotal.objects.count() == before + 1, "what is allocated stays with the source that brought it"


def test_days_of_a_month_count_as_they_were_written(cast: Cast, drive: Drive, giver: Giver, last_year: Book) -> None:
    """Whole months are read as they are kept, of others only the days around them from the ledger; always as many queries."""
    line = giver("Lò Văn An")
    march = [date(LAST, 3, day) for day in (10, 20)]
    spans = {
        Span(date(LAST, 3, 1), date(LAST, 3, 31)): 5,
        Span(date(LAST, 3, 15), date(LAST, 3, 31)): 7,
        Span(date(LAST, 3, 1), date(LAST, 3, 15)): 7,
        Span(date(LAST, 3, 10), date(LAST, 3, 10)): 7,
        Span(date(LAST, 2, 11), date(LAST, 4, 11)): 5,
    }
    for rows in (1, 3):
        while Receipt.objects.count() < 2 * rows:
            for day in march:
                gives(cast, drive, last_year, day, line)
        for span, queries in spans.items():
            with CaptureQueriesContext(connection) as asked:
                found = resources(cast.commune, span, today())
            assert len(asked) == queries
            assert span.since is not None
            assert span.until is not None
            assert found.period == counted(span.since, span.until)
            assert found.year == counted(date(LAST, 1, 1), span.until)
        with CaptureQueriesContext(connection) as asked:
            assert by_year([cast.province])[LAST]["people"] == 600_000 * rows
        assert len(asked) == 2
    assert resources(cast.commune, Span(date(LAST + 9, 3, 3), None), today()).period == counted(
        today(), date(LAST, 1, 1)
    )


def test_a_reversal_counts_on_its_own_day(cast: Cast, drive: Drive, giver: Giver, last_year: Book) -> None:
    receipt = gives(cast, drive, last_year, date(LAST, 12, 31), giver("Lò Văn An"))
    reverse_receipt(receipt, reason="nhầm", book=drive.receipts, key=uuid4(), by=cast.accountant)
    years = by_year([cast.commune])
    assert (years[LAST]["people"], years[LAST + 1]["people"]) == (300_000, -300_000)
    assert recompute() == []


def test_land_written_anew_is_told_though_its_worth_adds_up_to_nothing(cast: Cast, drive: Drive, giver: Giver) -> None:
    """Taken back and entered under the right name in the same days: no đồng more, but a household that gave land."""
    book = Book.objects.create(area=cast.commune, year=LAST, form=BookForm.GOODS, code="03", opened_on=date(LAST, 1, 1))
    items = (Item("Đất vườn", "m²", Decimal("52.5"), 20_000),)

    def land(payer: str, on: date, book: Book) -> Receipt:
        said = Entry(Way.LAND, payer, on, "Hiến đất", uuid4(), items=items)
        return issue_receipt(said, campaign=drive.campaign, book=book, by=cast.accountant)

    wrong = land("Lò Văn Anh", date(LAST, 12, 1), book)
    reverse_receipt(wrong, reason="nhầm tên", book=drive.goods, key=uuid4(), by=cast.accountant)
    land("Lò Văn An", today(), drive.goods)
    fold()
    year = resources(cast.commune, Span(), today()).year
    assert (year.people.land, year.land, year.land_households) == (0, 0, 1)
    assert year == counted(date(LAST + 1, 1, 1), today())


def test_the_command_tells_which_source_differs(cast: Cast, drive: Drive, giver: Giver) -> None:
    gives(cast, drive, drive.receipts, today(), giver("Lò Văn An"))
    SourceTotal.objects.filter(month__isnull=False).update(received=1)
    out = StringIO()
    call_command("recompute_summaries", stdout=out)
    said = f"đợt vận động {drive.campaign.pk}, Người dân, tháng {today():%m/%Y}, Tiền mặt: đã nhận (đồng) đang ghi 1, số liệu gốc 300.000"
    assert said in out.getvalue()
    assert "1 dòng lệch, đã sửa." in out.getvalue()
    assert recompute() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
@pytest.mark.parametrize("change", ["kind", "group"])
@pytest.mark.parametrize("first", ["receipt", "change"])
def test_who_corrects_a_giver_and_who_writes_his_receipt_wait_for_each_other(
    cast: Cast, drive: Drive, giver: Giver, change: str, first: str
) -> None:
    line = giver("Hợp tác xã Nà Cốc")
    if change == "kind":
        RosterLine.objects.filter(pk=line.pk).update(rate=None)

    def write() -> None:
        gives(cast, drive, drive.receipts, today(), line)

    def correct() -> None:
        if change == "kind":
            values = {"kind": PartyKind.ORGANISATION}
            parties.save_party(line.party, values=values, seen=parties.mark(line.party), by=cast.officer)
        else:
            Rate.objects.filter(pk=drive.high.pk).update(group=Group.ENTERPRISE)

    def elsewhere(do: Callable[[], None]) -> None:
        try:
            do()
        finally:
            connection.close()

    deeds = (write, correct) if first == "receipt" else (correct, write)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            deeds[0]()
            other = pool.submit(elsewhere, deeds[1])
            assert not wait([other], timeout=0.5).done, "it is not known yet what the other will say"
        other.result(timeout=10)
    assert recompute() == []
    source = resources(cast.commune, Span(), today()).year
    assert source.enterprises.cash == (300_000 if change == "kind" else 100_000)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
def test_receipts_of_one_giver_wait_for_nobody(cast: Cast, drive: Drive, giver: Giver) -> None:
    """Two campaigns that the same giver is asked in, and two books of one campaign, are written at the same time."""
    line = giver("Lò Văn An")
    other = Campaign.objects.get(pk=drive.campaign.pk)
    other.pk, other.code = None, "KHAC"
    other.save()
    book = Book.objects.create(
        area=cast.commune, year=today().year, form=BookForm.RECEIPT, code="09", opened_on=today()
    )

    def write(campaign: Campaign, shares: tuple[Share, ...], book: Book) -> None:
        said = Entry(Way.CASH, "Lò Văn An", today(), "Góp", uuid4(), amount=9_000, party=line.party, shares=shares)
        issue_receipt(said, campaign=campaign, book=book, by=cast.accountant)

    def elsewhere(campaign: Campaign) -> None:
        try:
            write(campaign, (), book)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        write(drive.campaign, (Share(line, 9_000),), drive.receipts)
        pool.submit(elsewhere, other).result(timeout=5)
        pool.submit(elsewhere, drive.campaign).result(timeout=5)
    assert recompute() == []
