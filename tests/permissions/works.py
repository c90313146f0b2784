"""Works, residents' decisions, committees, models and clubs."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from PIL import Image

from campaigns.actions.committees import add_committee
from campaigns.actions.models_and_clubs import add_model
from campaigns.actions.residents import add_decision
from campaigns.actions.works import add_photo, add_work, record_payment
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

#: All of these stand on the commune, so its village and the office above read them too.
READERS = (*COLLEAGUES, "village_head", "coordination")
#: Each on the own area.
BOOKKEEPERS = ("officer", "accountant", "neighbour")
WRITERS = ("officer", "village_head", "coordination", "neighbour")


def _but(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in READERS if person not in may}, **NOT_INSIDE}


def _nobody_else(*may: str) -> dict[str, int]:
    return {person: 403 for person in PEOPLE if person not in may}


_TWO = ("officer", "accountant")
#: A village sees models of its own alone.
_MODEL_READERS = (*COLLEAGUES, "coordination")
_MODEL_OTHERS = {**NOT_INSIDE, "village_head": 404}
_NOT_THE_OFFICER = {**{person: 403 for person in _MODEL_READERS if person != "officer"}, **_MODEL_OTHERS}
TABLE = (
    Row("campaigns:works", PEOPLE, {}),
    Row("campaigns:work_debts", PEOPLE, {}),
    Row("campaigns:add_work", BOOKKEEPERS, _nobody_else(*BOOKKEEPERS)),
    Row("campaigns:work", READERS, NOT_INSIDE, of="work"),
    Row("campaigns:edit_work", _TWO, _but(*_TWO), of="work"),
    Row("campaigns:pay_work", _TWO, _but(*_TWO), method="post", of="work"),
    Row("campaigns:correct_work_payment", _TWO, _but(*_TWO), of="work_payment"),
    Row("campaigns:add_work_photo", _TWO, _but(*_TWO), method="post", of="work"),
    Row("campaigns:remove_work_photo", _TWO, _but(*_TWO), method="post", of="work_photo", done=302),
    Row("campaigns:residents", PEOPLE, {}),
    Row("campaigns:add_residents_decision", WRITERS, _nobody_else(*WRITERS)),
    Row("campaigns:residents_decision", READERS, NOT_INSIDE, of="residents_decision"),
    Row("campaigns:edit_residents_decision", ("officer",), _but("officer"), of="residents_decision"),
    Row("campaigns:residents_minutes_pdf", READERS, NOT_INSIDE, of="residents_decision"),
    Row("campaigns:residents_minutes_docx", READERS, NOT_INSIDE, of="residents_decision"),
    Row("campaigns:committees", PEOPLE, {}),
    Row("campaigns:committee_seats", PEOPLE, {}),
    Row("campaigns:add_committee", WRITERS, _nobody_else(*WRITERS)),
    Row("campaigns:committee", READERS, NOT_INSIDE, of="committee"),
    Row("campaigns:edit_committee", ("officer",), _but("officer"), of="committee"),
    Row("campaigns:models", PEOPLE, {}),
    Row("campaigns:add_model", WRITERS, _nobody_else(*WRITERS)),
    Row("campaigns:model", _MODEL_READERS, _MODEL_OTHERS, of="model"),
    Row("campaigns:edit_model", ("officer",), _NOT_THE_OFFICER, of="model"),
    Row("campaigns:confirm_model", ("officer",), _NOT_THE_OFFICER, method="post", of="model",
        data={"year": "2026", "confirmed": "1"}, done=302),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    officer, commune = cast.officer, cast.commune
    funds = [{"kind": "state", "text": "", "amount": 900_000_000}, {"kind": "people", "text": "Ngày công", "amount": 5}]
    values = {
        "name": "Đường bê tông liên thôn Nà Cốc", "criterion": 2, "total": 1_000_000_000, "accepted_value": 950_000_000,
        "accepted_on": date(2026, 6, 1), "state": "accepted",
    }  # fmt: skip
    decision = add_decision(
        area=commune, upload=None, key="quyen", by=officer,
        values={"subject": "Vận động ngày công làm đường", "matter": "contribution", "form": "meeting",
                "held_on": date(2026, 3, 8), "households": 90, "present": 70, "agreed": 60},
    )  # fmt: skip
    work = add_work(
        area=commune, values={**values, "residents_decision": decision}, funds=funds, key="quyen", by=officer
    )
    payment = record_payment(work, paid_on=date(2026, 6, 2), amount=400_000_000, key="quyen", by=officer)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "sienna").save(picture, "JPEG")
    photo = add_photo(work, moment="before", name="anh.jpg", data=picture.getvalue(), note="Đường đất cũ", by=officer)
    members = [{"full_name": "Cầm Văn Hạnh", "post": "Chủ tịch UBND xã", "duty": "Trưởng ban"}]
    committee = add_committee(
        area=commune,
        values={"name": "Ban Chỉ đạo xã An Bình", "kind": "steering"},
        members=members,
        key="quyen",
        by=officer,
    )
    model = add_model(area=commune, values={"name": "5 không, 3 sạch", "kind": "model"}, key="quyen", by=officer)
    return {
        "work": work.pk, "work_payment": (work.pk, payment.pk), "work_photo": (work.pk, photo.pk),
        "residents_decision": decision.pk, "committee": committee.pk, "model": model.pk,
    }  # fmt: skip


PAGES = (
    ("officer", "campaigns:works", ""),
    ("officer", "campaigns:work_debts", ""),
    ("accountant", "campaigns:add_work", ""),
    ("accountant", "campaigns:work", "work"),
    ("accountant", "campaigns:edit_work", "work"),
    ("accountant", "campaigns:correct_work_payment", "work_payment"),
    ("officer", "campaigns:residents", ""),
    ("officer", "campaigns:add_residents_decision", ""),
    ("officer", "campaigns:residents_decision", "residents_decision"),
    ("officer", "campaigns:edit_residents_decision", "residents_decision"),
    ("officer", "campaigns:committees", ""),
    ("officer", "campaigns:committee_seats", ""),
    ("officer", "campaigns:add_committee", ""),
    ("officer", "campaigns:committee", "committee"),
    ("officer", "campaigns:edit_committee", "committee"),
    ("officer", "campaigns:models", ""),
    ("officer", "campaigns:add_model", ""),
    ("officer", "campaigns:model", "model"),
    ("officer", "campaigns:edit_model", "model"),
)
NO_PAGES = ("campaigns:residents_minutes_pdf", "campaigns:residents_minutes_docx")
