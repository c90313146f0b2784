"""What goes into a dossier of recognition: opinions, the meeting, the survey of satisfaction."""

from __future__ import annotations

from typing import Any

from core.clock import now, today
from criteria.actions.surveys import save_items
from criteria.enums import OpinionWay
from criteria.models import Dossier, Opinion, ProposalMeeting, Scorecard
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, Row

_READERS = (*COLLEAGUES, "village_head", "coordination")
_COUNTERS = {**{person: 403 for person in _READERS if person != "officer"}, **NOT_INSIDE}


def _write(name: str, of: str, *, done: int = 200, method: str = "get") -> Row:
    return Row(f"criteria:{name}", ("officer",), _COUNTERS, method=method, of=of, done=done)


TABLE = (
    Row("criteria:opinions", _READERS, NOT_INSIDE, of="surveyed"),
    _write("add_opinion", "surveyed"),
    _write("edit_opinion", "surveyed_opinion"),
    _write("remove_opinion", "surveyed_opinion", method="post", done=409),
    Row("criteria:meeting", _READERS, NOT_INSIDE, of="surveyed"),
    _write("add_meeting", "surveyed"),
    _write("edit_meeting", "surveyed_meeting"),
    _write("remove_meeting", "surveyed_meeting", method="post", done=409),
    Row("criteria:survey", _READERS, NOT_INSIDE, of="surveyed"),
    _write("survey_items", "surveyed"),
    _write("survey_dates", "surveyed", method="post", done=302),
    Row("criteria:survey_ballot", _READERS, NOT_INSIDE, of="surveyed"),
    _write("survey_village", "surveyed_village"),
    _write("survey_remove", "surveyed_village", method="post", done=409),
)
PAGES = (
    ("officer", "criteria:opinions", "surveyed"),
    ("officer", "criteria:add_opinion", "surveyed"),
    ("officer", "criteria:edit_opinion", "surveyed_opinion"),
    ("officer", "criteria:meeting", "surveyed"),
    ("officer", "criteria:add_meeting", "surveyed"),
    ("officer", "criteria:edit_meeting", "surveyed_meeting"),
    ("officer", "criteria:survey", "surveyed"),
    ("officer", "criteria:survey_items", "surveyed"),
    ("officer", "criteria:survey_village", "surveyed_village"),
)
NO_PAGES = ("criteria:survey_ballot",)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    card = Scorecard.objects.get(pk=made["card"])
    kept = {"created_by": cast.officer, "created_at": now()}
    dossier, _ = Dossier.objects.get_or_create(card=card, defaults=kept)
    common = {"dossier": dossier, "by": cast.officer, "at": now()}
    opinion = Opinion.objects.create(
        giver=str(cast.village), area=cast.village, way=OpinionWay.MEETING, held_from=today(), asked=60, agreed=57, **common
    )  # fmt: skip
    meeting = ProposalMeeting.objects.create(
        held_on=today(), chair="Cầm Văn Hạnh", secretary="Lò Thị Mến", invited=55, present=50, agreed=45, **common
    )
    save_items(dossier, [("Đường thôn", None), ("Nước sạch", 1)], by=cast.officer)
    return {
        "surveyed": dossier.pk, "surveyed_opinion": (dossier.pk, opinion.pk), "surveyed_meeting": (dossier.pk, meeting.pk),
        "surveyed_village": (dossier.pk, cast.village.pk),
    }  # fmt: skip
