"""Forms of works: the work with its sources, a payment, what puts a payment right, a photo."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from areas.models import Area
from campaigns.enums import FundKind, PhotoMoment, WorkState
from campaigns.forms.grids import RowForm, choice, money, words
from campaigns.forms.places import ListName, OfAreaForm, PastDayField, along, set_places
from campaigns.models import Plan, ResidentsDecision, Work
from campaigns.queries.works import decisions_near, residents_decisions_on
from core.forms import DigitsField, HouseForm, MoneyField, NfcCharField, NumberField, VnDateField
from documents.models import CitedDocument


class CitedChoiceField(forms.ModelChoiceField):
    """A document of the register by type, number and what it is about."""

    def label_from_instance(self, obj: Any) -> str:
        about = f": {obj.subject}" if obj.subject else ""
        return f"{obj}{about}"[:120]


class WorkForm(OfAreaForm):
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    name = NfcCharField(label="Tên công trình", max_length=500)
    place = NfcCharField(label="Địa điểm", max_length=300, required=False)
    state = forms.ChoiceField(label="Tình trạng", choices=WorkState)
    plan = forms.ModelChoiceField(label="Thuộc kế hoạch", queryset=Plan.objects.none(), required=False)
    criterion = DigitsField(label="Phục vụ tiêu chí số", least=1, most=99, required=False)
    decision = CitedChoiceField(
        label="Quyết định phê duyệt", queryset=CitedDocument.objects.none(), required=False,
        help_text="Chọn trong danh mục văn bản của xã.",
    )  # fmt: skip
    residents_decision = forms.ModelChoiceField(
        label="Quyết định của Nhân dân", queryset=ResidentsDecision.objects.none(), required=False
    )
    total = MoneyField(label="Tổng mức", required=False)
    accepted_value = MoneyField(label="Giá trị nghiệm thu", required=False)
    accepted_on = PastDayField(label="Ngày nghiệm thu", required=False)
    starts_on = VnDateField(label="Khởi công", required=False)
    ends_on = VnDateField(label="Hoàn thành", required=False)
    volume = NumberField(label="Khối lượng", places=3, least=0, most=10**12, required=False)
    measure = NfcCharField(label="Đơn vị tính", max_length=50, required=False, help_text="Ví dụ: km, m², cái.")
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(
        self, places: QuerySet[Area], plans: QuerySet[Plan], near: set[int], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_places(self, places)
        choices: dict[str, Any] = {
            "plan": plans, "decision": decisions_near(near), "residents_decision": residents_decisions_on(places),
        }  # fmt: skip
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends, accepted = data.get("starts_on"), data.get("ends_on"), data.get("accepted_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Ngày hoàn thành phải sau ngày khởi công.")
        if starts and accepted and accepted < starts:
            self.add_error("accepted_on", "Ngày nghiệm thu phải sau ngày khởi công.")
        if data.get("state") in (WorkState.ACCEPTED, WorkState.SETTLED):
            for name in ("accepted_value", "accepted_on"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, "Công trình đã nghiệm thu thì nhập mục này.")
        if data.get("accepted_value") is not None and accepted is None and "accepted_on" not in self.errors:
            self.add_error("accepted_on", "Có giá trị nghiệm thu thì nhập ngày nghiệm thu.")
        self._check_places(data)
        return data

    def _check_places(self, data: dict[str, Any]) -> None:
        """What a work is bound to lies on its own area, above it or, for the commune's, in its villages."""
        area = data.get("area")
        if area is None:
            return
        for name in ("plan", "residents_decision", "decision"):
            bound = data.get(name)
            if bound is not None and not along(bound.area, area):
                self.add_error(name, "Mục này của địa bàn khác; chọn lại.")


class FundRow(RowForm):
    kind = choice("Nguồn", FundKind.choices, empty=None)
    text = words("Nội dung", 300)
    amount = money("Số tiền (đồng)")
    css: ClassVar = {"kind": "n-c-mid", "amount": "n-c-money"}
    needs = "amount"


FUNDS = ListName("nguon", "Nguồn vốn", "nguồn")


class _OnceForm(HouseForm):
    """A form that is taken once: its key comes along and makes a second sending the first."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex


class PaymentForm(_OnceForm):
    paid_on = PastDayField(label="Ngày thanh toán")
    amount = MoneyField(label="Số tiền", least=1)
    voucher = NfcCharField(label="Chứng từ số", max_length=60, required=False)
    text = NfcCharField(label="Nội dung", max_length=500, required=False)


class CorrectionForm(_OnceForm):
    paid_on = PastDayField(label="Ngày điều chỉnh")
    reason = NfcCharField(label="Lý do điều chỉnh", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    right_amount = MoneyField(
        label="Số tiền đúng", least=1, required=False, help_text="Để trống nếu khoản này không có thật."
    )


class PhotoForm(HouseForm):
    moment = forms.ChoiceField(label="Lúc chụp", choices=PhotoMoment, widget=forms.RadioSelect)
    file = forms.FileField(
        label="Ảnh", widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Chọn một ảnh.", "empty": "Tệp trống; đề nghị chọn lại ảnh."},
    )  # fmt: skip
    note = NfcCharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["data-max-bytes"] = settings.UPLOAD_MAX_BYTES


def first_values(work: Work) -> dict[str, Any]:
    """What the form of a work shows at first."""
    names = (
        "area", "name", "place", "state", "plan", "criterion", "decision", "residents_decision", "total", "accepted_value",
        "accepted_on", "starts_on", "ends_on", "volume", "measure",
    )  # fmt: skip
    return {name: getattr(work, name) for name in names}
