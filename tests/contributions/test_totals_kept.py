"""The kept sums: whatever happens, by whomever at the same moment, they say what the ledger says, to the đồng."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from areas.enums import Level
from areas.models import Area, Organisation
from contributions import ledger
from contributions.actions import duplicates, expected, imports, parties, rosters
from contributions.actions.receipts import (
    Entry,
    Item,
    Share,
    assign_receipt,
    issue_batch,
    issue_receipt,
    reverse_receipt,
)
from contributions.actions.spending import Spent, reverse_spending, spend
from contributions.actions.totals import fold, recompute
from contributions.enums import Group, PartyKind, Source, Way
from contributions.models import (
    Allocation,
    Campaign,
    CampaignTotal,
    Duplicate,
    PartyRun,
    Rate,
    Receipt,
    RosterLine,
    SourceTotal,
    Spending,
)
from contributions.queries.course import behind
from contributions.queries.exports import ALWAYS, Span, giver_rows, not_assigned
from contributions.queries.totals import Sources, campaign_lines, resources, who_gave
from core.clock import today
from core.errors import RuleError
from dashboards.queries.resources import by_year
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.contributions.givers import unit

Giver = Callable[..., RosterLine]
SignIn = Callable[[User], Client]


def village(cast: Cast, name: str) -> Area:
    return factories.area(name, level=Level.VILLAGE, kind_word="bản", code=uuid4().hex[:10], parent=cast.commune)


class Crowd:
    """People who do what people do with a campaign, by the dice."""

    def __init__(self, cast: Cast, drive: Drive, lines: list[RosterLine], seed: int) -> None:
        self.cast, self.drive, self.dice = cast, drive, random.Random(seed)  # noqa: S311 - a story, no secret
        # The fixture's givers took their codes from no run.
        PartyRun.objects.update_or_create(area=cast.commune, defaults={"last": 1000})
        self.lines, self.parties = [line.pk for line in lines], [line.party for line in lines]
        self.villages = [cast.village, village(cast, f"Mới {seed}"), None]
        self.units = [unit(cast, f"Trường {seed}"), None]
        self.paid: list[Spending] = []

    def line(self) -> RosterLine:
        return RosterLine.objects.select_related("party", "campaign").get(pk=self.dice.choice(self.lines))

    def live(self) -> Receipt | None:
        rows = self.drive.campaign.receipts.filter(reverses=None, reversed_by=None)
        return self.dice.choice(list(rows.order_by("pk")) or [None])

    def does(self) -> None:
        """One thing; what the rules refuse is refused."""
        deeds = [
            self.gives, self.gives, self.gives, self.works, self.brings, self.assigns, self.reverses, self.moves, self.moves_house,
            self.is_corrected, self.pays, self.takes_back, self.asks_more, self.joins, self.leaves, self.is_merged, self.tidies,
            self.types_a_pile, self.is_of_another_kind, self.is_asked_as_another_group,
        ]  # fmt: skip
        try:
            self.dice.choice(deeds)()
        except RuleError:
            return

    def entry(self, **values: object) -> Entry:
        """Of any day of this year, by somebody who is known or by nobody in particular."""
        day = today() - timedelta(days=self.dice.randrange(today().timetuple().tm_yday))
        party = self.dice.choice([None, *self.parties])
        said = {
            "way": Way.CASH, "payer": "Lò Văn An", "party": party, "received_on": day, "text": "Góp", "key": uuid4(),
        }  # fmt: skip
        return Entry(**{**said, **values})  # type: ignore[arg-type]

    def shares(self, amount: int) -> tuple[Share, ...]:
        """Two people's parts, or one's, or nobody's yet; not always all of it."""
        chosen = [RosterLine.objects.get(pk=pk) for pk in self.dice.sample(self.lines, self.dice.randint(0, 2))]
        return tuple(Share(line, amount // 2 - self.dice.randint(0, 9)) for line in chosen)

    def gives(self) -> None:
        amount = self.dice.randint(1, 90) * 1000
        said = self.entry(way=self.dice.choice([Way.CASH, Way.TRANSFER]), amount=amount, shares=self.shares(amount))
        issue_receipt(said, campaign=self.drive.campaign, book=self.drive.receipts, by=self.cast.accountant)

    def works(self) -> None:
        share = Share(self.line(), 150_000, Decimal("1.25"))
        said = self.entry(way=Way.LABOUR, days=Decimal("1.5"), shares=(share,))
        issue_receipt(said, campaign=self.drive.campaign, book=self.drive.labour, by=self.cast.accountant)

    def brings(self) -> None:
        items = (Item("Đất vườn", "m²", Decimal("12.125"), 20_000), Item("Đất ở", "m²", Decimal(3), 50_000))
        said = self.entry(way=self.dice.choice([Way.LAND, Way.GOODS, Way.WORK]), items=items, shares=self.shares(9000))
        issue_receipt(said, campaign=self.drive.campaign, book=self.drive.goods, by=self.cast.accountant)

    def assigns(self) -> None:
        receipt = self.live()
        if receipt is not None and receipt.way != Way.LABOUR:
            assign_receipt(receipt, shares=self.shares(receipt.amount), by=self.cast.accountant)

    def reverses(self) -> None:
        receipt = self.live()
        if receipt is not None:
            reverse_receipt(receipt, reason="nhầm", book=receipt.book, key=uuid4(), by=self.cast.accountant)

    def types_a_pile(self) -> None:
        entries = [self.entry(amount=4000, shares=self.shares(4000)) for _ in range(3)]
        issue_batch(
            entries, campaign=self.drive.campaign, book=self.drive.receipts, control_count=3, control_total=12_000, reason="",
            by=self.cast.accountant,
        )  # fmt: skip

    def moves(self) -> None:
        line = self.line()
        place = {"village": self.dice.choice(self.villages), "unit": self.dice.choice(self.units)}
        rosters.save_line(line, values=place, seen=rosters.mark(line), by=self.cast.officer)

    def moves_house(self) -> None:
        village, unit = self.dice.choice(self.villages), self.dice.choice(self.units)
        parties.move_party(self.line().party, village=village, unit=unit, lines_too=True, by=self.cast.officer)

    def is_corrected(self) -> None:
        line = self.line()
        values = {
            "state": self.dice.choice(["asked", "exempt"]),
            "rate": self.dice.choice([self.drive.high, self.drive.low, self.drive.firms, None]),
        }
        rosters.save_line(line, values=values, seen=rosters.mark(line), by=self.cast.officer)

    def is_of_another_kind(self) -> None:
        party = self.line().party
        kind = self.dice.choice(PartyKind.values)
        parties.save_party(party, values={"kind": kind}, seen=parties.mark(party), by=self.cast.officer)

    def is_asked_as_another_group(self) -> None:
        rate = self.dice.choice([self.drive.low, self.drive.firms])
        Rate.objects.filter(pk=rate.pk).update(group=self.dice.choice(Group.values))

    def asks_more(self) -> None:
        Rate.objects.filter(pk=self.drive.high.pk).update(days=self.dice.randint(1, 5))
        campaign = Campaign.objects.get(pk=self.drive.campaign.pk)
        seen = expected.mark_of_preview(expected.preview(campaign))
        expected.recompute(campaign, seen=seen, by=self.cast.officer)

    def joins(self) -> None:
        rows = "\n".join(f"Cầm Thị {uuid4().hex[:6]}\t{self.cast.village.name}" for _ in range(3))
        draft = imports.read_paste(self.drive.campaign, text=f"Họ tên\tThôn\n{rows}", by=self.cast.officer)
        imports.map_columns(
            draft, columns={"name": 0, "village": 1}, defaults={"rate": self.drive.low.pk}, by=self.cast.officer
        )
        draft = imports.confirm_import(draft, reuse=False, by=self.cast.officer)
        if self.dice.random() < 0.5:
            imports.undo_import(draft, by=self.cast.officer)

    def leaves(self) -> None:
        rest = self.drive.campaign.lines.exclude(pk__in=self.lines).order_by("pk").first()
        if rest is not None:
            rosters.remove_line(rest, by=self.cast.officer)

    def is_merged(self) -> None:
        """Somebody who came with a list turns out to be one of those there."""
        other, kept = self.drive.campaign.lines.exclude(pk__in=self.lines).order_by("pk").last(), self.line()
        if other is not None:
            one, two = sorted((other.party_id, kept.party_id))
            said = {"why": "cùng tên", "score": 90}
            try:
                pair, _ = Duplicate.objects.get_or_create(one_id=one, other_id=two, defaults=said)
            except IntegrityError:  # the list he came with was taken back this moment
                return
            duplicates.merge(pair, keep=kept.party_id, by=self.cast.officer)

    def pays(self) -> None:
        key = uuid4()
        said = Spent("spent", self.dice.randint(1, 40) * 1000, today(), f"C {key.hex}", "Cửa hàng", "Xi măng", key)
        self.paid.append(spend(said, campaign=self.drive.campaign, by=self.cast.accountant))

    def takes_back(self) -> None:
        if self.paid:
            reverse_spending(self.paid.pop(), reason="nhầm", key=uuid4(), by=self.cast.accountant)

    def tidies(self) -> None:
        fold()


def says_what_is_left_of_each(campaign: Campaign, kept: ledger.Kept) -> None:
    """Line by line: what somebody gave beyond his rate, and what nobody's rate is, lessens nothing of the others."""
    rows = list(ledger.with_balance(campaign.lines.all()))
    villages, units = Counter[int | None](), Counter[int | None]()
    for row in rows:
        villages[row.village_id] += max(0, row.left)
        units[row.unit_id] += max(0, row.left)
    assert (Counter(kept.remaining_in_villages), Counter(kept.remaining_in_units)) == (villages, units)
    assert kept.remaining == villages.total()
    assert kept.over == sum(max(0, -row.left) for row in rows)
    assert kept.unassigned == not_assigned(campaign, ALWAYS)
    assert kept.whole.given.total == kept.whole.expected - kept.remaining + kept.over + kept.unassigned.total
    book = list(giver_rows(campaign.lines.all()))
    assert sum(row.remaining for row in book) == kept.remaining
    assert sum(row.over for row in book) == kept.over


def says_what_the_ledger_says(campaign: Campaign) -> None:
    """Each figure that pages show, kept and from the rows."""
    kept = ledger.kept(campaign)
    assert kept.whole == ledger.campaign_totals(campaign)
    assert [kept.villages, kept.units] == ledger.totals_by_each(campaign, "village", "unit")
    assert (kept.land, kept.money_left) == (ledger.land_area(campaign), ledger.money_left(campaign))
    says_what_is_left_of_each(campaign, kept)
    everything = Campaign.objects.filter(pk=campaign.pk)
    (ready,), (counted,) = (
        campaign_lines(everything, span) for span in (ALWAYS, Span(until=today() + timedelta(days=9)))
    )
    assert ready == counted


def counted(since: date, until: date) -> Sources:
    """Who gave in these days, receipt by receipt and part by part."""
    ways: dict[str, dict[str, tuple[int, Decimal]]] = {source: {} for source in Source}
    land, households = Decimal(0), set()

    def add(source: str, way: str, amount: int, days: Decimal | None) -> None:
        money, worked = ways[source].get(way, (0, Decimal(0)))
        ways[source][way] = (money + amount, worked + (days or 0))

    inside = Receipt.objects.filter(received_on__range=(since, until))
    for receipt in inside.select_related("party"):
        payer = who_gave(None, receipt.party.kind if receipt.party else None)
        add(payer, receipt.way, receipt.amount, receipt.days)
        groups = set()
        for part in receipt.allocations.select_related("line__rate", "line__party"):
            groups.add(part.line.rate.group if part.line.rate else "")
            giver = who_gave(part.line.rate.group if part.line.rate else None, part.line.party.kind)
            add(giver, receipt.way, part.amount, part.days)
            add(payer, receipt.way, -part.amount, -part.days if part.days else None)
        peoples = not groups & {Group.ENTERPRISE, Group.BENEFACTOR} if groups else payer == Source.PEOPLE
        if receipt.way == Way.LAND and peoples:
            land += sum(item.quantity for item in receipt.items.all())
            if receipt.reverses_id is None and not inside.filter(reverses=receipt).exists():
                households.add((receipt.party_id, receipt.payer))
    given = {source: ledger.given_from(ways[source]) for source in Source}
    return Sources(**{source.value: given[source] for source in Source}, land=land, land_households=len(households))


def says_who_gave(cast: Cast, dice: random.Random) -> None:
    """The table of the area for any days and the years of the overview: what receipts and rosters say one by one."""
    end = today() - timedelta(days=dice.randrange(today().timetuple().tm_yday))
    begin = end - timedelta(days=dice.randrange(80))
    new_year, whole = date(end.year, 1, 1), date(end.year, 12, 31)
    found = resources(cast.commune, Span(begin, end), today())
    assert found.period == counted(begin, end)
    assert found.year == counted(new_year, end)
    assert found.five_years == counted(date((end.year - 1) // 5 * 5 + 1, 1, 1), end)
    planned = dict.fromkeys(Source.values, 0)
    for line in RosterLine.objects.select_related("rate", "party"):
        planned[who_gave(line.rate.group if line.rate else None, line.party.kind)] += line.expected_amount
    assert asdict(found.planned) == planned
    years, in_year = by_year([cast.province]), counted(new_year, whole)
    shown = years.get(end.year, dict.fromkeys(Source.values, 0))
    assert {source: shown[source] for source in Source.values} == {
        source: getattr(in_year, source).total for source in Source.values
    }


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_they_say_what_the_ledger_says(cast: Cast, drive: Drive, giver: Giver, seed: int) -> None:
    crowd = Crowd(cast, drive, [giver(name) for name in ("Lò Văn An", "Lò Thị Bình", "Cầm Văn Cường")], seed)
    for deed in range(80):
        crowd.does()
        if deed % 15 == 0:
            says_what_the_ledger_says(drive.campaign)
            says_who_gave(cast, crowd.dice)
    says_what_the_ledger_says(drive.campaign)
    says_who_gave(cast, crowd.dice)
    assert recompute() == []
    for kept in (CampaignTotal, SourceTotal):
        assert not kept.objects.filter(fresh=True).exists()
        keys = kept.objects.values_list(*kept.KEY)
        assert len(keys) == len(set(keys)), "one row a key"
    says_what_the_ledger_says(drive.campaign)
    says_who_gave(cast, crowd.dice)
    assert Receipt.objects.count() > 20
    assert Allocation.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
def test_many_at_once_lose_nothing_and_wait_for_ever_nowhere(cast: Cast, drive: Drive, giver: Giver) -> None:
    """Collectors into one village, piles with the same people the other way round, moves, new rates, folding, comparing."""
    lines = [giver(f"Lò Văn {name}") for name in "ABCDEF"]
    crowds = [Crowd(cast, drive, lines, seed) for seed in range(8)]

    def work(crowd: Crowd) -> None:
        # What one man reads another may have changed: he is told so, or meets a row that is gone.
        gone = (RosterLine.DoesNotExist, Duplicate.DoesNotExist)
        try:
            for _ in range(25):
                try:
                    crowd.does()
                except gone:
                    continue
        finally:
            connection.close()

    def look(_: int) -> list[object]:
        try:
            return [difference for _ in range(10) for difference in recompute()]
        finally:
            connection.close()

    with ThreadPoolExecutor(9) as pool:
        working, looking = [pool.submit(work, crowd) for crowd in crowds], pool.submit(look, 0)
        for done in working:
            done.result()
        assert looking.result() == [], "also while others write"
    says_what_the_ledger_says(drive.campaign)
    assert recompute() == []
    assert Receipt.objects.count() > 50


def test_the_command_finds_and_mends_what_differs(cast: Cast, drive: Drive, giver: Giver) -> None:
    giver("Lò Văn An")
    fold()
    CampaignTotal.objects.update(expected=1)
    out = StringIO()
    call_command("recompute_summaries", stdout=out)
    assert "mức vận động đang ghi 1, số liệu gốc 450.000" in out.getvalue()
    assert "1 dòng lệch, đã sửa." in out.getvalue()
    says_what_the_ledger_says(drive.campaign)
    out = StringIO()
    call_command("recompute_summaries", stdout=out)
    assert out.getvalue().strip() == "Không có dòng nào lệch."


def test_pages_ask_as_often_however_much_was_given(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    client, counts = signed_in(cast.officer), []
    addresses = [drive.campaign.get_absolute_url(), "/dong-gop/", "/dong-gop/tong-hop/"]
    for name in ("Lò Văn An", "Lò Thị Bình", "Cầm Văn Cường"):
        line = giver(name)
        said = Entry(Way.CASH, name, today(), "Góp", uuid4(), amount=450_000, shares=(Share(line, 450_000),))
        issue_receipt(said, campaign=drive.campaign, book=drive.receipts, by=cast.accountant)
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append((address, len(asked)))
            # No receipt is read for it, nor an allocation.
            assert not [
                row
                for row in asked.captured_queries
                if "allocation" in row["sql"] or '"contributions_receipt"' in row["sql"]
            ]
    assert len(set(counts[3:])) == 3
    assert "1.350.000" in client.get(addresses[0]).content.decode()


def test_behind_its_course_is_who_gave_less_than_time_has_passed(cast: Cast, drive: Drive, giver: Giver) -> None:
    for name in ("Lò Văn An", "Lò Thị Bình"):
        giver(name)
    campaign, day = drive.campaign, date(2026, 7, 1)
    everything = Campaign.objects.all()
    assert behind(everything, day, 5) == ([], 0), "without days nobody can say"
    Campaign.objects.filter(pk=campaign.pk).update(
        starts_on=day - timedelta(days=30), deadline=day + timedelta(days=70)
    )
    with CaptureQueriesContext(connection) as asked:
        (row,), _ = behind(everything, day, 5)
    assert len(asked) == 3
    assert (row.campaign, row.given, row.passed, row.missing) == (campaign, 0, 30, 900_000)
    assert (row.campaign.expected, row.campaign.given) == (900_000, 0)  # type: ignore[attr-defined]
    said = Entry(Way.CASH, "Lò Văn An", today(), "Góp", uuid4(), amount=270_000)
    issue_receipt(said, campaign=campaign, book=drive.receipts, by=cast.accountant)
    assert behind(everything, day, 5) == ([], 0), "30 % of the time, 30 % given"
    (row,), _ = behind(everything, day + timedelta(days=200), 5)
    assert (row.given, row.passed, row.missing) == (30, 100, 900_000), "allocated to nobody, it lessens nobody's rate"
    assign_receipt(Receipt.objects.get(), shares=(Share(RosterLine.objects.first(), 270_000),), by=cast.accountant)  # type: ignore[arg-type]
    (row,), _ = behind(everything, day + timedelta(days=200), 5)
    assert (row.given, row.passed, row.missing) == (30, 100, 630_000)
    assert behind(everything, day - timedelta(days=30), 5) == ([], 0)
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    assert behind(everything, day + timedelta(days=200), 5) == ([], 0)


def test_the_worst_comes_first(cast: Cast, drive: Drive, giver: Giver) -> None:
    day = date(2026, 7, 1)
    made = []
    for place, passed in enumerate((20, 60, 40)):
        campaign = Campaign.objects.get(pk=drive.campaign.pk)
        campaign.pk, campaign.code, campaign.name = None, f"K{place}", f"Đợt {place}"
        campaign.starts_on, campaign.deadline = day - timedelta(days=passed), day + timedelta(days=100 - passed)
        campaign.save()
        RosterLine.objects.filter(pk=giver(f"Lò Văn {place}").pk).update(campaign=campaign)
        made.append(campaign)
    found, count = behind(Campaign.objects.all(), day, 2)
    assert [row.campaign for row in found] == [made[1], made[2]]
    assert count == 3
    assert [row.campaign for row in behind(Campaign.objects.all(), day, None)[0]] == [made[1], made[2], made[0]]


def test_places_that_end_take_no_sum_along(cast: Cast, drive: Drive, giver: Giver) -> None:
    """A village or unit that no line names any more can be removed as before."""
    line, gone, team = giver("Lò Văn An"), village(cast, "Cũ"), unit(cast)
    RosterLine.objects.filter(pk=line.pk).update(village=gone, unit=team)
    RosterLine.objects.filter(pk=line.pk).update(village=cast.village, unit=None)
    fold()
    Organisation.objects.filter(pk=team.pk).delete()
    Area.objects.filter(pk=gone.pk).delete()
    says_what_the_ledger_says(drive.campaign)
