"""The office above: coordination asks the communes, the commune's officer its villages; nobody sees another office's."""

from __future__ import annotations

from typing import Any

from areas.enums import Level
from reporting.enums import Every
from reporting.models import ReportDuty, ReportForm
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, Row

#: Who receives reports of some area: the province's office, an officer of any commune.
_RECEIVERS = ("officer", "coordination", "neighbour")
_OTHERS = dict.fromkeys(("leader", "clerk", "accountant", "administrator", "village_head", "stranger"), 403)
#: A duty of the province is the province's: officers of communes have their own.
_OF_PROVINCE = {**_OTHERS, "officer": 404, "neighbour": 404}

TABLE = (
    Row("reporting:office", _RECEIVERS, _OTHERS),
    # xã Bình Yên asks nobody for anything.
    Row("reporting:remind", ("officer", "coordination"), {**_OTHERS, "neighbour": 404}, method="post", done=302),
    Row("reporting:duties", _RECEIVERS, _OTHERS),
    Row(
        "reporting:end_duty", ("coordination",), _OF_PROVINCE, method="post", of="office_duty",
        data={"den_ngay": "31/12/2030"}, done=302,
    ),
    Row(
        "reporting:rollup_parts", ("coordination",),
        {**dict.fromkeys((*COLLEAGUES, "village_head"), 404), **NOT_INSIDE}, of="office_rollup",
    ),
    Row(
        "reporting:report_workbook", COLLEAGUES, {"village_head": 404, "coordination": 404, **NOT_INSIDE}, of="periodic_draft",
    ),
    Row("reporting:report_workbook", (*COLLEAGUES, "coordination"), {"village_head": 404, **NOT_INSIDE}, of="periodic_sent"),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    forms = [
        ReportForm.objects.create(
            code=f"quyen-noi-nhan-{level}", name="Báo cáo tháng", level=level, every=Every.MONTH, due_after=3,
            sections=[{"label": "I", "title": "KẾT QUẢ", "drafts": []}], tables=["resources"], valid_from="2020-01-01",
        )
        for level in (Level.COMMUNE, Level.VILLAGE, Level.PROVINCE)
    ]  # fmt: skip
    duty, _ = (
        ReportDuty.objects.create(form=form, asked_by=area, valid_from="2024-01-01", created_by=cast.coordination)
        for form, area in ((forms[0], cast.province), (forms[1], cast.commune))
    )
    return {"office_duty": duty.pk, "office_rollup": (forms[2].pk, cast.province.pk, "2024-07-01")}


PAGES = (
    ("coordination", "reporting:office", ""),
    ("officer", "reporting:office", ""),
    ("neighbour", "reporting:office", ""),
    ("coordination", "reporting:duties", ""),
    ("coordination", "reporting:rollup_parts", "office_rollup"),
)
NO_PAGES = ("reporting:report_workbook",)
