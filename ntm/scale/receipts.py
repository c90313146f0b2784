"""A campaign in each commune with its villages, givers and receipts, spread evenly; written in bulk, as people would have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from accounts.enums import Role
from accounts.models import Assignment
from areas.enums import Level
from areas.models import Area
from campaigns.enums import Pot
from contributions.enums import BookForm, CampaignState, PartyKind
from contributions.models import Allocation, Book, Campaign, Party, Receipt, RosterLine
from core import clock, text

_BATCH = 5_000
_VILLAGES = 10
_YEAR = 2025
_WORTH = 150_000


def write_receipts(communes: list[Area], count: int, dice: random.Random) -> int:
    """`count` receipts of cash over all communes, one in two of the same giver as the one before; how many were written."""
    people = dict(Assignment.objects.filter(area__in=communes, role=Role.NTM_OFFICER).values_list("area", "user"))
    for place, commune in enumerate(communes):
        share = count // len(communes) + (place < count % len(communes))
        if share:
            _campaign(commune, place, share, people[commune.pk], dice)
    return Receipt.objects.count()


def _campaign(commune: Area, place: int, count: int, by: int, dice: random.Random) -> None:
    villages = [_village(commune, number) for number in range(1, _VILLAGES + 1)]
    now = clock.now()
    campaign = Campaign.objects.create(
        area=commune, name=f"Chung sức xây dựng nông thôn mới {commune.name}", code=f"D{place:05}", year=_YEAR, purpose="Đường thôn",
        pot=Pot.WORK, labour_day_value=_WORTH, state=CampaignState.OPEN, created_by_id=by, created_at=now,
    )  # fmt: skip
    book = Book.objects.create(
        area=commune, year=_YEAR, form=BookForm.RECEIPT, code="01", issued_to=count, opened_on=date(_YEAR, 1, 1)
    )
    made, written = 0, iter(range(1, count + 1))
    while numbers := list(islice(written, _BATCH)):
        parties = Party.objects.bulk_create(_givers(commune, villages, made, (len(numbers) + 1) // 2, by))
        made += len(parties)
        lines = RosterLine.objects.bulk_create(
            RosterLine(campaign=campaign, party=party, village_id=party.village_id, expected_amount=2 * _WORTH, created_at=now)
            for party in parties
        )  # fmt: skip
        of = [lines[spot // 2] for spot in range(len(numbers))]
        receipts = Receipt.objects.bulk_create(
            Receipt(
                book=book, number=number, campaign=campaign, way="cash", party_id=line.party_id, payer=line.party.name,
                village_id=line.village_id, received_on=date(_YEAR, 1, 1) + timedelta(days=dice.randrange(360)), text="Góp làm đường thôn",
                amount=_WORTH, in_words="Một trăm năm mươi nghìn đồng", key=UUID(int=dice.getrandbits(128), version=4), by_id=by, at=now,
            )
            for number, line in zip(numbers, of, strict=True)
        )  # fmt: skip
        Allocation.objects.bulk_create(
            Allocation(receipt=receipt, line=line, amount=_WORTH, by_id=by, at=now)
            for receipt, line in zip(receipts, of, strict=True)
        )


def _village(commune: Area, number: int) -> Area:
    village = Area.objects.create(
        code=f"{commune.code}-{number:02}",
        level=Level.VILLAGE,
        kind_word="thôn",
        name=f"Số {number}",
        parent=commune,
        source="dữ liệu đo",
    )
    village.path = f"{commune.path}{village.pk}/"
    village.save(update_fields=["path"])
    return village


def _givers(commune: Area, villages: list[Area], made: int, count: int, by: int) -> Iterator[Party]:
    now = clock.now()
    for number in range(made + 1, made + count + 1):
        party = Party(
            area=commune, code=f"DO-{number:07}", kind=PartyKind.PERSON, name=f"Lò Văn {text.tidy(str(number))}",
            village=villages[number % len(villages)], created_by_id=by, created_at=now,
        )  # fmt: skip
        party.set_keys()
        yield party
