"""What a person says of an old result laid beside a row of the new card."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import HouseForm, NfcCharField
from criteria.models import Evidence

TAKE, ANEW = "lay-lai", "danh-gia-moi"


class CheckForm(HouseForm):
    decision = forms.ChoiceField(choices=[(TAKE, "Lấy lại"), (ANEW, "Đánh giá mới")])
    reason = NfcCharField(label="Ghi chú", max_length=1000, required=False)
    evidence = forms.ModelMultipleChoiceField(label="Minh chứng", queryset=Evidence.objects.none(), required=False)

    def __init__(self, evidence: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = evidence  # type: ignore[attr-defined]
