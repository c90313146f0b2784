"""The form of one turn of a routine: as short as a phone wants it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from areas.models import Area
from campaigns.models import RoutineTurn
from core.forms import HouseForm, NfcCharField, NumberField, VnDateField
from documents.photo_fields import ManyFilesField


class FiguresForm(HouseForm):
    """What was done: people, labour days, words, photos."""

    people = NumberField(label="Số người tham gia", places=0, least=0, most=100_000, required=False)
    labour_days = NumberField(
        label="Số ngày công", least=0, most=100_000, required=False, help_text="Nửa ngày ghi 0,5."
    )
    text = NfcCharField(label="Kết quả", max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    photos = ManyFilesField(
        most=6, accept="image/jpeg,image/png,image/webp", label="Ảnh", help_text="Nhiều nhất 6 ảnh.",
        error_messages={"most": "Chọn nhiều nhất %(most)d ảnh; đang chọn %(chosen)d."},
    )  # fmt: skip

    field_order = ("area", "held_on", "people", "labour_days", "photos", "text")

    def __init__(self, *args: Any, gathers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if gathers:
            self.fields["people"].required = True
            self.fields["people"].error_messages["required"] = "Nhập số người tham gia, ví dụ 35."

    def figures(self) -> dict[str, Any]:
        """Of a valid form: what a turn holds besides its day and place."""
        people = self.cleaned_data["people"]
        return {
            "people": None if people is None else int(people), "labour_days": self.cleaned_data["labour_days"],
            "text": self.cleaned_data["text"],
        }  # fmt: skip


class TurnForm(FiguresForm):
    """One more turn: where and when as well."""

    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none())
    held_on = VnDateField(label="Ngày")

    def __init__(self, areas: QuerySet[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        only = list(areas[:2])
        if len(only) == 1:
            self.fields["area"].initial = only[0]
            self.fields["area"].widget = forms.HiddenInput()


def figures_of(turn: RoutineTurn) -> dict[str, Any]:
    return {"people": turn.people, "labour_days": turn.labour_days, "text": turn.text}
