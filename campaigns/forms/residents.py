"""The form of a decision of residents."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from areas.enums import Level
from areas.models import Area
from campaigns.enums import DecisionForm, DecisionMatter
from campaigns.forms.places import OfAreaForm, PastDayField, set_places
from campaigns.models import ResidentsDecision
from core.forms import NfcCharField, WholeField

_MOST = 100_000


def _count(label: str, **kwargs: Any) -> WholeField:
    return WholeField(label=label, least=0, most=_MOST, **kwargs)


def _text(label: str, length: int, *, rows: int = 0, **kwargs: Any) -> NfcCharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return NfcCharField(label=label, max_length=length, required=False, widget=widget, **kwargs)


class DecisionDataForm(OfAreaForm):
    apart: ClassVar[set[str]] = {"area", "record", "key", "seen"}
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    subject = NfcCharField(
        label="Nội dung quyết định", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: Vận động mỗi hộ đóng góp 2 ngày công làm đường nội thôn.",
    )  # fmt: skip
    matter = forms.ChoiceField(label="Loại nội dung", choices=DecisionMatter, widget=forms.RadioSelect)
    form = forms.ChoiceField(label="Hình thức", choices=DecisionForm, widget=forms.RadioSelect)
    held_on = PastDayField(label="Ngày")
    held_at = forms.TimeField(
        label="Lúc", required=False, input_formats=["%H:%M", "%Hh%M", "%H giờ %M", "%Hh"],
        widget=forms.TextInput(attrs={"class": "tnum n-w-date", "maxlength": 12, "autocomplete": "off"}),
        error_messages={"invalid": "Nhập giờ như 19:30 hoặc 19h30."},
    )  # fmt: skip
    place = _text("Địa điểm", 300)
    households = _count("Tổng số hộ", help_text="Mọi hộ của thôn, kể cả hộ vắng.")
    present = _count("Số hộ dự họp hoặc gửi phiếu")
    agreed = _count("Số hộ tán thành")
    villages = _count("Tổng số thôn", required=False, help_text="Chỉ nhập khi quyết định trong phạm vi toàn xã.")
    villages_agreed = _count("Số thôn tán thành", required=False)
    discussion = _text("Ý kiến thảo luận", 20_000, rows=4, help_text="Mỗi dòng một ý kiến.")
    chair = _text("Người chủ trì (trưởng thôn)", 150)
    secretary = _text("Thư ký", 150)
    front_head = _text("Trưởng ban công tác Mặt trận", 150)
    witnesses = _text("Hai đại diện hộ ký biên bản", 400, rows=2, help_text="Mỗi dòng một người.")
    record_number = _text("Số biên bản, nghị quyết", 60)
    record = forms.FileField(
        label="Biên bản đã ký", required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"}),
        error_messages={"empty": "Tệp trống; đề nghị chọn lại tệp."},
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, places: QuerySet[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_places(self, places)
        if not places.exclude(level=Level.VILLAGE).exists():
            del self.fields["villages"], self.fields["villages_agreed"]
        limit = settings.UPLOAD_MAX_BYTES
        self.fields["record"].help_text = f"PDF, JPG, PNG hoặc DOCX, không quá {limit // 1024 // 1024} MB."
        self.fields["record"].widget.attrs["data-max-bytes"] = limit

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._in_order(data, "present", "households", "Số hộ dự không quá tổng số hộ")
        self._in_order(data, "agreed", "present", "Số hộ tán thành không quá số hộ dự họp hoặc gửi phiếu")
        self._in_order(data, "villages_agreed", "villages", "Số thôn tán thành không quá tổng số thôn")
        if data.get("households") == 0:
            self.add_error("households", "Tổng số hộ phải lớn hơn 0.")
        area: Area | None = data.get("area")
        if area is not None and area.level == Level.VILLAGE:
            data.update(dict.fromkeys(self.fields.keys() & {"villages", "villages_agreed"}))
        elif (data.get("villages") is None) != (data.get("villages_agreed") is None):
            missing = "villages" if data.get("villages") is None else "villages_agreed"
            if missing not in self.errors:
                self.add_error(missing, "Nhập cả tổng số thôn và số thôn tán thành.")
        return data

    def _in_order(self, data: dict[str, Any], part: str, whole: str, sentence: str) -> None:
        if data.get(part) is not None and data.get(whole) is not None and data[part] > data[whole]:
            self.add_error(part, f"{sentence} ({data[whole]}).")


def first_values(decision: ResidentsDecision) -> dict[str, Any]:
    """What the form of a decision shows at first."""
    apart = {"record", "key", "seen"}
    values = {name: getattr(decision, name) for name in DecisionDataForm.base_fields if name not in apart}
    at = values["held_at"]
    return {**values, "held_at": f"{at:%H:%M}" if at else ""}
