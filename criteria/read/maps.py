"""Reading the maps between criteria sets. docs/adding-a-criteria-set.md explains the files to those who write them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from criteria.enums import MapKind
from criteria.read.block import Block, open_file

_HAS_OLD = {MapKind.CARRIED: True, MapKind.ANEW: False, MapKind.DROPPED: True}
_HAS_NEW = {MapKind.CARRIED: True, MapKind.ANEW: True, MapKind.DROPPED: False}


@dataclass(frozen=True, slots=True)
class End:
    """One end of a line: an indicator by its key, or a whole criterion by its number."""

    key: str = ""
    number: int | None = None

    def __str__(self) -> str:
        return self.key or f"tiêu chí {self.number}"


@dataclass(frozen=True, slots=True)
class MapLine:
    kind: str
    old: End | None
    new: End | None
    note: str
    where: str


@dataclass(frozen=True, slots=True)
class SetMap:
    """One file: from which set to which, line by line."""

    file: str
    from_code: str
    to_code: str
    lines: tuple[MapLine, ...]


def read_maps(folder: Path) -> list[SetMap]:
    """All maps of a folder, in the order of the file names. Raises RuleError on the first mistake."""
    return [_read(path) for path in sorted(folder.glob("*.yaml"))]


def _read(path: Path) -> SetMap:
    block = open_file(path)
    block.only("from", "to", "rows")
    lines = [_line(Block(row, f"{block.where}, dòng {place}")) for place, row in enumerate(block.items("rows"), 1)]
    seen: dict[tuple[End | None, End | None], str] = {}
    for line in lines:
        if (line.old, line.new) in seen:
            raise block.error(f"{line.where.rpartition(', ')[2]} lặp lại {seen[line.old, line.new]}.")
        seen[line.old, line.new] = line.where.rpartition(", ")[2]
    return SetMap(path.name, block.text("from", need=True), block.text("to", need=True), tuple(lines))


def _line(block: Block) -> MapLine:
    block.only("kind", "from", "from_criterion", "to", "to_criterion", "note")
    kind = MapKind(block.choice("kind", MapKind, need=True))
    old, new = _end(block, "from"), _end(block, "to")
    if (old is not None) != _HAS_OLD[kind] or (new is not None) != _HAS_NEW[kind]:
        raise block.error("“carried” cần cả dòng cũ và dòng mới, “anew” chỉ dòng mới, “dropped” chỉ dòng cũ.")
    return MapLine(kind, old, new, block.text("note"), block.where)


def _end(block: Block, side: str) -> End | None:
    key, number = block.text(side, longest=60), block.count(f"{side}_criterion")
    if key and number is not None:
        raise block.error(f"chỉ ghi một trong hai mục “{side}”, “{side}_criterion”.")
    return End(key, number) if key or number is not None else None
