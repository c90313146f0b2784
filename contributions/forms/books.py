"""Forms of books: opened, a number crossed out, handed in, handed back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from areas.models import Area
from campaigns.forms.places import PastDayField, set_places
from contributions.enums import BookForm, BookKind
from contributions.queries.books import collectors_of
from core.forms import HouseForm, NfcCharField, NumberField

_MOST = 2_000_000_000


def _whole(label: str, **more: Any) -> NumberField:
    return NumberField(label=label, places=0, least=1, most=_MOST, **more)


class OpenBookForm(HouseForm):
    area = forms.ModelChoiceField(label="Xã", queryset=Area.objects.none())
    form = forms.ChoiceField(label="Loại chứng từ", choices=BookForm)
    kind = forms.ChoiceField(
        label="Cách đánh số", choices=BookKind, help_text="Quyển in sẵn: nhập số trên tờ khi ghi thu."
    )
    code = NfcCharField(label="Quyển số", max_length=20)
    first_number = _whole("Từ số", required=False, help_text="Chỉ ghi với quyển in sẵn.")
    last_number = _whole("Đến số", required=False, help_text="Chỉ ghi với quyển in sẵn.")
    holder = forms.ModelChoiceField(
        label="Người giữ quyển", queryset=User.objects.none(), required=False, empty_label="Kế toán giữ",
        help_text="Người thu giữ quyển thì nộp quỹ theo bảng kê.",
    )  # fmt: skip
    opened_on = PastDayField(label="Ngày lĩnh")

    def __init__(self, places: QuerySet[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_places(self, places)
        people = User.objects.none()
        for area in places:
            people = people | collectors_of(area)
        self.fields["holder"].queryset = people.distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == BookKind.PREPRINTED:
            for name in ("first_number", "last_number"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, "Nhập mục này với quyển in sẵn.")
        area, holder = data.get("area"), data.get("holder")
        if area and holder and not collectors_of(area).filter(pk=holder.pk).exists():
            self.add_error("holder", "Người này không thu ở xã đã chọn.")
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data["first_number"], data["last_number"]
        return {**data, "first_number": int(first or 1), "last_number": int(last) if last else None}


class VoidForm(HouseForm):
    number = _whole("Số hủy")
    reason = NfcCharField(
        label="Lý do", max_length=300, help_text="Ví dụ: ghi sai, rách; các liên gạch chéo và giữ lại quyển."
    )


class HandOverForm(HouseForm):
    """The run begins where the last one ended and its total is reckoned, so only its end is typed."""

    to_number = _whole("Nộp đến số")
    voucher = NfcCharField(label="Phiếu thu số", max_length=30)
    handed_on = PastDayField(label="Ngày nộp quỹ")


class HandBackForm(HouseForm):
    on = PastDayField(label="Ngày trả")
    unused_from = _whole("Trả lại chưa dùng: từ số", required=False)
    unused_to = _whole("Đến số", required=False)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("unused_from"), data.get("unused_to")
        return {
            "on": data["on"],
            "unused_from": int(first) if first else None,
            "unused_to": int(last) if last else None,
        }
