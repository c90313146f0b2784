"""Checks, remarks, history and versions of a plan."""

from __future__ import annotations

from typing import Any

from campaigns.actions.versions import keep_version
from campaigns.checks import findings_of
from campaigns.corrections import facts_of, reading_of_draft
from campaigns.models import Plan, Remark
from core import clock
from documents.actions import edit_document
from documents.context import Paragraph, Section, paper_from_json
from documents.enums import DocumentState
from tests import factories
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, Row, without

INSIDE = (*COLLEAGUES, "village_head", "coordination")
TABLE = (
    Row("campaigns:checks", COLLEAGUES, HIDDEN, of="checked_plan"),
    Row("campaigns:checks", INSIDE, NOT_INSIDE, of="issued_plan"),
    Row("campaigns:check", ("officer", "leader"), without("officer", "leader"), method="post", of="checked_plan", done=302),
    Row("campaigns:keep_finding", ("leader",), without("leader"), method="post", of="error", data={"reason": "Theo mẫu cũ."}, done=302),
    Row("campaigns:ask_to_keep", ("officer",), without("officer"), method="post", of="error", done=302),
    Row("campaigns:return", ("leader",), without("leader"), of="waiting_plan"),
    Row("campaigns:resolve_remark", ("officer",), without("officer"), method="post", of="remark", done=302),
    Row("campaigns:history", COLLEAGUES, HIDDEN, of="checked_plan"),
    Row("campaigns:history", INSIDE, NOT_INSIDE, of="issued_plan"),
    Row("campaigns:compare", COLLEAGUES, HIDDEN, of="versions"),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    plan = wrong_plan(cast)
    keep_version(plan, "Trước khi sửa", cast.officer)
    remark = Remark.objects.create(plan=plan, slug="muc-tieu", text="Bổ sung số liệu.", by=cast.leader, at=clock.now())
    waiting = factories.plan(cast.commune, cast.committee, state=DocumentState.SUBMITTED, by=cast.officer)
    error = next(row for row in findings_of(plan) if row["level"] == "error")
    return {
        "checked_plan": plan.pk, "waiting_plan": waiting.pk, "error": (plan.pk, error["key"]), "remark": (plan.pk, remark.pk),
        "versions": (plan.pk, 1, 0),
    }  # fmt: skip


def wrong_plan(cast: Cast) -> Plan:
    """A draft whose own words do not agree: 31/4 does not exist."""
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    paper = factories.paper(content=(Section("I", "MỤC TIÊU", (Paragraph("- Hoàn thành trước ngày 31/4/2026."),)),))
    edit_document(plan.document, paper=paper, by=cast.officer)
    plan.document.refresh_from_db()
    plan.facts = facts_of(reading_of_draft(paper_from_json(plan.document.context)))
    plan.save()
    return plan


#: Each page once, as somebody who may see it.
PAGES = (
    ("officer", "campaigns:checks", "checked_plan"), ("leader", "campaigns:checks", "checked_plan"),
    ("coordination", "campaigns:checks", "issued_plan"), ("leader", "campaigns:return", "waiting_plan"),
    ("officer", "campaigns:history", "checked_plan"), ("officer", "campaigns:compare", "versions"),
)  # fmt: skip
