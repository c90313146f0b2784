"""Rosters and givers: names for those who work with them; a village head those of his village."""

from __future__ import annotations

from typing import Any

from contributions.actions.duplicates import find_duplicates
from contributions.actions.imports import map_columns, read_paste
from contributions.models import Campaign, Duplicate
from tests.cast import Cast
from tests.contributions.givers import line
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")
_TWO = ("officer", "accountant")
KEEPERS = (*_TWO, "neighbour")
_OTHERS = {**{person: 403 for person in READERS if person not in _TWO}, **NOT_INSIDE}
#: Names: clerk, administrator and the office above read sums alone.
NAMES = ("officer", "leader", "accountant", "village_head")
_NAMELESS = {person: 404 for person in PEOPLE if person not in NAMES}
_WITH_NAMES = {**_NAMELESS, "leader": 403, "village_head": 403}

TABLE = (
    Row("contributions:roster", READERS, NOT_INSIDE, of="contribution_campaign"),
    Row("contributions:add_line", _TWO, _OTHERS, of="contribution_campaign"),
    Row("contributions:edit_line", _TWO, _WITH_NAMES, of="roster_line"),
    Row("contributions:remove_line", _TWO, _WITH_NAMES, method="post", of="roster_line", done=302),
    Row("contributions:import_roster", _TWO, _OTHERS, of="contribution_campaign"),
    Row("contributions:roster_import", _TWO, _OTHERS, of="roster_import"),
    Row("contributions:map_roster", _TWO, _OTHERS, of="roster_import"),
    Row("contributions:confirm_roster", _TWO, _OTHERS, method="post", of="roster_import", done=302),
    Row("contributions:undo_roster", _TWO, _OTHERS, method="post", of="roster_import", done=302),
    Row("contributions:parties", PEOPLE, {}),
    Row("contributions:party", NAMES, _NAMELESS, of="giver"),
    Row("contributions:edit_party", _TWO, _WITH_NAMES, of="giver"),
    Row("contributions:move_party", _TWO, _WITH_NAMES, method="post", of="giver", done=302),
    Row("contributions:duplicates", PEOPLE, {}),
    Row("contributions:find_duplicates", KEEPERS, {person: 403 for person in PEOPLE if person not in KEEPERS},
        method="post", done=302),
    Row("contributions:decide_duplicate", _TWO, _WITH_NAMES, method="post", of="duplicate",
        data={"answer": "different"}, done=302),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    campaign = Campaign.objects.get(pk=made["contribution_campaign"])
    one = line(cast, campaign, "Mè Thị Nhung")
    line(cast, campaign, "Me Thi Nhung", state="exempt", reason="Hộ nghèo")
    find_duplicates(cast.commune)
    text = "Họ tên\tThu nhập\nQuàng Thị Ón\t5tr\nVàng A Súa\tkhông rõ"
    draft = read_paste(campaign, text=text, by=cast.officer)
    map_columns(draft, columns={"name": 0, "income": 1}, defaults={}, by=cast.officer)
    return {
        "roster_line": (campaign.pk, one.pk), "roster_import": (campaign.pk, draft.pk), "giver": one.party_id,
        "duplicate": Duplicate.objects.get().pk,
    }  # fmt: skip


PAGES = (
    ("officer", "contributions:roster", "contribution_campaign"),
    ("officer", "contributions:add_line", "contribution_campaign"),
    ("officer", "contributions:edit_line", "roster_line"),
    ("officer", "contributions:import_roster", "contribution_campaign"),
    ("officer", "contributions:roster_import", "roster_import"),
    ("officer", "contributions:map_roster", "roster_import"),
    ("officer", "contributions:parties", ""),
    ("officer", "contributions:party", "giver"),
    ("officer", "contributions:edit_party", "giver"),
    ("officer", "contributions:duplicates", ""),
)
