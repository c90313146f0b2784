"""Forms about how a person is reminded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.models import model_to_dict

from core.forms import HouseForm, NfcCharField
from reminders.channels.registry import ways
from reminders.enums import Channel
from reminders.models import Preference

if TYPE_CHECKING:
    from django.forms import BoundField

#: What to do where a way is set up but does not reach the person.
UNREACHED = {
    Channel.EMAIL: "Tài khoản của anh/chị chưa có địa chỉ thư điện tử; đề nghị người quản trị của đơn vị bổ sung.",
    Channel.PUSH: "Chưa có máy nào nhận thông báo; bấm “Bật thông báo trên máy này” ở mục dưới.",
    Channel.SMS: "Số điện thoại của tài khoản không phải số di động.",
}
#: Where the installation is not set up for a way.
OFF = {
    Channel.EMAIL: "Hệ thống chưa nối với máy chủ thư.",
    Channel.PUSH: "Hệ thống chưa bật thông báo trên máy.",
    Channel.ZALO: "Hệ thống chưa nối với Zalo Official Account.",
    Channel.SMS: "Hệ thống chưa nối với cổng tin nhắn SMS.",
}
_TIMES = ["%H:%M", "%Hh%M", "%Hh", "%H giờ", "%H giờ %M"]


class QuietField(forms.TimeField):
    """An hour as people write it: 21:00, 21h, 21h30."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            input_formats=_TIMES,
            widget=forms.TimeInput(
                format="%H:%M",
                attrs={"class": "tnum n-w-date", "autocomplete": "off", "inputmode": "text", "maxlength": 12},
            ),
            error_messages={"invalid": "Nhập giờ và phút, ví dụ 21:00."},
        )


class ChoicesForm(HouseForm):
    """The ways that are set up and reach the person, each as a check box, and the quiet hours."""

    email = forms.BooleanField(label=Channel.EMAIL.label, required=False)
    push = forms.BooleanField(label=Channel.PUSH.label, required=False)
    zalo = forms.BooleanField(label=Channel.ZALO.label, required=False)
    sms = forms.BooleanField(label=Channel.SMS.label, required=False)
    zalo_id = NfcCharField(
        label="Mã người dùng Zalo",
        required=False,
        max_length=40,
        help_text="Dãy số do người quản lý Official Account cung cấp sau khi anh/chị bấm “Quan tâm” trên Zalo.",
    )
    quiet_from = QuietField("Không làm phiền từ")
    quiet_to = QuietField("Đến")

    def __init__(self, preference: Preference, data: Any = None) -> None:
        super().__init__(data, initial=model_to_dict(preference, exclude=["user"]))
        #: Why a channel has no check box.
        self._why: dict[Channel, str] = {}
        for channel, way in ways().items():
            if not way.is_on():
                self._why[channel] = OFF[channel]
            elif channel != Channel.ZALO and not way.reaches(preference.user, preference):
                self._why[channel] = UNREACHED[channel]
        for channel in self._why:
            del self.fields[channel.value]
        if Channel.ZALO in self._why:
            del self.fields["zalo_id"]
        for channel, where in ((Channel.EMAIL, preference.user.email), (Channel.SMS, preference.user.phone)):
            if channel.value in self.fields:
                self.fields[channel.value].label = f"{channel.label} ({where})"

    @property
    def channels(self) -> list[tuple[Channel, BoundField | None, str]]:
        """Each channel with its check box, or None and the sentence why there is none."""
        return [
            (channel, self[channel.value] if channel.value in self.fields else None, self._why.get(channel, ""))
            for channel in Channel
        ]

    def clean_zalo_id(self) -> str:
        typed = re.sub(r"\s", "", self.cleaned_data["zalo_id"] or "")
        if typed and not (typed.isascii() and typed.isdigit()):
            raise forms.ValidationError("Mã người dùng Zalo chỉ gồm chữ số, ví dụ 2468458835296197922.")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("zalo") and "zalo_id" in cleaned and not cleaned["zalo_id"]:
            self.add_error("zalo_id", "Nhập mã người dùng Zalo, hoặc bỏ chọn nhận qua Zalo.")
        return cleaned


class MachineForm(forms.Form):
    """A browser's subscription, as it described itself; filled by static/js/push.js, seen by nobody."""

    endpoint = forms.URLField(max_length=500, assume_scheme="https")
    p256dh = forms.RegexField(r"^[A-Za-z0-9_-]{87}=?$", max_length=120)
    auth = forms.RegexField(r"^[A-Za-z0-9_-]{22}={0,2}$", max_length=60)
