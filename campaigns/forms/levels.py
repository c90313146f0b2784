"""The form that asks units below for their plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from areas.models import Area, Organisation
from core import clock
from core.formats import vndate
from core.forms import HouseForm, NfcCharField, VnDateField

ALL_AREAS, ALL_BODIES = "moi-dia-ban", "moi-to-chuc"


class AskForm(HouseForm):
    """Whom to ask, by when. Units stand there one by one, and all of a kind as one choice."""

    units = forms.MultipleChoiceField(
        label="Đơn vị", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Chọn ít nhất một đơn vị."}
    )
    due_on = VnDateField(label="Gửi kế hoạch chậm nhất ngày")
    note = NfcCharField(
        label="Yêu cầu", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nội dung cần có trong kế hoạch của đơn vị.",
    )  # fmt: skip

    def __init__(self, areas: Sequence[Area], bodies: Sequence[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._areas = {f"a{area.pk}": area for area in areas}
        self._bodies = {f"o{body.pk}": body for body in bodies}
        choices: list[tuple[str, str]] = []
        if len(areas) > 1:
            choices.append((ALL_AREAS, f"Tất cả {len(areas)} {_word(areas)}"))
        if len(bodies) > 1:
            choices.append((ALL_BODIES, f"Mặt trận và tất cả đoàn thể ({len(bodies)})"))
        choices += [(key, str(area)) for key, area in self._areas.items()]
        choices += [(key, str(body)) for key, body in self._bodies.items()]
        self.fields["units"].choices = choices  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        today = clock.today()
        if day < today:
            raise ValidationError(f"Chọn ngày từ hôm nay ({vndate(today)}) trở đi.", code="past")
        if day.year > today.year + 5:
            raise ValidationError(f"Chọn ngày trước năm {today.year + 6}.", code="far")
        return day

    def chosen(self) -> tuple[list[Area], list[Organisation]]:
        """The areas and bodies that were chosen, each once."""
        picked = set(self.cleaned_data["units"])
        areas = [area for key, area in self._areas.items() if key in picked or ALL_AREAS in picked]
        bodies = [body for key, body in self._bodies.items() if key in picked or ALL_BODIES in picked]
        return areas, bodies


def _word(areas: Sequence[Area]) -> str:
    """ "thôn" where all are called so, else "địa bàn"."""
    words = {area.kind_word for area in areas}
    return words.pop() if len(words) == 1 else "địa bàn"
