"""Where each competitor of a scoring stands: what queries read, put through the rules. For pages, and for freezing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from emulation.enums import ItemSource, TieRule
from emulation.models import Correction, Entry, NoFigure, ScoreItem, Scoring, SpreadReason
from emulation.queries import scoring as queries
from emulation.queries.scoring import Pair
from emulation.rules import scoring as rules


@dataclass(frozen=True, slots=True)
class Cell:
    """One item of one competitor. `points` None: nobody marked it, or the system has no figure and nobody confirmed 0."""

    item: ScoreItem
    entry: Entry
    points: Fraction | None
    #: Of a judged item, lowest first.
    marks: tuple[Decimal, ...] = ()
    spread: Decimal | None = None
    needs_reason: bool = False
    reason: SpreadReason | None = None
    #: Of a computed item; None: no figure.
    share: Fraction | None = None
    no_figure: bool = False
    confirmed: bool = False
    correction: Correction | None = None

    @property
    def kept(self) -> Decimal | None:
        return None if self.points is None else rules.kept(self.points)


@dataclass(frozen=True, slots=True)
class Line:
    """One competitor; `total` counts what has no points yet as 0."""

    entry: Entry
    cells: tuple[Cell, ...]
    place: int
    order: int
    total: Decimal
    #: Reports on time and due; None: none was due.
    on_time: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Standing:
    scoring: Scoring
    items: tuple[ScoreItem, ...]
    #: In the order of the ranking.
    lines: tuple[Line, ...]

    @property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells]

    @property
    def unexplained(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.needs_reason and cell.reason is None]

    @property
    def unconfirmed(self) -> list[Cell]:
        """Computed items without a figure of which nobody said that they count 0."""
        return [cell for cell in self.cells if cell.no_figure and not cell.confirmed]

    @property
    def unmarked(self) -> list[Cell]:
        """Judged items without any mark or correction."""
        return [cell for cell in self.cells if cell.points is None and cell.item.source == ItemSource.JUDGED]

    @property
    def asks_reason(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.needs_reason]


def standing_of(scoring: Scoring) -> Standing:
    """Everything as it stands; marks are read only once the scoring is closed. A fixed number of queries."""
    items, entries = queries.items_of(scoring), list(queries.competitors(scoring))
    known = _Known(scoring, items)
    rows = {entry.pk: tuple(known.cell(item, entry) for item in items) for entry in entries}
    scored = [
        rules.Scored(
            entry.pk,
            entry.sort_key,
            tuple(cell.points or Fraction(0) for cell in rows[entry.pk]),
            known.on_time(entry.pk),
        )
        for entry in entries
    ]
    by_pk = {entry.pk: entry for entry in entries}
    lines = tuple(
        Line(by_pk[row.key], rows[row.key], row.place, row.order, row.total, known.counts.get(row.key))
        for row in rules.ranking(scored, scoring.tie_rule)
    )
    return Standing(scoring, tuple(items), lines)


def without_figures(scoring: Scoring) -> list[tuple[ScoreItem, Entry]]:
    """Computed items that have nothing to count from, by entry's name: what a person must read before closing."""
    items = [item for item in queries.items_of(scoring) if item.source != ItemSource.JUDGED]
    if not items:
        return []
    known = _Known(scoring, items)
    cells = [known.cell(item, entry) for entry in queries.competitors(scoring) for item in items]
    return [(cell.item, cell.entry) for cell in cells if cell.no_figure]


class _Known:
    """What the database says of a scoring, read once."""

    def __init__(self, scoring: Scoring, items: Sequence[ScoreItem]) -> None:
        self.scoring = scoring
        sources = {item.source for item in items}
        wants_on_time = ItemSource.ON_TIME in sources or scoring.tie_rule == TieRule.ON_TIME
        self.counts = queries.on_time(scoring) if wants_on_time else {}
        self.shares: Mapping[str, Mapping[int, Fraction]] = queries.shares(scoring, sources, self.counts)
        self.marks = queries.marks_given(scoring)
        self.corrections: dict[Pair, Correction] = {
            (row.item_id, row.entry_id): row for row in queries.corrections_of(scoring)
        }
        reasons = SpreadReason.objects.filter(item__scoring=scoring).select_related("by")
        self.reasons = {(row.item_id, row.entry_id): row for row in reasons}
        confirmed = NoFigure.objects.filter(item__scoring=scoring)
        self.confirmed: set[Pair] = set(confirmed.values_list("item", "entry"))

    def on_time(self, entry: int) -> Fraction | None:
        on_time, due = self.counts.get(entry, (0, 0))
        return Fraction(on_time, due) if due else None

    def cell(self, item: ScoreItem, entry: Entry) -> Cell:
        pair = (item.pk, entry.pk)
        correction = self.corrections.get(pair)
        corrected = Fraction(correction.after) if correction else None
        if item.source != ItemSource.JUDGED:
            share = self.shares.get(item.source, {}).get(entry.pk)
            known = None if share is None else rules.computed(share, most=item.points)
            empty, confirmed = share is None and correction is None, pair in self.confirmed
            points = corrected if corrected is not None else known
            if empty and confirmed:
                points = Fraction(0)
            return Cell(item, entry, points, share=share, no_figure=empty, confirmed=confirmed, correction=correction)
        marks = self.marks.get(pair, [])
        apart = rules.spread(marks) if marks else None
        asks = apart is not None and rules.needs_reason(apart, most=item.points, percent=self.scoring.spread_percent)
        known = rules.combined(marks, self.scoring.combine, most=item.points) if marks else None
        return Cell(
            item, entry, corrected if corrected is not None else known, marks=tuple(marks), spread=apart, needs_reason=asks,
            reason=self.reasons.get(pair), correction=correction,
        )  # fmt: skip
