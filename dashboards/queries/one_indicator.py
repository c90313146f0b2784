"""One indicator on the cards of a round: commune by commune, or over the rounds of several offices that count together.

What an office has (sent, accepted) is what the card said when it was sent. The rows of living cards say that too until
somebody changes them, so snapshots are read of those cards alone whose row was changed since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FilteredRelation, Max, Min, Prefetch, Q, QuerySet, Sum, prefetch_related_objects
from django.db.models.functions import Coalesce, Greatest, Least

from areas.models import titled
from criteria.enums import Direction, RoundCardState, State
from criteria.models import Indicator, Level, Round, RoundCard, RowCorrection
from criteria.queries.sets import decisions_in_force, judging_levels, level_for
from criteria.queries.summaries import result_in
from dashboards.queries.indicators import Row
from dashboards.queries.trends import courses_of

#: The card is with the office: what it said is settled.
_SENT = (RoundCardState.SUBMITTED, RoundCardState.ACCEPTED)
#: Snapshots read at once; each is some twenty thousand letters.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Held:
    """What one commune's card says of the indicator; a figure that is not there is None, never zero."""

    round_card: int
    name: str
    #: The area right above the commune.
    above: str
    #: Its column of levels, "" where that is not established.
    scope: str
    #: Where the card stands: a RoundCardState.
    stands: str
    number: Decimal | None
    #: The figure for women, where both sexes must reach the level; `number` is then that for men.
    second: Decimal | None
    text: str
    #: With the office's correction: a State.
    state: str

    @property
    def verified(self) -> bool:
        return self.stands == RoundCardState.ACCEPTED

    def counts_as(self, direction: str) -> Decimal | None:
        """The figure it is compared by: of two the worse one, for both must reach the level."""
        found = [figure for figure in (self.number, self.second) if figure is not None]
        return (max if direction == Direction.AT_MOST else min)(found, default=None)


@dataclass(slots=True)
class Summed:
    """The cards of one office's round together. Figures are those on the cards now; None where no card has one."""

    round: int
    office: int
    name: str
    cards: int = 0
    #: Cards with a figure; the lowest and the highest of these, and what all add up to.
    known: int = 0
    lowest: Decimal | None = None
    highest: Decimal | None = None
    total: Decimal = Decimal(0)
    #: Cards whose row was changed after they were sent.
    changed: int = 0
    #: By RoundCardState: State → cards, with the office's corrections.
    states: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(
        self, stands: str, state: str, cards: int, known: int, lowest: Decimal | None, highest: Decimal | None,
        total: Decimal | None, changed: int,
    ) -> None:  # fmt: skip
        """Count in cards that stand alike."""
        self.cards += cards
        self.known += known
        self.lowest = min((one for one in (self.lowest, lowest) if one is not None), default=None)
        self.highest = max((one for one in (self.highest, highest) if one is not None), default=None)
        self.total += total or 0
        self.changed += changed
        self.states[stands][state] += cards

    @property
    def mean(self) -> Decimal | None:
        """Of a card that has a figure, each counting alike."""
        return self.total / self.known if self.known else None

    @property
    def verified(self) -> int:
        return self.states[RoundCardState.ACCEPTED].total()

    def of(self, state: str) -> int:
        return sum(counts[state] for counts in self.states.values())

    @property
    def met(self) -> int:
        """ "Không đánh giá" counts as met."""
        return self.of(State.MET) + self.of(State.NOT_ASSESSED)

    @property
    def judged(self) -> int:
        """Cards with a result at the indicator."""
        return self.cards - self.of(State.NO_DATA)

    @property
    def share(self) -> float | None:
        """How many % of the cards with a result meet the indicator."""
        return 100 * self.met / self.judged if self.judged else None


def _with_row(cards: QuerySet[RoundCard], indicator: Indicator) -> QuerySet[Any]:
    """The cards with `row`: the living card's result of the indicator, where there is one."""
    return cards.order_by().annotate(
        row=FilteredRelation("card__results", condition=Q(card__results__indicator=indicator))
    )


