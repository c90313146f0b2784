"""The forms of the survey of satisfaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from core import clock
from core.forms import DigitsField, DigitsInput, HouseForm, NfcCharField, NumberInput, VnDateField, WholeField
from core.text import tidy
from criteria.models import Dossier, SurveyCount, SurveyItem
from criteria.papers.survey_words import mark_of, said_of
from criteria.survey_rules import Ballots, faults_of

MOST = 100_000
MOST_ITEMS = 60
#: Empty rows below those there are.
_SPARE = 3
_BALLOTS = (
    ("households", "Tổng số hộ", "Mọi hộ đang ở thôn."),
    ("handed_out", "Phiếu phát ra", "Mỗi hộ một phiếu."),
    ("returned", "Phiếu thu về", ""),
    ("valid", "Phiếu hợp lệ", ""),
    ("satisfied", "Hài lòng chung", "Số phiếu hợp lệ hài lòng khi đánh giá chung."),
)


class PastDayField(VnDateField):
    """A day that has come."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > clock.today():
            raise forms.ValidationError("Ngày này chưa đến.", code="future")


def figure(label: str, **kwargs: Any) -> WholeField:
    """A whole number of people, ballots or households; numeric keys on a phone."""
    return WholeField(
        label=label, least=0, most=MOST, widget=NumberInput({"inputmode": "numeric", "class": "num n-w-number tnum"}), **kwargs
    )  # fmt: skip


class DatesForm(HouseForm):
    first = PastDayField(label="Từ ngày", required=False)
    last = PastDayField(label="Đến ngày", required=False)

    def __init__(self, dossier: Dossier, *args: Any, **kwargs: Any) -> None:
        first = {"first": dossier.surveyed_from, "last": dossier.surveyed_to}
        super().__init__(*args, initial=first, **kwargs)


class ItemForm(HouseForm):
    """One question of the ballot; without words it is left out."""

    text = NfcCharField(
        label="Nội dung hỏi", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    criterion = forms.TypedChoiceField(label="Tiêu chí", required=False, coerce=int, empty_value=None)
    place = DigitsField(label="Thứ tự", least=1, most=999, required=False, widget=DigitsInput({"maxlength": 3}))

    def __init__(self, *args: Any, criteria: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        # A row that stands as it was drafted counts, too.
        super().__init__(*args, **kwargs | {"empty_permitted": False, "use_required_attribute": False})
        choices = [("", "Không gắn tiêu chí"), *((number, f"{number}. {name}") for number, name in criteria)]
        self.fields["criterion"].choices = choices  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """One line: it stands in a table's cell and in the journal."""
        return tidy(self.cleaned_data["text"] or "")


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[ItemForm]
else:
    _FormSet = forms.BaseFormSet


class _ItemForms(_FormSet):
    def rows(self) -> list[tuple[str, int | None]]:
        """What stands in a valid formset, in the order wanted."""
        kept = [
            (form.cleaned_data.get("place") or place, place, form.cleaned_data)
            for place, form in enumerate(self.forms, 1)
            if form.cleaned_data.get("text")
        ]
        return [(data["text"], data["criterion"]) for _wanted, _place, data in sorted(kept, key=lambda row: row[:2])]


def item_forms(
    rows: Sequence[tuple[str, int | None]], criteria: Sequence[tuple[int, str]], data: Any = None
) -> _ItemForms:
    """A row per item and some empty ones."""
    kind = forms.formset_factory(
        ItemForm, formset=_ItemForms, extra=0, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS, validate_max=True
    )
    first = [{"text": text, "criterion": number, "place": place} for place, (text, number) in enumerate(rows, 1)]
    first += [{"place": len(first) + one} for one in range(1, _SPARE + 1)]
    made: Any = kind(data, initial=first[:MOST_ITEMS], prefix="nd", form_kwargs={"criteria": criteria})
    return made


class VillageCountForm(HouseForm):
    """One village's ballots: five figures, and the satisfied ones per item."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, items: Sequence[SurveyItem], count: SurveyCount | None, *args: Any, **kwargs: Any) -> None:
        first: dict[str, Any] = {"seen": mark_of(said_of(count, items) if count else {})}
        if count:
            first |= {name: getattr(count, name) for name, _label, _hint in _BALLOTS}
            first |= {f"nd{row.item_id}": row.satisfied for row in count.answers.all()}
        super().__init__(*args, initial=first, **kwargs)
        self.items = items
        for name, label, hint in _BALLOTS:
            self.fields[name] = _count(label, help_text=hint)
        for item in items:
            self.fields[f"nd{item.pk}"] = _count(f"{item.position}. {item.text}")

    @property
    def ballot_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, _label, _hint in _BALLOTS]

    @property
    def item_fields(self) -> list[forms.BoundField]:
        return [self[f"nd{item.pk}"] for item in self.items]

    def ballots(self) -> Ballots:
        return Ballots(**{name: self.cleaned_data[name] for name, _label, _hint in _BALLOTS})

    def answers(self) -> dict[int, int]:
        return {item.pk: self.cleaned_data[f"nd{item.pk}"] for item in self.items}

    def clean(self) -> dict[str, Any]:
        """Counts must fall; said at each field that breaks it."""
        data = super().clean() or {}
        if self.errors:
            return data
        fields, of_items = faults_of(self.ballots(), list(self.answers().values()))
        for name, sentence in fields.items():
            self.add_error(name, sentence)
        for place, sentence in of_items.items():
            self.add_error(f"nd{self.items[place].pk}", sentence)
        return data


def _count(label: str, **kwargs: Any) -> WholeField:
    return figure(label, error_messages={"required": "Nhập số, không có thì nhập 0."}, **kwargs)
