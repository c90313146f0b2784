"""Forms of rosters: a line, a new giver on the roster, a giver, a move, a list and its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings

from areas.enums import Level
from areas.models import Area, Organisation
from contributions.enums import Consent, LineState, PartyKind
from contributions.models import Rate
from contributions.queries.campaigns import units_for, villages_for
from contributions.rules.columns import FIELDS
from core.forms import HouseForm, MoneyField, NfcCharField, NumberField
from core.text import digits

if TYPE_CHECKING:
    from contributions.models import Campaign, Party, RosterLine

_MOST_MONEY = 10**12


class PhoneField(NfcCharField):
    """A telephone number as people type it; cleans to its digits."""

    def clean(self, value: Any) -> str:
        typed = digits(super().clean(value) or "")
        if typed and not 9 <= len(typed) <= 11:
            raise forms.ValidationError("Nhập 9 đến 11 chữ số, ví dụ 0912 345 678.", code="invalid")
        return typed


class _PlacesForm(HouseForm):
    """A form with the village and the unit a giver is counted in."""

    village = forms.ModelChoiceField(label="Thôn", queryset=Area.objects.none(), required=False, empty_label="—")
    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Organisation.objects.none(), required=False, empty_label="—")

    def offer(self, area: Area) -> None:
        """Let villages and units of the commune (or of the one village) be chosen."""
        self.fields["village"].queryset = villages_for(area)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units_for(area)  # type: ignore[attr-defined]


class LineForm(_PlacesForm):
    """A line of a roster: where, at which rate, for how much of the year, and where the giver stands."""

    rate = forms.ModelChoiceField(label="Mức vận động", queryset=Rate.objects.none(), required=False, empty_label="—")
    months = NumberField(label="Số tháng tính", places=0, least=0, most=12, initial=12, help_text="12 là cả năm.")
    state = forms.ChoiceField(label="Tình trạng", choices=LineState, help_text="Được miễn, không tham gia đều hợp lệ.")
    reason = NfcCharField(label="Lý do, ghi chú", max_length=300, required=False)
    pledged_days = NumberField(label="Số công đăng ký", least=0, most=366, required=False)
    pledged_amount = MoneyField(label="Số tiền đăng ký", most=_MOST_MONEY, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    of_line: ClassVar = ("village", "unit", "rate", "months", "state", "reason", "pledged_days", "pledged_amount")

    def __init__(self, campaign: Campaign, *args: Any, line: RosterLine | None = None, **kwargs: Any) -> None:
        first = {name: getattr(line, name) for name in self.of_line} if line else {"key": uuid4().hex}
        super().__init__(*args, **{**kwargs, "initial": {**first, **kwargs.get("initial", {})}})
        self.offer(campaign.area)
        self.fields["rate"].queryset = campaign.rates.all()  # type: ignore[attr-defined]

    def line_values(self) -> dict[str, Any]:
        return {**{name: self.cleaned_data[name] for name in self.of_line}, "months": int(self.cleaned_data["months"])}


class NewLineForm(LineForm):
    """A giver put on the roster by hand. Where the commune has one of that name and place, `same` asks whether it is he."""

    field_order = ("name", "kind", "same", "village", "unit", "household", "phone", "address", "consent")

    name = NfcCharField(label="Họ tên, tên tổ chức", max_length=200)
    kind = forms.ChoiceField(label="Loại", choices=PartyKind)
    household = NfcCharField(label="Hộ", max_length=150, required=False, help_text="Tên chủ hộ hoặc số hộ.")
    phone = PhoneField(label="Điện thoại", max_length=30, required=False)
    address = NfcCharField(label="Địa chỉ", max_length=300, required=False)
    consent = forms.ChoiceField(label="Nêu tên khi công khai", choices=Consent, initial=Consent.NONE)
    same = forms.ChoiceField(label="Đã có người cùng họ tên, cùng nơi", required=False, widget=forms.RadioSelect)
    of_party: ClassVar = ("name", "kind", "village", "unit", "household", "phone", "address", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["same"].widget = forms.HiddenInput()

    def ask_which(self, givers: Sequence[Party]) -> None:
        """Show who there is already and let the person say whether it is one of them."""
        choices = [(str(row.pk), _told(row)) for row in givers]
        field = forms.ChoiceField(
            label="Đã có người cùng họ tên, cùng nơi", choices=[*choices, ("new", "Là người khác, ghi thành người mới")],
            widget=forms.RadioSelect,
        )  # fmt: skip
        self.fields["same"] = field

    def party_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.of_party}


def _told(party: Party) -> str:
    parts = [f"{party.name} ({party.code})", party.household and f"hộ {party.household}", party.phone]
    return ", ".join(filter(None, parts))


class PartyForm(HouseForm):
    name = NfcCharField(label="Họ tên, tên tổ chức", max_length=200)
    kind = forms.ChoiceField(label="Loại", choices=PartyKind)
    household = NfcCharField(label="Hộ", max_length=150, required=False, help_text="Tên chủ hộ hoặc số hộ.")
    phone = PhoneField(label="Điện thoại", max_length=30, required=False)
    address = NfcCharField(label="Địa chỉ", max_length=300, required=False)
    consent = forms.ChoiceField(
        label="Nêu tên khi công khai", choices=Consent, help_text="Chỉ nêu tên người đã đồng ý."
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)
    of_party: ClassVar = ("name", "kind", "household", "phone", "address", "consent")

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        first = {name: getattr(party, name) for name in self.of_party}
        super().__init__(*args, **{**kwargs, "initial": {**first, **kwargs.get("initial", {})}})

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.of_party}


class MoveForm(_PlacesForm):
    lines_too = forms.BooleanField(
        label="Chuyển cả dòng trong danh sách các đợt đang vận động", required=False, initial=True,
        help_text="Chứng từ đã ghi vẫn đứng ở thôn, đơn vị cũ.",
    )  # fmt: skip

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"village": party.village_id, "unit": party.unit_id}})
        self.offer(party.area)


class ImportForm(HouseForm):
    """A workbook, or lines pasted from one."""

    file = forms.FileField(
        label="Tệp Excel", required=False, widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text="Tệp .xlsx; cột theo thứ tự nào cũng được, mỗi cột có tiêu đề.", error_messages={"empty": "Tệp trống; đề nghị chọn lại tệp."},
    )  # fmt: skip
    text = NfcCharField(
        label="Hoặc dán danh sách", required=False, max_length=2_000_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 6}), help_text="Dán từ Excel, hoặc ghi mỗi dòng một họ tên.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["data-max-bytes"] = settings.UPLOAD_MAX_BYTES

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool((data.get("text") or "").strip()):
            self.add_error("file", "Chọn một tệp Excel, hoặc dán danh sách ở ô dưới.")
        return data


class MapForm(_PlacesForm):
    """Which column says what; and what holds for rows that do not say it."""

    kind = forms.ChoiceField(label="Loại", choices=[("", "Đoán theo tên"), *PartyKind.choices], required=False)
    rate = forms.ModelChoiceField(
        label="Mức vận động", queryset=Rate.objects.none(), required=False, empty_label="Theo cột thu nhập hoặc nhóm"
    )

    def __init__(self, campaign: Campaign, columns: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        now = columns.get("map", columns["guess"])
        first: dict[str, Any] = {f"col_{key}": str(place) for key, place in now.items()}
        if campaign.area.level == Level.VILLAGE:
            first["village"] = campaign.area_id
        first |= columns.get("defaults", {})
        super().__init__(*args, **{**kwargs, "initial": first})
        self.offer(campaign.area)
        self.fields["rate"].queryset = campaign.rates.all()  # type: ignore[attr-defined]
        choices = [
            (str(place), heading or f"Cột {place + 1}")
            for place, heading in enumerate(columns["headings"])
            if place not in columns["refused"]
        ]
        for field in reversed(FIELDS):
            self.fields[f"col_{field.key}"] = forms.ChoiceField(
                label=field.title, choices=[("", "Không có cột này"), *choices], required=False
            )

    @property
    def column_fields(self) -> list[Any]:
        return [self[f"col_{field.key}"] for field in reversed(FIELDS)]

    @property
    def lacks_place(self) -> bool:
        """Whether neither a village nor a unit is chosen, by a column or for all."""
        return not any(self[name].value() for name in ("col_village", "col_unit", "village", "unit"))

    @property
    def default_fields(self) -> list[Any]:
        return [self[name] for name in ("kind", "village", "unit", "rate")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for field in reversed(FIELDS):
            place = data.get(f"col_{field.key}")
            if place and place in taken:
                self.add_error(f"col_{field.key}", f"Cột này đã chọn cho “{taken[place]}”.")
            elif place:
                taken[place] = field.title
        return data

    def columns(self) -> dict[str, int]:
        chosen = {field.key: self.cleaned_data.get(f"col_{field.key}") for field in FIELDS}
        return {key: int(place) for key, place in chosen.items() if place}

    def defaults(self) -> dict[str, Any]:
        """Ids of the rows chosen, and the kind; what is not chosen is left out."""
        rows = {name: self.cleaned_data.get(name) for name in ("village", "unit", "rate")}
        chosen: dict[str, Any] = {name: row.pk for name, row in rows.items() if row}
        return {**chosen, **({"kind": self.cleaned_data["kind"]} if self.cleaned_data.get("kind") else {})}
