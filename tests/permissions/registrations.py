"""Registrations of villages, gardens and communes, their list as a paper, and what they tell a card."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.clock import now
from criteria.actions.registration_lists import draft_list
from criteria.enums import RegistrationState, SetLevel
from criteria.models import CriteriaSet, Criterion, Registration
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, PEOPLE, Row

_READERS = (*COLLEAGUES, "village_head", "coordination")
_FILLERS = ("officer", "village_head")
_NO_FILLER = {**{person: 403 for person in _READERS if person not in _FILLERS}, **NOT_INSIDE}
#: A village: the commune's leader and the office above, never the village itself.
_RECOGNISE = ("leader", "coordination")
_NO_RECOGNISE = {**{person: 403 for person in _READERS if person not in _RECOGNISE}, **NOT_INSIDE}
_ENTER = (*_FILLERS, "neighbour")

TABLE = (
    Row("criteria:registrations", PEOPLE, {}),
    Row("criteria:register", _ENTER, {person: 403 for person in PEOPLE if person not in _ENTER}),
    Row("criteria:registration", _READERS, NOT_INSIDE, of="registration"),
    Row("criteria:registration_card", _FILLERS, _NO_FILLER, method="post", of="registration", done=302),
    Row("criteria:assess", _FILLERS, _NO_FILLER, of="registration"),
    Row("criteria:recognise", _RECOGNISE, _NO_RECOGNISE, of="assessed_registration"),
    # A commune is recognised by the office above alone.
    Row("criteria:recognise", ("coordination",), {**dict.fromkeys((*COLLEAGUES, "village_head"), 403), **NOT_INSIDE}, of="communes_registration"),
    Row("criteria:revoke", _RECOGNISE, _NO_RECOGNISE, of="recognised_registration"),
    Row(
        "criteria:withdraw_registration", _FILLERS, _NO_FILLER, method="post", of="registration", data={"reason": "Lùi."},
        done=302,
    ),
    Row("criteria:registration_paper", ("officer", "neighbour"), {person: 403 for person in PEOPLE if person not in ("officer", "neighbour")}),
    Row("criteria:registration_list", COLLEAGUES, HIDDEN, of="registration_list"),
    Row("criteria:feeds", _READERS, NOT_INSIDE, of="card"),
    Row(
        "criteria:take_feed", ("officer",), {**{person: 403 for person in _READERS if person != "officer"}, **NOT_INSIDE},
        method="post", of="card", done=409,
    ),
)  # fmt: skip
PAGES = (
    ("officer", "criteria:registrations", ""),
    ("officer", "criteria:register", ""),
    ("leader", "criteria:registration", "assessed_registration"),
    ("village_head", "criteria:registration", "registration"),
    ("village_head", "criteria:assess", "registration"),
    ("officer", "criteria:assess", "plain_registration"),
    ("leader", "criteria:recognise", "assessed_registration"),
    ("leader", "criteria:revoke", "recognised_registration"),
    ("officer", "criteria:registration_paper", ""),
    ("officer", "criteria:registration_list", "registration_list"),
    ("officer", "criteria:feeds", "card"),
)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    hamlet = CriteriaSet.objects.create(
        code="thon-thu", name="Thôn kiểu mẫu thử", level=SetLevel.VILLAGE, issued_by="province"
    )
    Criterion.objects.create(criteria_set=hamlet, number=1, name="Nhà ở", complete=False)
    plain = CriteriaSet.objects.create(
        code="thon-trong", name="Bộ chưa có nội dung", level=SetLevel.VILLAGE, issued_by="province"
    )
    garden = CriteriaSet.objects.create(
        code="vuon-thu", name="Vườn mẫu thử", level=SetLevel.GARDEN, issued_by="province"
    )
    assessed = {"state": RegistrationState.ASSESSED, "assessed_on": date(2026, 3, 1), "found_met": True}
    recognised = {
        **assessed, "state": RegistrationState.RECOGNISED, "decision": "12/QĐ-UBND", "recognised_on": date(2026, 4, 1),
    }  # fmt: skip
    commune = CriteriaSet.objects.get(code="thu")
    rows = {
        "registration": _row(cast, cast.village, hamlet), "plain_registration": _row(cast, cast.village, plain),
        "assessed_registration": _row(cast, cast.village, garden, subject="Hộ Lò Văn An", **assessed),
        "other_garden": _row(cast, cast.village, garden, subject="Hộ Hà Thị Bích", **assessed),
        "recognised_registration": _row(cast, cast.village, garden, subject="Hộ Tòng Văn Cương", **recognised),
        "communes_registration": _row(cast, cast.commune, commune, **assessed),
    }  # fmt: skip
    listed = draft_list(cast.commune, year=2026, by=cast.officer)
    return {**{name: row.pk for name, row in rows.items()}, "registration_list": listed.pk}


def _row(cast: Cast, area: Any, chosen: CriteriaSet, **values: Any) -> Registration:
    return Registration.objects.create(
        **{
            "area": area, "criteria_set": chosen, "year": 2026, "registered_on": date(2026, 1, 5),
            "created_by": cast.officer, "created_at": now(), **values,
        }
    )  # fmt: skip
