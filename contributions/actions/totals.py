"""The kept sums of the ledger: put together now and then, compared with their source; and the lock that keeps them true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from contributions import ledger
from contributions.enums import Source, Way
from contributions.ledger import Cell, Figures
from contributions.models import Campaign, CampaignTotal, KeptSum, RosterLine, SourceTotal
from contributions.queries import totals as queries
from core.database import one_snapshot
from core.formats import number

_AT_ONCE = 2_000


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
    """Put the rows of each key together into one; answers how many there were. No sum changes by it.

    Nobody waits for it: it takes the rows that are there, and those written meanwhile the next time.
    """
    return sum(_fold(kept) for kept in _SOURCES)


def _fold(kept: type[KeptSum]) -> int:
    count = some = _fold_some(kept)
    while some == _AT_ONCE:
        some = _fold_some(kept)
        count += some
    return count


@transaction.atomic
def _fold_some(kept: type[KeptSum]) -> int:
    rows: QuerySet[Any] = _rows(kept).select_for_update(skip_locked=True)
    fresh = list(rows.filter(fresh=True).order_by("campaign", "pk")[:_AT_ONCE])
    if not fresh:
        return 0
    campaigns = {row.serializable_value("campaign") for row in fresh}
    taken = [*fresh, *rows.filter(fresh=False, campaign__in=campaigns).order_by("pk")]
    sums: defaultdict[Cell, list[int | Decimal]] = defaultdict(lambda: [0] * len(kept.SUMMED))
    for row in taken:
        cell = sums[tuple(map(row.serializable_value, kept.KEY))]
        for place, name in enumerate(kept.SUMMED):
            cell[place] += getattr(row, name)
    _rows(kept).filter(pk__in=[row.pk for row in taken]).delete()
    _write(kept, {cell: tuple(figures) for cell, figures in sums.items()}, fresh=False)
    return len(fresh)


def _rows(kept: type[KeptSum]) -> QuerySet[Any]:
    return kept._default_manager.all()  # noqa: SLF001 - Django documents it


def _write(kept: type[KeptSum], rows: Mapping[Cell, Figures], *, fresh: bool) -> None:
    attributes = {field.name: field.attname for field in kept._meta.concrete_fields}  # noqa: SLF001 - Django documents _meta
    names = [attributes[name] for name in (*kept.KEY, *kept.SUMMED)]
    _rows(kept).bulk_create(
        (
            kept(**dict(zip(names, (*cell, *figures), strict=True)), fresh=fresh)
            for cell, figures in rows.items()
            if any(figures)
        ),
        batch_size=_AT_ONCE,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """Kept sums of one key that did not say what the ledger says."""

    model: type[KeptSum]
    cell: Cell
    kept: Figures
    source: Figures

    def __str__(self) -> str:
        names = {field.name: field.verbose_name for field in self.model._meta.concrete_fields}  # noqa: SLF001 - Django documents _meta
        words = [
            f"{names[name]} đang ghi {number(before)}, số liệu gốc {number(right)}"
            for name, before, right in zip(self.model.SUMMED, self.kept, self.source, strict=True)
            if before != right
        ]
        return f"{_WORDS[self.model](*self.cell)}: {'; '.join(words)}"


def _way(way: str) -> str:
    return str(Way(way).label) if way else "mọi hình thức"


def _of_campaign(campaign: int, village: int | None, unit: int | None, way: str) -> str:
    return f"đợt vận động {campaign}, thôn {village or 'không có'}, đơn vị {unit or 'không có'}, {_way(way)}"


def _of_source(campaign: int, source: str, month: date | None, way: str) -> str:
    when = f"tháng {month:%m/%Y}, " if month else ""
    return f"đợt vận động {campaign}, {Source(source).label}, {when}{_way(way)}"


#: What the database keeps, each with what reads the same from its source, and with the words for a key.
_SOURCES: dict[type[KeptSum], Callable[[], dict[Cell, Figures]]] = {
    CampaignTotal: ledger.from_source, SourceTotal: queries.from_ledger,
}  # fmt: skip
_WORDS: dict[type[KeptSum], Callable[..., str]] = {CampaignTotal: _of_campaign, SourceTotal: _of_source}


def recompute() -> list[Difference]:
    """Add all kept sums up anew from the ledger, put right what differs, and say what did.

    Others may work on meanwhile: source and sums are read as of one moment, and what differs is put right by rows with the
    difference, beside those that others write.
    """
    found = [row for kept in _SOURCES for row in _compared(kept)]
    fold()
    return found


def _compared(model: type[KeptSum]) -> list[Difference]:
    nothing: Figures = (0,) * len(model.SUMMED)
    with one_snapshot():
        kept, source = ledger.cells(_rows(model)), _SOURCES[model]()
        found = [
            Difference(model, cell, before, right)
            for cell in sorted({*kept, *source}, key=str)
            if (before := kept.get(cell, nothing)) != (right := source.get(cell, nothing))
        ]
        missing = {
            row.cell: tuple(right - before for right, before in zip(row.source, row.kept, strict=True)) for row in found
        }
        _write(model, missing, fresh=True)
    return found
