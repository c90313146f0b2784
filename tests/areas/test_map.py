"""The map: the present two levels, former places, Vietnamese order, and finding without diacritics."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from areas.actions import load_former
from areas.enums import Level
from areas.models import Area, Organisation, Post, PostHolder
from areas.queries import MANY, ancestors, below, found_by, in_force, on_areas, signer_on, subtree, with_children
from core.errors import RuleError
from tests import factories
from tests.cast import Cast


def _names(areas: QuerySet[Area]) -> list[str]:
    return [str(area) for area in areas]


def test_the_present_map_loads_once(db: None) -> None:
    for expected in ("Đã thêm 3364 địa bàn.", "Đã thêm 0 địa bàn."):
        out = StringIO()
        call_command("load_areas", stdout=out)
        assert out.getvalue().strip() == expected
    assert Area.objects.filter(level=Level.PROVINCE, valid_to=None).count() == 34
    assert Area.objects.filter(level=Level.COMMUNE, valid_to=None).count() == 3321
    assert not Area.objects.filter(path=None).exists()

    thuong_lo = Area.objects.get(code="cu-20185")
    assert _names(ancestors(thuong_lo)) == ["Tỉnh Thừa Thiên Huế", "Huyện Nam Đông"]
    assert str(thuong_lo.successor) == "Xã Khe Tre"
    assert _names(in_force(Area.objects.filter(name="Thượng Lộ"), date(2024, 6, 1))) == ["Xã Thượng Lộ"]
    assert _names(in_force(Area.objects.filter(name="Thượng Lộ"), date(2025, 7, 1))) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("thuong lo", ["Xã Thượng Lộ"]),
        ("Thượng Lộ", ["Xã Thượng Lộ"]),
        ("hoa", ["Xã Hòa An", "Xã Hoà Bình"]),
        ("da", ["Xã Đá Bạc"]),
        ("xa lo thuong", ["Xã Thượng Lộ"]),
    ],
)
def test_places_are_found_without_diacritics_old_and_new_tones(cast: Cast, words: str, found: list[str]) -> None:
    for place, name in enumerate(("Thượng Lộ", "Hòa An", "Hoà Bình", "Đá Bạc")):
        factories.area(name, level=Level.COMMUNE, kind_word="xã", code=f"X{place}", parent=cast.province)
    assert _names(found_by(Area.objects.filter(code__startswith="X"), words).order_by("sort_key")) == found


def test_decomposed_text_is_stored_composed(cast: Cast) -> None:
    decomposed = "Thu\u031bo\u031b\u0323ng  Lo\u0302\u0323"
    area = factories.area(decomposed, level=Level.COMMUNE, kind_word="xã", code="X", parent=cast.province)
    area.refresh_from_db()
    assert area.name == "Thượng Lộ"


def test_names_sort_as_in_a_vietnamese_dictionary(cast: Cast) -> None:
    expected = ["An", "Ánh", "Ăn", "Ấn", "Bình", "Dũng", "đào", "Đặng", "Hằng", "Hẳng"]
    for place, name in enumerate(reversed(expected)):
        factories.area(name, level=Level.COMMUNE, kind_word="xã", code=f"X{place}", parent=cast.province)
    names = Area.objects.filter(code__startswith="X").order_by("sort_key").values_list("name", flat=True)
    assert list(names) == expected


def test_people_sort_by_given_name_first(cast: Cast) -> None:
    for name in ("Hồ Thị Hằng", "Nguyễn Văn Ánh", "Lê Văn An", "Đặng Thị Ân"):
        factories.person(name)
    from accounts.models import User

    names = User.objects.filter(full_name__in=["Hồ Thị Hằng", "Nguyễn Văn Ánh", "Lê Văn An", "Đặng Thị Ân"])
    assert [user.full_name for user in names] == ["Lê Văn An", "Nguyễn Văn Ánh", "Đặng Thị Ân", "Hồ Thị Hằng"]


def test_a_subtree_is_the_area_and_all_below(cast: Cast) -> None:
    assert set(subtree(cast.commune)) == {cast.commune, cast.village}
    assert set(subtree(cast.province)) == {cast.province, cast.commune, cast.next_commune, cast.village}


def test_rows_on_areas_are_those_below_them_however_many_one_holds(db: None) -> None:
    provinces = [
        factories.area(f"Tỉnh {n}", level=Level.PROVINCE, kind_word="tỉnh", code=f"P{n}") for n in range(MANY + 2)
    ]
    communes = [
        factories.area("Xã", level=Level.COMMUNE, kind_word="xã", code=f"X{n}", parent=province)
        for n, province in enumerate(provinces)
    ]
    for place in (*provinces, *communes):
        factories.committee(place)
    for held in (
        [],
        provinces[:1],
        provinces[:2],
        provinces[:-2],
        provinces,
        communes,
        [*communes[:1], *provinces[1:]],
    ):
        found = set(Organisation.objects.filter(on_areas(held, "area")))
        assert found == set(Organisation.objects.filter(below(held, "area__path")))
        # Beside another condition as well: to hold everything is a condition, not none.
        assert found == set(Organisation.objects.filter(on_areas(held, "area") | Q(area__in=[])))


def test_an_area_with_its_children_and_a_villages_commune(cast: Cast) -> None:
    assert set(with_children(cast.commune)) == {cast.commune, cast.village}
    assert set(with_children(cast.village)) == {cast.village}
    assert set(with_children(cast.village, commune=True)) == {cast.village, cast.commune}
    assert set(with_children(cast.commune, commune=True)) == {cast.commune, cast.village}


def test_the_signer_is_whoever_holds_the_post_on_the_day(cast: Cast) -> None:
    chair = Post.objects.create(organisation=cast.committee, title="CHỦ TỊCH", signs=True, rank=1)
    Post.objects.create(organisation=cast.committee, title="CÁN SỰ", rank=0)
    for name, start, end in (("Người Cũ", date(2020, 1, 1), date(2024, 5, 31)), ("Người Mới", date(2024, 6, 1), None)):
        PostHolder.objects.create(post=chair, full_name=name, valid_from=start, valid_to=end)
    signers = [signer_on(cast.committee, day) for day in (date(2019, 1, 1), date(2024, 5, 31), date(2024, 6, 1))]
    assert [signer and signer.full_name for signer in signers] == [None, "Người Cũ", "Người Mới"]


def test_only_a_province_stands_at_the_root(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.area("Lạc", level=Level.COMMUNE, kind_word="xã", code="X")


def test_a_former_place_with_an_unknown_parent_is_refused_whole(db: None, tmp_path: Path) -> None:
    path = tmp_path / "cu.yaml"
    path.write_text(
        "source: thử\nvalid_to: 2025-06-30\nareas:\n"
        "  - {code: a, level: province, kind_word: tỉnh, name: Có}\n"
        "  - {code: b, level: district, kind_word: huyện, name: Lạc, parent: khong-co}\n"
    )
    with pytest.raises(RuleError, match="Lạc: không có mã khong-co"):
        load_former(path)
    assert not Area.objects.exists()


@pytest.mark.parametrize("text", ["", "{", "areas: 5", "source: a\nvalid_to: 2025-06-30\nareas: [{code: x}]", "\x00"])
def test_a_shapeless_file_gets_one_sentence(db: None, tmp_path: Path, text: str) -> None:
    (path := tmp_path / "cu.yaml").write_text(text)
    with pytest.raises(RuleError):
        load_former(path)
