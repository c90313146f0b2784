"""A receipt taken back: at once, or asked of the leader and decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.enums import Right
from contributions import access
from contributions.actions import receipts as actions
from contributions.forms.receipts import DecisionForm, ReasonForm
from contributions.models import Receipt
from contributions.queries.receipts import book_for_reversal
from core.errors import RuleError
from core.pages import signed_in

_NO_BOOK = "Chưa có quyển cùng loại do hệ thống cấp số của năm nay để ghi chứng từ điều chỉnh; đề nghị mở quyển trước."
_NO_REASON = "Đề nghị ghi rõ lý do điều chỉnh, nhiều nhất 300 ký tự."


@require_POST
def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the receipt that takes this one back."""
    user = signed_in(request)
    receipt = access.get_receipt(user, pk, Right.WRITE_MONEY)
    form = _sent(request)
    book = book_for_reversal(receipt, receipt.campaign)
    if book is None:
        raise RuleError(_NO_BOOK)
    made = actions.reverse_receipt(
        receipt, reason=form.cleaned_data["reason"], book=book, key=form.cleaned_data["key"], by=user
    )
    messages.success(request, f"Đã ghi chứng từ điều chỉnh: {made}.")
    return redirect("contributions:receipt", made.pk)


@require_POST
def ask_reversal(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    receipt = access.get_receipt(user, pk, Right.WRITE_MONEY)
    actions.ask_reversal(receipt, reason=_sent(request).cleaned_data["reason"], by=user)
    messages.success(request, "Đã gửi đề nghị điều chỉnh tới lãnh đạo.")
    return redirect("contributions:receipt", receipt.pk)


def _sent(request: HttpRequest) -> ReasonForm:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise RuleError(_NO_REASON)
    return form


@require_POST
def decide_reversal(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader's answer; granted, the reversal is written at once."""
    user = signed_in(request)
    asked = access.get_reversal_request(user, pk, Right.APPROVE_REVERSALS)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise RuleError("Chọn duyệt hoặc không duyệt; ý kiến nhiều nhất 300 ký tự.")
    granted = form.cleaned_data["granted"] == "yes"
    receipt: Receipt = asked.receipt
    book = book_for_reversal(receipt, receipt.campaign) if granted else None
    if granted and book is None:
        raise RuleError(_NO_BOOK)
    actions.decide_reversal(
        asked,
        granted=granted,
        answer=form.cleaned_data["answer"] or "",
        book=book,
        key=form.cleaned_data["key"],
        by=user,
    )
    messages.success(request, "Đã duyệt, đã ghi chứng từ điều chỉnh." if granted else "Đã trả lời: không duyệt.")
    return redirect("contributions:receipt", receipt.pk)
