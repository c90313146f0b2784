"""What the summaries of cards have to say: made from results and snapshots, in bulk too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from criteria.enums import RoundCardState, State
from criteria.judging import MARKS, UNKNOWN, after_corrections, criterion_state, marks_of, met_in
from criteria.models import CardSummary, Criterion, Result, RoundSummary, RowCorrection

#: States by their value: of millions of results, a look into a table costs a third of asking the enumeration.
_STATE = {state.value: state for state in State}
_MARK = {state.value: mark for state, mark in MARKS.items()}
#: Of a row: (criterion id, indicator id; None for the whole criterion) → its state.
States = Mapping[tuple[int, int | None], State]


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of a set as summaries need it."""

    id: int
    number: int
    complete: bool
    indicators: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a summary says; equal when nothing differs."""

    marks: str
    met: int
    rows_met: int
    rows: int


def structure_of(criteria_set_id: int) -> list[Row]:
    """The set's criteria in their order, with their indicators; two queries."""
    criteria = Criterion.objects.filter(criteria_set=criteria_set_id).order_by("number")
    return [
        Row(item.pk, item.number, item.complete, tuple(indicator.pk for indicator in item.indicators.all()))
        for item in criteria.prefetch_related("indicators")
    ]


def standing_of(structure: Iterable[Row], states: States) -> Standing:
    """The summary of a card with these results. Pure; the rule of each criterion is judging.criterion_state."""
    criteria, rows = [], []
    for row in structure:
        found = [states.get((row.id, indicator), State.NO_DATA) for indicator in row.indicators]
        criteria.append(criterion_state(found, complete=row.complete, whole=states.get((row.id, None))))
        rows += found
    marks, row_marks = marks_of(criteria), marks_of(rows)
    return Standing(marks, met_in(marks), met_in(row_marks), len(row_marks))


def states_of(card_id: int) -> States:
    """What stands in the card's rows; one query."""
    rows = Result.objects.filter(scorecard=card_id).values_list("criterion_id", "indicator_id", "state")
    return {(criterion, indicator): _STATE[state] for criterion, indicator, state in rows}


def standings(criteria_set_id: int) -> Iterator[tuple[int, Standing]]:
    """Card id and summary of every card by the set that has a result, read in one stream, whatever their number."""
    structure = structure_of(criteria_set_id)
    rows = Result.objects.filter(scorecard__criteria_set=criteria_set_id).order_by("scorecard_id")
    stream = rows.values_list("scorecard_id", "criterion_id", "indicator_id", "state").iterator(chunk_size=20_000)
    for card, found in groupby(stream, key=itemgetter(0)):
        states: dict[tuple[int, int | None], State] = {
            (criterion, indicator): _STATE[state] for _, criterion, indicator, state in found
        }
        yield card, standing_of(structure, states)


def in_snapshot(snapshot: str, corrected: Mapping[str, State]) -> tuple[Standing, str]:
    """The summary of a submitted card with the office's corrections, and the letters of what the commune said."""
    data = json.loads(snapshot)
    said = "".join([_MARK[item["state"]] for item in data["criteria"]])
    frozen = {row["indicator"] or str(row["criterion"]): _STATE[row["after"]] for row in data["corrections"]}
    if after := {**frozen, **corrected}:
        marks, row_marks = _corrected(data["criteria"], after)
    else:  # nearly every card
        results = [row["result"] for item in data["criteria"] for row in item["indicators"]]
        marks, row_marks = said, "".join([_MARK[result["state"]] if result else UNKNOWN for result in results])
    return Standing(marks, met_in(marks), met_in(row_marks), len(row_marks)), said


def _corrected(items: Iterable[Mapping[str, Any]], after: Mapping[str, State]) -> tuple[str, str]:
    """The letters of a snapshot's criteria, and of their rows, with corrections by code.

    A corrected indicator changes its criterion wherever the indicators decide it; a correction of the criterion itself wins.
    """
    criteria, rows = [], []
    for item in items:
        was = [_STATE[row["result"]["state"]] if row["result"] else State.NO_DATA for row in item["indicators"]]
        now = [after.get(row["code"], state) for row, state in zip(item["indicators"], was, strict=True)]
        criteria.append(after.get(str(item["number"]), after_corrections(_STATE[item["state"]], was, now)))
        rows += now
    return marks_of(criteria), marks_of(rows)


def result_in(snapshot: str, indicator: int) -> dict[str, Any] | None:
    """What a submitted card says of one indicator (number, second: as text; text, state); None where nothing was entered."""
    rows = (row for item in json.loads(snapshot)["criteria"] for row in item["indicators"])
    found: dict[str, Any] | None = next((row["result"] for row in rows if row["id"] == indicator), None)
    return found


def last_accepted() -> Iterator[tuple[int, int, Standing]]:
    """Of each card that was accepted: its id, the id of the last accepted round card, and what that says. One stream."""
    rows = RoundSummary.objects.filter(round_card__state=RoundCardState.ACCEPTED)
    fields = ("round_card__card", "round_card", "marks", "met", "rows_met", "rows")
    ordered = rows.order_by("round_card__card", "round_card__decided_at", "round_card").values_list(*fields)
    for card, group in groupby(ordered.iterator(chunk_size=20_000), key=itemgetter(0)):
        *_, (_, round_card, *said) = group
        yield card, round_card, Standing(*said)


def corrected_in(round_card: int, state: str) -> dict[str, State]:
    """By code, the last correction of each row that is not in the snapshot yet; one query, none for an accepted card."""
    if state == RoundCardState.ACCEPTED:
        return {}
    rows = RowCorrection.objects.filter(round_card=round_card).select_related("criterion", "indicator")
    return {str(row.indicator or row.criterion.number): State(row.after) for row in rows}


def stored(rows: QuerySet[CardSummary] | QuerySet[RoundSummary]) -> dict[int, Standing]:
    """What the kept summaries say, by the id of their card."""
    found = rows.values_list("pk", "marks", "met", "rows_met", "rows").iterator(chunk_size=20_000)
    return {pk: Standing(marks, met, rows_met, count) for pk, marks, met, rows_met, count in found}
