"""Checks of a card, one by one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from criteria.enums import State, ValueKind
from criteria.judging import CheckedRow
from criteria.rules import card_findings

TODAY = date(2026, 6, 1)


def codes(*rows: CheckedRow, whole: dict[int, State] | None = None) -> list[str]:
    return [found.code for found in card_findings(rows, whole=whole or {}, on=TODAY, criteria=[1])]


def row(state: State = State.MET, **values: Any) -> CheckedRow:
    return CheckedRow(**{"code": "1.1", "criterion": 1, "state": state, "proof": (None,), **values})


def test_a_sound_row_raises_nothing() -> None:
    assert codes(row(computed=State.MET, number=Decimal(95), last=Decimal(93)), whole={1: State.MET}) == []


def test_claimed_met_with_rows_unmet_or_open() -> None:
    rows = (row(State.UNMET, proof=()), row(State.NO_DATA, code="1.2", proof=()))
    found = card_findings(rows, whole={1: State.MET}, on=TODAY, criteria=[1])
    assert [(item.level, item.message) for item in found] == [
        ("error", "Tiêu chí 01 khai đạt nhưng chỉ tiêu 1.1 chưa đạt."),
        ("warning", "Tiêu chí 01 khai đạt nhưng chỉ tiêu 1.2 chưa có số liệu."),
    ]


def test_more_than_a_hundred_percent() -> None:
    assert codes(row(value_kind=ValueKind.PERCENT, number=Decimal(101))) == ["value-impossible"]


def test_a_state_against_its_value() -> None:
    assert codes(row(computed=State.UNMET)) == ["state-vs-value"]


def test_a_leap_or_a_slip_of_the_unit() -> None:
    assert codes(row(number=Decimal("1.5"), last=Decimal(15))) == ["sudden-jump"]
    assert codes(row(number=Decimal(30), last=Decimal(15))) == []


def test_proof_missing_or_ended() -> None:
    assert codes(row(proof=())) == ["proof-missing"]
    assert codes(row(proof=(date(2026, 5, 31),))) == ["proof-ended"]
    assert codes(row(proof=(date(2026, 5, 31), date(2026, 6, 1)))) == []
    assert codes(row(State.UNMET, proof=())) == []
