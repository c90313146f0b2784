"""Writes on the map: the present two-level map from its package, former places from a dated file."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.db import transaction

from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation, Outline, Post, PostHolder
from areas.outlines import polygons_of, simplified
from core import clock, text
from core.errors import RuleError

#: From this day there are provinces and communes only (Luật Tổ chức chính quyền địa phương 2025).
TWO_LEVELS_SINCE = date(2025, 7, 1)
FORMER = Path(__file__).parent / "data" / "former.yaml"
#: A file of outlines is read whole; the country's communes at 1:100.000 take about a third of this.
MOST_BYTES = 200_000_000


@transaction.atomic
def load_map() -> int:
    """Load the present provinces and communes from the package vietnam-provinces; safe to repeat.

    Adds what is missing and never renames or removes what is there. Returns how many areas were added.
    """
    import vietnam_provinces as package

    source = f"vietnam-provinces {package.__version__}, dữ liệu ngày {package.__data_version__}"
    provinces = [_Row(f"{int(one.code):02d}", _word(one), one.name, None) for one in package.Province.iter_all()]
    communes = [
        _Row(f"{int(one.code):05d}", _word(one), one.name, f"{int(one.province_code):02d}")
        for one in package.Ward.iter_all()
    ]
    return _add(provinces, Level.PROVINCE, source) + _add(communes, Level.COMMUNE, source)


class _Row(NamedTuple):
    code: str
    word: str
    name: str
    parent: str | None


def _word(division: Any) -> str:
    """The word before the name: a "thành phố trung ương" is called thành phố."""
    return str(division.division_type.value).removesuffix(" trung ương")


def _add(rows: list[_Row], level: Level, source: str) -> int:
    known = set(Area.objects.filter(level=level).values_list("code", flat=True))
    parents = {area.code: area for area in Area.objects.filter(level=Level.PROVINCE)}
    areas = [_area(row, level, parents.get(row.parent or ""), source) for row in rows if row.code not in known]
    Area.objects.bulk_create(areas, batch_size=500)
    for area in areas:
        area.path = f"{area.parent.path if area.parent else '/'}{area.pk}/"
    Area.objects.bulk_update(areas, ["path"], batch_size=500)
    return len(areas)


def _area(row: _Row, level: Level, parent: Area | None, source: str) -> Area:
    name = text.tidy(re.sub(f"^{row.word} ", "", row.name, flags=re.IGNORECASE))
    return Area(
        code=row.code, level=level, kind_word=row.word, name=name, parent=parent, valid_from=TWO_LEVELS_SINCE,
        source=source, sort_key=text.sort_key(name), search_key=text.search_key(f"{row.word} {name}"),
    )  # fmt: skip


@transaction.atomic
def load_former(path: Path = FORMER) -> int:
    """Load former areas from a dated file (see areas/data/former.yaml for the shape); safe to repeat.

    Returns how many were added; raises RuleError naming the row where a parent or successor is unknown.
    """
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuleError(f"Không đọc được tệp địa bàn {path.name}; đề nghị xem mẫu areas/data/former.yaml.") from error
    _refuse_shapeless(data)
    added = 0
    for row in data["areas"]:
        _, created = Area.objects.get_or_create(
            code=row["code"],
            defaults={
                "level": row["level"], "kind_word": row["kind_word"], "name": row["name"], "source": data["source"],
                "valid_to": row.get("valid_to", data["valid_to"]), "parent": _known(row, "parent"),
                "successor": _known(row, "successor"),
            },
        )  # fmt: skip
        added += created
    return added


def _refuse_shapeless(data: Any) -> None:
    rows = data.get("areas") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not {"source", "valid_to"} <= set(data):
        raise RuleError("Tệp địa bàn cần ba mục source, valid_to và areas; đề nghị xem mẫu areas/data/former.yaml.")
    for place, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"code", "level", "kind_word", "name"} <= set(row):
            raise RuleError(f"Địa bàn thứ {place} thiếu một trong các mục code, level, kind_word, name.")


def _known(row: dict[str, Any], key: str) -> Area | None:
    if key not in row:
        return None
    area = Area.objects.filter(code=row[key]).first()
    if area is None:
        raise RuleError(f"Địa bàn {row['name']}: không có mã {row[key]} ở mục {key}.")
    return area


class LoadedOutlines(NamedTuple):
    """How many areas have an outline from the file, and the names of what matched none."""

    loaded: int
    unmatched: list[str]


@transaction.atomic
def load_outlines(path: Path, *, source: str, key: str = "code") -> LoadedOutlines:
    """Load the borders of areas from a GeoJSON file whose features carry the area's code in the property `key`.

    All or nothing, and safe to repeat: an area that has an outline gets the new one, others keep theirs. RuleError where the
    file cannot be read, a shape is wrong (the area is named) or nothing matches.
    """
    source = text.tidy(source)
    if not source:
        raise RuleError('Đề nghị ghi nguồn của đường ranh giới: --source "tên tệp, cơ quan, giấy phép".')
    features = [feature for feature in _features(path) if isinstance(feature, dict)]
    codes = [_property(feature, key) for feature in features]
    twice = sorted(code for code, count in Counter(filter(None, codes)).items() if count > 1)
    if twice:
        raise RuleError(f"Tệp có nhiều hình cùng một mã: {', '.join(twice[:10])}.")
    areas = {area.code: area for area in Area.objects.filter(code__in=filter(None, codes))}
    rows, unmatched = [], []
    for place, (code, feature) in enumerate(zip(codes, features, strict=True), 1):
        if code not in areas:
            unmatched.append(_called(feature, code, place))
            continue
        try:
            geometry = simplified(polygons_of(feature.get("geometry")))
        except RuleError as error:
            raise RuleError(f"{areas[code]} (mã {code}): {error.message}") from error
        rows.append(Outline(area=areas[code], geometry=geometry, source=source, loaded_at=clock.now()))
    if not rows:
        raise RuleError(f"Không hình nào mang mã địa bàn ở thuộc tính “{key}”{_offered(features)}.")
    Outline.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["area"],
        update_fields=["geometry", "source", "loaded_at"],
    )  # fmt: skip
    return LoadedOutlines(len(rows), unmatched)


def _features(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RuleError("Tệp lớn hơn 200 MB; đề nghị tách theo tỉnh hoặc giảm bớt điểm.")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RuleError(f"Không đọc được tệp {path.name}; cần tệp GeoJSON.") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise RuleError("Tệp không phải GeoJSON FeatureCollection hoặc không có hình nào.")
    return features


def _property(feature: dict[str, Any], key: str) -> str:
    found = feature.get("properties")
    value = found.get(key) if isinstance(found, dict) else None
    return text.tidy(str(value)) if isinstance(value, (str, int)) else ""


def _called(feature: dict[str, Any], code: str, place: int) -> str:
    """What a person may know an unmatched feature by."""
    found = feature.get("properties")
    names = {str(key).lower(): value for key, value in found.items()} if isinstance(found, dict) else {}
    name = next(
        (str(names[key]) for key in ("name", "ten", "tên", "name_vi", "ten_xa", "ten_tinh") if names.get(key)), ""
    )
    return " ".join(filter(None, (name or f"hình thứ {place}", f"(mã {code})" if code else "(không có mã)")))


def _offered(features: list[dict[str, Any]]) -> str:
    """The properties the file has, so that the right one can be named."""
    found = features[0].get("properties") if features else None
    return f"; tệp có các thuộc tính: {', '.join(map(str, found))}" if isinstance(found, dict) and found else ""


@transaction.atomic
def add_village(*, commune: Area, kind_word: str, name: str) -> Area:
    """A village of the commune, entered by the commune itself; RuleError where it has one of this name already."""
    Area.objects.select_for_update().get(pk=commune.pk)
    key = text.search_key(f"{kind_word} {name}")
    if Area.objects.filter(parent=commune, search_key=key, name=text.tidy(name), valid_to=None).exists():
        raise RuleError(f"{commune} đã có {kind_word} {text.tidy(name)}.")
    number = Area.objects.filter(parent=commune).count() + 1
    return Area.objects.create(
        parent=commune, level=Level.VILLAGE, kind_word=kind_word, name=name, code=f"{commune.code}-{number:02d}",
        source=f"{commune} nhập",
    )  # fmt: skip


@transaction.atomic
def close_village(village: Area, *, on: date) -> Area:
    """The village's last day; what was written about it stays."""
    if village.level != Level.VILLAGE:
        raise RuleError("Chỉ thôn, xóm do xã nhập mới khép lại ở đây được.")
    village.valid_to = on
    village.save(update_fields=["valid_to"])
    return village


