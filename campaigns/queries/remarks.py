"""Reading what a leader wants changed in a plan."""

from __future__ import annotations

from campaigns.models import Plan, Remark


def open_remarks(plan: Plan) -> int:
    """How many remarks nobody has marked as mended."""
    return Remark.objects.filter(plan=plan, resolved_at=None).count()


def remarks_of(plan: Plan) -> list[Remark]:
    """All remarks, the open ones first, newest return first."""
    rows = Remark.objects.filter(plan=plan).select_related("by", "resolved_by")
    return sorted(rows, key=lambda row: (row.resolved_at is not None, -row.at.timestamp(), row.pk))
