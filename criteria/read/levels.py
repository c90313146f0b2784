"""Reading the levels of one indicator: one for all, or by region or commune group, or by year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from criteria.conditions import CONDITION_FACTS, condition_of
from criteria.enums import Confidence, Layer, Provenance, ValueKind
from criteria.read.block import Block, as_number
from criteria.read.rows import Frame, LevelRow

RECALLED = "recalled"
#: What a decision prints where it leaves the level to the province.
DELEGATED = "UBND tỉnh quy định"
LEVEL_KEYS = (
    "level",
    "level_source",
    "level_confidence",
    "level_rules",
    "published_by",
)
_LARGEST = Decimal(10) ** 10
_MEASURE_KEYS = ("measure", "at_least", "at_most", "value", "unit", "when")


def trace(block: Block, key: str) -> tuple[str, str]:
    """Provenance and address of a filled row: the word "recalled", or the page it was read on."""
    value = block.text(key, need=True, longest=600)
    if value == RECALLED:
        return Provenance.RECALLED, ""
    return Provenance.SOURCED, block.address(key)


def read_levels(
    block: Block,
    value_kind: str,
    scale: list[str],
    frame: Frame,
) -> tuple[LevelRow, ...]:
    """The levels under `level`; none where it is null, so that an unknown level stays unknown."""
    found = list(_spread(block, frame.scopes))
    rules = _rules(block, frame.scopes)
    if not found:
        for key in ("level_source", "level_confidence", "level_rules"):
            if block.content.get(key) is not None:
                raise block.error(f"có mục “{key}” nhưng chưa có mức.")
        return ()
    provenance, source = trace(block, "level_source")
    confidence = block.choice("level_confidence", Confidence)
    basis = block.text("published_by", longest=100)
    rows = []
    for scope, year, written in found:
        delegated = written == DELEGATED
        number = None if delegated else as_number(written)
        if not delegated:
            _check(block, written, number, value_kind, scale)
        rows.append(
            LevelRow(
                layer=Layer.MINISTRY if basis else frame.issued_by,
                scope=scope,
                year=year,
                delegated=delegated,
                number=number,
                text="" if delegated or number is not None else written,
                rule=rules.get(scope, rules.get("")),
                basis=basis,
                provenance=provenance,
                confidence=confidence,
                source=source,
            )
        )
    return tuple(rows)


def _spread(block: Block, scopes: dict[str, str]) -> Iterator[tuple[str, int | None, str]]:
    """(scope, year, what is written) for every level that is filled."""
    value = block.content.get("level")
    if isinstance(value, str):
        yield "", None, block.text("level", longest=500)
    elif (by_scope := block.inner("level")) is not None:
        for scope in by_scope.content:
            if scope not in scopes:
                raise block.error(f"mức ghi cho “{scope}” nhưng bộ tiêu chí không có vùng hoặc nhóm này.")
            if isinstance(by_scope.content[scope], dict):
                by_year = Block(by_scope.content[scope], f"{by_scope.where}, “{scope}”")
                for year in by_year.content:
                    if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100):
                        raise by_year.error(f"“{year}” không phải là năm.")
                    if written := by_year.text(year, longest=500):
                        yield scope, int(year), written
            elif written := by_scope.text(scope, longest=500):
                yield scope, None, written


def _check(block: Block, written: str, number: Decimal | None, kind: str, scale: list[str]) -> None:
    if number is not None and (abs(number) >= _LARGEST or number != round(number, 4)):
        raise block.error(f"mức “{written}” quá lớn hoặc có quá bốn chữ số thập phân.")
    if kind == ValueKind.PERCENT and number is not None and not 0 <= number <= 100:
        raise block.error(f"mức “{written}” không nằm trong khoảng 0 đến 100%.")
    if kind == ValueKind.BOOLEAN and written not in ("Đạt", "Không"):
        raise block.error(f"mức “{written}” phải là Đạt hoặc Không.")
    if kind == ValueKind.GRADED and written not in scale:
        raise block.error(f"mức “{written}” không có trong thang xếp loại.")


def _rules(block: Block, scopes: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Compound rules by scope; the key "" holds for all."""
    rules: dict[str, dict[str, Any]] = {}
    for number, item in enumerate(block.items("level_rules"), start=1):
        rule = Block(item, f"{block.where}, quy tắc {number}")
        rule.only("scopes", "all_of", "any_of")
        kinds = [kind for kind in ("all_of", "any_of") if rule.items(kind)]
        if len(kinds) != 1:
            raise rule.error("phải có đúng một trong hai mục “all_of”, “any_of”.")
        measures = [_measure(Block(part, f"{rule.where}, phần {n}")) for n, part in enumerate(rule.items(kinds[0]), 1)]
        for scope in rule.texts("scopes") or [""]:
            if scope and scope not in scopes:
                raise rule.error(f"không có vùng hoặc nhóm “{scope}”.")
            rules[scope] = {kinds[0]: measures}
    return rules


def _measure(part: Block) -> dict[str, str]:
    part.only(*_MEASURE_KEYS)
    part.text("measure", need=True)
    for key in ("at_least", "at_most"):
        if part.text(key) and as_number(part.text(key)) is None:
            raise part.error(f"mục “{key}” phải là số.")
    if part.text("when") and condition_of(part.text("when")) is None:
        known = "”, “".join(CONDITION_FACTS)
        raise part.error(f"mục “when” phải viết như “số trường của xã > 3”; nội dung dùng được: “{known}”.")
    return {key: part.text(key) for key in _MEASURE_KEYS if part.text(key)}
