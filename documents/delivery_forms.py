from __future__ import annotations

from typing import Any

from django import forms

from core import text
from core.forms import HouseForm, NfcCharField
from documents.enums import DeliveryWay

_WAYS = [choice for choice in DeliveryWay.choices if choice[0] != DeliveryWay.KEPT]


class WayForm(HouseForm):
    """How one line of Nơi nhận gets the paper."""

    way = forms.ChoiceField(label="Cách gửi", choices=_WAYS, error_messages={"invalid_choice": "Chọn một cách gửi."})
    email = forms.EmailField(
        label="Thư điện tử", required=False, max_length=254,
        error_messages={"invalid": "Thư điện tử chưa đúng, ví dụ đúng: vanthu@anbinh.gov.vn."},
    )  # fmt: skip

    def clean_email(self) -> str:
        return (self.cleaned_data["email"] or "").strip()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == DeliveryWay.EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Nhập thư điện tử của nơi nhận.")
        return data


class ReceiptForm(HouseForm):
    """Who confirms, from outside the system."""

    name = NfcCharField(
        label="Họ tên, chức vụ người nhận", max_length=150,
        error_messages={"required": "Nhập họ tên người nhận."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip

    def clean_name(self) -> str:
        return text.tidy(self.cleaned_data["name"])
