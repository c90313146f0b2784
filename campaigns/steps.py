"""What holds up a plan's paper: plain values for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.enums import Right
from documents.enums import DocumentState
from documents.steps import Next

if TYPE_CHECKING:
    from campaigns.models import Plan

_BEFORE_ISSUE = (DocumentState.SUBMITTED, DocumentState.APPROVED)


def held_up(plan: Plan, rights: set[Right], open_errors: int, open_remarks: int) -> Next | None:
    """What is to be done first where remarks left open, or errors that nobody has mended or kept, stand in the way of the next step."""
    document, draft = plan.document, plan.document.state == DocumentState.DRAFT
    if open_remarks and (draft or document.state in _BEFORE_ISSUE):
        text = (
            "Sửa xong thì đánh dấu “Đã sửa” ở từng ý kiến, rồi trình duyệt."
            if draft
            else "Lãnh đạo trả lại người soạn để sửa."
        )
        return Next(f"Còn {open_remarks} ý kiến của lãnh đạo chưa sửa xong.", text)
    # The text of a plan read from a file is mended elsewhere, so it may be laid before the leader as it is.
    waits = plan.composed and document.issuer is not None if draft else document.state in _BEFORE_ISSUE
    if not (open_errors and waits):
        return None
    if Right.APPROVE_PAPERS in rights:
        text = "Lãnh đạo xem từng lỗi, ghi lý do giữ nguyên" + ("." if draft else " hoặc trả lại người soạn.")
    elif draft:
        text = "Sửa hết lỗi, hoặc đề nghị lãnh đạo giữ nguyên có lý do, rồi trình duyệt."
    else:
        text = "Chờ lãnh đạo giữ nguyên có lý do hoặc trả lại người soạn."
    where = reverse("campaigns:checks", args=[plan.pk])
    return Next(f"Còn {open_errors} lỗi chưa xử lý.", text, where, "Xem kết quả kiểm tra", get=True)
