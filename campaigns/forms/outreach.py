"""Forms of outreach: a piece, where it went out, and the quotas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet

from accounts.models import User
from campaigns.enums import Medium
from campaigns.forms.year import OnceForm
from campaigns.models import OutreachQuota
from core import clock
from core.forms import DigitsField, HouseForm, NfcCharField, VnDateField, WholeField

_web_address = URLValidator(
    schemes=["http", "https"], message="Nhập địa chỉ trang đầy đủ, ví dụ https://xa.gov.vn/tin-1."
)


class OutreachForm(OnceForm):
    """A piece; who only owns it changes its name and text."""

    medium = forms.ChoiceField(label="Hình thức", choices=Medium)
    title = NfcCharField(label="Tên", max_length=300)
    owner = forms.ModelChoiceField(
        label="Người làm", queryset=User.objects.none(), required=False, empty_label="Chưa giao"
    )
    due_on = VnDateField(label="Hạn")
    text = NfcCharField(
        label="Nội dung", max_length=50_000, required=False, widget=forms.Textarea(attrs={"rows": 14}),
    )  # fmt: skip

    def __init__(self, people: QuerySet[User], *args: Any, directs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        if not directs:
            for name in ("medium", "owner", "due_on"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class PublishForm(HouseForm):
    """When and where it went out, with its address or a photo."""

    published_on = VnDateField(label="Ngày phát, đăng", initial=clock.today)
    where = NfcCharField(
        label="Nơi phát, đăng", max_length=300, help_text="Ví dụ: cụm loa thôn Nà Cốc, trang thông tin xã."
    )
    link = forms.CharField(
        label="Địa chỉ trang", max_length=500, required=False, validators=[_web_address],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )  # fmt: skip
    photo = forms.FileField(
        label="Ảnh", required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": "Tệp trống; đề nghị chọn lại ảnh."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs["data-max-bytes"] = settings.UPLOAD_MAX_BYTES


class QuotaForm(HouseForm):
    """What is made of one medium each month."""

    medium = forms.ChoiceField(choices=Medium, widget=forms.HiddenInput)
    each_month = WholeField(label="Số lượng mỗi tháng", least=1, most=31, required=False)
    day = DigitsField(
        label="Hạn: ngày trong tháng", least=1, most=31, required=False, help_text="Để trống: ngày cuối tháng."
    )
    people = forms.ModelMultipleChoiceField(
        label="Mỗi người trong số này", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn ai thì là việc chung, giao sau.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.fields["people"].choices = [(person.pk, str(person)) for person in people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("each_month") and (data.get("people") or data.get("day")) and "each_month" not in self.errors:
            self.add_error("each_month", ValidationError("Nhập số lượng mỗi tháng, ví dụ 1."))
        return data


def quota_forms(data: Any, quotas: list[OutreachQuota], people: QuerySet[User]) -> list[QuotaForm]:
    """One form for each medium, filled with the quota it has."""
    there = {quota.medium: quota for quota in quotas}
    found = []
    for medium in Medium:
        quota = there.get(medium)
        first: dict[str, Any] = {"medium": medium.value}
        if quota is not None:
            first |= {
                "each_month": quota.each_month,
                "day": quota.day,
                "people": [one.pk for one in quota.people.all()],
            }
        found.append(QuotaForm(data, initial=first, prefix=medium.value, people=people))
    return found
