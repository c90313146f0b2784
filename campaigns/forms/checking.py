"""Keeping a finding with a reason, and a leader's remarks at the parts they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from core.forms import HouseForm, NfcCharField

_ROWS = 3
_MOST = 40


class KeepForm(HouseForm):
    """Why a finding is left as it is."""

    reason = NfcCharField(
        label="Lý do giữ nguyên", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Đề nghị ghi rõ lý do giữ nguyên."},
    )  # fmt: skip


class GeneralRemarkForm(HouseForm):
    """What concerns the plan as a whole."""

    general = NfcCharField(
        label="Ý kiến chung", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Điều không thuộc riêng mục nào.",
    )  # fmt: skip


class RemarkForm(HouseForm):
    """One remark at one part."""

    slug = forms.ChoiceField(label="Mục", required=False)
    text = NfcCharField(
        label="Nội dung cần sửa", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, labels: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].choices = [("", "Chọn mục…"), *labels.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("slug") and not data.get("text"):
            self.add_error("text", "Ghi nội dung cần sửa ở mục này, hoặc bỏ chọn mục.")
        return data


_RemarkFormSet = formset_factory(RemarkForm, extra=0, max_num=_MOST, absolute_max=_MOST)


def remark_forms(
    labels: Mapping[str, str], data: Mapping[str, str] | None, *, more: bool = False
) -> BaseFormSet[RemarkForm]:
    """The rows of remarks; a row without words is passed over, a remark without a part concerns the whole plan.

    `more` gives the same rows once again and one empty row more.
    """
    if data is None:
        return _RemarkFormSet(prefix="y-kien", form_kwargs={"labels": labels}, initial=[{}] * _ROWS)
    if more:
        data = {**{name: data[name] for name in data}, "y-kien-TOTAL_FORMS": str(min(_total(data) + 1, _MOST))}
    return _RemarkFormSet(data, prefix="y-kien", form_kwargs={"labels": labels})


def _total(data: Mapping[str, str]) -> int:
    told = data.get("y-kien-TOTAL_FORMS", "")
    return int(told) if told.isdecimal() and len(told) < 5 else _ROWS


def remarks_in(formset: BaseFormSet[RemarkForm]) -> list[tuple[str, str]]:
    """(slug, text) of the rows with words, of a valid formset."""
    rows = [form.cleaned_data for form in formset.forms]
    return [(row.get("slug", ""), row["text"]) for row in rows if row.get("text")]
