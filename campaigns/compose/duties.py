"""TỔ CHỨC THỰC HIỆN: a point a unit, then when the plan is carried out."""

from __future__ import annotations

from campaigns.compose import time
from campaigns.compose.load import PlanData
from campaigns.compose.words import bare
from campaigns.compose.writer import Part, Writer, points
from documents.context import Block

_SLUG = "phan-cong"


def carrying_out(data: PlanData, writer: Writer, *, with_time: bool) -> list[Part]:
    """`with_time`: the span of the plan stands here as the last point."""
    return writer.part("duties", _SLUG, "Tổ chức thực hiện", lambda: _points(data, writer, with_time=with_time))


def _points(data: PlanData, writer: Writer, *, with_time: bool) -> list[Block]:
    units: list[Part] = []
    for row in data.duties:
        title = writer.words(f"unit:{row.pk}", _SLUG, bare(row.unit))
        content: list[Block] = []
        for place, duty in enumerate(row.duties, 1):
            content += writer.line(f"duty:{row.pk}.{place}", _SLUG, str(duty))
        if title:
            units.append((title, content))
    extra = writer.extras(_SLUG)
    if units and extra:
        units[-1] = (units[-1][0], [*units[-1][1], *extra])
        extra = []
    return [*extra, *points([*units, *(time.span(data, writer) if with_time else [])])]
