"""Fields that the forms of what stands on areas share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet

from areas.models import Area
from campaigns.forms.grids import Grid, RowForm, grid_class
from core import clock
from core.forms import HouseForm, VnDateField

if TYPE_CHECKING:
    from campaigns.compose.editing import RowList
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
    areas = list(places[:2])
    if len(areas) == 1:
        field.initial, field.widget = areas[0], forms.HiddenInput()


def along(one: Area | None, other: Area) -> bool:
    """Whether one of the two areas lies in the other, or they are the same: what is bound on one may concern the other."""
    first, second = (one.path if one else None) or "-", other.path or "-"
    return first.startswith(second) or second.startswith(first)


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
