"""The kept sums of the ledger: put together now and then, compared with their source; and the lock that keeps them true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from contributions.enums import Way
from contributions.ledger import SUMMED, Cell, Figures, cells, from_source
from contributions.models import Campaign, CampaignTotal, RosterLine
from core.database import one_snapshot
from core.formats import number

_AT_ONCE = 2_000
_NOTHING: Figures = (0,) * len(SUMMED)


def hold_campaigns_of(parties: Iterable[int]) -> None:
    """Lock the campaigns on whose rosters these givers (ids) stand, as all who write rosters do first."""
    lines = RosterLine.objects.filter(party__in=set(parties))
    campaigns = Campaign.objects.filter(pk__in=lines.values("campaign")).order_by("pk")
    list(campaigns.select_for_update(no_key=True).values_list("pk"))


def hold_lines(lines: QuerySet[RosterLine]) -> None:
    """Lock roster lines for the rest of the transaction, all at once in the one order everybody keeps.

    The database locks a line when something is allocated to it or its place changes (migration 0009). Whoever does so by more
    than one statement asks here first; who also locks campaigns, givers or books locks those before, in this order.
    """
    list(lines.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def fold() -> int:
    """Put the rows of each place and way together into one; answers how many there were. No sum changes by it.

    Nobody waits for it: it takes the rows that are there, and those written meanwhile the next time.
    """
    count = some = _fold_some()
    while some == _AT_ONCE:
        some = _fold_some()
        count += some
    return count


@transaction.atomic
def _fold_some() -> int:
    rows = CampaignTotal.objects.select_for_update(skip_locked=True)
    fresh = list(rows.filter(fresh=True).order_by("campaign", "pk")[:_AT_ONCE])
    if not fresh:
        return 0
    old = list(rows.filter(fresh=False, campaign__in={row.campaign_id for row in fresh}).order_by("pk"))
    sums: defaultdict[Cell, list[int | Decimal]] = defaultdict(lambda: list(_NOTHING))
    for row in (*fresh, *old):
        cell = sums[row.campaign_id, row.village_id, row.unit_id, row.way]
        for place, name in enumerate(SUMMED):
            cell[place] += getattr(row, name)
    CampaignTotal.objects.filter(pk__in=[row.pk for row in (*fresh, *old)]).delete()
    _write({cell: tuple(figures) for cell, figures in sums.items()}, fresh=False)
    return len(fresh)


def _write(rows: dict[Cell, Figures], *, fresh: bool) -> None:
    CampaignTotal.objects.bulk_create(
        (
            CampaignTotal(
                campaign_id=campaign, village_id=village, unit_id=unit, way=way, fresh=fresh,
                **dict(zip(SUMMED, figures, strict=True)),
            )
            for (campaign, village, unit, way), figures in rows.items()
            if any(figures)
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """Kept sums of a campaign's place and way that did not say what the ledger says; figures in the order of SUMMED."""

    cell: Cell
    kept: Figures
    source: Figures

    def __str__(self) -> str:
        campaign, village, unit, way = self.cell
        place = (
            f"thôn {village or 'không có'}, đơn vị {unit or 'không có'}, {Way(way).label if way else 'mọi hình thức'}"
        )
        names = {field.name: field.verbose_name for field in CampaignTotal._meta.concrete_fields}  # noqa: SLF001 - Django documents _meta
        words = [
            f"{names[name]} đang ghi {number(before)}, số liệu gốc {number(right)}"
            for name, before, right in zip(SUMMED, self.kept, self.source, strict=True)
            if before != right
        ]
        return f"đợt vận động {campaign}, {place}: {'; '.join(words)}"


def recompute() -> list[Difference]:
    """Add all kept sums up anew from the ledger, put right what differs, and say what did.

    Others may work on meanwhile: source and sums are read as of one moment, and what differs is put right by rows with the
    difference, beside those that others write.
    """
    with one_snapshot():
        kept, source = cells(CampaignTotal.objects.all()), from_source()
        found = [
            Difference(cell, before, right)
            for cell in sorted({*kept, *source}, key=str)
            if (before := kept.get(cell, _NOTHING)) != (right := source.get(cell, _NOTHING))
        ]
        _write(
            {
                row.cell: tuple(right - before for right, before in zip(row.source, row.kept, strict=True))
                for row in found
            },
            fresh=True,
        )
    fold()
    return found
