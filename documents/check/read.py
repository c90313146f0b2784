"""PDF → lines, rules and catalogue in millimetres from the top left corner; no judging here."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.errors import RuleError

MM = 25.4 / 72
#: A gap on one line wider than so many times its size separates the two halves of the head.
_GAP = 1.3
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|slanted", re.IGNORECASE)
STYLE_KEY = "/ntmstyle"
MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class TextLine:
    """A run of text on one baseline; size in points, the rest in mm."""

    page: int
    text: str
    x0: float
    x1: float
    top: float
    base: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    in_table: bool

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def short(self) -> str:
        return self.text if len(self.text) <= 50 else self.text[:47] + "…"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A horizontal rule."""

    x0: float
    x1: float
    y: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A PDF as measured; `fonts` maps each font's name to whether it is embedded."""

    style: str | None
    pages: tuple[MeasuredPage, ...]
    fonts: dict[str, bool]
    letters: Counter[str]
    catalogue: dict[str, Any] = field(default_factory=dict)


def read_pdf(data: bytes) -> Measured:
    """Read a PDF; raises RuleError with one sentence when there is nothing to measure."""
    import pikepdf

    if not data.lstrip()[:5] == b"%PDF-":
        raise RuleError("Tệp này không phải là PDF nên không đo được.")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise RuleError(f"Tệp PDF dài hơn {MOST_PAGES} trang nên không đo.")
            catalogue, fonts, style = _catalogue(pdf), _fonts(pdf), _style(pdf)
    except pikepdf.PasswordError as error:
        raise RuleError("Tệp PDF có mật khẩu nên không đo được; hãy bỏ mật khẩu rồi thử lại.") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RuleError("Tệp PDF bị hỏng nên không đọc được.") from error
    pages, letters = _pages(data)
    if not any(page.lines for page in pages):
        raise RuleError("Tệp PDF không có chữ (có thể là bản quét) nên không đo được.")
    return Measured(style, pages, fonts, letters, catalogue)


def _pages(data: bytes) -> tuple[tuple[MeasuredPage, ...], Counter[str]]:
    import pdfplumber

    letters: Counter[str] = Counter()
    pages = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                chars = page.chars
                letters.update(char["fontname"] for char in chars if char["text"].isalnum())
                pages.append(_page(page, chars))
                page.close()
    except Exception as error:  # the parser has no error class of its own for broken content
        raise RuleError("Tệp PDF bị hỏng nên không đọc được nội dung các trang.") from error
    return tuple(pages), letters


def _page(page: Any, chars: list[dict[str, Any]]) -> MeasuredPage:
    shapes = [*page.rects, *page.lines, *page.curves]
    rules = {
        RuleLine(round(item["x0"] * MM, 1), round(item["x1"] * MM, 1), round(item["top"] * MM, 1))
        for item in shapes
        if item["bottom"] - item["top"] <= 1.6 and item["x1"] - item["x0"] >= 8
    }
    tables = _merged(
        (item["top"], item["bottom"])
        for item in shapes
        if item["bottom"] - item["top"] >= 9 and not _is_ground(item, page)
    )
    lines = tuple(_lines(page.page_number, chars, tables))
    ordered = tuple(sorted(rules, key=lambda rule: (rule.y, rule.x0)))
    return MeasuredPage(page.page_number, float(page.width) * MM, float(page.height) * MM, lines, ordered)


def _is_ground(item: dict[str, Any], page: Any) -> bool:
    """A filled background is no table."""
    return item["x1"] - item["x0"] > 0.9 * page.width and item["bottom"] - item["top"] > 0.9 * page.height


def _merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for top, bottom in sorted(spans):
        if merged and top <= merged[-1][1] + 2:
            merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
        else:
            merged.append((top, bottom))
    return merged


def _lines(number: int, chars: list[dict[str, Any]], tables: list[tuple[float, float]]) -> list[TextLine]:
    upright = [char for char in chars if char["upright"]]
    rows: list[list[dict[str, Any]]] = []
    for char in sorted(upright, key=lambda char: -char["matrix"][5]):
        if rows and abs(rows[-1][0]["matrix"][5] - char["matrix"][5]) < 1.2:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [
        line
        for row in rows
        for run in _runs(sorted(row, key=lambda c: c["x0"]))
        if (line := _line(number, run, tables))
    ]


def _runs(row: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    runs = [[row[0]]]
    for char in row[1:]:
        if char["x0"] - runs[-1][-1]["x1"] > _GAP * char["size"]:
            runs.append([char])
        else:
            runs[-1].append(char)
    return runs


def _line(number: int, run: list[dict[str, Any]], tables: list[tuple[float, float]]) -> TextLine | None:
    text = " ".join("".join(char["text"] for char in run).split())
    inked = [char for char in run if not char["text"].isspace()]
    if not inked:
        return None
    size = Counter(round(char["size"], 1) for char in inked).most_common(1)[0][0]
    bold = sum(bool(_BOLD.search(char["fontname"])) for char in inked) * 2 > len(inked)
    italic = sum(bool(_ITALIC.search(char["fontname"])) for char in inked) * 2 > len(inked)
    top, bottom = min(char["top"] for char in inked), max(char["bottom"] for char in inked)
    middle = (top + bottom) / 2
    return TextLine(
        page=number,
        text=text,
        x0=inked[0]["x0"] * MM,
        x1=inked[-1]["x1"] * MM,
        top=top * MM,
        base=_baseline(inked[0]) * MM,
        bottom=bottom * MM,
        size=size,
        bold=bold,
        italic=italic,
        in_table=any(start <= middle <= end for start, end in tables),
    )


def _baseline(char: dict[str, Any]) -> float:
    """Distance of the baseline from the page's top edge, in points."""
    return float(char["bottom"] + char["y0"] - char["matrix"][5])


def _style(pdf: Any) -> str | None:
    value = pdf.docinfo.get(STYLE_KEY) if pdf.trailer.get("/Info") is not None else None
    return str(value) if value is not None else None


def _catalogue(pdf: Any) -> dict[str, Any]:
    root = pdf.Root
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        part, conformance = xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")
        title = xmp.get("dc:title") or pdf.docinfo.get("/Title")
    mark = root.get("/MarkInfo")
    return {
        "output_intent": len(root.get("/OutputIntents", [])) > 0,
        "pdfa": f"{part or ''}{(conformance or '').lower()}",
        "marked": bool(mark is not None and mark.get("/Marked", False)),
        "lang": str(root.get("/Lang", "")),
        "title": str(title or ""),
    }


def _fonts(pdf: Any) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for page in pdf.pages:
        resources = page.get("/Resources")
        fonts = resources.get("/Font") if resources is not None else None
        for font in fonts.values() if fonts is not None else ():
            inner = font.get("/DescendantFonts")
            holder = inner[0] if inner is not None else font
            descriptor = holder.get("/FontDescriptor")
            embedded = descriptor is not None and any(
                key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
            )
            name = str(font.get("/BaseFont", "/?"))[1:]
            found[name] = found.get(name, True) and (embedded or font.get("/Subtype") == "/Type3")
    return found
