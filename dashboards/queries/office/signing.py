"""Papers that wait for a signature or a number."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from core.formats import vndate
from dashboards.queries.office.groups import Group, Item, Scope, worst
from dashboards.queries.waiting import papers_waiting
from documents.enums import DocumentState

_STEP = {DocumentState.SUBMITTED: "Xem và duyệt", DocumentState.APPROVED: "Cấp số"}


def waiting_papers(scope: Scope, limit: int | None) -> Group:
    """Papers of any kind that the person approves or numbers, the longest waiting first. One query."""
    rows, count = worst(papers_waiting(scope.user).order_by("updated_at", "pk"), limit)
    items = []
    for row in rows:
        since = timezone.localdate(row.updated_at)
        days = (scope.today - since).days
        state = DocumentState(row.state)
        note = f"{row.get_type_display()}, {row.area}; {state.label.lower()} từ ngày {vndate(since)}."
        due = f"Chờ {days} ngày" if days else "Hôm nay"
        url = reverse("documents:open", args=[row.pk])
        items.append(Item(row.subject, note, due, "pending", url, _STEP[state], since))
    return Group(
        "van-ban-cho-ky", "Văn bản chờ ký, chờ cấp số", "văn bản", "Văn bản của cơ quan mình (xã: cả của thôn) đã trình, chờ duyệt hoặc chờ cấp số.",
        "Không có văn bản nào chờ ký hoặc chờ cấp số.", count, tuple(items),
    )  # fmt: skip
