from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import HouseForm, NfcCharField, VnDateField
from documents.models import Document


class ReasonForm(HouseForm):
    """The written reason that a return or a revocation needs."""

    reason = NfcCharField(
        label="Nội dung",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi rõ nội dung để người soạn biết cần sửa gì."},
    )


class IssueForm(HouseForm):
    """The day of issue; today when left empty."""

    on = VnDateField(label="Ngày ban hành", required=False)


class ReplaceForm(HouseForm):
    """Which paper takes the place of this one."""

    successor = forms.ModelChoiceField(label="Văn bản thay thế", queryset=Document.objects.none())

    def __init__(self, successors: QuerySet[Document], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors  # type: ignore[attr-defined]


class SignedCopyForm(HouseForm):
    file = forms.FileField(
        label="Bản đã ký, đóng dấu",
        help_text="Bản quét hoặc PDF ký số: tệp PDF, JPG hoặc PNG.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "Chọn tệp bản đã ký.", "empty": "Tệp trống; đề nghị chọn lại tệp."},
    )


class CompareForm(HouseForm):
    """A file whose hash is compared with those of an issued paper; it is not kept."""

    file = forms.FileField(
        label="Tệp cần kiểm tra",
        help_text="Tệp chỉ được so mã băm rồi bỏ, không lưu lại.",
        error_messages={"required": "Chọn tệp cần kiểm tra.", "empty": "Tệp trống; đề nghị chọn lại tệp."},
    )
