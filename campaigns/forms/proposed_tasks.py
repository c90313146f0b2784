"""What the officer takes of a card's proposals, and into which plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from campaigns.models import Plan
from campaigns.papers.proposed_tasks import Proposed
from core.forms import HouseForm, NfcCharField, VnDateField
from criteria.enums import State


class IntoPlanForm(HouseForm):
    plan = forms.ModelChoiceField(label="Đưa vào kế hoạch", queryset=Plan.objects.none())

    def __init__(self, plans: QuerySet[Plan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class ProposedForm(HouseForm):
    """One proposal; what is not ticked is not looked at."""

    take = forms.BooleanField(label="Chọn", required=False)
    text = NfcCharField(label="Nhiệm vụ", max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    unit = NfcCharField(label="Đơn vị thực hiện", max_length=500, required=False)
    deadline = VnDateField(label="Hạn", required=False)

    def __init__(self, proposed: Proposed, *args: Any, **kwargs: Any) -> None:
        first = {
            "take": proposed.state == State.UNMET, "text": proposed.text, "unit": proposed.unit, "deadline": proposed.due,
        }  # fmt: skip
        super().__init__(*args, initial=first, prefix=proposed.key, **kwargs)
        self.proposed = proposed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("take"):
            self.errors.clear()
        elif not data.get("text") and "text" not in self.errors:
            self.add_error("text", "Nhập nội dung nhiệm vụ, hoặc bỏ chọn dòng này.")
        return data
