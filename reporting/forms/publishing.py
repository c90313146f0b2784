"""What a commune's leader chooses to publish."""

from __future__ import annotations

from django import forms

from core.forms import HouseForm, NfcCharField
from reporting.enums import PublicPart
from reporting.models import Publication


class PublishForm(HouseForm):
    parts = forms.MultipleChoiceField(
        label="Những phần công khai", choices=PublicPart.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một phần; muốn thôi công khai thì bấm Thu hồi."},
    )  # fmt: skip
    words = NfcCharField(
        label="Lời giới thiệu của xã", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Một vài câu ở đầu trang. Đề nghị không ghi tên, số điện thoại của người dân.",
    )  # fmt: skip

    @classmethod
    def showing(cls, row: Publication | None) -> PublishForm:
        """The form with what the commune chose last."""
        return cls(initial={"parts": [*row.parts], "words": row.words} if row else None)
