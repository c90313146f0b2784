"""The communes of a round against its criteria, read from the summaries: the same queries however many communes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from areas.models import titled
from criteria.enums import RoundCardState
from criteria.judging import UNKNOWN, met_in
from criteria.models import Criterion, Round, RoundCard


@dataclass(frozen=True, slots=True)
class Head:
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One commune. Letters in the order of the heads: see criteria.judging.MARKS."""

    round_card: int
    name: str
    #: The area right above the commune, where that is not the office itself.
    above: str
    state: str
    marks: str
    #: What the commune said; other than `marks` where the office corrected.
    said: str
    #: As accepted in the round before; "" where nothing was.
    before: str

    @property
    def known(self) -> bool:
        """Whether anything is known of the commune: without, it meets no number of criteria, not even 0."""
        return self.marks.strip(UNKNOWN) != ""

    @property
    def met(self) -> int:
        return met_in(self.marks)

    @property
    def change(self) -> int | None:
        """Criteria more or fewer than in the round before."""
        return self.met - met_in(self.before) if self.before and self.known else None


def heads_in(criteria_set: int) -> list[Head]:
    """The criteria of a set in the order of the letters of its cards; one query."""
    rows = Criterion.objects.filter(criteria_set=criteria_set).order_by("number")
    return [Head(number, name) for number, name in rows.values_list("number", "name")]


def round_before(round_: Round, rounds: Iterable[Round]) -> Round | None:
    """The office's round by the same set before this one, among these, which are newest first."""
    same = (one for one in rounds if (one.area_id, one.criteria_set_id) == (round_.area_id, round_.criteria_set_id))
    return next((one for one in same if one.deadline < round_.deadline), None)


def _in(round_: Round) -> Q:
    """The condition "a card in this round". It says the year too, though the round has one: of the cards that a few communes
    have, the database then reads those of one year alone."""
    return Q(round=round_, card__year=round_.year)


def accepted_in(cards: QuerySet[RoundCard], round_: Round | None) -> dict[int, str]:
    """By commune, the letters accepted in the round among these cards; one query, none without a round."""
    if round_ is None:
        return {}
    accepted = cards.filter(_in(round_), state=RoundCardState.ACCEPTED).order_by()
    return dict(accepted.values_list("card__area", "summary__marks"))


def lines_of(cards: QuerySet[RoundCard], round_: Round, before: Mapping[int, str], *, width: int) -> list[Line]:
    """The communes of the round among these cards, beside what was accepted `before`, in Vietnamese order; one query.

    One whose card is still with the commune shows the living card.
    """
    rows = cards.filter(_in(round_)).order_by("card__area__sort_key", "pk").values_list(
        "pk", "card__area", "card__area__kind_word", "card__area__name", "card__area__parent", "card__area__parent__kind_word",
        "card__area__parent__name", "state", "summary__marks", "summary__said", "card__summary__marks",
    )  # fmt: skip
    return [
        Line(
            pk, titled(kind, name), titled(above_kind, above) if parent != round_.area_id else "", state,
            marks or living or UNKNOWN * width, said or marks or living or UNKNOWN * width, before.get(area, ""),
        )
        for pk, area, kind, name, parent, above_kind, above, state, marks, said, living in rows
    ]  # fmt: skip


def met_by(lines: Sequence[Line], width: int) -> list[int]:
    """How many communes meet each criterion."""
    columns = zip(*(line.marks for line in lines), strict=True)
    return [met_in(column) for column in columns] if lines else [0] * width
