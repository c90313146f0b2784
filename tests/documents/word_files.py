"""Word files for the reading tests, written part by part so that every oddity of real files can be shown."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def part(tag: str, inner: str) -> str:
    """A whole XML part with Word's namespaces."""
    return f"{DECLARATION}<w:{tag} {_NAMESPACES}>{inner}</w:{tag}>"


def run(text: str, properties: str = "") -> str:
    """One run of text; tabs are Word's own."""
    pieces = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{pieces}</w:r>"


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph from plain text or from ready runs."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph that Word numbers itself."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(index: int, form: str, text: str, more: str = "") -> str:
    """One level of a numbering definition."""
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*definitions: str, numbers: str = "") -> str:
    """numbering.xml: definition N is used by the numbers N (and by what `numbers` adds)."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{index}">{levels}</w:abstractNum>'
        for index, levels in enumerate(definitions, 1)
    )
    plain = "".join(
        f'<w:num w:numId="{index}"><w:abstractNumId w:val="{index}"/></w:num>'
        for index in range(1, len(definitions) + 1)
    )
    return part("numbering", abstract + plain + numbers)


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell is plain text (lines parted by line breaks) or ready paragraphs."""
    return f"<w:tbl><w:tblPr/>{''.join(_row(cells) for cells in rows)}</w:tbl>"


def _row(cells: tuple[str, ...]) -> str:
    return f"<w:tr>{''.join(cell if cell.startswith('<w:tc>') else f'<w:tc>{_cell(cell)}</w:tc>' for cell in cells)}</w:tr>"


def _cell(text: str) -> str:
    return text if text.startswith("<") else "".join(paragraph(line) for line in text.split("\n"))


def relations(*entries: tuple[str, str, str]) -> str:
    """A .rels part: (kind, target, mode)."""
    inner = "".join(
        f'<Relationship Id="r{index}" Type="{_RELATION}/{kind}" Target="{escape(target)}" TargetMode="{mode}"/>'
        for index, (kind, target, mode) in enumerate(entries)
    )
    return f'{DECLARATION}<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


def word_file(*blocks: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """The bytes of a `.docx`; `parts` adds or replaces members of the package."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "Internal")),
        "word/document.xml": part("document", f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>"),
        **(parts or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()
