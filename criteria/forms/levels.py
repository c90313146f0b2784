"""Forms of a province's levels: the decision itself, the levels of one criterion, the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from areas.models import Area
from areas.queries import rows_of
from core import clock
from core.errors import RuleError
from core.forms import DigitsField, HouseForm, NfcCharField, VnDateField
from core.uploads import read_upload
from criteria.models import CriteriaSet, LevelsDecision
from criteria.papers.levels import Where, column_titles, is_figure, unit_words, written, years_of
from criteria.queries.levels import DecidedRow
from criteria.read.province_levels import YEARS, LevelValue, follows_another, read_level


class DecisionForm(HouseForm):
    """What a decision says of itself; for a draft that is there already."""

    number = NfcCharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 15/2026/QĐ-UBND")
    issued_on = VnDateField(label="Ngày ban hành", help_text="Ví dụ: 20/5/2026")
    effective_from = VnDateField(
        label="Áp dụng từ ngày", help_text="Từ ngày này các phiếu tự đánh giá được xét theo mức của quyết định."
    )
    note = NfcCharField(label="Ghi chú", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_issued_on(self) -> date:
        day: date = self.cleaned_data["issued_on"]
        if day > clock.today():
            raise ValidationError("Ngày ban hành không sau hôm nay.")
        return day


class NewDecisionForm(DecisionForm):
    """The same with the province and the set it is about."""

    area = forms.ModelChoiceField(label="Tỉnh", queryset=Area.objects.none(), empty_label=None)
    criteria_set = forms.ModelChoiceField(label="Bộ tiêu chí", queryset=CriteriaSet.objects.none(), empty_label=None)
    field_order = ("area", "criteria_set", "number", "issued_on", "effective_from", "note")

    def __init__(self, areas: Sequence[Area], sets: QuerySet[CriteriaSet], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = rows_of(areas)  # type: ignore[attr-defined]
        self.fields["criteria_set"].queryset = sets  # type: ignore[attr-defined]


class LevelField(NfcCharField):
    """One level as people write it; cleans to what it says, None for an empty box."""

    def __init__(self, row: DecidedRow, **kwargs: Any) -> None:
        look = {"inputmode": "decimal", "class": "num"} if is_figure(row.version) else {}
        super().__init__(
            required=False, max_length=500, widget=forms.TextInput({"autocomplete": "off", **look}), **kwargs
        )
        self.row = row

    def clean(self, value: Any) -> LevelValue | None:
        try:
            return read_level(self.row.version, super().clean(value) or "")
        except RuleError as error:
            raise ValidationError(error.message, code="invalid") from error


class LevelsForm(HouseForm):
    """The levels of the rows of one criterion: a box for each scope and year."""

    def __init__(
        self, decision: LevelsDecision, rows: Sequence[DecidedRow], *args: Any, year: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.titles = rows, column_titles(decision.criteria_set)
        self.years = [year] if year else []
        self.places: dict[str, Where] = {}
        for row in rows:
            if follows_another(row.version):
                continue
            for of_year in years_of(row, *self.years):
                for place, (scope, title) in enumerate(self.titles.items()):
                    name = f"v{row.version.pk}-{of_year or 'moi-nam'}-{place}"
                    label = f"{title}, năm {of_year}" if of_year else title
                    self.fields[name] = LevelField(
                        row, label=label, initial=written(row.levels.get((scope, of_year)))
                    )  # fmt: skip
                    self.places[name] = (row.version.pk, scope, of_year)

    def shown_rows(self) -> Iterator[tuple[DecidedRow, str, list[tuple[int | None, list[forms.BoundField]]]]]:
        """Each row with its unit and, by year, its boxes."""
        for row in self.rows:
            by_year: dict[int | None, list[forms.BoundField]] = {}
            for name, (version, _, year) in self.places.items():
                if version == row.version.pk:
                    by_year.setdefault(year, []).append(self[name])
            yield row, unit_words(row.version), list(by_year.items())

    def wanted(self) -> dict[Where, LevelValue | None]:
        """What was sent; a box that the page did not have (another year's, added meanwhile) leaves its level alone."""
        return {where: self.cleaned_data[name] for name, where in self.places.items() if name in self.data}


class YearForm(HouseForm):
    """The year that levels of their own are asked for."""

    nam = DigitsField(label="Thêm ô mức riêng cho năm", least=YEARS[0], most=YEARS[-1])


class LevelsUploadForm(HouseForm):
    file = forms.FileField(
        label="Tệp Excel", help_text="Tệp .xlsx theo mẫu tải về từ quyết định này.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )  # fmt: skip

    def clean_file(self) -> tuple[str, bytes]:
        try:
            return read_upload(self.cleaned_data["file"])
        except RuleError as error:
            raise ValidationError(error.message) from error
