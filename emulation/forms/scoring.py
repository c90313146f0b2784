"""Forms of scoring: its days and rules, its sheet, its scorers, one mark, a reason, a correction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django import forms

from accounts.models import User
from campaigns.forms.grids import RowForm, choice, figure, line
from campaigns.forms.places import ListName, grid_of
from core.formats import number, vndate
from core.forms import DigitsField, HouseForm, NfcCharField, NumberField, VnDateField, WholeField
from emulation.enums import Combine, EntryKind, ItemSource, TieRule
from emulation.models import ScoreItem, Scoring

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Assignment
    from campaigns.forms.grids import Grid
    from emulation.models import Drive

_MOST = Decimal("9999.99")
_NAMES = ("kind", "name", "counts_from", "review_on", "combine", "spread_percent", "tie_rule")


class _SheetField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.drive.name} (chốt {vndate(obj.review_on)})"[:160]


class ScoringForm(HouseForm):
    """What and when is scored, and by which rules."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    kind = forms.ChoiceField(label="Chấm cho", choices=EntryKind)
    name = NfcCharField(label="Tên lần chấm điểm", max_length=200)
    counts_from = VnDateField(label="Tính số liệu từ ngày")
    review_on = VnDateField(label="Xét, chốt xếp hạng ngày", help_text="Số liệu tính đến hết ngày này.")
    combine = forms.ChoiceField(
        label="Gộp điểm của nhiều người chấm", choices=Combine, widget=forms.RadioSelect, initial=Combine.MEDIAN
    )
    spread_percent = WholeField(
        label="Chênh lệch phải nêu lý do", least=0, most=100, initial=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num n-w-number", "maxlength": 3}),
        help_text="Điểm cao nhất và thấp nhất của một nội dung cách nhau quá tỷ lệ này (% điểm tối đa).",
    )  # fmt: skip
    tie_rule = forms.ChoiceField(
        label="Khi bằng điểm", choices=TieRule, widget=forms.RadioSelect, initial=TieRule.FIRST_ITEM
    )
    like = _SheetField(
        label="Lấy thang điểm của", queryset=Scoring.objects.none(), required=False,
        empty_label="Soạn mới (lấy gợi ý từ kế hoạch)",
    )  # fmt: skip

    def __init__(self, drive: Drive, sheets: QuerySet[Scoring] | None, *args: Any, **kwargs: Any) -> None:
        first = {
            "key": uuid4().hex, "kind": EntryKind.VILLAGE, "counts_from": drive.starts_on,
            "review_on": drive.review_on or drive.ends_on, "name": "Chấm điểm thi đua các thôn",
        }  # fmt: skip
        super().__init__(*args, **{**kwargs, "initial": {**first, **kwargs.get("initial", {})}})
        if sheets is None:
            del self.fields["like"]
        else:
            self.fields["like"].queryset = sheets  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("counts_from"), data.get("review_on")
        if begins and ends and ends < begins:
            self.add_error("review_on", "Ngày xét, chốt phải từ ngày bắt đầu tính trở đi.")
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in _NAMES}

    @staticmethod
    def first_of(scoring: Scoring) -> dict[str, Any]:
        """What the boxes show of a stored scoring."""
        return {name: getattr(scoring, name) for name in _NAMES}


class ItemRow(RowForm):
    """One item of the sheet."""

    text = line("Nội dung", max_length=300)
    points = figure("Điểm tối đa", least=Decimal("0.01"), most=_MOST)
    source = choice("Cách tính", ItemSource.choices, empty=None)
    css: ClassVar = {"text": "n-c-wide", "points": "n-c-num", "source": "n-c-mid"}
    needs = "text"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text") and data.get("points") is None and "points" not in self.errors:
            self.add_error("points", "Nhập điểm tối đa.")
        return data


ITEMS = ListName("noi-dung", "Nội dung chấm điểm", "Nội dung")


def item_grid(items: Iterable[ScoreItem], data: Any = None) -> Grid:
    return grid_of(ItemRow, ITEMS, items, data)


class _PeopleField(forms.ModelMultipleChoiceField):
    roles: dict[int, list[Assignment]]

    def label_from_instance(self, obj: Any) -> str:
        told = ", ".join(role.get_role_display() for role in self.roles.get(obj.pk, ()))
        return f"{obj} ({told})" if told else str(obj)


class ScorersForm(HouseForm):
    """Who scores, among those with a role on the commune."""

    people = _PeopleField(
        label="Người chấm điểm", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, people: QuerySet[User], roles: Sequence[tuple[User, list[Assignment]]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.roles = {user.pk: held for user, held in roles}
        field.queryset = people


class ReasonForm(HouseForm):
    """Words only: why somebody is left out, why marks lie apart."""

    reason = NfcCharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class CorrectionForm(HouseForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    after = NumberField(label="Điểm sau điều chỉnh", least=0, most=_MOST)
    reason = NfcCharField(label="Lý do điều chỉnh", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, item: ScoreItem, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex
        self.fields["after"].help_text = f"Tối đa {number(item.points)} điểm."


class MarkForm(HouseForm):
    """One mark as the scorer's page sends it; `seen` is what the page showed."""

    item = DigitsField(least=1)
    entry = DigitsField(least=1)
    points = NumberField(label="Điểm", required=False, least=0, most=_MOST)
    note = NfcCharField(label="Nhận xét", required=False, max_length=300)
    seen = NumberField(required=False)

    def note_or_none(self) -> str | None:
        """None where the page has no box for it."""
        return self.cleaned_data["note"] or "" if "note" in self.data else None


class SeenPairsForm(forms.Form):
    """Missing figures that a person read ("12-34": item and entry) and a tick that they count 0."""

    pairs = forms.CharField(required=False, max_length=100_000)
    agreed = forms.BooleanField(required=False)

    def confirmed(self) -> set[tuple[int, int]]:
        """What was read and agreed to; nothing without the tick."""
        if not self.is_valid() or not self.cleaned_data["agreed"]:
            return set()
        found = set()
        for pair in self.cleaned_data["pairs"].split():
            item, _, entry = pair.partition("-")
            if item.isdecimal() and entry.isdecimal():
                found.add((int(item), int(entry)))
        return found
