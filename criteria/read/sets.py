"""Reading whole sets. docs/adding-a-criteria-set.md explains the files to those who write them."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.errors import RuleError
from criteria.enums import Confidence, Layer, MetRule, ScopeKind, SetLevel
from criteria.read.block import Block, as_number, open_file
from criteria.read.rows import CriterionRow, Frame, SetRow
from criteria.read.versions import read_indicator

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SET_KEYS = (
    "id", "name", "level", "period", "issued_by", "basis", "requires", "met_rule", "scopes", "counts",
    "structure_source", "notes", "criteria",
)  # fmt: skip


def read_folder(folder: Path) -> list[SetRow]:
    """All sets of a folder, in the order of the file names. Raises RuleError on the first mistake."""
    if not folder.is_dir():
        raise RuleError(f"Không có thư mục {folder}.")
    sets = [read_set(path) for path in sorted(folder.glob("*.yaml"))]
    if not sets:
        raise RuleError(f"Thư mục {folder} không có tệp .yaml nào.")
    files: dict[str, str] = {}
    for row in sets:
        if row.code in files:
            raise RuleError(f"Tệp {row.file}: mã “{row.code}” đã được dùng trong tệp {files[row.code]}.")
        files[row.code] = row.file
    return sets


def read_set(path: Path) -> SetRow:
    """One file. Raises RuleError: one sentence with the file, the row and what is wrong."""
    block = open_file(path)
    block.only(*_SET_KEYS)
    code = block.text("id", need=True, longest=60)
    if not _CODE.fullmatch(code):
        raise block.error("mục “id” chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.")
    basis = _part(block, "basis", "number", "date", "effective", "issuer", "appendix", "sources")
    counts = _part(block, "counts", "criteria", "indicators", "source")
    scope_kind, scopes = _scopes(block)
    issued_by = block.choice("issued_by", Layer, need=True)
    met_rule, met_share = _met_rule(block)
    return SetRow(
        file=path.name,
        file_hash=hashlib.sha256(path.read_bytes()).hexdigest(),
        code=code,
        name=block.text("name", need=True, longest=300),
        level=block.choice("level", SetLevel, need=True),
        period=block.text("period", longest=20),
        issued_by=issued_by,
        basis_number=basis.text("number", longest=60),
        basis_date=basis.day("date"),
        basis_issuer=basis.text("issuer", longest=200),
        basis_appendix=basis.text("appendix", longest=60),
        effective_from=basis.day("effective"),
        sources=basis.texts("sources"),
        requires=block.text("requires"),
        met_rule=met_rule,
        met_share=met_share,
        scope_kind=scope_kind,
        scopes=scopes,
        criteria_expected=counts.count("criteria"),
        indicators_expected=counts.count("indicators"),
        counts_source=counts.address("source"),
        structure_source=block.address("structure_source"),
        notes=block.texts("notes"),
        criteria=_criteria(block, Frame(scopes, issued_by)),
    )


def _part(block: Block, key: str, *known: str) -> Block:
    part = block.inner(key)
    if part is None:
        raise block.error(f"thiếu mục “{key}”.")
    part.only(*known)
    return part


def _met_rule(block: Block) -> tuple[str, Decimal | None]:
    """ "all", or the share of the criteria in % that must be met; empty where it is not established."""
    if not isinstance(block.content.get("met_rule"), dict):
        rule = block.choice("met_rule", MetRule)
        if rule == MetRule.SHARE:
            raise block.error("mục “met_rule” ghi tỷ lệ như sau: {share: 70, of: criteria}.")
        return rule, None
    part = _part(block, "met_rule", "share", "of")
    share = as_number(part.text("share", need=True))
    if share is None or not 0 < share <= 100 or share != round(share, 2):
        raise part.error("“share” phải là tỷ lệ % trên 0 và không quá 100.")
    if part.text("of") not in ("", "criteria"):
        raise part.error("“of” chỉ có thể là criteria (tỷ lệ tính trên số tiêu chí).")
    return MetRule.SHARE, share


def _scopes(block: Block) -> tuple[str, dict[str, str]]:
    part = block.inner("scopes")
    if part is None:
        return "", {}
    part.only("kind", "names")
    names = part.names("names")
    for name in names:
        if len(name) > 20:
            raise part.error(f"mã “{name}” dài quá 20 ký tự.")
    return part.choice("kind", ScopeKind, need=True), names


def _criteria(block: Block, frame: Frame) -> tuple[CriterionRow, ...]:
    if "criteria" not in block:
        raise block.error("thiếu mục “criteria” (ghi [] nếu chưa biết tiêu chí nào).")
    rows = [_criterion(item, block.where, n, frame) for n, item in enumerate(block.items("criteria"), 1)]
    numbers: set[int] = set()
    keys: set[str] = set()
    for row in rows:
        if row.number in numbers:
            raise block.error(f"tiêu chí số {row.number} được ghi hai lần.")
        numbers.add(row.number)
        for indicator in row.indicators:
            if indicator.key in keys:
                raise block.error(f"chỉ tiêu {indicator.key} được ghi hai lần.")
            keys.add(indicator.key)
    return tuple(rows)


def _criterion(content: Any, where: str, position: int, frame: Frame) -> CriterionRow:
    block = Block(content, f"{where}, tiêu chí thứ {position}")
    number = block.count("number", need=True) or 0
    block.where = f"{where}, tiêu chí {number}"
    block.only(
        "number",
        "name",
        "group",
        "complete",
        "obligatory",
        "source",
        "confidence",
        "note",
        "guidance",
        "indicators",
    )
    return CriterionRow(
        number=number,
        name=block.text("name", need=True, longest=300),
        group=block.text("group", longest=200),
        complete=block.flag("complete", default=True),
        obligatory=block.flag("obligatory", default=False),
        source=block.address("source"),
        confidence=block.choice("confidence", Confidence),
        note=block.text("note"),
        guidance=block.text("guidance"),
        indicators=tuple(
            read_indicator(item, block.where, n, frame) for n, item in enumerate(block.items("indicators"), 1)
        ),
    )
