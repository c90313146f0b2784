"""Forms of dossiers of higher awards: who goes up, when it went, what came back."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.forms.places import PastDayField
from core.forms import HouseForm, NfcCharField
from emulation.models import Drive, HigherAward, Nomination
from emulation.queries.higher_awards import ready_to_go_up


class _Named(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        row: Nomination = obj
        return f"{row.name} ({row.form}; {row.get_state_display().lower()})"


class ChooseForm(HouseForm):
    nominations = _Named(
        Nomination.objects.none(), label="Đề nghị khen cấp trên", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đề nghị."},
    )  # fmt: skip

    def __init__(self, drive: Drive, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = ready_to_go_up(drive)
        self.fields["nominations"].queryset = ready  # type: ignore[attr-defined]
        self.fields["nominations"].initial = [row.pk for row in ready]


class SentForm(HouseForm):
    sent_on = PastDayField(label="Ngày gửi hồ sơ", required=False)
    answer = NfcCharField(
        label="Kết quả", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Số, ngày quyết định của cấp trên; hoặc lý do chưa khen.",
    )  # fmt: skip

    def __init__(self, higher: HigherAward, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"sent_on": higher.sent_on, "answer": higher.answer}, **kwargs)
