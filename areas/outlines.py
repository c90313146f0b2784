"""Outlines of areas: what a GeoJSON geometry must be, and fewer points for a page to draw. Pure.

Points are dropped by Douglas and Peucker's rule. A geometry library would bring several megabytes of native code for these few
lines; what it would add, keeping the borders of neighbours exactly together, is not seen: each border moves by less than
1/400 of its own area, a fraction of a pixel on the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from core.errors import RuleError

Point = tuple[float, float]
Ring = list[Point]
#: A polygon: its outer ring, then its holes.
Polygons = list[list[Ring]]

#: Longitude and latitude in WGS 84: the mainland and the islands, Hoàng Sa and Trường Sa among them.
WEST, SOUTH, EAST, NORTH = 102.0, 6.0, 118.0, 23.6
#: How many points one area may have in the file.
MOST_POINTS = 200_000
#: A point that lies nearer to the line than this part of the area's size is left out.
FINENESS = 400
#: A ring needs three corners, and the first again.
_LEAST = 4


def polygons_of(geometry: Any) -> Polygons:
    """The polygons of a GeoJSON geometry, checked; RuleError says what is wrong with it, without the area's name."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise RuleError("hình phải là Polygon hoặc MultiPolygon.")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise RuleError("hình không có tọa độ.")
    found = [[_ring(ring) for ring in _listed(polygon)] for polygon in polygons]
    if sum(len(ring) for polygon in found for ring in polygon) > MOST_POINTS:
        raise RuleError("hình có quá 200.000 điểm; đề nghị giảm bớt điểm trước khi nạp.")
    return found


def _listed(rings: Any) -> list[Any]:
    if not isinstance(rings, list) or not rings:
        raise RuleError("hình có một phần không có đường ranh giới.")
    return rings


def _ring(points: Any) -> Ring:
    try:
        ring = [(float(point[0]), float(point[1])) for point in points]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise RuleError("hình có điểm không đọc được.") from error
    if len(ring) < _LEAST or ring[0] != ring[-1]:
        raise RuleError("đường ranh giới phải khép kín, ít nhất bốn điểm, điểm cuối trùng điểm đầu.")
    if not all(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in ring):
        raise RuleError("tọa độ ở ngoài lãnh thổ Việt Nam; cần kinh độ, vĩ độ theo WGS 84, kinh độ đứng trước.")
    return ring


def simplified(polygons: Polygons) -> dict[str, Any]:
    """The same outline as a GeoJSON geometry with only the points a page can show; of an area of islands the largest stay."""
    points = [point for polygon in polygons for ring in polygon for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    # A degree of longitude is shorter than one of latitude.
    stretch = math.cos(math.radians((south + north) / 2))
    tolerance = math.hypot((east - west) * stretch, north - south) / FINENESS
    found = []
    for polygon in polygons:
        rings = [thin(ring, tolerance, stretch) for ring in polygon]
        if len(rings[0]) >= _LEAST:
            found.append([rings[0], *(ring for ring in rings[1:] if len(ring) >= _LEAST)])
    found = found or [polygon[:1] for polygon in polygons]
    return {
        "type": "MultiPolygon",
        "coordinates": [[[[round(x, 5), round(y, 5)] for x, y in ring] for ring in polygon] for polygon in found],
    }


def thin(ring: Sequence[Point], tolerance: float, stretch: float) -> Ring:
    """The ring without points nearer than `tolerance` (degrees of latitude) to the line drawn without them."""
    line = [(x * stretch, y) for x, y in ring]
    # A closed line has no ends: it is cut at the point farthest from its first.
    far = max(range(len(line)), key=lambda place: math.dist(line[0], line[place]))
    kept, waiting = {0, far, len(line) - 1}, [(0, far), (far, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        distance, place = max(_distances(line, first, last), default=(0.0, first))
        if distance > tolerance:
            kept.add(place)
            waiting += [(first, place), (place, last)]
    return [ring[place] for place in sorted(kept)]


def _distances(line: Sequence[Point], first: int, last: int) -> Iterator[tuple[float, int]]:
    """How far each point between two lies from the straight line between them."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    for place in range(first + 1, last):
        x, y = line[place]
        along = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
        yield math.hypot(x - ax - along * dx, y - ay - along * dy), place


def count_of(geometry: dict[str, Any]) -> int:
    """How many points a kept geometry has."""
    return sum(len(ring) for polygon in geometry["coordinates"] for ring in polygon)
