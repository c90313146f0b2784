"""A Word file → lines and tables: the text as accepted and as seen, with the numbers Word draws itself."""

from __future__ import annotations

from lxml import etree

from core.errors import RuleError
from documents.read.lines import Grid, Line, Source, check_size, make_line, plain
from documents.read.package import Package
from documents.read.rejoin import rejoin
from documents.read.wordnumbers import Numbering
from documents.read.wordruns import RunReader
from documents.read.wordstyles import Styles
from documents.read.wordxml import W, child, descend, is_on, local, number, value

_CONTAINERS = frozenset({"ins", "moveTo", "customXml", "smartTag", "sdtContent", "body"})
_HEADING_LENGTH = 150
_MOST_COLUMNS = 63
_MANY = "Tệp Word có nội dung nhúng chưa được gộp; hãy mở bằng Word, lưu lại thành .docx rồi tải lên."


def read_word(data: bytes) -> list[Source]:
    """The lines and tables of a `.docx` file; raises RuleError when it is broken, locked, unsafe or no Word text."""
    package = Package(data)
    styles = Styles(package.xml("styles.xml"))
    reader = _Reader(package, styles)
    body = child(package.main(), "body")
    if body is None:
        raise RuleError("Tệp Word không có phần văn bản.")
    check_size(0, sum(1 for _ in descend(body, "p")))
    sources = reader.read(body)
    lines = [line for source in sources for line in ([source] if isinstance(source, Line) else source.lines())]
    check_size(sum(len(line.text) for line in lines), len(lines))
    return rejoin(sources)


class _Reader:
    """Walks through the blocks of a document in reading order."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self._numbering = Numbering(package.xml("numbering.xml"), styles)
        self._runs = RunReader(styles, _notes(package))

    def read(self, container: etree._Element) -> list[Source]:
        """The lines and tables of a body, a cell or a text box."""
        sources: list[Source] = []
        #: Words of paragraphs whose end was deleted: they run into the next paragraph.
        pending = ""
        for block in _blocks(container):
            if local(block) == "tbl":
                sources.extend(self._table(block))
                continue
            properties = child(block, "pPr")
            text, boxes = self._runs.text_of(block, self._styles.paragraph_style(properties))
            if _end_is_deleted(properties):
                pending += text
            elif not self._styles.is_contents(properties):
                sources.extend(self._lines(pending + text, properties))
                pending = ""
            for box in boxes:
                sources.extend(self.read(box))
        if pending.strip():
            sources.extend(self._lines(pending, None))
        return sources

    def _lines(self, text: str, properties: etree._Element | None) -> list[Source]:
        hidden = is_on(child(properties, "rPr", "vanish")) and not text.strip()
        label = None if hidden else self._numbering.label(properties)
        heading = self._styles.heading(properties) if len(text) <= _HEADING_LENGTH else None
        lines: list[Source] = []
        words = f"{label} {text.strip()}" if label and text.strip() else text
        for index, piece in enumerate(plain(words).split("\n")):
            line = make_line(piece, gap=index == 0, heading=heading)
            if line is not None:
                lines.append(line)
        return lines

    def _table(self, table: etree._Element) -> list[Source]:
        rows: list[tuple[list[Source], ...]] = []
        headers = 0
        for row in _rows(table):
            properties = child(row, "trPr")
            cells = self._row(row, properties)
            if is_on(child(properties, "tblHeader")) and headers == len(rows):
                headers += 1
            rows.append(cells)
        width = max(map(len, rows), default=0)
        if width <= 1:
            # A frame around text: its words are paragraphs.
            return [source for row in rows for cell in row for source in cell]
        texts = tuple(tuple(_cell_text(cell) for cell in row) + ("",) * (width - len(row)) for row in rows)
        if not any(any(row) for row in texts):
            return []
        default = 1 if len(texts) > 1 else 0
        return [Grid(texts, min(headers, len(texts) - 1) or default, _widths(table, width))]

    def _row(self, row: etree._Element, properties: etree._Element | None) -> tuple[list[Source], ...]:
        cells: list[list[Source]] = [[] for _ in range(_span(child(properties, "gridBefore"), least=0))]
        for cell in _blocks(row, wanted="tc"):
            own = child(cell, "tcPr")
            merge = child(own, "vMerge")
            is_continued = merge is not None and value(merge) in {None, "continue"}
            cells.append([] if is_continued else self.read(cell))
            cells.extend([] for _ in range(_span(child(own, "gridSpan"), least=1) - 1))
            if len(cells) > _MOST_COLUMNS:
                break
        return tuple(cells[:_MOST_COLUMNS])


def _blocks(container: etree._Element, wanted: str = "") -> list[etree._Element]:
    """Paragraphs and tables (or cells) of a container, through all that only wraps them."""
    found: list[etree._Element] = []
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in ({wanted} if wanted else {"p", "tbl"}):
            found.append(element)
        elif name in _CONTAINERS:
            waiting.extend(reversed(element))
        elif name == "sdt":
            if not _is_contents_list(element):
                waiting.extend(reversed(element))
        elif name == "AlternateContent":
            waiting.extend(reversed(list(chosen(element))))
        elif name == "altChunk":
            raise RuleError(_MANY)
    return found


def chosen(alternate: etree._Element) -> etree._Element:
    """The first choice of an mc:AlternateContent that holds something; both hold the same words."""
    choices = [element for element in alternate if local(element) in {"Choice", "Fallback"}]
    return next((choice for choice in choices if len(choice)), alternate.makeelement(W + "none"))


def _rows(table: etree._Element) -> list[etree._Element]:
    return [row for row in _blocks(table, wanted="tr") if child(row, "trPr", "del") is None]


def _is_contents_list(sdt: etree._Element) -> bool:
    gallery = value(child(sdt, "sdtPr", "docPartObj", "docPartGallery"))
    return gallery == "Table of Contents"


def _end_is_deleted(properties: etree._Element | None) -> bool:
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _span(element: etree._Element | None, *, least: int) -> int:
    return min(max(number(element) or least, least), _MOST_COLUMNS)


def _cell_text(sources: list[Source]) -> str:
    texts: list[str] = []
    for source in sources:
        texts.extend([source.text] if isinstance(source, Line) else [line.text for line in source.lines()])
    return "\n".join(texts)


def _widths(table: etree._Element, columns: int) -> tuple[float, ...] | None:
    grid = child(table, "tblGrid")
    widths = [number(column, "w") or 0 for column in grid] if grid is not None else []
    total = sum(widths)
    if len(widths) != columns or min(widths) <= 0:
        return None
    return tuple(round(width / total, 4) for width in widths)


def _notes(package: Package) -> dict[tuple[str, str], etree._Element]:
    """Foot- and endnotes by kind and id; Word's own separators are none."""
    notes: dict[tuple[str, str], etree._Element] = {}
    for kind in ("footnote", "endnote"):
        root = package.xml(f"{kind}s.xml")
        for note in descend(root, kind) if root is not None else ():
            if value(note, "type") in {None, "normal"}:
                notes[kind, value(note, "id") or ""] = note
    return notes
