"""What a file says, checked, in the shape of the models' fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Frame:
    """What the rows of a set share: its regions or commune groups by code, and who issued it."""

    scopes: dict[str, str]
    issued_by: str


@dataclass(frozen=True)
class LevelRow:
    layer: str
    scope: str
    year: int | None
    delegated: bool
    number: Decimal | None
    text: str
    rule: dict[str, Any] | None
    basis: str
    provenance: str
    confidence: str
    source: str


@dataclass(frozen=True)
class VersionRow:
    effective_from: date | None
    basis: str
    change: str
    text: str
    value_kind: str
    direction: str
    unit: str
    scale: list[str]
    split_by: str
    by_year: bool
    parts: list[Any]
    applicability: str
    derived: dict[str, Any] | None
    delegated_to: str
    note: str
    guidance: str
    provenance: str
    confidence: str
    source: str
    levels: tuple[LevelRow, ...]


@dataclass(frozen=True)
class IndicatorRow:
    key: str
    code: str
    position: int
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True)
class CriterionRow:
    number: int
    name: str
    group: str
    complete: bool
    obligatory: bool
    source: str
    confidence: str
    note: str
    guidance: str
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class SetRow:
    file: str
    file_hash: str
    code: str
    name: str
    level: str
    period: str
    issued_by: str
    basis_number: str
    basis_date: date | None
    basis_issuer: str
    basis_appendix: str
    effective_from: date | None
    sources: list[str]
    requires: str
    met_rule: str
    met_share: Decimal | None
    scope_kind: str
    scopes: dict[str, str]
    criteria_expected: int | None
    indicators_expected: int | None
    counts_source: str
    structure_source: str
    notes: list[str]
    criteria: tuple[CriterionRow, ...]
