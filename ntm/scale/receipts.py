"""A campaign in each commune with its givers and receipts, spread evenly: the rows that people's own entries would have left."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain, groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from accounts.enums import Role
from accounts.models import Assignment
from areas.models import Area
from campaigns.enums import Pot
from contributions.actions.totals import fold
from contributions.enums import BookForm, CampaignState, Group, PartyKind, Way
from contributions.models import Allocation, Book, Campaign, Party, PartyRun, Rate, Receipt, RosterLine
from contributions.rules.campaigns import initials, party_code
from core import clock, text
from core.formats import in_words
from ntm.scale.rows import ids_go_on, put, said

_YEAR = 2025
_WORTH = 150_000
#: Days' worth that a giver is asked for, and gives in as many receipts.
_DAYS = 2
_RECEIVED = [(date(_YEAR, 1, 1) + timedelta(days=day)).isoformat() for day in range(360)]


@dataclass(frozen=True, slots=True)
class _Drive:
    """The campaign of one commune, and which ids its rows have: the n-th giver and his line `givers_from` + n, likewise receipts."""

    campaign: Campaign
    rate: Rate
    book: Book
    villages: list[Area]
    receipts: int
    givers_from: int
    receipts_from: int

    @property
    def givers(self) -> int:
        return self.giver(self.receipts)

    @staticmethod
    def giver(receipt: int) -> int:
        """Which giver the n-th receipt is of."""
        return (receipt + _DAYS - 1) // _DAYS

    def village(self, giver: int) -> int:
        return self.villages[giver % len(self.villages)].pk


def write_receipts(villages: list[Area], count: int, dice: random.Random) -> int:
    """`count` receipts of cash over the communes of these villages, one in two of the same giver as the one before.

    No giver and no receipt may be there (both name who wrote them, so an empty database has none): ids are given from 1 on.
    Answers how many were written.
    """
    now = clock.now()
    drives = list(_drives(villages, count, now))
    _insert(Party(kind=PartyKind.PERSON, created_at=now), _parties(drives))
    _insert(RosterLine(expected_days=_DAYS, expected_amount=_DAYS * _WORTH, created_at=now), _lines(drives))
    same = Receipt(way=Way.CASH, text="Góp làm đường thôn", amount=_WORTH, in_words=in_words(_WORTH), at=now)
    _insert(same, _receipts(drives, dice))
    _insert(Allocation(amount=_WORTH, at=now), _allocations(drives))
    ids_go_on(Party, RosterLine, Receipt, Allocation)
    # The database has added up what was written, in a row for each place and statement.
    fold()
    return Receipt.objects.count()


def _drives(villages: list[Area], count: int, now: datetime) -> Iterator[_Drive]:
    there = [(commune, list(own)) for commune, own in groupby(villages, lambda village: village.parent)]
    officers = Assignment.objects.filter(role=Role.NTM_OFFICER)
    people = dict(officers.values_list("area", "user"))
    givers = receipts = 0
    for place, (commune, own) in enumerate(there):
        assert commune is not None
        share = count // len(there) + (place < count % len(there))
        campaign = Campaign.objects.create(
            area=commune, name=f"Chung sức xây dựng nông thôn mới {commune.name}", code=f"D{place:05}", year=_YEAR, purpose="Đường thôn",
            pot=Pot.WORK, labour_day_value=_WORTH, state=CampaignState.OPEN, created_by_id=people[commune.pk], created_at=now,
        )  # fmt: skip
        rate = Rate.objects.create(
            campaign=campaign, position=1, group=Group.HOUSEHOLD, label="Hộ gia đình", days=Decimal(_DAYS)
        )
        book = Book.objects.create(
            area=commune, year=_YEAR, form=BookForm.RECEIPT, code="01", issued_to=share, opened_on=date(_YEAR, 1, 1)
        )
        drive = _Drive(campaign, rate, book, own, share, givers, receipts)
        PartyRun.objects.create(area=commune, last=drive.givers)
        givers, receipts = givers + drive.givers, receipts + share
        yield drive


def _name(giver: int) -> str:
    return f"Lò Văn {giver}"


def _parties(drives: list[_Drive]) -> Iterator[dict[str, Any]]:
    for drive in drives:
        campaign, prefix = drive.campaign, initials(drive.campaign.area.name)
        for giver in range(1, drive.givers + 1):
            name = _name(giver)
            yield {
                "id": drive.givers_from + giver, "area_id": campaign.area_id, "code": party_code(prefix, giver), "name": name,
                "village_id": drive.village(giver), "sort_key": text.person_sort_key(name), "search_key": text.search_key(name),
                "created_by_id": campaign.created_by_id,
            }  # fmt: skip


def _lines(drives: list[_Drive]) -> Iterator[dict[str, Any]]:
    for drive in drives:
        for giver in range(1, drive.givers + 1):
            pk = drive.givers_from + giver
            yield {
                "id": pk, "campaign_id": drive.campaign.pk, "party_id": pk, "village_id": drive.village(giver),
                "rate_id": drive.rate.pk,
            }  # fmt: skip


def _receipts(drives: list[_Drive], dice: random.Random) -> Iterator[dict[str, Any]]:
    for drive in drives:
        for number in range(1, drive.receipts + 1):
            giver = drive.giver(number)
            yield {
                "id": drive.receipts_from + number, "book_id": drive.book.pk, "number": number, "campaign_id": drive.campaign.pk,
                "party_id": drive.givers_from + giver, "payer": _name(giver), "village_id": drive.village(giver),
                "received_on": dice.choice(_RECEIVED), "key": UUID(int=dice.getrandbits(128), version=4).hex,
                "by_id": drive.campaign.created_by_id,
            }  # fmt: skip


def _allocations(drives: list[_Drive]) -> Iterator[dict[str, Any]]:
    for drive in drives:
        for number in range(1, drive.receipts + 1):
            pk = drive.receipts_from + number
            yield {
                "id": pk, "receipt_id": pk, "line_id": drive.givers_from + drive.giver(number),
                "by_id": drive.campaign.created_by_id,
            }  # fmt: skip


def _insert(like: Model, rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows that are as `like` but for the columns they name; a model instance for each would take most of the time."""
    first = next(rows, None)
    if first is None:
        return
    rest = {field.attname: field for field in like._meta.concrete_fields if field.attname not in first}  # noqa: SLF001 - Django documents _meta
    same = {name: said(field.get_db_prep_save(getattr(like, name), connection)) for name, field in rest.items()}
    lines = ("\t".join(map(said, row.values())) for row in chain((first,), rows))
    put(type(like), tuple(first), lines, **same)
