"""Every write on a province's decisions on levels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import holders
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.formats import vndate
from criteria.enums import Layer, Provenance
from criteria.models import CriteriaSet, IndicatorVersion, Level, LevelsDecision
from criteria.papers.levels import Where, place_words, written
from criteria.queries.levels import versions_on
from criteria.queries.rounds import communes_below
from criteria.read.province_levels import LevelValue
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


@transaction.atomic
def draft_decision(
    *, area: Area, criteria_set: CriteriaSet, number: str, issued_on: date, effective_from: date, note: str, by: User
) -> LevelsDecision:
    """A draft for levels that a decision of the province sets. Safe to repeat; RuleError where the number is taken."""
    said = {"issued_on": issued_on, "effective_from": effective_from, "note": note}
    decision, created = LevelsDecision.objects.get_or_create(
        area=area, criteria_set=criteria_set, number=number,
        defaults={**said, "created_by": by, "created_at": clock.now()},
    )  # fmt: skip
    if created:
        record("levels.drafted", decision, by=by, area=area)
    elif decision.published_at or any(getattr(decision, name) != value for name, value in said.items()):
        raise RuleError(f"Quyết định số {number} đã được nhập cho bộ tiêu chí này.")
    return decision


@transaction.atomic
def edit_decision(
    decision: LevelsDecision, *, number: str, issued_on: date, effective_from: date, note: str, by: User
) -> LevelsDecision:
    """Change what a draft says of the decision itself.

    RuleError where another draft or decision has the number, and where on the new day another wording of an indicator
    holds than the one its levels were entered for.
    """
    decision = _draft(decision)
    twins = LevelsDecision.objects.filter(area=decision.area_id, criteria_set=decision.criteria_set_id, number=number)
    if twins.exclude(pk=decision.pk).exists():
        raise RuleError(f"Quyết định số {number} đã được nhập cho bộ tiêu chí này.")
    _demand_same_wording(decision, effective_from)
    new: dict[str, str | date] = {
        "number": number,
        "issued_on": issued_on,
        "effective_from": effective_from,
        "note": note,
    }
    labels = {"number": "Số", "issued_on": "Ngày ban hành", "effective_from": "Áp dụng từ", "note": "Ghi chú"}
    changes = {
        labels[name]: [_words(getattr(decision, name)), _words(value)]
        for name, value in new.items()
        if getattr(decision, name) != value
    }
    if changes:
        for name, value in new.items():
            setattr(decision, name, value)
        decision.save(update_fields=list(new))
        record("levels.changed", decision, by=by, area=decision.area, changes=changes)
    return decision


@transaction.atomic
def set_levels(decision: LevelsDecision, wanted: Mapping[Where, LevelValue | None], *, by: User) -> int:
    """Put these levels into a draft, None takes one away; how many changed. Writes only what differs.

    The caller has read the values for the wordings that the decision speaks of (queries.levels.rows_of).
    """
    decision = _draft(decision)
    stored = {(level.version_id, level.scope, level.year): level for level in decision.levels.all()}
    names = _names({version for version, _, _ in wanted})
    changes = {}
    for where, value in wanted.items():
        version, scope, year = where
        level = stored.get(where)
        before, after = written(level), written(value)
        if before == after:
            continue
        if value is None:
            if level is not None:
                level.delete()
        else:
            level = level or Level(
                decision=decision, version_id=version, scope=scope, year=year, layer=Layer.PROVINCE,
                provenance=Provenance.SOURCED,
            )  # fmt: skip
            level.number, level.text = value.number, value.text
            level.save()
        changes[f"{names[version]}, {place_words(decision.criteria_set, (scope, year))}"] = [before, after]
    if changes:
        record("levels.changed", decision, by=by, area=decision.area, changes=changes)
    return len(changes)


@transaction.atomic
def publish_levels(decision: LevelsDecision, *, by: User) -> LevelsDecision:
    """The decision judges from its day on and is closed for good; its levels count as compared. Safe to repeat."""
    decision = _locked(decision)
    if decision.published_at:
        return decision
    if not decision.levels.exists():
        raise RuleError("Chưa có mức nào nên chưa công bố được; nhập mức rồi công bố.")
    now = clock.now()
    decision.levels.update(
        basis=decision.number, source=f"{decision.number} ngày {vndate(decision.issued_on)}",
        provenance=Provenance.CHECKED, checked_by=str(by)[:200], checked_at=now,
    )  # fmt: skip
    decision.published_by, decision.published_at = by, now
    decision.save(update_fields=["published_by", "published_at"])
    record("levels.published", decision, by=by, area=decision.area)
    notify(
        holders(Right.WRITE_SCORECARDS, communes_below(decision.area, clock.today())),
        key=f"levels:{decision.pk}:published",
        title=f"{decision.area} công bố mức theo {decision}, áp dụng từ {vndate(decision.effective_from)}",
        url=decision.get_absolute_url(),
    )
    return decision


@transaction.atomic
def remove_draft(decision: LevelsDecision, *, by: User) -> None:
    """Take away a draft that was entered by mistake, with its levels; a published decision stays."""
    decision = _draft(decision)
    record("levels.removed", decision, by=by, area=decision.area)
    decision.delete()


def _locked(decision: LevelsDecision) -> LevelsDecision:
    rows = LevelsDecision.objects.select_for_update(of=("self",)).select_related("area", "criteria_set")
    found = rows.filter(pk=decision.pk).first()
    if found is None:
        raise RuleError("Dự thảo này đã được xóa.")
    return found


def _draft(decision: LevelsDecision) -> LevelsDecision:
    decision = _locked(decision)
    if decision.published_at:
        raise RuleError(f"{decision} đã công bố nên không sửa nữa; mức thay đổi thì nhập quyết định mới.")
    return decision


def _demand_same_wording(decision: LevelsDecision, day: date) -> None:
    versions = IndicatorVersion.objects.filter(levels__decision=decision).distinct().select_related("indicator")
    used = {version.indicator_id: version for version in versions}
    then = versions_on(used, day)
    for pk, version in used.items():
        if pk not in then or then[pk].pk != version.pk:
            raise RuleError(
                f"Đến ngày {vndate(day)} chỉ tiêu {version.indicator} có nội dung khác; đề nghị bỏ mức của chỉ tiêu này"
                " trước khi đổi ngày áp dụng."
            )


def _names(versions: set[int]) -> dict[int, str]:
    rows = IndicatorVersion.objects.filter(pk__in=versions).select_related("indicator")
    return {row.pk: f"Chỉ tiêu {row.indicator}" for row in rows}


def _words(value: str | date) -> str:
    return vndate(value) if isinstance(value, date) else value
