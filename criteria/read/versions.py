"""Reading one indicator: its original wording and the amendments that hold from a date."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from criteria.enums import (
    Applicability,
    Confidence,
    DerivedKind,
    Direction,
    Provenance,
    SplitBy,
    ValueKind,
)
from criteria.judging import FIGURES
from criteria.read.block import Block, as_number
from criteria.read.levels import LEVEL_KEYS, read_levels, trace
from criteria.read.parts import check_rules, read_parts
from criteria.read.rows import Frame, IndicatorRow, VersionRow

_WORDING = ("text", "value", "direction", "unit", "source", "confidence")
_DETAILS = (
    "scale",
    "split_by",
    "by_year",
    "parts",
    "applicability",
    "derived",
    "delegated_to",
    "note",
    "guidance",
)
_DERIVED = ("kind", "set", "indicator", "factor", "same_year", "same_region")


def read_indicator(content: Any, where: str, position: int, frame: Frame) -> IndicatorRow:
    """One indicator with its versions, oldest first. Raises RuleError naming file and indicator."""
    block = Block(content, f"{where}, chỉ tiêu thứ {position}")
    code = block.text("code", longest=20)
    key = block.text("key", longest=60) or code
    if not key:
        raise block.error("cần có “code” (số của quyết định) hoặc “key” (tên tạm khi chưa biết số).")
    block.where = f"{where.split(', ', maxsplit=1)[0]}, chỉ tiêu {key}"
    block.only("code", "key", *_WORDING, *LEVEL_KEYS, *_DETAILS, "amendments")
    versions = [_checked(block, _original(block, frame))]
    for number, item in enumerate(block.items("amendments"), start=1):
        amendment = Block(item, f"{block.where}, sửa đổi {number}")
        version = _checked(amendment, _amended(amendment, versions[-1], frame))
        last = versions[-1].effective_from
        if last is not None and version.effective_from is not None and version.effective_from <= last:
            raise amendment.error("ngày áp dụng phải sau ngày của lần sửa đổi trước.")
        versions.append(version)
    return IndicatorRow(key=key, code=code, position=position, versions=tuple(versions))


def _checked(block: Block, version: VersionRow) -> VersionRow:
    """The version, when its parts, its levels and what it follows from agree."""
    check_rules(block, version.parts, version.levels)
    growth = version.derived is not None and version.derived["kind"] == DerivedKind.GROWTH
    if growth and (version.value_kind not in FIGURES or version.split_by or version.parts):
        raise block.error("“derived: growth” chỉ dùng cho một con số, không tách nam nữ, không có phần.")
    return version


def _original(block: Block, frame: Frame) -> VersionRow:
    kind, scale = block.choice("value", ValueKind), block.texts("scale")
    text = block.text("text")
    if text:
        block.choice("value", ValueKind, need=True)
        block.choice("direction", Direction, need=True)
        provenance, source = trace(block, "source")
    else:
        if block.text("source"):
            raise block.error("có nguồn nhưng chưa có nội dung.")
        provenance, source = Provenance.MISSING, ""
    return VersionRow(
        effective_from=None,
        basis="",
        change="",
        text=text,
        value_kind=kind,
        direction=block.choice("direction", Direction),
        unit=block.text("unit", longest=60),
        scale=scale,
        split_by=block.choice("split_by", SplitBy),
        by_year=block.flag("by_year", default=False),
        parts=read_parts(block),
        applicability=block.choice("applicability", Applicability) or Applicability.ALWAYS,
        derived=_derived(block),
        delegated_to=block.text("delegated_to", longest=100),
        note=block.text("note"),
        guidance=block.text("guidance"),
        provenance=provenance,
        confidence=block.choice("confidence", Confidence),
        source=source,
        levels=read_levels(block, kind, scale, frame),
    )


def _amended(block: Block, before: VersionRow, frame: Frame) -> VersionRow:
    """The version after an amendment: what the amendment does not name stays as it was."""
    block.only("effective", "basis", "change", *_WORDING, *LEVEL_KEYS, *_DETAILS)
    changed: dict[str, Any] = {
        "effective_from": block.day("effective", need=True),
        "basis": block.text("basis", need=True, longest=100),
        "change": block.text("change"),
        "note": block.text("note"),
    }
    if "text" in block:
        block.text("text", need=True)
        whole = _original(
            Block({**_as_written(before), **block.content}, block.where),
            frame,
        )
        named = {"value": "value_kind"}
        keep = [named.get(key, key) for key in (*_WORDING, *_DETAILS) if key in block]
        keep += ["provenance", "confidence"]
        changed |= {name: getattr(whole, name) for name in keep}
    elif not changed["change"]:
        raise block.error("cần có “text” (nội dung mới) hoặc “change” (điều đã sửa đổi).")
    elif any(key in block for key in (*_WORDING, *_DETAILS) if key != "note"):
        raise block.error("muốn sửa nội dung hay cách đánh giá thì phải ghi cả “text” và “source”.")
    after = replace(before, **changed)
    if "level" in block:
        levels = read_levels(block, after.value_kind, after.scale, frame)
    elif after.value_kind != before.value_kind:
        raise block.error("loại giá trị đã đổi nên phải ghi lại “level” (để null nếu chưa biết mức).")
    else:
        levels = before.levels
    return replace(after, levels=levels)


def _as_written(version: VersionRow) -> dict[str, Any]:
    """The wording of a version as a file would write it, for the checks of the version that follows."""
    same = (
        "direction",
        "unit",
        "scale",
        "split_by",
        "applicability",
        "delegated_to",
        "guidance",
    )
    return {"value": version.value_kind} | {name: getattr(version, name) for name in same}


def _derived(block: Block) -> dict[str, Any] | None:
    inner = block.inner("derived")
    if inner is None:
        return None
    inner.only(*_DERIVED)
    kind = inner.text("kind", need=True)
    if kind == DerivedKind.GROWTH:
        inner.only("kind")
        return {"kind": kind}
    if kind == DerivedKind.SET_MET:
        return {"kind": kind, "set": inner.text("set", need=True)}
    if kind != DerivedKind.FACTOR or as_number(inner.text("factor")) is None:
        raise inner.error("“kind” phải là set_met, growth, hoặc factor_of_level kèm “factor” là một số.")
    return {
        "kind": kind,
        "set": inner.text("set", need=True),
        "indicator": inner.text("indicator", need=True),
        "factor": inner.text("factor"),
        "same_year": inner.flag("same_year", default=True),
        "same_region": inner.flag("same_region", default=True),
    }
