"""A card as plain text at one moment: what is frozen when a round is accepted. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from criteria.enums import State
from criteria.judging import after_corrections
from criteria.models import Evidence, RowCorrection, Scorecard
from criteria.papers.cards import card_rows, level_words, measure_of, value_of
from criteria.queries.cards import CriterionLine, IndicatorLine

Proof = Mapping[tuple[int, int | None], list[Evidence]]


def snapshot_of(card: Scorecard, lines: list[CriterionLine], proof: Proof) -> str:
    """Everything the card says, as JSON text in a settled order: the same card gives the same text."""
    rows = [
        {
            "number": row.line.criterion.number, "name": row.line.criterion.name, "state": row.state.value,
            "whole": _result(row.line.whole), "proof": _proof(proof.get((row.line.criterion.pk, None), [])),
            "indicators": [
                {
                    "id": item.indicator.pk, "code": str(item.indicator), "text": item.version.text if item.version else "",
                    "level": level_words(item), "result": _result(item.result), **_parts(item),
                    "proof": _proof(proof.get((row.line.criterion.pk, item.indicator.pk), [])),
                }
                for item in row.line.rows
            ],
        }
        for row in card_rows(lines)
    ]  # fmt: skip
    return _text({
        "area": str(card.area), "set": card.criteria_set.name, "year": card.year, "scope": card.scope, "criteria": rows,
        "corrections": [],
    })  # fmt: skip


def with_corrections(snapshot: str, corrections: Iterable[RowCorrection]) -> str:
    """The snapshot as accepted: with what the office judged otherwise, and why."""
    data = json.loads(snapshot)
    data["corrections"] = [
        {
            "criterion": row.criterion.number, "indicator": str(row.indicator) if row.indicator else None,
            "before": row.before, "after": row.after, "reason": row.reason, "by": str(row.by), "at": row.at.isoformat(),
        }
        for row in corrections
    ]  # fmt: skip
    return _text(data)


def states_in(snapshot: str, corrections: Iterable[RowCorrection] = ()) -> dict[str, State]:
    """By "13" or "13.3", the state of each criterion and indicator; what the office corrected counts, also for the criterion
    that a corrected indicator decides.

    `corrections` are those not yet in the snapshot: of a card that waits to be accepted.
    """
    data = json.loads(snapshot)
    after = {row["indicator"] or str(row["criterion"]): State(row["after"]) for row in data["corrections"]}
    after |= {str(row.indicator or row.criterion.number): State(row.after) for row in corrections}
    states: dict[str, State] = {}
    for criterion in data["criteria"]:
        was = {
            row["code"]: State(row["result"]["state"] if row["result"] else State.NO_DATA)
            for row in criterion["indicators"]
        }
        now = {code: after.get(code, state) for code, state in was.items()}
        number, state = str(criterion["number"]), State(criterion["state"])
        states[number] = after.get(number, after_corrections(state, [*was.values()], [*now.values()]))
        states |= now
    return states


@dataclass(frozen=True, slots=True)
class Slip:
    """A row that was met in the round before and is not any more."""

    code: str
    now: State


def slipped(before: str, now: str, corrections: Iterable[RowCorrection] = ()) -> list[Slip]:
    """What slipped from met to unmet or to no data, in the order of the card; nothing where there is no round before.

    `corrections` are those of `now` that are not in it yet.
    """
    if not before:
        return []
    was = states_in(before)
    return [Slip(code, state) for code, state in states_in(now, corrections).items()
            if was.get(code) == State.MET and state in {State.UNMET, State.NO_DATA}]  # fmt: skip


def _result(result: Any) -> dict[str, Any] | None:
    if result is None:
        return None
    return {
        "number": _figure(result.number), "second": _figure(result.second), "text": result.text, "state": result.state,
        "computed": result.computed, "reason": result.reason, "by": str(result.by or ""), "at": result.at.isoformat(),
    }  # fmt: skip


def _parts(row: IndicatorLine) -> dict[str, Any]:
    """The parts of a compound row with their values; nothing for other rows."""
    values = value_of(row).parts
    parts = [{"name": part.name, "unit": part.unit, "value": values.get(part.key)} for part in measure_of(row).parts]
    return {"parts": parts} if values else {}


def _figure(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _proof(evidence: list[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "id": item.pk, "title": item.title, "sha256": item.file.sha256 if item.file else None,
            "paper": item.document.number_and_symbol if item.document else None,
            "valid_to": item.valid_to.isoformat() if item.valid_to else None,
        }
        for item in evidence
    ]  # fmt: skip


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
