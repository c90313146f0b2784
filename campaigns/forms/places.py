"""Fields that the forms of what stands on areas share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet

from areas.models import Area
from campaigns.forms.grids import Grid, RowForm, grid_class
from core import clock
from core.forms import HouseForm, VnDateField

if TYPE_CHECKING:
    from campaigns.compose.editing import RowList
    from campaigns.models import Plan
    from campaigns.queries.composing import Lists


class PastDayField(VnDateField):
    """A day that has come."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > clock.today():
            raise forms.ValidationError("Ngày này chưa đến.", code="future")


def set_places(form: HouseForm, places: QuerySet[Area]) -> None:
    """Let the field "area" choose among these; who has only one is not asked."""
    field: Any = form.fields["area"]
    field.queryset = places
    areas = field.queryset  # read here and shown from here: one query
    if len(areas) == 1:
        field.initial, field.widget = areas[0], forms.HiddenInput()


def along(one: Area | None, other: Area) -> bool:
    """Whether one of the two areas lies in the other, or they are the same: what is bound on one may concern the other."""
    first, second = (one.path if one else None) or "-", other.path or "-"
    return first.startswith(second) or second.startswith(first)


class OfAreaForm(HouseForm):
    """A form of what stands on an area and may belong to a plan; its fields "area" and "plan" are the form's own."""

    #: Fields that the action is given by other names.
    apart: ClassVar[set[str]] = {"area", "key", "seen"}

    def offer(self, places: QuerySet[Area], plans: QuerySet[Plan]) -> None:
        """Let area and plan be chosen among these."""
        set_places(self, places)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]

    def check_plan(self, data: dict[str, Any]) -> None:
        """An error at the plan that has nothing to do with the area."""
        area, plan = data.get("area"), data.get("plan")
        if area and plan and not along(plan.area, area):
            self.add_error("plan", "Kế hoạch này của địa bàn khác; chọn lại.")

    def values(self) -> dict[str, Any]:
        """What the action writes besides the area, a file and rows."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.apart}


@dataclass(frozen=True, slots=True)
class ListName:
    """What a grid needs to know of its list: the prefix of its fields, its title, and what one row is called."""

    name: str
    title: str
    word: str


def grid_of(form: type[RowForm], name: ListName, rows: Iterable[Any], data: Any = None) -> Grid:
    """Rows of something that is no part of a plan, in the house's grid."""
    said = [form.initial_of(row) for row in rows]
    return grid_class(form)(data, list_=cast("RowList", name), lists=cast("Lists", None), initial=said)


def rows_of(grid: Grid) -> list[dict[str, Any]]:
    """What stands in the rows of a valid grid, in the order wanted, without those struck out."""
    return [dict(row.values) for row in grid.typed() if not row.deleted]
