"""Criteria sets and the levels of provinces."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core.clock import now
from criteria.actions.levels import publish_levels, set_levels
from criteria.enums import Direction, Provenance, SetLevel, ValueKind
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion, LevelsDecision
from criteria.read.province_levels import LevelValue
from tests.cast import Cast
from tests.permissions.rows import PEOPLE, Row

_OFFICE = ("coordination",)
_INSIDE = tuple(person for person in PEOPLE if person != "stranger")
_NOT_OFFICE = {person: 403 for person in PEOPLE if person != "coordination"}
#: A draft is known only to those who enter it.
_NO_DRAFT = {person: 404 for person in PEOPLE if person != "coordination"}
#: Of a published one everybody of the province may know.
_NOT_WRITTEN = {**_NOT_OFFICE, "stranger": 404}

TABLE = (
    Row("criteria:sets", PEOPLE, {}),
    Row("criteria:set", PEOPLE, {}, of="levels_set"),
    Row("criteria:check_row", _OFFICE, _NOT_OFFICE, method="post", of="wording", done=302),
    Row("criteria:levels_decisions", PEOPLE, {}),
    Row("criteria:open_levels_decision", _OFFICE, _NOT_OFFICE),
    Row("criteria:levels_decision", _INSIDE, {"stranger": 404}, of="published_levels"),
    Row("criteria:levels_decision", _OFFICE, _NO_DRAFT, of="draft_levels"),
    Row("criteria:edit_levels_decision", _OFFICE, _NO_DRAFT, of="draft_levels"),
    Row("criteria:edit_levels_decision", _OFFICE, _NOT_WRITTEN, of="published_levels", done=409),
    Row("criteria:edit_levels", _OFFICE, _NO_DRAFT, of="draft_levels_criterion"),
    Row("criteria:levels_template", _INSIDE, {"stranger": 404}, of="published_levels"),
    Row("criteria:import_levels", _OFFICE, _NO_DRAFT, of="draft_levels"),
    Row("criteria:publish_levels", _OFFICE, _NO_DRAFT, method="post", of="draft_levels", done=302),
    Row("criteria:publish_levels", _OFFICE, _NOT_WRITTEN, method="post", of="published_levels", done=302),
    Row("criteria:remove_levels_decision", _OFFICE, _NO_DRAFT, method="post", of="draft_levels", done=302),
    Row("criteria:remove_levels_decision", _OFFICE, _NOT_WRITTEN, method="post", of="published_levels", done=409),
)
PAGES = (
    ("officer", "criteria:sets", ""),
    ("coordination", "criteria:set", "levels_set"),
    ("coordination", "criteria:levels_decisions", ""),
    ("coordination", "criteria:open_levels_decision", ""),
    ("officer", "criteria:levels_decision", "published_levels"),
    ("coordination", "criteria:levels_decision", "draft_levels"),
    ("coordination", "criteria:edit_levels_decision", "draft_levels"),
    ("coordination", "criteria:edit_levels", "draft_levels_criterion"),
    ("coordination", "criteria:import_levels", "draft_levels"),
)
NO_PAGES = {"criteria:levels_template"}


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    chosen = CriteriaSet.objects.create(
        code="muc-thu", name="Bộ tiêu chí thử mức", level=SetLevel.COMMUNE, issued_by="central", scope_kind="group",
        scopes={"nhom_1": "Xã liền kề đô thị", "nhom_2": "Xã còn lại"},
    )  # fmt: skip
    criterion = Criterion.objects.create(criteria_set=chosen, number=1, name="Nước sạch")
    indicator = Indicator.objects.create(criterion=criterion, key="nuoc-sach", code="1.1", position=1)
    wording = IndicatorVersion.objects.create(
        indicator=indicator, text="Tỷ lệ hộ dùng nước sạch theo quy chuẩn", value_kind=ValueKind.PERCENT,
        direction=Direction.AT_LEAST, unit="%", provenance=Provenance.RECALLED,
    )  # fmt: skip
    wording.levels.create(layer="central", delegated=True, provenance=Provenance.RECALLED)
    common = {
        "area": cast.province, "criteria_set": chosen, "issued_on": date(2026, 1, 5), "effective_from": date(2026, 2, 1),
        "created_by": cast.coordination, "created_at": now(),
    }  # fmt: skip
    draft, published = (LevelsDecision.objects.create(number=number, **common) for number in ("2/QĐ-UBND", "1/QĐ-UBND"))
    for decision in (draft, published):
        set_levels(decision, {(wording.pk, "", None): LevelValue(Decimal(85))}, by=cast.coordination)
    publish_levels(published, by=cast.coordination)
    return {
        "levels_set": chosen.pk, "wording": ("noi-dung", wording.pk), "draft_levels": draft.pk,
        "draft_levels_criterion": (draft.pk, 1), "published_levels": published.pk,
    }  # fmt: skip
