"""The form of the report of a campaign's results."""

from __future__ import annotations

from django import forms

from contributions.papers.final_reports import Words
from core.forms import HouseForm, NfcCharField


def _lines(label: str, hint: str) -> NfcCharField:
    area = forms.Textarea(attrs={"rows": 4})
    return NfcCharField(label=label, required=False, max_length=5000, widget=area, help_text=hint)


class FinalReportForm(HouseForm):
    assessment = _lines(
        "Đánh giá chung", "Mỗi ý một dòng. Để trống thì báo cáo chừa dòng chấm để ghi tay."
    )  # fmt: skip
    shortcomings = _lines("Tồn tại, hạn chế", "")
    proposals = _lines("Đề xuất, kiến nghị", "")

    def words(self) -> Words:
        """What was typed; empty boxes as empty text."""
        return Words(**{name: self.cleaned_data[name] or "" for name in self.fields})
