"""Writing criteria sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

from django.db import models, transaction

from core.errors import RuleError
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion, Level
from criteria.queries.sets import own_levels
from criteria.read import CriterionRow, IndicatorRow, LevelRow, SetRow, VersionRow

Stored = TypeVar("Stored", bound=models.Model)
#: What a level is a level of: with another kind or unit the same figure would mean something else.
_MEASURE = ("value_kind", "direction", "unit", "scale", "split_by")


@transaction.atomic
def load_sets(rows: Iterable[SetRow]) -> list[str]:
    """Loads the sets in one transaction, those that others require first. Safe to run twice.

    Returns a sentence for every row that a person has checked, entered or closed and the file would change: such rows
    stay as they are. Raises RuleError when a set points to one that does not exist; then nothing is loaded.
    """
    rows = list(rows)
    notices = [notice for row in _required_first(rows) for notice in load_set(row)]
    for row in rows:
        _check_derived(row)
    return notices


@transaction.atomic
def load_set(row: SetRow) -> list[str]:
    """Creates or refreshes one set, writing only what differs; rows the file no longer has are removed.

    A closed set stays as it is; so does what a person checked or entered, and what a province decided levels for.
    Returns the sentences that say so.
    """
    stored = CriteriaSet.objects.select_for_update().filter(code=row.code).first()
    if stored is not None and stored.closed_at is not None:
        if stored.file_hash == row.file_hash:
            return []
        return [f"Bộ tiêu chí {row.code} đã công bố và khóa nên được giữ nguyên; tệp {row.file} có nội dung khác."]
    values = _values(row, "file", "criteria") | {"requires": _required(row)}
    criteria_set = _put(stored or CriteriaSet(), values)
    return _Loading(criteria_set, row.file).run(row.criteria)


def _required_first(rows: list[SetRow]) -> list[SetRow]:
    waiting, ordered = list(rows), []
    while waiting:
        codes = {row.code for row in waiting}
        ready = [row for row in waiting if row.requires not in codes]
        if not ready:
            raise RuleError(f"Tệp {waiting[0].file}: các bộ tiêu chí đòi hỏi lẫn nhau theo vòng tròn (mục “requires”).")
        ordered += ready
        waiting = [row for row in waiting if row not in ready]
    return ordered


def _required(row: SetRow) -> CriteriaSet | None:
    if not row.requires:
        return None
    required = CriteriaSet.objects.filter(code=row.requires).first()
    if required is None:
        raise RuleError(f"Tệp {row.file}: không có bộ tiêu chí “{row.requires}” (mục “requires”).")
    return required


def _check_derived(row: SetRow) -> None:
    for criterion in row.criteria:
        for indicator in criterion.indicators:
            for derived in (row.derived for row in indicator.versions if row.derived and "set" in row.derived):
                target = Indicator.objects.filter(criterion__criteria_set__code=derived["set"])
                wanted = derived.get("indicator")
                if not CriteriaSet.objects.filter(code=derived["set"]).exists() or (
                    wanted and not target.filter(key=wanted).exists()
                ):
                    raise RuleError(
                        f"Tệp {row.file}, chỉ tiêu {indicator.key}: mục “derived” trỏ đến bộ tiêu chí hoặc chỉ tiêu"
                        " không có."
                    )


class _Loading:
    """One set on its way into the database: what is stored, what of it the file no longer has, what was kept."""

    def __init__(self, criteria_set: CriteriaSet, file: str) -> None:
        self.set = criteria_set
        self.file = file
        self.notices: list[str] = []
        self.criteria = {item.number: item for item in criteria_set.criteria.all()}
        # By ids: subqueries within subqueries leave the database to guess, and it guessed minutes.
        indicators = list(Indicator.objects.filter(criterion__in=[item.pk for item in self.criteria.values()]))
        versions = list(IndicatorVersion.objects.filter(indicator__in=[item.pk for item in indicators]))
        ids = [item.pk for item in versions]
        levels = own_levels().filter(version__in=ids)
        #: Versions that a province decided levels for: those rows, and what they are a level of, are not the file's to change.
        self.decided = set(
            Level.objects.filter(version__in=ids).exclude(decision=None).values_list("version", flat=True)
        )
        self.indicators = {item.key: item for item in indicators}
        self.versions = {(item.indicator_id, item.effective_from): item for item in versions}
        self.levels = {(item.version_id, item.layer, item.scope, item.year): item for item in levels}

    def run(self, rows: Iterable[CriterionRow]) -> list[str]:
        for row in rows:
            values = _values(row, "indicators")
            criterion = _put(
                self.criteria.pop(row.number, Criterion(criteria_set=self.set)),
                values,
            )
            for indicator in row.indicators:
                self._indicator(criterion, indicator)
        self._remove_left()
        return self.notices

    def _indicator(self, criterion: Criterion, row: IndicatorRow) -> None:
        values = _values(row, "versions") | {"criterion": criterion}
        indicator = _put(self.indicators.pop(row.key, Indicator()), values)
        for version in row.versions:
            self._version(indicator, version)

    def _version(self, indicator: Indicator, row: VersionRow) -> None:
        values = _values(row, "levels")
        stored = self.versions.pop((indicator.pk, row.effective_from), None)
        if stored is not None and stored.checked_at is not None:
            if _changes(stored, _without_trace(values)):
                self._kept(indicator.key, "nội dung đã được đối chiếu")
            version = stored
        elif stored is not None and stored.pk in self.decided:
            if _changes(stored, {name: values[name] for name in _MEASURE}):
                self._kept(indicator.key, "loại giá trị, chiều, đơn vị, thang xếp loại mà tỉnh đã quy định mức")
            version = _put(stored, {name: value for name, value in values.items() if name not in _MEASURE})
        else:
            version = _put(stored or IndicatorVersion(indicator=indicator), values)
        for level in row.levels:
            self._level(indicator, version, level)

    def _level(self, indicator: Indicator, version: IndicatorVersion, row: LevelRow) -> None:
        values = _values(row) | {"from_file": True}
        stored = self.levels.pop((version.pk, row.layer, row.scope, row.year), None)
        if stored is not None and _is_peoples(stored):
            del values["from_file"]
            if _changes(stored, _without_trace(values)):
                self._kept(
                    indicator.key,
                    "mức đã được người có trách nhiệm nhập hoặc đối chiếu",
                )
        else:
            _put(stored or Level(version=version), values)

    def _remove_left(self) -> None:
        """Removes what the file no longer has, from the leaves up; keeps what a person checked or entered."""
        kept_versions = self.decided | {level.version_id for level in self.levels.values() if _is_peoples(level)}
        for level in self.levels.values():
            if not _is_peoples(level):
                level.delete()
        kept_indicators = set()
        for version in self.versions.values():
            if version.checked_at is not None or version.pk in kept_versions:
                kept_indicators.add(version.indicator_id)
            else:
                version.delete()
        kept_criteria = set()
        for indicator in self.indicators.values():
            if indicator.pk in kept_indicators:
                self._kept(
                    indicator.key,
                    "chỉ tiêu không còn trong tệp nhưng đã được đối chiếu hoặc nhập mức",
                )
                kept_criteria.add(indicator.criterion_id)
            else:
                indicator.delete()
        for criterion in self.criteria.values():
            if criterion.pk not in kept_criteria:
                criterion.delete()

    def _kept(self, key: str, what: str) -> None:
        self.notices.append(f"Tệp {self.file}, chỉ tiêu {key}: {what} nên được giữ nguyên; tệp có nội dung khác.")


def _is_peoples(level: Level) -> bool:
    return level.checked_at is not None or not level.from_file


def _values(row: SetRow | CriterionRow | IndicatorRow | VersionRow | LevelRow, *without: str) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row) if field.name not in without}


def _without_trace(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("provenance", "confidence", "source")}


def _changes(stored: models.Model, values: dict[str, Any]) -> bool:
    return any(getattr(stored, name) != value for name, value in values.items())


def _put(stored: Stored, values: dict[str, Any]) -> Stored:
    """Writes the row only when it is new or differs, so that a second run touches nothing."""
    if stored.pk is None or _changes(stored, values):
        for name, value in values.items():
            setattr(stored, name, value)
        stored.save()
    return stored
