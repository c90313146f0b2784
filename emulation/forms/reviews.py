"""The form of a drive's interim or final report."""

from __future__ import annotations

from typing import Any

from django import forms

from core import clock
from core.forms import HouseForm, NfcCharField, VnDateField
from emulation.enums import ReviewKind
from emulation.models import Drive, Review
from emulation.papers.reviews import Words


def _lines(label: str, hint: str = "") -> NfcCharField:
    area = forms.Textarea(attrs={"rows": 5})
    return NfcCharField(label=label, required=False, max_length=8000, widget=area, help_text=hint)


class ReviewForm(HouseForm):
    """Which days the figures are of, and what no report says."""

    kind = forms.ChoiceField(label="Loại báo cáo", choices=ReviewKind, widget=forms.RadioSelect)
    counts_from = VnDateField(label="Số liệu từ ngày")
    counts_to = VnDateField(label="Đến hết ngày")
    assessment = _lines("Ưu điểm", "Mỗi ý một dòng. Để trống thì báo cáo chừa dòng chấm để ghi tay.")
    shortcomings = _lines("Tồn tại, hạn chế")
    tasks = _lines("Nhiệm vụ, giải pháp thời gian tới")

    def __init__(self, drive: Drive, *args: Any, review: Review | None = None, **kwargs: Any) -> None:
        self.drive = drive
        today = clock.today()
        if review is not None:
            initial = {name: getattr(review, name) for name in self.base_fields}
        else:
            over = today >= drive.ends_on
            initial = {
                "kind": ReviewKind.FINAL if over else ReviewKind.INTERIM, "counts_from": drive.starts_on,
                "counts_to": min(today, drive.ends_on),
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        if review is not None:
            # Another kind is another report.
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, upto = data.get("counts_from"), data.get("counts_to")
        if since and upto and upto < since:
            self.add_error("counts_to", "Ngày cuối không được trước ngày đầu.")
        elif since and upto and (since < self.drive.starts_on or upto > self.drive.ends_on):
            span = f"{self.drive.starts_on:%d/%m/%Y} đến {self.drive.ends_on:%d/%m/%Y}"
            self.add_error("counts_to", f"Số liệu phải nằm trong thời gian thi đua, từ {span}.")
        elif upto and upto > clock.today():
            self.add_error("counts_to", "Chưa đến ngày này nên chưa có báo cáo.")
        return data

    def words(self) -> Words:
        """What was typed; empty boxes as empty text."""
        return Words(**{name: self.cleaned_data[name] or "" for name in ("assessment", "shortcomings", "tasks")})
