"""Blocks: the parts of an annual plan with tasks, solutions, lead and responsible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from campaigns.read.criterion_names import criterion_of
from campaigns.read.facts import Block, SetKey
from campaigns.read.outline import Node, Outline, table_rows, trim
from campaigns.read.patterns import pattern
from documents.context import Table, walk

# What a label in front of a colon opens. Order matters: "nhiệm vụ và giải pháp" before "nhiệm vụ".
FIELDS = (
    pattern("tasks", r"(?:các\s+)?nhiệm vụ(?:(?:,|\s+và)?\s+giải pháp)?(?:\s+(?:thực hiện|trọng tâm|cụ thể|chủ yếu))?", "tasks", "Nhiệm vụ: Sửa mương"),
    pattern("work", r"(?:nội dung|công việc|phần việc|mục tiêu|chỉ tiêu)(?:\s+(?:thực hiện|công việc|cụ thể|phấn đấu))?", "tasks", "Nội dung thực hiện: Sửa mương"),
    pattern("solutions", r"(?:các\s+)?(?:giải pháp|biện pháp)(?:\s+(?:thực hiện|chủ yếu|trọng tâm|cụ thể))?", "solutions", "Giải pháp thực hiện: Góp công"),
    pattern("lead", r"(?:(?:người|đồng chí|đ/c|lãnh đạo|đơn vị|cơ quan)\s+)?(?:phụ trách\s+)?chỉ đạo(?:\s+(?:chung|thực hiện))?|lãnh đạo phụ trách", "lead", "Người chỉ đạo: Chủ tịch UBND xã"),
    pattern("responsible", r"(?:(?:người|đơn vị|cơ quan|bộ phận|cán bộ|công chức|đồng chí|đ/c)\s+)?(?:phụ trách|chủ trì|thực hiện|tham mưu|chịu trách nhiệm)(?:\s+(?:chính|thực hiện))?|phân công(?:\s+(?:phụ trách|thực hiện|nhiệm vụ))?|trách nhiệm(?:\s+thực hiện)?", "responsible", "Người phụ trách: Công chức Tư pháp"),
    pattern("situation", r"(?:hiện trạng|thực trạng|tình hình)(?:\s+(?:hiện nay|tiêu chí))?", "other", "Hiện trạng: Chưa đạt"),
    pattern("other", r"thời (?:gian|hạn)(?:\s+(?:thực hiện|hoàn thành))?|kinh phí(?:\s+thực hiện)?|nguồn vốn|(?:đơn vị|cơ quan)?\s*phối hợp|ghi chú|tiến độ|địa điểm", "other", "Thời gian hoàn thành: quý III"),
)  # fmt: skip
_LABEL = "|".join(f"(?P<f{index}>{row.regex.pattern})" for index, row in enumerate(FIELDS))
#: A label at the start of a line, or after a full stop where paragraphs were glued together.
_FIELD = re.compile(rf"(?:^|(?<=[.;])\s*[-+–]?\s*)(?:{_LABEL})\s*:(?=\s|$)", re.IGNORECASE)
_ALONE = re.compile(rf"^(?:{_LABEL})\s*$", re.IGNORECASE)
_NOT_ASSESSED = re.compile(r"(?:không|chưa)\s+(?:phải\s+)?đánh giá", re.IGNORECASE)
_STRONG = frozenset({"tasks", "solutions", "lead", "responsible"})


@dataclass(slots=True)
class _Draft:
    fields: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in (*_STRONG, "other")})
    current: str = "tasks"

    def add(self, name: str, text: str) -> None:
        if text := text.strip():
            self.fields[name].append(text)


def blocks_of(outline: Outline, which: SetKey | None) -> tuple[Block, ...]:
    """The blocks in reading order, from numbered parts or from a table with columns for the fields."""
    blocks = []
    for parent, inner in _groups(outline.root):
        drafts = [(child, _block(child, which)) for child in inner]
        blocks += by_position([block for _, block in drafts]) if parent else []
    return tuple(blocks) or tuple(_table_blocks(outline, which))


def fields_in(line: str) -> list[tuple[str | None, str]]:
    """The line cut at its labels: (field, text); a part without a label has field None."""
    parts: list[tuple[str | None, str]] = []
    position, name = 0, None
    for match in _FIELD.finditer(line):
        if head := line[position : match.start()].strip():
            parts.append((name, head))
        elif name:
            parts.append((name, ""))
        position, name = match.end(), _name(match)
    if alone := (_ALONE.match(line) if not parts and name is None else None):
        return [(_name(alone), "")]
    parts.append((name, line[position:].strip()))
    return parts


def _name(match: re.Match[str]) -> str:
    index = next(int(key[1:]) for key, text in match.groupdict().items() if text is not None)
    return FIELDS[index].meaning


def _groups(node: Node) -> Iterator[tuple[Node, list[Node]]]:
    """Parts whose children are blocks: they carry fields, or most are named as criteria."""
    children = list(node.children)
    with_fields = [child for child in children if _kinds(child) & _STRONG]
    strong = [child for child in with_fields if len(_kinds(child)) >= 2 or _kinds(child) & {"lead", "responsible"}]
    named = [child for child in children if criterion_of(child.title, None)]
    if strong and len(strong) * 2 >= len(children):
        yield node, [child for child in children if child in with_fields or child in named or len(strong) >= 3]
        return
    if (
        len(named) >= 5
        and len(named) * 2 >= len(children)
        and any(child.children or len(child.lines) > 1 for child in named)
    ):
        yield node, children
        return
    if len(strong) == 1 and len(children) > 2:
        yield node, strong
    for child in children:
        yield from _groups(child)


def _kinds(node: Node) -> set[str]:
    """The fields that stand directly in this part."""
    kinds = {name for line in node.lines for name, _ in fields_in(line.text) if name}
    return kinds | {_name(match) for child in node.children if (match := _ALONE.match(child.title))}


def _block(node: Node, which: SetKey | None) -> Block:
    draft = _Draft()
    lines = [line.text for line in node.flat()]
    for text in lines:
        _read_line(draft, text)
    fields = draft.fields
    return Block(
        number=node.label,
        criterion=criterion_in(node.title, which),
        title=node.title,
        tasks=tuple(fields["tasks"]),
        solutions=tuple(fields["solutions"]),
        lead=_post(fields["lead"]),
        responsible=_post(fields["responsible"]),
        lines=tuple(lines),
    )


def _read_line(draft: _Draft, text: str) -> None:
    for name, rest in fields_in(text):
        if name:
            draft.current = name
        elif draft.current == "tasks" and not draft.fields["tasks"] and _NOT_ASSESSED.search(rest):
            continue  # "Không đánh giá." says something about the criterion and is no task
        draft.add(draft.current, rest)


def _post(values: list[str]) -> str | None:
    return trim("; ".join(trim(value) for value in values)) or None


def criterion_in(title: str, which: SetKey | None) -> int | None:
    """The number of the criterion that a heading names, by number or by name."""
    if match := re.search(r"tiêu chí\s+(?:số\s+)?\(?(\d{1,2})(?![\d.])", title, re.IGNORECASE):
        return int(match[1])
    return criterion_of(re.sub(r"^(?:tiêu chí|về)\s+(?:về\s+)?", "", title, flags=re.IGNORECASE), which)


def by_position(blocks: list[Block]) -> list[Block]:
    """Where nearly all blocks are numbered as their criteria, the number tells the criterion of the others too."""
    known = [block for block in blocks if block.criterion]
    agreeing = [block for block in known if _last(block) == block.criterion]
    if len(known) < 5 or len(agreeing) * 5 < len(known) * 4:
        return blocks
    return [block if block.criterion else replace(block, criterion=_last(block)) for block in blocks]


def _last(block: Block) -> int | None:
    last = (block.number or "").rsplit(".", 1)[-1]
    return int(last) if last.isdigit() else None


def _table_blocks(outline: Outline, which: SetKey | None) -> Iterator[Block]:
    """A table with a heading for each field makes one block a row."""
    for table in walk(outline.paper.content):
        if not isinstance(table, Table):
            continue
        header, rows = table_rows(table)
        columns = {index: _name(match) for index, cell in enumerate(header) if (match := _ALONE.match(cell))}
        title = next(
            (
                i
                for i, cell in enumerate(header)
                if i not in columns and re.search(r"tiêu chí|lĩnh vực|tên", cell, re.IGNORECASE)
            ),
            None,
        )
        if title is None or not {"lead", "responsible"} & set(columns.values()):
            continue
        for row in rows:
            if row[title]:
                yield _row_block(row, title, columns, which)


def _row_block(row: tuple[str, ...], title: int, columns: dict[int, str], which: SetKey | None) -> Block:
    draft = _Draft()
    for index, name in columns.items():
        draft.add(name, row[index])
    fields = draft.fields
    number = trim(row[0]) if title else ""
    return Block(
        number=number if re.fullmatch(r"[\d.]{1,6}", number) else None,
        criterion=criterion_in(row[title], which),
        title=trim(row[title]),
        tasks=tuple(fields["tasks"]),
        solutions=tuple(fields["solutions"]),
        lead=_post(fields["lead"]),
        responsible=_post(fields["responsible"]),
        lines=tuple(cell for cell in row if cell),
    )
