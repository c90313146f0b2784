"""What the styles of a Word file add to a paragraph or run: font, capitals, hiding, number, outline level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from documents.read.wordxml import child, descend, is_on, number, value

_HEADING = re.compile(r"^heading ([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc [1-9]|table of figures)$", re.IGNORECASE)
#: Styles may be based on styles; longer chains are a loop or a trick.
_CHAIN = 20


class Styles:
    """The styles of one file, by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._default_run = child(root, "docDefaults", "rPrDefault", "rPr")
        for style in descend(root, "style") if root is not None else ():
            identity = value(style, "styleId")
            if identity is None:
                continue
            self._styles[identity] = style
            if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}:
                self._default = identity

    def chain(self, identity: str | None) -> Iterator[tuple[str, etree._Element]]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while identity is not None and identity in self._styles and identity not in seen and len(seen) < _CHAIN:
            seen.add(identity)
            style = self._styles[identity]
            yield identity, style
            identity = value(child(style, "basedOn"))

    def paragraph_style(self, properties: etree._Element | None) -> str | None:
        """The id of a paragraph's style."""
        return value(child(properties, "pStyle")) or self._default

    def number_of(self, identity: str | None) -> tuple[str, int | None, str] | None:
        """The numbering a style brings: number id, level if given, and the style that names it."""
        for name, style in self.chain(identity):
            properties = child(style, "pPr", "numPr")
            num_id = value(child(properties, "numId"))
            if num_id is not None:
                return num_id, number(child(properties, "ilvl")), name
        return None

    def heading(self, properties: etree._Element | None) -> int | None:
        """The outline level (1 to 9) of a paragraph that is a heading."""
        own = number(child(properties, "outlineLvl"))
        if own is not None:
            return own + 1 if 0 <= own < 9 else None
        for _, style in self.chain(self.paragraph_style(properties)):
            level = number(child(style, "pPr", "outlineLvl"))
            if level is not None:
                return level + 1 if 0 <= level < 9 else None
            named = _HEADING.match(value(child(style, "name")) or "")
            if named:
                return int(named[1])
        return None

    def is_contents(self, properties: etree._Element | None) -> bool:
        """A line of a table of contents, which repeats the headings and is made by Word."""
        return any(
            _CONTENTS.match(value(child(style, "name")) or "")
            for _, style in self.chain(value(child(properties, "pStyle")))
        )

    def run_levels(self, run: etree._Element | None, paragraph_style: str | None) -> Iterator[etree._Element]:
        """The run properties that count for a run, nearest first."""
        if run is not None:
            yield run
            yield from self._run_chain(value(child(run, "rStyle")))
        yield from self._run_chain(paragraph_style)
        if self._default_run is not None:
            yield self._default_run

    def _run_chain(self, identity: str | None) -> Iterator[etree._Element]:
        for _, style in self.chain(identity):
            properties = child(style, "rPr")
            if properties is not None:
                yield properties


def font_of(levels: list[etree._Element]) -> str:
    """The font that draws Western letters, "" when a theme decides."""
    for properties in levels:
        fonts = child(properties, "rFonts")
        name = value(fonts, "ascii") or value(fonts, "hAnsi")
        if name:
            return name
        if fonts is not None and (value(fonts, "asciiTheme") or value(fonts, "hAnsiTheme")):
            return ""
    return ""


def switch(levels: list[etree._Element], name: str) -> bool:
    """Whether "vanish" or "caps" is on for a run."""
    for properties in levels:
        state = is_on(child(properties, name))
        if state is not None:
            return state
    return False
