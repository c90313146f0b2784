"""The form of a committee and the grid of its members."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from areas.models import Area
from campaigns.enums import CommitteeKind
from campaigns.forms.grids import RowForm, words
from campaigns.forms.places import ListName, OfAreaForm
from campaigns.models import Committee, Plan
from core.forms import NfcCharField, VnDateField


class CommitteeForm(OfAreaForm):
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="Loại", choices=CommitteeKind)
    name = NfcCharField(label="Tên ban, tổ", max_length=500)
    decision = NfcCharField(
        label="Quyết định thành lập", max_length=300, required=False,
        help_text="Ví dụ: Quyết định số 15/QĐ-UBND ngày 12/01/2026.",
    )  # fmt: skip
    valid_from = VnDateField(label="Từ ngày", required=False)
    valid_to = VnDateField(
        label="Đến hết ngày", required=False, help_text="Nhập khi ban, tổ kết thúc; dữ liệu được giữ lại."
    )
    plan = forms.ModelChoiceField(label="Thuộc kế hoạch", queryset=Plan.objects.none(), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, places: QuerySet[Area], plans: QuerySet[Plan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(places, plans)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("valid_from"), data.get("valid_to")
        if starts and ends and ends < starts:
            self.add_error("valid_to", "Ngày kết thúc phải sau ngày bắt đầu.")
        self.check_plan(data)
        return data


class MemberRow(RowForm):
    full_name = words("Họ tên", 150)
    post = words("Chức vụ, đơn vị")
    duty = words("Trong ban")
    css: ClassVar = {"full_name": "n-c-wide", "post": "n-c-wide", "duty": "n-c-wide"}
    needs = "full_name"


MEMBERS = ListName("thanh-vien", "Thành viên", "thành viên")


def first_values(committee: Committee) -> dict[str, Any]:
    """What the form of a committee shows at first."""
    names = ("area", "kind", "name", "decision", "valid_from", "valid_to", "plan")
    return {name: getattr(committee, name) for name in names}
