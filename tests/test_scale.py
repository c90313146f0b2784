"""The data for measurements: the sizes asked for, the same for the same seed, never beside anybody's own."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Count, F
from django.test import Client

from accounts.models import User
from areas.models import Area
from contributions import ledger
from contributions.actions.expected import preview
from contributions.actions.parties import add_party
from contributions.models import Allocation, Book, Campaign, Party, Receipt, RosterLine
from core.formats import in_words
from criteria.enums import RoundCardState, State
from criteria.judging import judge
from criteria.models import CardSummary, Result, Round, RoundCard, RoundSummary, Scorecard
from criteria.papers.cards import measure_of, value_of
from criteria.queries.cards import lines_of
from ntm.scale.load import NATION, PASSWORD
from tests import factories


def scale(**sizes: int) -> None:
    given = {"communes": 3, "periods": 2, "receipts": 0, **sizes}
    call_command("load_scale", *(f"--{name}={value}" for name, value in given.items()), stdout=StringIO())


def as_person(number: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(phone=f"097{number:07}"), backend="accounts.backends.PhoneOrEmailBackend")
    return client


def told() -> list[tuple[object, ...]]:
    rows = Result.objects.order_by("scorecard__area__code", "scorecard__year", "indicator__key")
    return list(
        rows.values_list("scorecard__area__name", "scorecard__year", "indicator__key", "number", "text", "state")
    )


def test_it_makes_what_was_asked(db: None) -> None:
    scale()
    assert Area.objects.filter(level="commune").count() == 3
    assert Scorecard.objects.count() == 6
    assert set(Scorecard.objects.values_list("year", flat=True)) == {2024, 2025}
    assert 6 * 57 * 0.8 < Result.objects.count() <= 6 * 57
    assert not Result.objects.filter(state=State.NO_DATA).exists()
    assert User.objects.get(phone="0970000002").check_password(PASSWORD)
    card = Scorecard.objects.order_by("pk")[0]
    assert as_person(2).get(card.get_absolute_url()).status_code == 200


def test_the_same_seed_gives_the_same_data(db: None) -> None:
    scale(seed=7)
    first = told()
    Result.objects.all().delete()
    Scorecard.objects.all().delete()
    User.objects.all().delete()
    Area.objects.exclude(parent=None).delete()
    Area.objects.all().delete()
    scale(seed=7)
    assert told() == first


def test_it_refuses_databases_with_people_and_what_it_cannot_make(db: None) -> None:
    with pytest.raises(CommandError, match="số phiếu thu từ 0"):
        scale(receipts=-5)
    with pytest.raises(CommandError, match="Số xã phải từ 1"):
        scale(communes=0)
    factories.person("Người Thật")
    with pytest.raises(CommandError, match="đã có người dùng"):
        scale()
    assert not Area.objects.exists()


def test_results_are_judged_as_the_levels_say(db: None) -> None:
    scale(communes=1, periods=1)
    card = Scorecard.objects.get()
    rows = [row for line in lines_of(card, on=date(card.year, 12, 31)) for row in line.rows if row.result]
    assert {(row.result.computed, judge(measure_of(row), value_of(row)) or "") for row in rows if row.result} <= {
        (state, state) for state in ("met", "unmet", "no_data", "")
    }
    for result in Result.objects.all():
        result.full_clean(exclude=["by"])


def test_rounds_with_summaries_that_are_right(db: None) -> None:
    scale(communes=60, periods=2, rounds=3)
    assert list(Round.objects.order_by("deadline").values_list("name", flat=True)) == [
        "Năm 2024",
        "Kỳ 1 năm 2025",
        "Kỳ 2 năm 2025",
    ]
    states = dict(
        RoundCard.objects.filter(round__deadline__month=12, round__year=2025)
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    assert set(states) == set(RoundCardState)
    assert states[RoundCardState.ACCEPTED] > 30
    assert RoundSummary.objects.exclude(marks=F("said")).exists()
    assert CardSummary.objects.count() == 120
    out = StringIO()
    call_command("recompute_summaries", stdout=out)
    assert out.getvalue().strip() == "Không có dòng nào lệch."


def test_pages_of_made_up_rounds_open(db: None) -> None:
    scale(communes=30, periods=1, rounds=2)
    office, nation = as_person(1), as_person(NATION)
    for state in RoundCardState:
        card = RoundCard.objects.filter(state=state).order_by("-pk")[0]
        assert office.get(card.get_absolute_url()).status_code == 200
    assert nation.get("/tong-quan/").status_code == 200
    district = as_person(1 + 2 * 30 + 2)
    assert district.get("/tong-quan/").content.decode().count('<th scope="row"><a') == 5
    sent = RoundCard.objects.filter(state=RoundCardState.SUBMITTED)[0]
    assert office.post(f"/ky-danh-gia/phieu/{sent.pk}/chap-nhan/").status_code == 302
    sent.refresh_from_db()
    assert sent.state == RoundCardState.ACCEPTED


def test_receipts_are_spread_over_the_communes(db: None) -> None:
    scale(communes=2, periods=0, receipts=7)
    sums = [ledger.campaign_totals(campaign) for campaign in Campaign.objects.order_by("code")]
    assert [(row.givers, row.taking_part, row.given.total) for row in sums] == [
        (2, 2, 4 * 150_000),
        (2, 2, 3 * 150_000),
    ]
    assert [row.expected for row in sums] == [4 * 150_000, 4 * 150_000]
    assert Receipt.objects.values("book", "number").distinct().count() == 7


def test_receipts_stand_as_people_would_have_entered_them(db: None) -> None:
    scale(communes=2, periods=0, receipts=63)
    for book in Book.objects.all():
        numbers = list(book.receipts.order_by("pk").values_list("number", flat=True))
        assert numbers == list(range(1, book.issued_to + 1))
    for receipt in Receipt.objects.select_related("book", "party"):
        (part,) = receipt.allocations.select_related("line")
        assert (part.amount, part.line.party, part.line.village_id) == (
            receipt.amount,
            receipt.party,
            receipt.village_id,
        )
        assert (receipt.payer, receipt.received_on.year) == (str(receipt.party), receipt.book.year)
        assert receipt.in_words == in_words(receipt.amount)
    for party in Party.objects.all():
        kept = (party.name, party.sort_key, party.search_key)
        party.set_keys()
        assert (party.name, party.sort_key, party.search_key) == kept
    for campaign in Campaign.objects.all():
        assert preview(campaign) == []
        by_village = ledger.totals_by(campaign, "village")
        ready = ledger.kept(campaign)
        assert (ready.whole, ready.villages) == (ledger.campaign_totals(campaign), by_village)
        assert len(by_village) == 10
        assert sum(row.given.total for row in by_village.values()) == ledger.campaign_totals(campaign).given.total
    for model in (Party, RosterLine, Receipt):
        row = model.objects.order_by("pk")[0]
        row.full_clean(validate_unique=False, validate_constraints=False)


def test_people_go_on_where_the_receipts_end(db: None) -> None:
    scale(communes=1, periods=0, receipts=5)
    commune, officer = Campaign.objects.get().area, User.objects.get(phone="0970000002")
    last = Party.objects.order_by("-pk")[0]
    added = add_party(commune, values={"name": "Lò Thị Mới", "kind": "person"}, by=officer)
    assert (added.pk, added.code[3:]) == (last.pk + 1, "00004")


def test_the_same_seed_gives_the_same_receipts(db: None) -> None:
    def written() -> list[tuple[object, ...]]:
        scale(communes=2, periods=0, receipts=5, seed=3)
        rows = Receipt.objects.order_by("pk")
        return list(rows.values_list("pk", "number", "payer", "village__code", "received_on", "amount", "key"))

    with transaction.atomic():
        first = written()
        transaction.set_rollback(True)
    assert written() == first
    assert Allocation.objects.count() == 5
