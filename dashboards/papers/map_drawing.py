"""The map as HTML: tiles in a grid, or outlines as SVG. Pure.

Put together from pieces: a template that goes through five hundred tiles costs more than the queries.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from areas.tiles import Layout
from core.formats import number
from core.templatetags.ui import icon
from core.text import sort_key
from criteria.enums import RoundCardState
from dashboards.papers.map import Map, Tile
from dashboards.papers.matrix import STANDS

#: Units of the drawing, about half a pixel; on a narrow screen it scrolls in its frame instead of shrinking to nothing.
WIDE, HIGH = 1800, 2200
_EDGE = 8
#: A figure is written on an outline that has this much room.
_ROOM = (70, 36)


def addresses_of(tiles: Sequence[Tile], asked: str) -> dict[int, str]:
    """The page of each area, which asks for the same set and year; ready for an attribute of HTML."""
    head, _, rest = reverse("overview_area", args=[0]).rpartition("0")
    return {tile.area: f"{head}{tile.area}{rest}?{conditional_escape(asked)}" for tile in tiles}


def scheme(tiles: Sequence[Tile], addresses: Mapping[int, str], codes: Mapping[int, str], layout: Layout) -> SafeString:
    """Provinces where the layout has them, the islands beside, then the others in their order."""
    placed, others = [], []
    for tile in tiles:
        place = layout.place_of(codes.get(tile.area, ""))
        if place is None:
            others.append(_tile(tile, addresses))
        else:
            placed.append(
                (place.row, place.column, _tile(tile, addresses, f"r{place.row} c{place.column}", place.short))
            )
    found = ""
    if placed:
        islands = "".join(
            f'<li class="mp-isle r{row} c{column}">{conditional_escape(name)}</li>'
            for name, row, column in layout.islands
        )
        # In the order in which they are read: from the north to the south.
        found = f'<ul class="mp-tiles mp-geo" data-tiles>{"".join(html for _, _, html in sorted(placed))}{islands}</ul>'
    if others:
        found += f'<ul class="mp-tiles" data-tiles>{"".join(others)}</ul>'
    return mark_safe(found)  # noqa: S308 - every piece is escaped or ours


def groups(tiles: Sequence[Tile], addresses: Mapping[int, str]) -> SafeString:
    """Communes in their order, by district where there are districts."""
    found = []
    by_district = sorted(tiles, key=_district_first(tiles)) if any(tile.above for tile in tiles) else tiles
    for above, rows in groupby(by_district, key=lambda tile: tile.above):
        head = f'<h3 class="mp-above">{conditional_escape(above)}</h3>' if above else ""
        found.append(f'{head}<ul class="mp-tiles" data-tiles>{"".join(_tile(tile, addresses) for tile in rows)}</ul>')
    return mark_safe("".join(found))  # noqa: S308 - every piece is escaped or ours


def _district_first(tiles: Sequence[Tile]) -> Callable[[Tile], str]:
    keys = {above: sort_key(above) for above in {tile.above for tile in tiles}}
    return lambda tile: keys[tile.above]


def _tile(tile: Tile, addresses: Mapping[int, str], css: str = "", short: str = "") -> str:
    told = conditional_escape(tile.told)
    name = f'<span class="mp-long">{conditional_escape(tile.name)}</span>'
    if short:
        name += f'<span class="mp-short">{conditional_escape(short)}</span>'
    stand = icon(STANDS[RoundCardState(tile.state)][0]) if tile.state else ""
    where = f' class="{css}"' if css else ""
    return (
        f'<li{where}><a class="{tile.css}" href="{addresses[tile.area]}" title="{told}" aria-label="{told}">'
        f"{name}<b>{conditional_escape(tile.figure)}{stand}</b></a></li>"
    )


def drawing(
    tiles: Sequence[Tile], addresses: Mapping[int, str], outlines: Mapping[int, Mapping[str, Any]]
) -> SafeString:
    """The areas that have an outline, from above: degrees of longitude as long as they are at the middle of what is shown."""
    shown = [tile for tile in tiles if tile.area in outlines]
    rings = {tile.area: [ring for polygon in outlines[tile.area]["coordinates"] for ring in polygon] for tile in shown}
    points = [point for found in rings.values() for ring in found for point in ring]
    if not points:
        return mark_safe("")
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    stretch = math.cos(math.radians((south + north) / 2))
    scale = min(WIDE / max((east - west) * stretch, 1e-6), HIGH / max(north - south, 1e-6))
    shapes, words = [], []
    for tile in shown:
        drawn = [
            [(round((x - west) * stretch * scale), round((north - y) * scale)) for x, y in ring]
            for ring in rings[tile.area]
        ]
        path = "".join(map(_path, drawn))
        told = conditional_escape(tile.told)
        shapes.append(
            f'<a class="{tile.css}" href="{addresses[tile.area]}" aria-label="{told}"><title>{told}</title><path d="{path}"/></a>'
        )
        words.append(_figure(tile, drawn))
    width, height = math.ceil((east - west) * stretch * scale), math.ceil((north - south) * scale)
    return format_html(
        '<svg class="mp-drawing" viewBox="-{} -{} {} {}" role="group" aria-label="Bản đồ theo đường ranh giới" data-tiles>{}{}</svg>',
        _EDGE, _EDGE, width + 2 * _EDGE, height + 2 * _EDGE, mark_safe("".join(shapes)), mark_safe("".join(words)),  # noqa: S308 - every piece is escaped or ours
    )  # fmt: skip


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """A closed line, each point as steps from the one before: half as long as with places. Steps of nothing are left out."""
    (x, y), steps = ring[0], []
    for nx, ny in ring[1:-1]:
        if nx != x or ny != y:
            steps.append(f"{nx - x},{ny - y}")
            x, y = nx, ny
    return f"M{ring[0][0]},{ring[0][1]}l{' '.join(steps)}z" if steps else ""


def _figure(tile: Tile, rings: Sequence[Sequence[tuple[int, int]]]) -> str:
    """The figure in the middle of the largest part, where it has room; the link says it anyway."""
    ring = max(rings, key=lambda ring: abs(_area(ring)))
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    if max(xs) - min(xs) < _ROOM[0] or max(ys) - min(ys) < _ROOM[1]:
        return ""
    x, y = _middle(ring)
    return (
        f'<text class="{tile.css}" x="{x:.0f}" y="{y:.0f}" aria-hidden="true">{conditional_escape(tile.figure)}</text>'
    )


def _area(ring: Sequence[tuple[int, int]]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2


def _middle(ring: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The centre of gravity of a closed line; of one without a surface, its first point."""
    area = _area(ring)
    if abs(area) < 1e-9:
        return ring[0]
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    return sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (6 * area), sum(
        (a[1] + b[1]) * cross for a, b, cross in pairs
    ) / (6 * area)


