"""Forms of a drive: its dates and places, a working group, the reports owed."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from contributions.models import Campaign
from core.formats import vndate
from core.forms import HouseForm, NfcCharField, NumberField, VnDateField
from emulation.enums import ReportEvery
from emulation.models import Duty, Entry
from emulation.papers.drives import DutyInput

if TYPE_CHECKING:
    from campaigns.models import Committee


class CampaignsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} (mã {obj.code})"


class DriveForm(HouseForm):
    """What the plan leaves to the drive; everything else is read from the plan."""

    name = NfcCharField(label="Tên đợt thi đua", max_length=300)
    starts_on = VnDateField(label="Từ ngày")
    ends_on = VnDateField(label="Đến hết ngày")
    launched_on = VnDateField(label="Ngày phát động", required=False)
    launch_place = NfcCharField(label="Nơi phát động", max_length=300, required=False)
    review_on = VnDateField(
        label="Ngày xét, chốt xếp hạng",
        required=False,
        help_text="Ngày sơ kết hoặc tổng kết; từ ngày này xếp hạng không đổi.",
    )
    campaigns = CampaignsField(
        label="Đợt vận động đóng góp gắn với đợt thi đua", queryset=Campaign.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text="Ngày công báo hằng ngày được đề xuất ghi vào các đợt này.",
    )  # fmt: skip
    keeps_place = forms.BooleanField(
        label="Lưu nơi chụp, giờ chụp của ảnh", required=False, help_text="Người gửi được báo trước khi gửi ảnh."
    )
    sample_percent = NumberField(label="Tỷ lệ ảnh chọn để người xem lại", places=0, least=0, most=100, suffix="%")
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, campaigns: QuerySet[Campaign], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["campaigns"]
        field.queryset = campaigns
        if not campaigns.exists():
            del self.fields["campaigns"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", f"Ngày kết thúc phải từ {vndate(first)} trở đi.")
        if first and data.get("review_on") and data["review_on"] < first:
            self.add_error("review_on", f"Ngày xét phải từ {vndate(first)} trở đi.")
        return data

    def values(self) -> dict[str, Any]:
        """What the actions write."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {**data, "campaigns": list(data.get("campaigns", ())), "sample_percent": int(data["sample_percent"])}


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.phone or obj.email})"


class EntriesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class GroupForm(HouseForm):
    """Which entries a working group guides, and whose accounts act for it."""

    entries = EntriesField(
        label="Phụ trách", queryset=Entry.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = PeopleField(
        label="Tài khoản của tổ", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Những người này gửi báo cáo thay tổ, và không chấm điểm đơn vị mà tổ phụ trách.",
    )  # fmt: skip

    def __init__(self, entries: QuerySet[Entry], people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].queryset = entries  # type: ignore[attr-defined]
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class HourField(forms.Field):
    """An hour of the clock: 17:00, 17 giờ, 17h30."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        typed = str(value)[:20].lower().replace("giờ", "h").replace(" ", "").replace(".", ":")
        for pattern in ("%H:%M", "%Hh%M", "%Hh", "%H"):
            try:
                return datetime.strptime(typed, pattern).time()  # noqa: DTZ007 - an hour of the clock, of no day
            except ValueError:
                continue
        raise forms.ValidationError("Ghi giờ như 17:00.", code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


#: The unit itself, among the groups' ids.
_UNIT = "unit"
_DAYS = [("", "—"), *[(str(n), "chủ nhật" if n == 7 else f"thứ {n + 1}") for n in range(1, 8)]]


class DutyForm(HouseForm):
    """One row of the page of reports owed."""

    who = forms.ChoiceField(label="Ai báo cáo")
    every = forms.ChoiceField(label="Chu kỳ", choices=ReportEvery)
    weekday = forms.ChoiceField(label="Thứ", choices=_DAYS, required=False)
    month_day = forms.TypedChoiceField(
        label="Ngày trong tháng", choices=[("", "—"), *[(n, str(n)) for n in range(1, 32)]], coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    due_at = HourField(
        label="Trước giờ",
        widget=forms.TextInput(attrs={"class": "tnum n-w-number", "autocomplete": "off", "maxlength": 10}),
    )
    starts_on = VnDateField(label="Từ ngày")
    ends_on = VnDateField(label="Đến hết ngày")
    dropped = forms.BooleanField(label="Bỏ dòng này", required=False)
    #: Ticked, a new row is taken as it is proposed; changed anywhere, it is taken anyway.
    added = forms.BooleanField(label="Giao báo cáo này", required=False)

    def __init__(self, entry: Entry, duty: Duty | None, groups: list[Committee], *args: Any, **kwargs: Any) -> None:
        first = {} if duty is None else _first(duty)
        super().__init__(*args, initial={"who": _UNIT, **first, **kwargs.pop("initial", {})}, **kwargs)
        self.entry, self.duty, self.groups = entry, duty, {str(group.pk): group for group in groups}
        who: Any = self.fields["who"]
        who.choices = [(_UNIT, "Đơn vị tự báo cáo"), *[(pk, group.name) for pk, group in self.groups.items()]]
        self.place = entry.name
        del self.fields["dropped" if duty is None else "added"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("every") == ReportEvery.WEEK and not data.get("weekday"):
            self.add_error("weekday", "Chọn thứ.")
        if data.get("every") == ReportEvery.MONTH and not data.get("month_day"):
            self.add_error("month_day", "Chọn ngày.")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Ngày cuối phải từ ngày đầu trở đi.")
        return data

    def row(self) -> DutyInput:
        """What the action writes; of a form without errors."""
        data = self.cleaned_data
        day = {ReportEvery.WEEK: data["weekday"], ReportEvery.MONTH: data["month_day"]}.get(data["every"])
        return DutyInput(
            duty=self.duty, entry=self.entry, committee=self.groups.get(data["who"]), every=data["every"],
            day=int(day) if day else None, due_at=data["due_at"], starts_on=data["starts_on"], ends_on=data["ends_on"],
            dropped=data.get("dropped", False),
        )  # fmt: skip


def _first(duty: Duty) -> dict[str, Any]:
    weekly = duty.every == ReportEvery.WEEK
    return {
        "who": str(duty.committee_id or _UNIT), "every": duty.every, "due_at": duty.due_at, "starts_on": duty.starts_on,
        "ends_on": duty.ends_on, "weekday": str(duty.day) if weekly else "",
        "month_day": duty.day if duty.every == ReportEvery.MONTH else "",
    }  # fmt: skip
