"""Checking a plan, keeping what a check found with a written reason, and refusing steps while errors stand open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.access import may, people_who_may
from accounts.enums import Right
from campaigns.actions.rows import write_findings
from campaigns.checks import findings_of
from campaigns.enums import STEP_WORDS, FindingLevel
from campaigns.models import FindingDecision, Plan
from campaigns.queries.checking import decisions_on
from campaigns.rules.finding import key_of
from core import clock
from core.errors import RuleError
from core.text import nfc
from documents.enums import FROZEN, DocumentState
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document


def check_plan(plan: Plan) -> list[dict[str, Any]]:
    """Find anew and put the findings in the place of those the plan had; a paper issued for good keeps its own.

    Answers them as `campaigns.checks.findings_of`. Safe to repeat; nothing is written in the journal, for nothing of the
    plan changes. The plan is locked only while they are written: finding takes longer than a save may wait.
    """
    findings = findings_of(plan)
    if plan.document.state not in FROZEN and _stored(plan) != [_told(row) for row in findings]:
        with transaction.atomic():
            Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
            write_findings(plan, findings)
    return findings


def _stored(plan: Plan) -> list[tuple[str, str, str]]:
    rows = plan.findings.values("code", "message", "quotes", "slug")
    return [(row["code"], row["slug"], f"{row['message']} {row['quotes']}") for row in rows]


def _told(row: dict[str, Any]) -> tuple[str, str, str]:
    return (row["code"], row["slug"], f"{row['message']} {row['quotes']}")


@transaction.atomic
def keep_finding(plan: Plan, *, key: str, reason: str, by: User) -> FindingDecision:
    """Leave as it is what a finding names, with a written reason. Safe to repeat: the first reason stays.

    An error may be kept only by a leader, a warning also by who writes the draft (else PermissionDenied). RuleError without a
    reason, for a finding that is there no more, and for a paper already issued.
    """
    reason = nfc(reason).strip()
    if not reason:
        raise RuleError("Đề nghị ghi rõ lý do giữ nguyên.")
    plan = Plan.objects.select_for_update(of=("self",)).select_related("document", "area").get(pk=plan.pk)
    if plan.document.state in FROZEN:
        raise RuleError("Văn bản đã ban hành nên kết quả kiểm tra không thay đổi nữa.")
    found = next((row for row in findings_of(plan) if row["key"] == key), None)
    if found is None:
        raise RuleError("Kết quả này không còn: nội dung vừa được sửa. Đề nghị xem lại trang kiểm tra.")
    if not may_keep(by, plan, found["level"]):
        raise PermissionDenied
    decision, made = FindingDecision.objects.get_or_create(
        plan=plan, key=key, defaults={"reason": reason, "by": by, "at": clock.now()}
    )
    if made:
        alike = [row for row in plan.findings.all() if key_of(row.code, row.message, row.quotes) == key]
        plan.findings.filter(pk__in=[row.pk for row in alike]).update(kept=True)
        record("plan.finding_kept", plan, by=by, area=plan.area, note=f"{found['message']}. Lý do: {reason}")
    return decision


@transaction.atomic
def ask_to_keep(plan: Plan, *, key: str, by: User) -> None:
    """Ask the leaders to keep an error: a notice that leads to the page of checks, once a finding."""
    found = next((row for row in findings_of(plan) if row["key"] == key and row["level"] == FindingLevel.ERROR), None)
    if found is None:
        raise RuleError("Lỗi này không còn: nội dung vừa được sửa. Đề nghị xem lại trang kiểm tra.")
    leaders = people_who_may(Right.APPROVE_PAPERS, plan.area)
    notify(
        leaders, key=f"plan:{plan.pk}:keep:{key}", title=f"{by} đề nghị giữ nguyên: {found['message']}",
        url=reverse("campaigns:checks", args=[plan.pk]),
    )  # fmt: skip
    record("plan.keep_asked", plan, by=by, area=plan.area, note=found["message"])


def may_keep(user: User, plan: Plan, level: str) -> bool:
    """Whether the person may leave a finding of this level as it is."""
    if plan.document.state in FROZEN or level == FindingLevel.NOTE:
        return False
    if may(user, Right.APPROVE_PAPERS, plan.area):
        return True
    writes = plan.document.state == DocumentState.DRAFT and may(user, Right.WRITE_PLANS, plan.area)
    return writes and level == FindingLevel.WARNING


def errors_in_the_way(plan: Plan) -> int:
    """For the plan's page: how many errors stand open. Found anew only where the last check had any, for that takes long."""
    if plan.document.state in FROZEN:
        return 0
    if plan.composed and not plan.findings.filter(level=FindingLevel.ERROR).exists():
        return 0
    return open_errors(plan, findings_of(plan))


def open_errors(plan: Plan, findings: list[dict[str, Any]]) -> int:
    """How many errors nobody has kept."""
    errors = [row["key"] for row in findings if row["level"] == FindingLevel.ERROR]
    return len(set(errors) - decisions_on(plan, errors).keys())


def refuse_open_errors(document: Document, to: DocumentState) -> None:
    """The gate of documents: RuleError with the number of errors that stand open in a plan, found anew.

    The text of a plan read from a file cannot be mended here, so it may be laid before the leader with its errors; without
    the leader's reason it is neither approved nor issued.
    """
    plan = Plan.objects.filter(document=document.pk).select_related("area", "document", "document__issuer").first()
    if plan is None or (to == DocumentState.SUBMITTED and not plan.composed):
        return
    left = open_errors(plan, check_plan(plan))
    if left:
        raise RuleError(
            f"Kế hoạch còn {left} lỗi nên {STEP_WORDS[to]}; mở trang “Kiểm tra” của kế hoạch để sửa, "
            "hoặc để lãnh đạo ghi lý do giữ nguyên."
        )