def table_rows(shown: Map, addresses: Mapping[int, str], *, maps: str = "") -> SafeString:
    """The table's body. `maps`: the address of the map of one area but for its number at the end, where areas have their own."""
    classes = {item.css: item.label for item in shown.classes}
    titles = [conditional_escape(column.title) for column in shown.columns]
    found = []
    for tile in shown.tiles:
        more = f"<small>{conditional_escape(tile.above)}</small>" if tile.above else ""
        if maps:
            more = f'<small><a href="{conditional_escape(maps)}{tile.area}">Bản đồ các xã</a></small>'
        cells = "".join(map(_cell, tile.cells, titles))
        found.append(
            f'<tr><th scope="row"><a href="{addresses[tile.area]}">{conditional_escape(tile.full)}</a>{more}</th>{cells}'
            f'<td data-l="Mức"><span><span class="mp-box {tile.css}" aria-hidden="true"></span>{conditional_escape(classes[tile.css])}</span></td></tr>'
        )
    return mark_safe("".join(found))  # noqa: S308 - every piece is escaped or ours


def _cell(cell: str | float | None, title: str) -> str:
    if isinstance(cell, str):
        return f'<td data-l="{title}">{conditional_escape(cell)}</td>'
    return f'<td class="num" data-l="{title}">{"chưa có" if cell is None else number(cell, 1)}</td>'
