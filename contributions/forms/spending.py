"""Forms of spending: a payment, its reversal, a photo of what it was for."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings

from campaigns.enums import PhotoMoment
from campaigns.forms.places import PastDayField
from campaigns.models import Work
from contributions.enums import SpendingKind
from contributions.models import Campaign
from contributions.queries.campaigns import works_for
from core import clock
from core.forms import HouseForm, MoneyField, NfcCharField

_PICTURES = "image/jpeg,image/png,image/webp"


def _photo(label: str, *, required: bool = False) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": _PICTURES, "data-max-bytes": settings.UPLOAD_MAX_BYTES})
    messages = {"required": "Chọn một ảnh.", "empty": "Tệp trống; đề nghị chọn lại ảnh."}
    return forms.FileField(label=label, required=required, widget=widget, error_messages=messages)


class SpendForm(HouseForm):
    """One payment; taken once by its key."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Loại", choices=SpendingKind, widget=forms.RadioSelect, initial=SpendingKind.SPENT)
    spent_on = PastDayField(label="Ngày chi")
    amount = MoneyField(label="Số tiền", least=1, most=10**15)
    work = forms.ModelChoiceField(
        Work.objects.none(), label="Công trình", required=False, empty_label="Không gắn với công trình nào",
        help_text="Tiền góp riêng cho một công trình chỉ chi cho công trình đó.",
    )  # fmt: skip
    voucher = NfcCharField(
        label="Chứng từ số", max_length=60, help_text="Số phiếu chi, ủy nhiệm chi hoặc biên bản bàn giao."
    )
    payee = NfcCharField(label="Người, đơn vị nhận", max_length=200)
    text = NfcCharField(label="Nội dung chi", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    before = _photo("Ảnh trước khi làm")
    after = _photo("Ảnh sau khi làm")

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work"].queryset = works_for(campaign.area)  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid4()
        self.fields["spent_on"].initial = clock.today()

    def values(self) -> dict[str, Any]:
        """What contributions.actions.spending.Spent takes."""
        names = ("key", "kind", "spent_on", "amount", "work", "voucher", "payee", "text")
        return {name: self.cleaned_data[name] for name in names}

    def pictures(self) -> list[tuple[str, Any]]:
        """When taken and the file, of those that were sent."""
        named = ((PhotoMoment.BEFORE, "before"), (PhotoMoment.AFTER, "after"))
        return [(moment.value, self.cleaned_data[name]) for moment, name in named if self.cleaned_data.get(name)]


class ReverseForm(HouseForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = NfcCharField(label="Lý do điều chỉnh", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()


class SpendingPhotoForm(HouseForm):
    moment = forms.ChoiceField(
        label="Lúc chụp", choices=PhotoMoment, widget=forms.RadioSelect, initial=PhotoMoment.AFTER
    )
    file = _photo("Ảnh", required=True)
