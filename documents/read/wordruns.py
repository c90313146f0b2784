"""The words of one Word paragraph: runs, breaks, fields, symbols, notes, and the text boxes anchored in it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from lxml import etree

from documents.read.legacy import font_letters, from_letters
from documents.read.package import refuse_outside_field
from documents.read.wordstyles import Styles, font_of, switch
from documents.read.wordxml import W, child, descend, local, value

#: What is deleted, moved away or only describes.
_SKIPPED = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "delInstrText", "rt", "fldData", "annotationRef"}
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
#: Signs of the symbol fonts, by their code without the private-use offset.
_SYMBOLS = {
    0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0x76: "❖", 0xA8: "☐", 0x6F: "☐", 0xFE: "☑", 0x52: "☑", 0xE0: "→",
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xB9: "≠", 0xBB: "≈", 0xAE: "→", 0x2D: "-",
}  # fmt: skip


class RunReader:
    """Reads paragraphs one after the other; fields may begin in one and end in another."""

    def __init__(self, styles: Styles, notes: Mapping[tuple[str, str], etree._Element]) -> None:
        self._styles = styles
        self._notes = notes
        #: For every open field: are we still in its instruction?
        self._fields: list[bool] = []
        self._instruction = ""
        self._segments: list[tuple[str, str]] = []
        self._boxes: list[etree._Element] = []
        self._style: str | None = None
        self._in_note = False

    def text_of(self, paragraph: etree._Element, style: str | None) -> tuple[str, list[etree._Element]]:
        """The paragraph's words (breaks as line breaks, tabs as tabs) and the contents of its text boxes."""
        self._segments, self._boxes, self._style = [], [], style
        self._walk(paragraph)
        if any(self._fields):
            # An instruction never runs over the end of a paragraph; a broken field must not swallow the rest.
            self._fields.clear()
        text = "".join(
            from_letters("".join(piece for piece, _ in group), letters)
            for letters, group in groupby(self._segments, key=lambda segment: segment[1])
        )
        return text, self._boxes

    def _walk(self, element: etree._Element) -> None:
        for inner in element:
            name = local(inner)
            if name in _SKIPPED:
                continue
            if name == "r":
                self._run(inner)
            elif name == "AlternateContent":
                self._alternate(inner)
            elif name == "txbxContent":
                self._boxes.append(inner)
            elif name == "fldSimple":
                refuse_outside_field(value(inner, "instr") or "")
                self._walk(inner)
            elif name == "t" and not inner.tag.startswith(W):
                # The letters of a formula (m:t); drawings keep theirs in text boxes.
                if "/math" in inner.tag:
                    self._add(inner.text or "", "")
            else:
                self._walk(inner)

    def _alternate(self, element: etree._Element) -> None:
        for choice in element:
            if local(choice) in {"Choice", "Fallback"} and len(choice):
                self._walk_run(choice, "") if child(choice, "t") is not None else self._walk(choice)
                return

    def _run(self, run: etree._Element) -> None:
        levels = list(self._styles.run_levels(child(run, "rPr"), self._style))
        if switch(levels, "vanish"):
            # Fields still open and close in hidden runs.
            for mark in descend(run, "fldChar"):
                self._field(mark)
            return
        before = len(self._segments)
        self._walk_run(run, font_letters(font_of(levels)))
        if switch(levels, "caps"):
            self._segments[before:] = [(text.upper(), letters) for text, letters in self._segments[before:]]

    def _walk_run(self, run: etree._Element, letters: str) -> None:
        for inner in run:
            name = local(inner)
            if name == "t":
                self._add(inner.text or "", letters)
            elif name in _SIGNS:
                self._add(_SIGNS[name], letters)
            elif name == "sym":
                self._add(_symbol(inner), letters)
            elif name == "fldChar":
                self._field(inner)
            elif name == "instrText":
                self._instruction += inner.text or ""
            elif name in {"footnoteReference", "endnoteReference"}:
                self._note(name.removesuffix("Reference"), value(inner, "id") or "")
            elif name == "AlternateContent":
                self._alternate(inner)
            elif name not in _SKIPPED:
                self._walk(inner)

    def _add(self, text: str, letters: str) -> None:
        if not any(self._fields):
            # A line break inside a text node is only a space.
            self._segments.append((text if text in {"\n", "\t"} else text.replace("\n", " "), letters))

    def _field(self, mark: etree._Element) -> None:
        kind = value(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
            self._instruction = ""
        elif kind in {"separate", "end"}:
            refuse_outside_field(self._instruction)
            self._instruction = ""
            if self._fields:
                self._fields.pop()
            if kind == "separate":
                self._fields.append(False)

    def _note(self, kind: str, identity: str) -> None:
        """A note is told in brackets where it is called."""
        note = self._notes.get((kind, identity))
        if note is None or self._in_note:
            return
        kept = self._segments, self._boxes, self._style
        self._in_note = True
        words = " ".join(self.text_of(paragraph, None)[0] for paragraph in descend(note, "p"))
        self._in_note = False
        self._segments, self._boxes, self._style = kept
        words = " ".join(words.split())
        if words:
            self._segments.append((f" [{words}]", ""))


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    known = _SYMBOLS.get(low)
    if known is not None:
        return known
    return chr(low) if 0x20 <= low < 0xD800 else ""