def held_by(cards: QuerySet[RoundCard], indicator: Indicator) -> list[Held]:
    """The indicator on each of these cards of one round, in Vietnamese order. Two queries, a third where a row was changed
    after its card was sent."""
    fields = (
        "pk", "card__area__kind_word", "card__area__name", "card__area__parent__kind_word", "card__area__parent__name",
        "card__scope", "state", "submitted_at", "row__number", "row__second", "row__text", "row__state", "row__at",
    )  # fmt: skip
    rows = list(_with_row(cards, indicator).order_by("card__area__sort_key", "pk").values_list(*fields))
    corrected = _corrected(cards, indicator)
    late = [pk for pk, *_, stands, sent, _, _, _, _, at in rows if stands in _SENT and at is not None and at > sent]
    frozen = _frozen(late, indicator) if late else {}
    found = []
    for pk, kind, name, above_kind, above, scope, stands, _, *said, _ in rows:
        number, second, text, state = frozen.get(pk, said)
        after = corrected.get(pk) if stands in _SENT else None
        found.append(Held(
            pk, titled(kind, name), titled(above_kind or "", above or ""), scope, stands, number, second, text or "",
            after or state or State.NO_DATA,
        ))  # fmt: skip
    return found


def _corrected(cards: QuerySet[RoundCard], indicator: Indicator) -> dict[int, str]:
    """By card in the round, what the office judged last."""
    rows = RowCorrection.objects.filter(indicator=indicator, round_card__in=cards.order_by().values("pk"))
    return dict(rows.order_by("at", "pk").values_list("round_card", "after"))


def _frozen(ids: Sequence[int], indicator: Indicator) -> dict[int, list[Any]]:
    """By card in the round, what it said when it was sent: number, second, text, state."""
    nothing: dict[str, Any] = {"number": None, "second": None, "text": "", "state": State.NO_DATA}
    found = {}
    snapshots = RoundCard.objects.filter(pk__in=ids).order_by().values_list("pk", "snapshot")
    for pk, snapshot in snapshots.iterator(chunk_size=_AT_ONCE):
        said = result_in(snapshot, indicator.pk) or nothing
        figures = [None if said[name] is None else Decimal(said[name]) for name in ("number", "second")]
        found[pk] = [*figures, said["text"], said["state"]]
    return found


def levels_of(row: Row, round_: Round, scopes: Collection[str], on: date) -> dict[str, Level | None]:
    """By column of levels, the level that judges the round's cards on the day; None while it is not known. Two queries."""
    decisions = decisions_in_force(round_.area, round_.criteria_set, on)
    prefetch_related_objects([row.version], Prefetch("levels", judging_levels(decisions)))
    return {
        scope: level_for(row.version, scope=scope, year=round_.year, decisions=decisions) for scope in sorted(scopes)
    }


def together_with(round_: Round, rounds: Sequence[Round]) -> list[Round]:
    """The rounds of several offices, among these, that count together with this one (see `courses_of`), in the Vietnamese order of
    the offices; no query."""
    same = [one for one in rounds if one.criteria_set_id == round_.criteria_set_id]
    steps = [step.rounds for course in courses_of(same) for step in course.steps if round_.pk in step.rounds]
    ids = max(steps, key=len)
    return sorted((one for one in same if one.pk in ids), key=lambda one: one.area.sort_key)


def by_office(
    cards: QuerySet[RoundCard], rounds: Sequence[Round], indicator: Indicator, direction: str
) -> list[Summed]:
    """The cards of each of these rounds, added up by the database: two queries, their rows as few as there are states. A round
    without cards is left out."""
    both = F("row__number"), Coalesce("row__second", "row__number")
    figure = Greatest(*both) if direction == Direction.AT_MOST else Least(*both)
    of_rounds = cards.filter(round__in=rounds)
    rows = _with_row(of_rounds, indicator).values_list("round", "state", "row__state").annotate(
        n=Count("pk"), known=Count(figure), lowest=Min(figure), highest=Max(figure), total=Sum(figure),
        changed=Count("pk", filter=Q(state__in=_SENT, row__at__gt=F("submitted_at"))),
    )  # fmt: skip
    of = {one.pk: Summed(one.pk, one.area_id, str(one.area)) for one in rounds}
    for round_, stands, state, *figures in rows:
        of[round_].add(stands, state or State.NO_DATA, *figures)
    sent = of_rounds.filter(state__in=_SENT).order_by().values("pk")
    corrections = RowCorrection.objects.filter(indicator=indicator, round_card__in=sent).annotate(
        row=FilteredRelation("round_card__card__results", condition=Q(round_card__card__results__indicator=indicator))
    )
    fields = ("round_card", "round_card__round", "round_card__state", "row__state", "after")
    last = {pk: rest for pk, *rest in corrections.order_by("at", "pk").values_list(*fields)}
    for round_, stands, was, after in last.values():
        of[round_].states[stands][was or State.NO_DATA.value] -= 1
        of[round_].states[stands][after] += 1
    return [one for one in of.values() if one.cards]
