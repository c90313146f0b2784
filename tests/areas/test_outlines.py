"""Outlines of areas from a GeoJSON file. All shapes here are made up."""

from __future__ import annotations

import json
import math
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from areas.models import Outline
from areas.outlines import polygons_of, simplified, thin
from areas.tiles import layout_on, layouts
from tests.cast import Cast

SOURCE = "hình đặt ra để thử"


def square(west: float = 105.0, south: float = 21.0, size: float = 0.1) -> dict[str, Any]:
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(code: Any, geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": geometry or square()}


def written(folder: Path, *features: Any) -> Path:
    file = folder / "ranh-gioi.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def load(file: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load_outlines", str(file), stdout=out, **{"source": SOURCE, **options})
    return out.getvalue()


def test_loaded_by_code_and_again(cast: Cast, tmp_path: Path) -> None:
    first = written(
        tmp_path, feature("T1"), feature("T2", square(105.1)), feature("X9", name="Xã Không Có"), feature(None)
    )
    told = load(first)
    assert "Đã nạp đường ranh giới của 2 địa bàn." in told
    assert "Xã Không Có (mã X9)" in told
    assert "hình thứ 4 (không có mã)" in told
    assert Outline.objects.get(area=cast.commune).source == SOURCE

    load(written(tmp_path, feature("T1", square(size=0.2))), source="lần sau")
    assert Outline.objects.count() == 2, "the others keep theirs"
    mine = Outline.objects.get(area=cast.commune)
    assert mine.source == "lần sau"
    assert [105.2, 21.2] in mine.geometry["coordinates"][0][0]


def test_the_code_may_stand_elsewhere(cast: Cast, tmp_path: Path) -> None:
    file = written(tmp_path, {"type": "Feature", "properties": {"ma_xa": "T1"}, "geometry": square()})
    with pytest.raises(CommandError, match="thuộc tính “code”; tệp có các thuộc tính: ma_xa"):
        load(file)
    assert "1 địa bàn" in load(file, key="ma_xa")


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        ({"type": "Point", "coordinates": [105, 21]}, "Polygon hoặc MultiPolygon"),
        ({"type": "MultiPolygon", "coordinates": []}, "không có tọa độ"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "không có đường ranh giới"),
        ({"type": "Polygon", "coordinates": [[[105, 21], [106, 21], [106, 22], [105, 22]]]}, "khép kín"),
        ({"type": "Polygon", "coordinates": [[[105, 21], [106], [106, 22], [105, 21]]]}, "không đọc được"),
        (square(21.0, 105.0), "kinh độ đứng trước"),
        (square(500_000, 2_300_000, 1000), "WGS 84"),
    ],
)
def test_nothing_is_half_loaded(cast: Cast, tmp_path: Path, geometry: Any, told: str) -> None:
    with pytest.raises(CommandError, match=told) as refused:
        load(written(tmp_path, feature("T2"), feature("T1", geometry)))
    assert "Xã An Bình (mã T1)" in str(refused.value)
    assert not Outline.objects.exists()


def test_files_that_are_none(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "tep.geojson"
    for content, told in (
        ("không phải", "Không đọc được tệp"),
        ("[]", "FeatureCollection"),
        ('{"features": []}', "không có hình"),
    ):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError, match=told):
            load(file)
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        load(tmp_path / "khong-co.geojson")
    with pytest.raises(CommandError, match="nhiều hình cùng một mã: T1"):
        load(written(tmp_path, feature("T1"), feature("T1")))
    with pytest.raises(CommandError, match="ghi nguồn"):
        load(written(tmp_path, feature("T1")), source="  ")


def test_the_islands_are_vietnam() -> None:
    for place in ((111.9, 16.5), (114.3, 10.4), (104.0, 10.2), (105.3, 23.3)):
        assert polygons_of(square(*place, size=0.01))


def test_a_coast_of_many_points_becomes_one_of_few() -> None:
    circle = [
        [106 + math.cos(turn / 5000 * math.tau) / 2, 20 + math.sin(turn / 5000 * math.tau) / 2] for turn in range(5000)
    ]
    islet = square(107.0, 20.0, 0.0005)["coordinates"]
    many = {"type": "MultiPolygon", "coordinates": [[[*circle, circle[0]]], islet]}
    found = simplified(polygons_of(many))
    assert len(found["coordinates"]) == 1, "an islet of fifty metres is not seen"
    ring = found["coordinates"][0][0]
    assert ring[0] == ring[-1]
    assert 20 < len(ring) < 100
    assert simplified(polygons_of({"type": "MultiPolygon", "coordinates": [islet]}))["coordinates"], "alone it is drawn"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(103, 109), st.floats(9, 23)), min_size=3, max_size=40))
def test_no_point_left_out_lies_far_from_the_line(points: list[tuple[float, float]]) -> None:
    ring, tolerance = [*points, points[0]], 0.5
    kept = thin(ring, tolerance, 1.0)
    assert kept[0] == kept[-1] == ring[0]
    assert set(kept) <= set(ring)
    for x, y in ring:
        assert min(_distance((x, y), a, b) for a, b in pairwise(kept)) <= tolerance + 1e-9


def _distance(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0
    along = max(0, min(1, along))
    return math.dist(point, (a[0] + along * dx, a[1] + along * dy))


def test_an_administrator_sees_where_an_outline_comes_from(cast: Cast, tmp_path: Path) -> None:
    load(written(tmp_path, feature("T1")))
    User.objects.filter(pk=cast.administrator.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=cast.administrator.pk), backend="accounts.backends.PhoneOrEmailBackend")
    page = client.get("/quan-tri/areas/outline/").content.decode()
    assert "An Bình" in page
    assert SOURCE in page
    assert client.get(f"/quan-tri/areas/outline/{cast.commune.pk}/change/").status_code == 200
    assert client.get("/quan-tri/areas/outline/add/").status_code == 403


def test_each_province_has_its_own_place(db: None) -> None:
    import vietnam_provinces

    newest, before = layouts()
    assert {f"{int(row.code):02}" for row in vietnam_provinces.Province.iter_all()} == set(newest.places)
    assert (len(newest.places), len(before.places)) == (34, 63)
    for layout in layouts():
        taken = [(place.row, place.column) for place in layout.places.values()]
        taken += [(row, cell) for _, row, column in layout.islands for cell in (column, column + 1)]
        assert len(set(taken)) == len(taken)
        assert max(column for _, column in taken) <= 7
        shorts = [place.short for place in layout.places.values()]
        assert len(set(shorts)) == len(shorts)
        assert [name[:18] for name, _, _ in layout.islands] == ["Quần đảo Hoàng Sa ", "Quần đảo Trường Sa"]
    assert layout_on(newest.since) == newest
    assert before.place_of("cu-46") == before.places["46"]
