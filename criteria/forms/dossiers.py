"""Forms of a dossier."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import HouseForm, NfcCharField
from documents.photo_fields import PhotosField


class FactsForm(HouseForm):
    security = NfcCharField(
        label="Văn bản xác nhận An toàn về an ninh, trật tự", required=False, max_length=200,
        help_text="Tên, số, ngày và cơ quan ban hành, ví dụ: Thông báo số 12/TB-CAX ngày 05/12/2024 của Công an xã.",
    )  # fmt: skip
    note = NfcCharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class DossierPhotoForm(HouseForm):
    photos = PhotosField(
        label="Ảnh", most=6, help_text="Chụp bằng điện thoại cũng được; vị trí chụp trong ảnh được bỏ đi."
    )
    caption = NfcCharField(label="Chú thích", max_length=300, help_text="Ảnh chụp gì, ở đâu, khi nào.")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4().hex

    def clean_photos(self) -> list[Any]:
        photos: list[Any] = self.cleaned_data["photos"]
        if not photos:
            raise forms.ValidationError("Chọn ít nhất một ảnh.")
        return photos


class WordingForm(HouseForm):
    """One box a sentence of a draft, in reading order; `seen` is the wording they were read from."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, sentences: Sequence[str], *args: Any, seen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        self._names = [f"s{place}" for place in range(len(sentences))]
        for place, (name, text) in enumerate(zip(self._names, sentences, strict=True), 1):
            rows = min(8, 2 + len(text) // 90)
            self.fields[name] = NfcCharField(
                label=f"Đoạn {place}", required=False, initial=text, max_length=5000,
                widget=forms.Textarea(attrs={"rows": rows}),
            )  # fmt: skip

    def texts(self) -> list[str]:
        """What stands in the boxes."""
        return [self.cleaned_data[name] or "" for name in self._names]
