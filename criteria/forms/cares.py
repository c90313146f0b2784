"""Setting who looks after many rows at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from core.forms import HouseForm, NfcCharField, VnDateField

ROWS = "dong"


class CareForm(HouseForm):
    """What is left empty stays as it is in each of the chosen rows."""

    owner = forms.ModelChoiceField(
        label="Người phụ trách", queryset=User.objects.none(), required=False, empty_label="Giữ nguyên"
    )
    unit = NfcCharField(label="Đơn vị phụ trách", max_length=200, required=False)
    due_on = VnDateField(label="Kế hoạch hoàn thành", required=False)

    def __init__(self, people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("owner", "unit", "due_on")):
            raise ValidationError("Chọn người, ghi đơn vị hoặc ngày hoàn thành cho các dòng đã chọn.")
        return data
