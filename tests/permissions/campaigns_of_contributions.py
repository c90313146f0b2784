"""Campaigns of contributions: everybody reads sums on the own areas, those who keep rosters write."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.contributions.givers import campaign_of, issued_plan
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")
#: Each on the own area.
KEEPERS = ("officer", "accountant", "neighbour")
_TWO = ("officer", "accountant")
_OTHERS = {**{person: 403 for person in READERS if person not in _TWO}, **NOT_INSIDE}

TABLE = (
    Row("contributions:list", PEOPLE, {}),
    Row("contributions:open_campaign", KEEPERS, {person: 403 for person in PEOPLE if person not in KEEPERS}),
    Row("contributions:campaign", READERS, NOT_INSIDE, of="contribution_campaign"),
    Row("contributions:edit_campaign", _TWO, _OTHERS, of="contribution_campaign"),
    Row("contributions:recompute", _TWO, _OTHERS, of="contribution_campaign"),
    Row("contributions:step_campaign", _TWO, _OTHERS, method="post", of="contribution_campaign", data={"to": "open"},
        done=302),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    campaign = campaign_of(cast)
    issued_plan(cast)
    return {"contribution_campaign": campaign.pk}


PAGES = (
    ("officer", "contributions:list", ""),
    ("officer", "contributions:open_campaign", ""),
    ("accountant", "contributions:campaign", "contribution_campaign"),
    ("accountant", "contributions:edit_campaign", "contribution_campaign"),
    ("accountant", "contributions:recompute", "contribution_campaign"),
)
