"""The parts of a compound row: which there are, what each asks for, their values in words and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.errors import RuleError
from core.formats import number as shown
from core.formats import parse_number
from criteria.conditions import condition_of
from criteria.enums import Direction, ValueKind, Way
from criteria.judging import FIGURES, NO, YES, Part
from criteria.models import IndicatorVersion, Level

_WAYS = {"all_of": Way.ALL, "any_of": Way.ANY}
_MARK = re.compile(r"(?:^|;)\s*\((\d+)\)")
_FIGURE = re.compile(r"-?\d{1,20}(\.\d{1,10})?", re.ASCII)
_Item = dict[str, str]


def parts_of(version: IndicatorVersion, level: Level | None, facts: Mapping[str, str]) -> tuple[tuple[Part, ...], str]:
    """The parts of the row with their levels, and the way (all, any; empty where no level speaks of them).

    A row without parts of its own takes those its level speaks of, when each of them can be judged. A level with a
    condition counts where the area's facts fulfil it; where they are not established the part has no level.
    """
    way, items = next(((_WAYS[key], items) for key, items in ((level.rule if level else None) or {}).items()), ("", []))
    if version.parts:
        named = [part if isinstance(part, dict) else _as_the_row(version, part) for part in version.parts]
    elif items and all(_tells_its_kind(item) for item in items):
        named = list({item["measure"]: _as_its_level(item) for item in items}.values())
    else:
        return (), way
    found = []
    for place, part in enumerate(named):
        mine = [item for item in items if item["measure"] == part["name"]]
        holding = [item for item in mine if _holds(item, facts) is not False]
        if mine and not holding:
            continue  # its level is for other areas
        item = holding[0] if len(holding) == 1 and _holds(holding[0], facts) else None
        found.append(_part(str(place), part, item))
    return tuple(found), way


def level_of_part(part: Part) -> str:
    """ "từ 95 % trở lên", "Đạt"; empty for a part that makes up the row's own value."""
    if part.role:
        return ""
    if part.number is None:
        return part.text or "Chưa có mức"
    return asked(part.direction, part.number, unit_of(part.value_kind, part.unit))


def asked(direction: str, number: Decimal, unit: str) -> str:
    """ "từ 90 % trở lên", "không quá 5 %"."""
    figure = f"{shown(number, places=4)} {unit}".strip()
    return f"không quá {figure}" if direction == Direction.AT_MOST else f"từ {figure} trở lên"


def unit_of(kind: str, unit: str) -> str:
    return unit or ("%" if kind == ValueKind.PERCENT else "")


def kept(parts: tuple[Part, ...], values: Mapping[str, str]) -> dict[str, str]:
    """The values as they are stored: figures with a decimal point, words that the part knows; empty ones left out.

    RuleError where a value is not what the part asks for.
    """
    found = {}
    for part in parts:
        written = values.get(part.key, "").strip()
        if not written:
            continue
        if part.value_kind in FIGURES:
            found[part.key] = _figure(part, written)
        elif written in words_of(part):
            found[part.key] = written
        else:
            raise RuleError(f"{part.name}: “{written}” phải là một trong: {', '.join(words_of(part))}.")
    return found


def words_of(part: Part) -> tuple[str, ...]:
    """What a part that is no figure can be."""
    return part.scale if part.value_kind == ValueKind.GRADED else (YES, NO)


def in_words(parts: tuple[Part, ...], values: Mapping[str, str]) -> str:
    """ "(1) tỷ lệ hộ dùng nước sạch: 92,5; (2) có nội quy: Đạt", for sheets; parts without a value left out."""
    return "; ".join(
        f"({int(part.key) + 1}) {part.name}: {part_in_words(part, values[part.key])}"
        for part in parts
        if part.key in values
    )


def part_in_words(part: Part, written: str) -> str:
    return shown(Decimal(written), places=4) if part.value_kind in FIGURES else written


def from_words(parts: tuple[Part, ...], text: str) -> dict[str, str]:
    """What `in_words` writes, back by key; also "(1) 92,5; (2) Đạt". Empty for any other text; RuleError as `kept`."""
    pieces = _MARK.split(text)
    if pieces[0].strip():
        return {}
    written = {
        str(int(mark) - 1): piece.rsplit(":", 1)[-1].strip(" ;")
        for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    known = {part.key: part for part in parts}
    values = {
        key: f"{parse_number(value):f}" if known[key].value_kind in FIGURES else value
        for key, value in written.items()
        if value and key in known
    }
    return kept(parts, values)


def _part(key: str, part: Mapping[str, Any], item: _Item | None) -> Part:
    item = item or {}
    number = item.get("at_least") or item.get("at_most")
    direction = (
        Direction.AT_LEAST
        if "at_least" in item
        else Direction.AT_MOST
        if "at_most" in item
        else part.get("direction", "")
    )
    return Part(
        key=key, name=part["name"], value_kind=part["value"], direction=direction, unit=part.get("unit", ""),
        scale=tuple(part.get("scale", ())), number=Decimal(number.replace(",", ".")) if number else None,
        text=item.get("value", ""), role=part.get("role", ""),
    )  # fmt: skip


def _as_the_row(version: IndicatorVersion, name: str) -> dict[str, Any]:
    """A part of which only the name is known is measured as the row itself."""
    return {
        "name": name, "value": version.value_kind, "direction": version.direction, "unit": version.unit, "scale": version.scale,
    }  # fmt: skip


def _tells_its_kind(item: _Item) -> bool:
    return bool({"at_least", "at_most"} & set(item)) or item.get("value") in {"Đạt", "Không"}


def _as_its_level(item: _Item) -> dict[str, Any]:
    unit = item.get("unit", "")
    share = unit == "%" or item["measure"].startswith("tỷ lệ")
    kind = ValueKind.BOOLEAN if "value" in item else ValueKind.PERCENT if share else ValueKind.NUMBER
    return {"name": item["measure"], "value": kind, "unit": unit}


def _holds(item: _Item, facts: Mapping[str, str]) -> bool | None:
    if "when" not in item:
        return True
    condition = condition_of(item["when"])
    return condition.holds(facts) if condition else None


def _figure(part: Part, written: str) -> str:
    if not _FIGURE.fullmatch(written):
        raise RuleError(f"{part.name}: “{written}” không phải là số.")
    figure = Decimal(written)
    if part.value_kind == ValueKind.PERCENT and not 0 <= figure <= 100:
        raise RuleError(f"{part.name}: tỷ lệ phải từ 0 đến 100 %.")
    if abs(figure) >= Decimal(10) ** 14 or figure != round(figure, 4):
        raise RuleError(f"{part.name}: số quá lớn hoặc có quá bốn chữ số sau dấu phẩy.")
    return f"{figure.normalize():f}"