@transaction.atomic
def save_organisation(organisation: Organisation) -> Organisation:
    """Add or change a body of an area; papers already issued keep the words they were issued with.

    RuleError where the area has a body of this kind and name already.
    """
    same = Organisation.objects.filter(
        area_id=organisation.area_id, kind=organisation.kind, name=text.tidy(organisation.name), valid_to=None
    )
    if same.exclude(pk=organisation.pk).exists():
        raise RuleError(f"{organisation.area} đã có {text.tidy(organisation.name)}.")
    organisation.save()
    return organisation


@transaction.atomic
def set_signer(organisation: Organisation, *, title: str, authority: str, full_name: str, since: date) -> PostHolder:
    """Who signs for the organisation from a day on; the holder before ends the day before. Safe to repeat."""
    post, _ = Post.objects.get_or_create(organisation=organisation, title=text.tidy(title).upper())
    post.authority, post.signs = text.nfc(authority).strip(), True
    post.save(update_fields=["authority", "signs"])
    post.holders.filter(valid_to=None, valid_from__lt=since).exclude(full_name=text.tidy(full_name)).update(
        valid_to=since - timedelta(days=1)
    )
    holder, _ = PostHolder.objects.get_or_create(
        post=post, full_name=text.tidy(full_name), valid_to=None, defaults={"valid_from": since}
    )
    return holder


