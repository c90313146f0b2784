"""How the communes of an area stood in the rounds of one set, one after the other: read from the summaries alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Length, Replace, Substr

from criteria.enums import RoundCardState, RoundKind, State
from criteria.judging import MARKS
from criteria.models import CriteriaSet, Round, RoundCard, RoundSummary


@dataclass(frozen=True, slots=True)
class Step:
    """One point of time: the rounds that count together (of several offices), their name, and a short one for the axis."""

    label: str
    short: str
    rounds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """Rounds by one set in order, oldest first: of one office, or of all offices whose rounds one may read."""

    key: str
    label: str
    criteria_set: CriteriaSet
    steps: list[Step]

    @property
    def rounds(self) -> list[int]:
        return [pk for step in self.steps for pk in step.rounds]


def courses_of(rounds: Sequence[Round]) -> list[Course]:
    """What can be followed over time; the one with the newest round first. Rounds of different sets never mix. No query.

    Several offices are put together by year and kind of round (the n-th of its kind in an office's year with each other's n-th).
    """
    by_set: dict[int, list[Round]] = defaultdict(list)
    for found in rounds:
        by_set[found.criteria_set_id].append(found)
    courses: list[Course] = []
    for same_set in by_set.values():
        chosen, by_office = same_set[0].criteria_set, defaultdict(list)
        for found in same_set:
            by_office[found.area_id].append(found)
        for office in by_office.values():
            steps = [Step(row.name, f"{row.deadline:%m/%Y}", (row.pk,)) for row in _in_order(office)]
            courses.append(
                Course(f"{chosen.pk}-{office[0].area_id}", f"{chosen}, kỳ của {office[0].area}", chosen, steps)
            )
        if len(by_office) > 1:
            label = f"{chosen}, {len(by_office)} địa bàn mở kỳ"
            courses.append(Course(f"{chosen.pk}-0", label, chosen, _together(by_office.values())))
    return courses


def _in_order(rounds: Iterable[Round]) -> list[Round]:
    return sorted(rounds, key=lambda row: (row.deadline, row.pk))


def _together(offices: Iterable[Sequence[Round]]) -> list[Step]:
    places: dict[tuple[int, str, int], list[Round]] = defaultdict(list)
    for office in offices:
        seen = Counter[tuple[int, str]]()
        for row in _in_order(office):
            seen[row.year, row.kind] += 1
            places[row.year, row.kind, seen[row.year, row.kind]].append(row)
    steps = []
    for (year, kind, turn), rows in sorted(places.items(), key=lambda item: max(row.deadline for row in item[1])):
        word = f"{RoundKind(kind).label} {year}" + (f", lần {turn}" if turn > 1 else "")
        last = max(row.deadline for row in rows)
        steps.append(Step(word, f"{last:%m/%Y}", tuple(row.pk for row in rows)))
    return steps


@dataclass(slots=True)
class Standing:
    """The communes' cards at one step: by state, how many criteria the accepted ones meet, what those sent said of themselves."""

    states: Counter[str] = field(default_factory=Counter)
    #: Criteria met → cards; of accepted cards, and as self-assessed of all that were sent.
    met: Counter[int] = field(default_factory=Counter)
    said: Counter[int] = field(default_factory=Counter)
    #: Letters (judging.MARKS) of the accepted cards at the criterion asked for.
    marks: Counter[str] = field(default_factory=Counter)

    def count(self, state: str, met: int | None, said: int, mark: str, number: int) -> None:
        """Add so many cards of a state; `met` is None for those that were not sent."""
        self.states[state] += number
        if met is not None:
            self.said[said] += number
            if state == RoundCardState.ACCEPTED:
                self.met[met] += number
                self.marks[mark] += number

    @property
    def cards(self) -> int:
        return sum(self.states.values())

    @property
    def accepted(self) -> int:
        return self.met.total()

    @property
    def mean(self) -> float | None:
        """Criteria met, on average of the accepted cards; None where none is."""
        return _mean(self.met)

    @property
    def said_mean(self) -> float | None:
        return _mean(self.said)

    @property
    def half(self) -> tuple[float | None, float | None]:
        """Between which numbers the middle half of the accepted cards lies (first and third quartile)."""
        rows = sorted(self.met.elements())
        if len(rows) < 2:
            return (rows[0], rows[0]) if rows else (None, None)
        first, _, third = quantiles(rows, n=4, method="inclusive")
        return first, third

    @property
    def median(self) -> float | None:
        rows = sorted(self.met.elements())
        return quantiles(rows, n=2, method="inclusive")[0] if len(rows) > 1 else rows[0] if rows else None

    def whole(self, width: int) -> int:
        """Accepted cards that meet all criteria of the set."""
        return self.met[width] if width else 0


def standings(
    cards: QuerySet[RoundCard], summaries: QuerySet[RoundSummary], course: Course, place: int
) -> list[Standing]:
    """Of these cards, whose `summaries` are given beside them, how they stood at each step of the course, and at one criterion
    (its place in the set from 0).

    Most cards of the years are accepted: their summaries are counted without the cards, and what is not accepted is taken off
    again. Two queries, their rows as few as there are counts.
    """
    step_of = {pk: at for at, step in enumerate(course.steps) for pk in step.rounds}
    found = [Standing() for _ in course.steps]
    sent = summaries.filter(round__in=course.rounds).order_by().annotate(
        said_met=_met_in("said"), mark=Substr("marks", place + 1, 1)
    )  # fmt: skip
    for round_, met, said, mark, number in sent.values_list("round", "met", "said_met", "mark").annotate(n=Count("pk")):
        found[step_of[round_]].count(RoundCardState.ACCEPTED, met, said, mark, number)
    open_ = cards.filter(round__in=course.rounds).exclude(state=RoundCardState.ACCEPTED).order_by()
    rows = open_.annotate(said_met=_met_in("summary__said"), mark=Substr("summary__marks", place + 1, 1))
    values = rows.values_list("round", "state", "summary__met", "said_met", "mark").annotate(n=Count("pk"))
    for round_, state, met, said, mark, number in values:
        standing = found[step_of[round_]]
        if met is not None:
            standing.count(RoundCardState.ACCEPTED, met, said, mark, -number)
        standing.count(state, met, said, mark, number)
    for standing in found:
        standing.met, standing.marks = +standing.met, +standing.marks
    return found


def _met_in(name: str) -> Length:
    """As judging.met_in, counted by the database."""
    rest = Replace(Replace(name, Value(MARKS[State.MET])), Value(MARKS[State.NOT_ASSESSED]))
    return Length(name) - Length(rest)  # type: ignore[return-value]


def _mean(counts: Counter[int]) -> float | None:
    """The average of numbers that stand there so many times each; None where there is none."""
    total = counts.total()
    return sum(value * number for value, number in counts.items()) / total if total else None


def group_names(criteria_set: CriteriaSet) -> dict[str, str]:
    """The columns of levels communes of the set stand in (Scorecard.scope), by code; the one for all is no group."""
    return {code: name for code, name in criteria_set.scopes.items() if code != "chung"}
