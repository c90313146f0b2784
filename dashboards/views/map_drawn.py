"""What the map's pages show of their tiles, whatever colours them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from areas.models import Area
from areas.tiles import layout_on
from dashboards.papers import map_drawing as draw
from dashboards.papers.map import Map
from dashboards.queries.map import outlines_of


def drawn(found: Map, area: Area | None, mine: Sequence[Area], on: date, asked: str) -> dict[str, Any]:
    """The tiles, outlines and table of the communes of an area, or of one's own areas beside each other, as HTML for map_body.html.
    `asked`: what the pages of the areas are asked for. One query."""
    outlines, sources = outlines_of(tile.area for tile in found.tiles)
    rest = [tile for tile in found.tiles if tile.area not in outlines]
    links, maps = draw.addresses_of(found.tiles, asked), ""
    if area is None:
        tiles = draw.scheme(rest, links, {one.pk: one.code for one in mine}, layout_on(on))
        maps = f"{reverse('overview_map')}?{asked}&dia-ban="
    else:
        tiles = draw.groups(rest, links)
    return {
        "map": found, "area": area, "tiles": tiles, "drawing": draw.drawing(found.tiles, links, outlines), "rest": len(rest),
        "sources": sources, "body": draw.table_rows(found, links, maps=maps),
    }  # fmt: skip
