"""The numbers and bullets that Word draws itself and that stand nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from documents.read.wordstyles import Styles
from documents.read.wordxml import child, descend, is_on, number, value

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_PLUS_SIGNS = frozenset("+o○◦")


@dataclass
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass
class _Definition:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)
    link: str | None = None


class Numbering:
    """Counts through one document: ask once for every paragraph, in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, _Definition] = {}
        #: number id → id of its definition, and the levels it sets anew.
        self._numbers: dict[str, tuple[str, dict[int, _Level | int]]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def label(self, properties: etree._Element | None) -> str | None:
        """What Word prints before this paragraph ("1.", "a)", "- "), and count it; None for no number."""
        place = self._place(properties)
        if place is None:
            return None
        number_id, index = place
        abstract, overrides = self._numbers[number_id]
        definition = self._definitions.get(abstract)
        if definition is None:
            return None
        level = self._level(definition, overrides, index)
        if level.form == "bullet":
            return "+ " if level.text[:1] in _PLUS_SIGNS else "- "
        self._count(definition, number_id, overrides, index, level)
        if level.form == "none" and not level.text:
            return None
        text = self._drawn(definition, overrides, level)
        if not any(char.isalnum() for char in text):
            return f"{text.strip()} " if text.strip() in {"-", "+"} else None
        return text.strip() + ("." if text.strip()[-1].isalnum() else "")

    def _load(self, root: etree._Element) -> None:
        links: dict[str, str] = {}
        for abstract in descend(root, "abstractNum"):
            identity = value(abstract, "abstractNumId") or ""
            definition = _Definition(link=value(child(abstract, "numStyleLink")))
            for level in abstract.findall(abstract.tag.replace("abstractNum", "lvl")):
                index = number(level, "ilvl")
                if index is not None and 0 <= index < _LEVELS:
                    definition.levels[index] = _read_level(level)
            self._definitions[identity] = definition
            style = value(child(abstract, "styleLink"))
            if style:
                links[style] = identity
        for definition_id, definition in list(self._definitions.items()):
            if definition.link in links and not definition.levels:
                self._definitions[definition_id] = self._definitions[links[definition.link]]
        for num in descend(root, "num"):
            overrides: dict[int, _Level | int] = {}
            for override in descend(num, "lvlOverride"):
                index = number(override, "ilvl")
                start = number(child(override, "startOverride"))
                own = child(override, "lvl")
                if index is not None and (own is not None or start is not None):
                    overrides[index] = _read_level(own) if own is not None else (start or 0)
            self._numbers[value(num, "numId") or ""] = (value(child(num, "abstractNumId")) or "", overrides)

    def _place(self, properties: etree._Element | None) -> tuple[str, int] | None:
        own = child(properties, "numPr")
        identity, level = value(child(own, "numId")), number(child(own, "ilvl"))
        if identity is None:
            styled = self._styles.number_of(self._styles.paragraph_style(properties))
            if styled is None:
                return None
            identity, style_level, style = styled
            level = next(
                (found for found in (level, self._level_of_style(identity, style), style_level) if found is not None), 0
            )
        if identity not in self._numbers or identity == "0":
            return None
        return identity, min(max(level or 0, 0), _LEVELS - 1)

    def _level_of_style(self, number_id: str, style: str) -> int | None:
        definition = self._definitions.get(self._numbers.get(number_id, ("", {}))[0])
        levels = definition.levels if definition else {}
        return next((index for index, level in levels.items() if level.style == style), None)

    def _level(self, definition: _Definition, overrides: dict[int, _Level | int], index: int) -> _Level:
        override = overrides.get(index)
        return override if isinstance(override, _Level) else definition.levels.get(index, _Level())

    def _count(
        self, definition: _Definition, number_id: str, overrides: dict[int, _Level | int], index: int, level: _Level
    ) -> None:
        override = overrides.get(index)
        if override is not None and (number_id, index) not in self._started:
            # A number of its own starts its row again, once.
            self._started.add((number_id, index))
            definition.counters[index] = override if isinstance(override, int) else override.start
        elif index in definition.counters:
            definition.counters[index] += 1
        else:
            definition.counters[index] = level.start
        for upper in range(index):
            definition.counters.setdefault(upper, self._level(definition, overrides, upper).start)
        for deeper in range(index + 1, _LEVELS):
            restart = self._level(definition, overrides, deeper).restart
            if restart is None or restart > index:
                definition.counters.pop(deeper, None)

    def _drawn(self, definition: _Definition, overrides: dict[int, _Level | int], level: _Level) -> str:
        def figure(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            shown = self._level(definition, overrides, index)
            form = "decimal" if level.legal and shown.form != "none" else shown.form
            return formatted(definition.counters.get(index, shown.start), form)

        return _PLACE.sub(figure, level.text)


def _read_level(element: etree._Element) -> _Level:
    start = number(child(element, "start"))
    return _Level(
        start=1 if start is None else start,
        form=value(child(element, "numFmt")) or "decimal",
        text=(value(child(element, "lvlText")) or "")[:60],
        restart=number(child(element, "lvlRestart")),
        legal=bool(is_on(child(element, "isLgl"))),
        style=value(child(element, "pStyle")),
    )


def formatted(figure: int, form: str) -> str:
    """A counter as Word draws it; forms that Vietnamese papers do not use are drawn as plain figures."""
    if form == "none":
        return ""
    if form in {"upperRoman", "lowerRoman"} and 0 < figure < 4000:
        roman = _roman(figure)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"} and 0 < figure <= 26 * 4:
        letters = chr(ord("A") + (figure - 1) % 26) * ((figure - 1) // 26 + 1)
        return letters if form == "upperLetter" else letters.lower()
    return f"{figure:02d}" if form == "decimalZero" else str(figure)


def _roman(figure: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    text = ""
    for worth, sign in (*signs, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (figure // worth)
        figure %= worth
    return text
