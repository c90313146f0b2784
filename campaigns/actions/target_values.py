"""The monthly figures of a plan's targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from campaigns.models import Plan, TargetValue
from campaigns.papers.targets import months_of
from core import clock
from core.errors import RuleError
from core.formats import number
from documents.enums import DocumentState
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


class Figure(NamedTuple):
    value: Decimal
    note: str = ""


@transaction.atomic
def save_target_values(plan: Plan, *, month: date, figures: Mapping[int, Figure], by: User) -> int:
    """Store what the targets (by pk) stood at at the end of `month` (its first day); answers how many rows were written.

    A figure that stands already is not stored again; another one for the same month is a further row and needs a note.
    RuleError where the plan is not in force, or the month lies outside it or in the future.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("document", "area").get(pk=plan.pk)
    if plan.document.state != DocumentState.ISSUED:
        raise RuleError("Chỉ ghi số liệu cho kế hoạch đang có hiệu lực.")
    if month not in months_of(plan, clock.today()):
        raise RuleError(f"Tháng {month.month}/{month.year} không thuộc thời gian thực hiện hoặc chưa đến.")
    targets = {target.pk: target for target in plan.targets.filter(pk__in=figures)}
    rows = TargetValue.objects.filter(target__in=targets, month=month).order_by("at", "pk")
    last = {row.target_id: row.value for row in rows}
    changes, written = {}, []
    for pk, target in targets.items():
        value, note = figures[pk]
        before = last.get(pk)
        if before == value:
            continue
        if before is not None and not note:
            raise RuleError(f"Số của “{target.text[:80]}” khác số đã ghi; đề nghị ghi lý do sửa ở ô ghi chú.")
        written.append(TargetValue(target=target, month=month, value=value, note=note, by=by, at=clock.now()))
        changes[f"{target.text[:80]} ({month.month}/{month.year})"] = [
            number(before, 4) if before is not None else "", number(value, 4),
        ]  # fmt: skip
    if written:
        TargetValue.objects.bulk_create(written)
        record("target.value_saved", plan, by=by, area=plan.area, changes=changes)
    return len(written)
