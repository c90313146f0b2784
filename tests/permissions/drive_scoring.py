"""Scoring of a drive: the sheet for everybody, marks for their scorer alone, freezing for the leader."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from campaigns.enums import PlanKind
from core.clock import now, today
from emulation.actions.marks import Said, save_mark
from emulation.actions.scoring import close_marking, freeze_ranking
from emulation.enums import DriveState, EntryKind, EntryState, ItemSource, ScoringState
from emulation.models import Drive, Entry, ScoreItem, Scorer, Scoring
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")
_DRAFT = {
    **{person: 404 for person in READERS if person not in ("officer", "leader")},
    **NOT_INSIDE,
}


def _but(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in READERS if person not in may}, **NOT_INSIDE}


_OFFICER, _LEADER, _SCORER = ("officer",), ("leader",), ("accountant",)
#: A sheet that is drafted is seen by those who run it; the leader sees it and does not write it.
_WRITES_DRAFT = {**_DRAFT, "leader": 403}
TABLE = (
    Row("emulation:scorings", READERS, NOT_INSIDE, of="drive_scored"),
    Row("emulation:new_scoring", _OFFICER, _but(*_OFFICER), of="drive_scored"),
    Row("emulation:scoring", ("officer", "leader"), _DRAFT, of="drive_scoring_draft"),
    Row("emulation:scoring", READERS, NOT_INSIDE, of="drive_scoring"),
    Row("emulation:scoring", READERS, NOT_INSIDE, of="drive_scoring_closed"),
    Row("emulation:edit_scoring", _OFFICER, _WRITES_DRAFT, of="drive_scoring_draft"),
    Row("emulation:score_items", _OFFICER, _WRITES_DRAFT, of="drive_scoring_draft"),
    Row("emulation:scorers", _OFFICER, _WRITES_DRAFT, of="drive_scoring_draft"),
    Row("emulation:scorers", _OFFICER, _but(*_OFFICER), of="drive_scoring"),
    Row("emulation:leave_out_scorer", _OFFICER, _but(*_OFFICER), of="drive_scorer"),
    Row("emulation:step_scoring", _OFFICER, _but(*_OFFICER), method="post", of="drive_scoring", done=302),
    Row("emulation:marks", _SCORER, _but(*_SCORER), of="drive_scoring"),
    Row("emulation:save_mark", _SCORER, _but(*_SCORER), method="post", of="drive_scoring", done=302),
    Row("emulation:explain_spread", _OFFICER, _but(*_OFFICER), of="drive_score"),
    Row("emulation:correct_points", _OFFICER, _but(*_OFFICER), of="drive_score"),
    Row("emulation:freeze_scoring", _LEADER, _but(*_LEADER), method="post", of="drive_scoring_closed", done=302),
    Row("emulation:ranking", READERS, NOT_INSIDE, of="drive_scoring"),
    Row("emulation:ranking", READERS, NOT_INSIDE, of="drive_scoring_frozen"),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    starts, ends = today() - timedelta(days=20), today() + timedelta(days=40)
    drive = Drive.objects.create(
        area=cast.commune, plan=issued_plan(cast, title="Thi đua chấm điểm", kind=PlanKind.EMULATION), name="Thi đua có chấm điểm",
        starts_on=starts, ends_on=ends, review_on=ends, state=DriveState.OPEN, created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    entry = Entry.objects.create(
        drive=drive, kind=EntryKind.VILLAGE, area=cast.village, name=str(cast.village), state=EntryState.ACCEPTED,
        created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    kept: dict[str, Scoring] = {}
    for back, name in enumerate(("draft", "marking", "closed", "frozen")):
        kept[name] = _scoring(cast, drive, back)
    for name in ("marking", "closed", "frozen"):
        Scoring.objects.filter(pk=kept[name].pk).update(state=ScoringState.MARKING)
    for name in ("closed", "frozen"):
        item, scorer = kept[name].items.get(), kept[name].scorers.get()
        save_mark(scorer, item, entry, Said(Decimal(8), "", None), by=cast.accountant)
        close_marking(kept[name], confirmed=set(), by=cast.officer)
    freeze_ranking(kept["frozen"], confirmed=set(), by=cast.leader)
    return {
        "drive_scored": drive.pk, "drive_scoring_draft": (drive.pk, kept["draft"].pk), "drive_scoring": (drive.pk, kept["marking"].pk),
        "drive_scoring_closed": (drive.pk, kept["closed"].pk), "drive_scoring_frozen": (drive.pk, kept["frozen"].pk),
        "drive_scorer": (drive.pk, kept["marking"].pk, kept["marking"].scorers.get().pk),
        "drive_score": (drive.pk, kept["closed"].pk, kept["closed"].items.get().pk, entry.pk),
    }  # fmt: skip


def _scoring(cast: Cast, drive: Drive, back: int) -> Scoring:
    scoring = Scoring.objects.create(
        drive=drive, kind=EntryKind.VILLAGE, name=f"Chấm điểm lần {back + 1}", counts_from=drive.starts_on,
        review_on=today() - timedelta(days=back), created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    ScoreItem.objects.create(
        scoring=scoring, position=1, text="Cảnh quan, vệ sinh", points=Decimal(10), source=ItemSource.JUDGED
    )
    Scorer.objects.create(scoring=scoring, user=cast.accountant)
    return scoring


PAGES = (
    ("officer", "emulation:scorings", "drive_scored"),
    ("officer", "emulation:new_scoring", "drive_scored"),
    ("officer", "emulation:scoring", "drive_scoring"),
    ("officer", "emulation:edit_scoring", "drive_scoring_draft"),
    ("officer", "emulation:score_items", "drive_scoring_draft"),
    ("officer", "emulation:scorers", "drive_scoring_draft"),
    ("officer", "emulation:leave_out_scorer", "drive_scorer"),
    ("accountant", "emulation:marks", "drive_scoring"),
    ("officer", "emulation:explain_spread", "drive_score"),
    ("officer", "emulation:correct_points", "drive_score"),
    ("village_head", "emulation:ranking", "drive_scoring_frozen"),
)
