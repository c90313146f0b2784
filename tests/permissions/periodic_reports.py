"""Periodic reports: a commune's people read their drafts, the officer writes; the office above sees what was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from areas.enums import Level
from core.clock import now, today
from reporting.enums import Every, ReportState
from reporting.models import Cell, Passage, PeriodicReport, ReportForm, SentVersion
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, Row

_OFFICER = ("officer",)
#: The commune's draft is nobody's outside; inside, those who do not write are refused.
_WRITE = {
    **dict.fromkeys(("leader", "clerk", "accountant", "administrator"), 403), "village_head": 404, "coordination": 404,
    **NOT_INSIDE,
}  # fmt: skip
_READ = {"village_head": 404, "coordination": 404, **NOT_INSIDE}
#: A village's report, which its head and the commune's officer write.
_VILLAGE = ("officer", "village_head")
_VILLAGE_REST = {
    **dict.fromkeys(("leader", "clerk", "accountant", "administrator"), 403), "coordination": 404, **NOT_INSIDE
}  # fmt: skip
#: What went up is there for the office above, which alone receives it.
_RECEIVE = {**dict.fromkeys(COLLEAGUES, 403), "village_head": 404, **NOT_INSIDE}
_EVERYBODY = (*COLLEAGUES, "village_head", "coordination", "neighbour", "stranger")

TABLE = (
    Row("reporting:reports", _EVERYBODY, {}),
    # Whoever writes reports of any area opens one of it.
    Row(
        "reporting:open_report", ("officer", "village_head", "coordination", "neighbour"),
        dict.fromkeys(("leader", "clerk", "accountant", "administrator", "stranger"), 403),
    ),
    Row("reporting:report", COLLEAGUES, _READ, of="periodic_draft"),
    Row("reporting:draft_report", _OFFICER, _WRITE, method="post", of="periodic_draft", done=302),
    Row("reporting:draft_paper", _OFFICER, _WRITE, method="post", of="periodic_draft", done=302),
    Row("reporting:add_passage", _OFFICER, _WRITE, of="periodic_section"),
    Row("reporting:edit_passage", _OFFICER, _WRITE, of="periodic_passage"),
    Row("reporting:remove_passage", _OFFICER, _WRITE, method="post", of="periodic_passage", done=302),
    Row("reporting:restore_passage", _OFFICER, _WRITE, method="post", of="periodic_passage", done=302),
    Row("reporting:cell", COLLEAGUES, _READ, of="periodic_cell"),
    Row("reporting:edit_cell", _OFFICER, _WRITE, method="post", of="periodic_cell", data={"typed": "", "seen": ""}, done=302),
    Row("reporting:write_village_report", _VILLAGE, _VILLAGE_REST, method="post", of="periodic_village", done=302),
    Row("reporting:receive_report", ("coordination",), _RECEIVE, method="post", of="periodic_sent", done=302),
    Row(
        "reporting:return_report", ("coordination",), _RECEIVE, method="post", of="periodic_sent",
        data={"reason": "Thiếu biểu"}, done=302,
    ),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    sections = [{"label": "I", "title": "KẾT QUẢ THỰC HIỆN", "drafts": []}]
    form, village_form = (
        ReportForm.objects.create(
            code=f"quyen-{level}", name="Báo cáo tháng", level=level, every=Every.MONTH, due_after=3, sections=sections,
            tables=["resources"] if level == Level.COMMUNE else [], valid_from="2020-01-01",
        )
        for level in (Level.COMMUNE, Level.VILLAGE)
    )  # fmt: skip
    draft, sent, village = (
        PeriodicReport.objects.create(
            form=of, area=area, starts_on=today() - timedelta(days=40 + back), ends_on=today() - timedelta(days=10 + back),
            due_on=today(), created_by=cast.officer, state=state, drafted_at=now(), sent_at=now() if back else None,
        )
        for of, area, state, back in (
            (form, cast.commune, ReportState.DRAFT, 0), (form, cast.commune, ReportState.SENT, 31),
            (village_form, cast.village, ReportState.DRAFT, 0),
        )
    )  # fmt: skip
    source = {"kind": "campaigns.task", "id": 1, "label": "Nhiệm vụ làm đường", "url": "/viec/", "by": "Hà Văn Thôn"}
    passage = Passage.objects.create(
        report=draft, section=0, position=0, text="Đã làm 200 m đường.", drafted="Đã làm 100 m đường.", sources=[source],
        edited_by=cast.officer, edited_at=now(),
    )  # fmt: skip
    Passage.objects.create(report=draft, section=0, position=1, text="Đã trồng hoa.", drafted="Đã trồng hoa.")
    cell = Cell.objects.create(
        report=draft, table="resources", row="people_cash", column="year", position=1, sources=[source]
    )
    SentVersion.objects.create(report=sent, at=now(), by=cast.officer, content={"passages": [], "cells": []})
    draft.gaps.create(section=0, what="Thôn Nà Cốc chưa báo cáo khối lượng", who="Hà Văn Thôn", url="/viec/")
    return {
        "periodic_draft": draft.pk, "periodic_section": (draft.pk, 0), "periodic_passage": (draft.pk, passage.pk),
        "periodic_cell": (draft.pk, cell.pk), "periodic_village": village.pk, "periodic_sent": sent.pk,
    }  # fmt: skip


PAGES = (
    ("officer", "reporting:reports", ""),
    ("village_head", "reporting:reports", ""),
    ("officer", "reporting:open_report", ""),
    ("officer", "reporting:report", "periodic_draft"),
    ("coordination", "reporting:report", "periodic_sent"),
    ("village_head", "reporting:report", "periodic_village"),
    ("officer", "reporting:add_passage", "periodic_section"),
    ("officer", "reporting:edit_passage", "periodic_passage"),
    ("officer", "reporting:cell", "periodic_cell"),
    ("leader", "reporting:cell", "periodic_cell"),
)