@transaction.atomic
def village_body(village: Area) -> Organisation:
    """The body in whose name a village's plan is issued; made once, with what its papers need, where it has none.

    A village is no level of government, and no rule found says how its papers are headed and numbered (NĐ 30/2020 speaks of
    bodies that issue papers; hương ước and nghị quyết of residents have forms of their own). So the head (the commune's
    committee above, the village below) and the letters of the symbol ("T" and the initials of the name: TNC for thôn Nà
    Cốc) are only a proposal, kept as data that an administrator changes on the page of bodies.
    """
    if village.level != Level.VILLAGE or village.parent is None:
        raise RuleError("Chỉ lập được cơ quan đứng tên văn bản cho thôn, xóm.")
    Area.objects.select_for_update().get(pk=village.pk)
    known = Organisation.objects.filter(area=village, valid_to=None).exclude(symbol_letters="").order_by("pk").first()
    if known is not None:
        return known
    return Organisation.objects.create(
        area=village, kind=OrganisationKind.OTHER, name=str(village), place=village.parent.name,
        letterhead_parent=f"ỦY BAN NHÂN DÂN {village.parent}".upper(), letterhead=str(village).upper(),
        symbol_letters=_initials(f"{village.kind_word} {village.name}"),
    )  # fmt: skip


def _initials(name: str) -> str:
    """First letters without accents, Đ kept: "thôn Đồng Lạc" → "TĐL"."""
    letters = [word[0].upper() for word in text.tidy(name).split() if word[0].isalnum()]
    return "".join(letter if letter == "Đ" else text.search_key(letter).upper() for letter in letters)[:30]
