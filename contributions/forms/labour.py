"""A muster sheet typed back: the day, the work, and the days of each name of the village."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from campaigns.forms.grids import NumberBox
from campaigns.forms.places import PastDayField
from campaigns.models import Work
from contributions.enums import BookForm
from contributions.forms.receipts import BookChoice
from contributions.models import Book
from contributions.queries.campaigns import works_for
from core.forms import HouseForm, NfcCharField, NumberField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from contributions.models import Campaign, RosterLine


class MusterForm(HouseForm):
    """One box of days for each line of the village, in the order of the printed sheet; left empty: did not work."""

    held_on = PastDayField(label="Ngày làm")
    text = NfcCharField(label="Công việc", max_length=300)
    work = forms.ModelChoiceField(
        label="Công trình", queryset=Work.objects.none(), required=False, empty_label="Không theo công trình"
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, campaign: Campaign, lines: Sequence[RosterLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["work"].queryset = campaign.works.all() if campaign.works.exists() else works_for(campaign.area)  # type: ignore[attr-defined]
        for line in lines:
            box = NumberBox({"aria-label": f"Số công của {line.party.name}", "class": "form-control num n-w-number"})
            self.fields[f"d{line.pk}"] = NumberField(
                label=line.party.name, required=False, least=0, most=3, suffix="", widget=box
            )

    @property
    def rows(self) -> list[tuple[RosterLine, Any]]:
        return [(line, self[f"d{line.pk}"]) for line in self.lines]

    def days(self) -> dict[RosterLine, Decimal]:
        """Who worked, in days."""
        return {line: count for line in self.lines if (count := self.cleaned_data[f"d{line.pk}"])}


class TakeForm(HouseForm):
    """In which book the receipts of a sheet are written."""

    book = BookChoice(label="Ghi vào quyển", queryset=Book.objects.none())

    def __init__(self, books: QuerySet[Book], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = books.filter(form=BookForm.LABOUR, kind="system").order_by("-year", "code")
        chosen: Any = self.fields["book"]
        chosen.queryset = rows
        if len(rows) == 1:
            chosen.initial = rows[0]
