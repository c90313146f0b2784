"""What pages and workbooks show of a province's levels: columns, words, the workbook to fill, what an import would change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import RuleError
from core.formats import number as shown
from core.sheets import Column, Sheet
from criteria.enums import ValueKind
from criteria.judging import FIGURES
from criteria.models import CriteriaSet, IndicatorVersion, Level
from criteria.papers.cards import level_words
from criteria.queries.cards import IndicatorLine
from criteria.queries.levels import DecidedRow, Place
from criteria.read.province_levels import (
    CODE,
    HEADINGS,
    KEY,
    UNIT,
    WORDING,
    YEAR,
    LevelSheet,
    LevelSheetRow,
    LevelValue,
    follows_another,
    in_percent,
    read_level,
    read_year,
    scopes_shown,
)

EVERYWHERE = "Mọi nơi"
#: Where a level belongs: id of the wording, scope, year.
Where = tuple[int, str, int | None]
_FIXED = (
    Column(HEADINGS[KEY], 16),
    Column(HEADINGS[CODE], 10),
    Column(HEADINGS[WORDING], 60),
    Column(HEADINGS[UNIT], 18),
)
_MOST_TITLE = 60


def column_titles(criteria_set: CriteriaSet) -> dict[str, str]:
    """By scope, the heading of its column, in order: "Mọi nơi", then "BTB: Bắc Trung Bộ" …"""
    titles = {scope: f"{scope}: {criteria_set.scopes.get(scope, '')}" for scope in scopes_shown(criteria_set.scopes)}
    return {scope: _cut(title) if scope else EVERYWHERE for scope, title in titles.items()}


def place_words(criteria_set: CriteriaSet, place: Place) -> str:
    """ "Mọi nơi", "Bắc Trung Bộ, năm 2027"."""
    scope, year = place
    where = _cut(criteria_set.scopes.get(scope, scope)) if scope else EVERYWHERE
    return f"{where}, năm {year}" if year else where


def unit_words(version: IndicatorVersion) -> str:
    """What a level of the row is written in: "%", "triệu đồng", "Đạt hoặc Không", the grades."""
    if version.value_kind == ValueKind.BOOLEAN:
        return "Đạt hoặc Không"
    if version.value_kind == ValueKind.GRADED:
        return ", ".join(version.scale) or "xếp loại"
    return "%" if in_percent(version) else version.unit


def written(level: Level | LevelValue | None) -> str:
    """A level as it stands in a cell: "15,5", "Đạt", nothing."""
    if level is None:
        return ""
    return level.text if level.number is None else shown(level.number, places=4)


def level_lines(row: DecidedRow, criteria_set: CriteriaSet) -> list[tuple[str, str]]:
    """The row's levels in words: where and when, what is asked."""
    return [
        (place_words(criteria_set, place), level_words(IndicatorLine(row.indicator, row.version, level, None)))
        for place, level in sorted(row.levels.items(), key=lambda item: (item[0][1] or 0, item[0][0]))
    ]


def template(criteria_set: CriteriaSet, rows: Iterable[DecidedRow]) -> Sheet:
    """The workbook to fill: a row per indicator (and per year that has a level), what was entered so far filled in."""
    titles = column_titles(criteria_set)

    def cells() -> Iterable[tuple[str | None, ...]]:
        for row in rows:
            if follows_another(row.version):
                continue
            for year in years_of(row):
                levels = (written(row.levels.get((scope, year))) or None for scope in titles)
                yield (
                    row.indicator.key, row.indicator.code or None, row.version.text or None, unit_words(row.version) or None,
                    *levels, str(year) if year else None,
                )  # fmt: skip

    columns = (*_FIXED, *(Column(title, 16) for title in titles.values()), Column(HEADINGS[YEAR], 8))
    return Sheet("Mức của tỉnh", columns, cells())


def years_of(row: DecidedRow, *more: int) -> list[int | None]:
    """The years a form shows for the row: all years together first, then each that has a level or is asked for."""
    return [None, *sorted({year for _, year in row.levels if year} | set(more))]


# --- What an import would change ---


@dataclass(frozen=True, slots=True)
class LevelChange:
    row: DecidedRow
    scope: str
    year: int | None
    old: str
    new: LevelValue | None

    @property
    def kind(self) -> str:
        """new, changed, removed or unchanged."""
        if not self.old:
            return "new"
        if self.new is None:
            return "removed"
        return "unchanged" if self.old == written(self.new) else "changed"

    @property
    def new_words(self) -> str:
        return written(self.new)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of the workbook that is not taken, and why; place 1 for the heading."""

    place: int
    key: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    #: With those that change nothing.
    changes: list[LevelChange]
    bad: list[BadRow]

    def of_kind(self, kind: str) -> list[LevelChange]:
        return [change for change in self.changes if change.kind == kind]

    @property
    def wanted(self) -> dict[Where, LevelValue | None]:
        return {
            (change.row.version.pk, change.scope, change.year): change.new
            for change in self.changes
            if change.kind != "unchanged"
        }


def preview(rows: Iterable[DecidedRow], sheet: LevelSheet) -> Preview:
    """What the workbook would change. A row with anything wrong is left out whole.

    An empty cell takes the level away that the decision has there; rows that the workbook does not have stay as they are.
    """
    known = {row.indicator.key: row for row in rows}
    found = Preview([], [])
    taken: dict[tuple[str, int | None], int] = {}
    for ignored in sheet.ignored:
        found.bad.append(
            BadRow(1, "", (f"Cột “{_cut(ignored)}” không có trong mẫu của bộ tiêu chí này nên không đọc.",))
        )
    for line in sheet.rows:
        changes, sentences = _compare(line, known, taken)
        if sentences:
            found.bad.append(BadRow(line.place, line.key, tuple(sentences)))
        else:
            found.changes.extend(changes)
    return found


def _compare(
    line: LevelSheetRow, known: Mapping[str, DecidedRow], taken: dict[tuple[str, int | None], int]
) -> tuple[list[LevelChange], list[str]]:
    row = known.get(line.key)
    if row is None:
        if line.key:
            return [], [f"Khóa “{_cut(line.key)}” không có trong bộ tiêu chí."]
        return [], ["Dòng có mức nhưng chưa có khóa."] if any(line.cells.values()) else []
    try:
        year = read_year(line.year)
    except RuleError as error:
        return [], [error.message]
    first = taken.setdefault((line.key, year), line.place)
    if first != line.place:
        return [], [f"Trùng chỉ tiêu và năm với dòng {first}."]
    changes, sentences = [], []
    for scope, cell in line.cells.items():
        old = written(row.levels.get((scope, year)))
        try:
            new = read_level(row.version, cell)
        except RuleError as error:
            sentences.append(f"{scope or EVERYWHERE}: {error.message}")
            continue
        if old or new:
            changes.append(LevelChange(row, scope, year, old, new))
    return changes, sentences


def fingerprint(rows: Iterable[DecidedRow]) -> str:
    """What the decision says now, in short: another one means that somebody has changed it since."""
    said = sorted(
        (row.version.pk, *map(str, place), written(level)) for row in rows for place, level in row.levels.items()
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def is_figure(version: IndicatorVersion) -> bool:
    return version.value_kind in FIGURES


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TITLE else f"{text[: _MOST_TITLE - 1].rstrip()}…"
