"""The overview by area."""

from __future__ import annotations

from typing import Any

from criteria.actions.cards import open_card, save_criterion
from criteria.enums import State
from criteria.judging import Entered
from criteria.models import CriteriaSet
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

TABLE = (
    Row("overview_area", PEOPLE, {}),
    Row("overview_area", (*COLLEAGUES, "coordination"), {**NOT_INSIDE, "village_head": 404}, of="overview_commune"),
    Row("overview_area", ("coordination",), {person: 404 for person in PEOPLE if person != "coordination"}, of="overview_province"),
)  # fmt: skip
PAGES = (
    ("coordination", "overview_area", "overview_province"),
    ("officer", "overview_area", "overview_commune"),
    ("stranger", "overview_area", ""),
)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    chosen = CriteriaSet.objects.get(code="thu")
    card = open_card(area=cast.commune, criteria_set=chosen, year=2025, by=cast.officer)
    said = Entered(state=State.MET, reason="Xã xét.")
    save_criterion(card, chosen.criteria.get(), rows={}, whole=said, by=cast.officer)
    return {"overview_commune": cast.commune.pk, "overview_province": cast.province.pk}
