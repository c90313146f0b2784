"""Forms of campaigns: started from a plan or a decision, what it asks for, its rates in a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from areas.models import BankAccount
from campaigns.enums import Pot
from campaigns.forms.grids import RowForm, choice, figure, money, words
from campaigns.forms.places import ListName
from campaigns.models import ResidentsDecision, Work
from contributions.enums import Group
from contributions.queries import campaigns as queries
from contributions.rules.campaigns import decision_verdict
from core.formats import vndate
from core.forms import HouseForm, MoneyField, NfcCharField, VnDateField

if TYPE_CHECKING:
    from campaigns.forms.grids import Grid
    from contributions.models import Campaign

#: A day's work worth more is a slip of the finger.
_MOST_A_DAY = 10_000_000
_POTS = [("", "Chọn…"), *Pot.choices]


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(filter(None, [obj.number, obj.bank, obj.holder or str(obj.organisation)]))


class DecisionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        passes = decision_verdict(obj).passes
        word = {True: "được thông qua", False: "chưa được thông qua", None: "chưa xét được"}[passes]
        return f"{obj}, {obj.area}, ngày {vndate(obj.held_on)} ({word})"[:160]


class WorksField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name[:100]} ({obj.area})"


def _purpose() -> NfcCharField:
    return NfcCharField(
        label="Dùng vào việc", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Khoản đóng góp chỉ được chi cho việc này.",
    )  # fmt: skip


def _pot() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Khoản thu thuộc", choices=_POTS, help_text="Quyết định sổ theo dõi và chứng từ của đợt vận động."
    )


class PlanStartForm(HouseForm):
    """What an issued plan may leave open; everything else is the plan's."""

    purpose = _purpose()
    pot = _pot()


class DecisionStartForm(HouseForm):
    name = NfcCharField(label="Tên đợt vận động", max_length=300)
    purpose = _purpose()
    pot = _pot()
    starts_on = VnDateField(label="Từ ngày", required=False)
    deadline = VnDateField(label="Vận động đến hết ngày", required=False)
    labour_day_value = MoneyField(label="Giá trị một ngày công", least=1, most=_MOST_A_DAY, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class CampaignForm(HouseForm):
    name = NfcCharField(label="Tên đợt vận động", max_length=300)
    starts_on = VnDateField(label="Từ ngày", required=False)
    deadline = VnDateField(label="Vận động đến hết ngày", required=False)
    purpose = _purpose()
    works = WorksField(
        label="Công trình sử dụng", queryset=Work.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    pot = _pot()
    account = AccountField(label="Tài khoản nhận", queryset=BankAccount.objects.none(), required=False)
    residents_decision = DecisionField(
        label="Quyết định của Nhân dân", queryset=ResidentsDecision.objects.none(), required=False,
        help_text="Cần khi vận động hộ gia đình; không cần khi chỉ vận động cán bộ, doanh nghiệp, nhà hảo tâm.",
    )  # fmt: skip
    labour_day_value = MoneyField(label="Giá trị một ngày công", least=1, most=_MOST_A_DAY, required=False)
    two_people = forms.BooleanField(label="Người lập chứng từ và thủ quỹ xác nhận là hai người", required=False)
    reversal_limit = MoneyField(
        label="Điều chỉnh từ số tiền này phải có lãnh đạo duyệt", least=1, required=False,
        help_text="Để trống nếu không cần duyệt.",
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name not in {"works", "seen"}]
        first = {**{name: getattr(campaign, name) for name in names}, "works": campaign.works.all()}
        super().__init__(*args, **{**kwargs, "initial": {**first, **kwargs.get("initial", {})}})
        area = campaign.area
        choices = {
            "works": queries.works_for(area), "account": queries.accounts_for(area, campaign.account_id),
            "residents_decision": queries.decisions_for(area),
        }  # fmt: skip
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not queries.works_for(area).exists():
            del self.fields["works"]

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"works", "seen"}}

    def works_chosen(self) -> list[Work]:
        return list(self.cleaned_data.get("works") or ())


def _in_order(form: HouseForm, data: dict[str, Any]) -> dict[str, Any]:
    starts, deadline = data.get("starts_on"), data.get("deadline")
    if starts and deadline and deadline < starts:
        form.add_error("deadline", "Thời hạn phải sau ngày bắt đầu.")
    return data


class RateRow(RowForm):
    group = choice("Nhóm", Group.choices, empty=None)
    label = words("Đối tượng", 200)
    min_income = money("Thu nhập từ (đồng/tháng)")
    max_income = money("Đến dưới (đồng/tháng)")
    days = figure("Số ngày công", least=0, most=366)
    amount = money("Hoặc số tiền (đồng)", most=10**12)
    css: ClassVar = {
        "group": "n-c-mid", "min_income": "n-c-money", "max_income": "n-c-money", "days": "n-c-num",
        "amount": "n-c-money",
    }  # fmt: skip
    needs = "label"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        days, amount = data.get("days"), data.get("amount")
        if (days is None) == (amount is None) and not {"days", "amount"} & set(self.errors):
            self.add_error("amount", "Ghi số ngày công hoặc số tiền, một trong hai; tùy tâm thì ghi 0 đồng.")
        low, high = data.get("min_income"), data.get("max_income")
        if low is not None and high is not None and high <= low:
            self.add_error("max_income", "Mức trên phải lớn hơn mức dưới.")
        return data


RATES = ListName("muc", "Mức vận động", "Mức")


def rate_rows(grid: Grid) -> list[dict[str, Any]]:
    """The rates left in a valid grid, in their order, those of before with their id."""
    return [{"id": row.pk, **row.values} for row in grid.typed() if not row.deleted]
