"""Reading the parts of a compound row, and whether its level speaks of them."""

from __future__ import annotations

from typing import Any

from core.text import tidy
from criteria.enums import Direction, PartRole, ValueKind
from criteria.judging import FIGURES
from criteria.read.block import Block
from criteria.read.rows import LevelRow

_PART_KEYS = ("name", "value", "direction", "unit", "scale", "role")


def read_parts(block: Block) -> list[Any]:
    """Each part as its name alone (then it is measured as the row itself), or as a mapping of what the file says of it."""
    parts = [
        tidy(item) if isinstance(item, str) else _part(Block(item, f"{block.where}, phần {number}"))
        for number, item in enumerate(block.items("parts"), 1)
    ]
    names = [part if isinstance(part, str) else part["name"] for part in parts]
    if len(set(names)) != len(names):
        raise block.error("mục “parts” có hai phần trùng tên.")
    roles = {part.get("role", "") for part in parts if isinstance(part, dict)}
    if (PartRole.NUMERATOR in roles) != (PartRole.DENOMINATOR in roles):
        raise block.error("phần “numerator” và phần “denominator” phải đi với nhau.")
    return parts


def _part(block: Block) -> dict[str, Any]:
    block.only(*_PART_KEYS)
    kind = block.choice("value", ValueKind, need=True)
    scale, role = block.texts("scale"), block.choice("role", PartRole)
    if (kind == ValueKind.GRADED) != bool(scale):
        raise block.error("mục “scale” đi với “value: graded”.")
    if role and kind not in FIGURES:
        raise block.error("phần có “role” phải là một con số.")
    part: dict[str, Any] = {
        "name": block.text("name", need=True, longest=200), "value": kind, "direction": block.choice("direction", Direction),
        "unit": block.text("unit", longest=60), "scale": scale, "role": role,
    }  # fmt: skip
    return {key: value for key, value in part.items() if value}


def check_rules(block: Block, parts: list[Any], levels: tuple[LevelRow, ...]) -> None:
    """Refuses a level that speaks of a part the row does not have, or of a grade its scale does not know."""
    known = {part if isinstance(part, str) else part["name"]: part for part in parts}
    for level in levels:
        for item in next(iter(level.rule.values())) if level.rule and known else ():
            part = known.get(item["measure"])
            if part is None:
                raise block.error(f"quy tắc nói đến “{item['measure']}” nhưng mục “parts” không có phần này.")
            if isinstance(part, dict):
                _check_item(block, part, item)


def _check_item(block: Block, part: dict[str, Any], item: dict[str, str]) -> None:
    figure = part["value"] in FIGURES
    if part.get("role"):
        raise block.error(f"phần “{part['name']}” có “role” nên không có mức riêng.")
    if ("value" in item) == figure and set(item) & {"value", "at_least", "at_most"}:
        raise block.error(f"phần “{part['name']}” là {'số' if figure else 'chữ'}, mức của nó ghi chưa đúng loại.")
    if part["value"] == ValueKind.GRADED and item.get("value", part["scale"][0]) not in part["scale"]:
        raise block.error(f"mức “{item['value']}” không có trong thang của phần “{part['name']}”.")
    if part["value"] == ValueKind.BOOLEAN and item.get("value", "Đạt") not in ("Đạt", "Không"):
        raise block.error(f"mức “{item['value']}” của phần “{part['name']}” phải là Đạt hoặc Không.")
    for key in ("at_least", "at_most"):
        if key in item and part.get("direction", key) != key:
            raise block.error(f"phần “{part['name']}” có chiều khác với mức của nó.")
