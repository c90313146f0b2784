"""What the office above types: which reports it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from core import clock
from core.forms import HouseForm, VnDateField
from emulation.models import Drive
from reporting.models import ReportForm

if TYPE_CHECKING:
    from django.db.models import QuerySet


class AskForm(HouseForm):
    """A duty: which form, since when, of one drive or always. Without a form to choose nothing can be asked."""

    mau = forms.ModelChoiceField(ReportForm.objects.none(), label="Mẫu báo cáo", empty_label="Chọn mẫu")
    dot = forms.ModelChoiceField(
        Drive.objects.none(), label="Chỉ cho đợt thi đua", required=False, empty_label="Không, báo cáo thường xuyên"
    )
    tu_ngay = VnDateField(label="Từ ngày")

    def __init__(self, asked: QuerySet[ReportForm], drives: QuerySet[Drive], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mau"].queryset = asked  # type: ignore[attr-defined]
        self.fields["dot"].queryset = drives  # type: ignore[attr-defined]
        self.fields["tu_ngay"].initial = clock.today()


class EndForm(HouseForm):
    """The last day on which a duty holds."""

    den_ngay = VnDateField(label="Đến hết ngày")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["den_ngay"].initial = clock.today()
