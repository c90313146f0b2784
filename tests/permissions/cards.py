"""Scorecards."""

from __future__ import annotations

from typing import Any

from core.clock import now, today
from criteria.actions.evidence import add_evidence
from criteria.actions.rounds import submit_card
from criteria.enums import RoundKind, SetLevel
from criteria.models import CriteriaSet, Criterion, Round, RoundCard, Scorecard
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

_READERS = (*COLLEAGUES, "village_head", "coordination")
#: The head of a village opens cards of that village.
_FILLERS = ("officer", "neighbour", "village_head")
_NO_FILLER = {**{person: 403 for person in _READERS if person != "officer"}, **NOT_INSIDE}

_OFFICE = ("coordination",)
_NO_OFFICE = {**dict.fromkeys((*COLLEAGUES, "village_head"), 403), **NOT_INSIDE}
_IN_ROUND = {**NOT_INSIDE, "village_head": 404}

TABLE = (
    Row("criteria:list", PEOPLE, {}),
    Row("criteria:open", _FILLERS, {person: 403 for person in PEOPLE if person not in _FILLERS}),
    Row("criteria:card", _READERS, NOT_INSIDE, of="card"),
    Row("criteria:criterion", _READERS, NOT_INSIDE, of="card_criterion"),
    Row("criteria:add_evidence", ("officer",), _NO_FILLER, of="card_criterion"),
    Row("criteria:evidence_list", PEOPLE, {}),
    Row("criteria:evidence", _READERS, NOT_INSIDE, of="evidence"),
    Row("criteria:withdraw_evidence", ("officer",), _NO_FILLER, method="post", of="evidence", done=302),
    Row("campaigns:enter_standings", ("officer",), _NO_FILLER, method="post", of="issued_plan", done=409),
    Row("criteria:rounds", PEOPLE, {}),
    Row("criteria:open_round", _OFFICE, {person: 403 for person in PEOPLE if person not in _OFFICE}),
    Row("criteria:round", (*COLLEAGUES, "coordination"), _IN_ROUND, of="round"),
    Row("criteria:change_round", _OFFICE, {**_NO_OFFICE, **_IN_ROUND}, of="round"),
    Row("criteria:withdraw_round", _OFFICE, {**_NO_OFFICE, **_IN_ROUND}, method="post", of="round", done=302),
    Row("criteria:round_card", (*COLLEAGUES, "coordination"), _IN_ROUND, of="round_card"),
    Row(
        "criteria:submit_card",
        ("leader",),
        {**_NO_OFFICE, **_IN_ROUND, "coordination": 403},
        method="post",
        of="round_card",
        done=302,
    ),
    Row("criteria:return_card", _OFFICE, {**_NO_OFFICE, **_IN_ROUND}, method="post", of="round_card", done=409),
    Row("criteria:correct_row", _OFFICE, {**_NO_OFFICE, **_IN_ROUND}, method="post", of="round_card", done=409),
    Row("criteria:accept_card", _OFFICE, {**_NO_OFFICE, **_IN_ROUND}, method="post", of="round_card", done=409),
)
PAGES = (
    ("officer", "criteria:list", ""),
    ("officer", "overview", ""),
    ("officer", "criteria:open", ""),
    ("officer", "criteria:card", "card"),
    ("officer", "criteria:criterion", "card_criterion"),
    ("village_head", "criteria:criterion", "card_criterion"),
    ("officer", "criteria:add_evidence", "card_criterion"),
    ("officer", "criteria:evidence_list", ""),
    ("officer", "criteria:evidence", "evidence"),
    ("coordination", "criteria:rounds", ""),
    ("coordination", "criteria:open_round", ""),
    ("coordination", "criteria:round", "round"),
    ("coordination", "criteria:change_round", "round"),
    ("leader", "criteria:round_card", "round_card"),
    ("coordination", "criteria:round_card", "sent_card"),
)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    chosen = CriteriaSet.objects.create(code="thu", name="Bộ tiêu chí thử", level=SetLevel.COMMUNE, issued_by="central")
    Criterion.objects.create(criteria_set=chosen, number=1, name="Quy hoạch", complete=False)
    card = Scorecard.objects.create(
        area=cast.commune, criteria_set=chosen, year=2026, created_by=cast.officer, created_at=now(), updated_at=now()
    )
    criterion = card.criteria_set.criteria.get()
    proof = add_evidence(
        area=cast.commune,
        title="Biên bản họp",
        rows=[criterion],
        by=cast.officer,
        upload=("bien-ban.pdf", b"%PDF-1.7\n"),
    )
    common = {"area": cast.province, "criteria_set": chosen, "created_by": cast.coordination, "created_at": now()}
    filling, sent = (
        Round.objects.create(name=name, kind=RoundKind.YEAR, year=2026, deadline=today(), **common)
        for name in ("Cả năm 2026", "6 tháng 2026")
    )
    rows = [RoundCard.objects.create(round=found, card=card) for found in (filling, sent)]
    submit_card(rows[1], by=cast.leader)
    return {
        "card": card.pk, "card_criterion": (card.pk, 1), "evidence": proof.pk, "round": filling.pk,
        "round_card": rows[0].pk, "sent_card": rows[1].pk,
    }  # fmt: skip
