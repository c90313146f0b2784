"""What a plan's own lines say word for word, so that a row read out of one of them is not printed a second time. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaigns.compose.words import bare
from campaigns.read.blocks import fields_in
from campaigns.read.outline import sentences

#: A sentence shorter than this is no proof that two passages are the same.
_TELLING = 12
#: A line of so many letters that stands in the sentence is what is left of it where its beginning became a unit's name.
_LONG = 40
_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+")


class Said:
    """The sentences of all lines; asked by rows that keep the sentence they came from."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._lines = [_key(text) for text in texts]
        self._sentences = {_key(part) for text in texts for part in sentences(text)}

    def tells(self, source: str, *atoms: str) -> bool:
        """Whether a line holds the sentence and the sentence still holds all that the row says today."""
        if not source:
            return False
        labelled = _key(source)
        plain = _key(fields_in(bare(source))[-1][1] or source)
        if len(plain) < _TELLING:
            return False
        words = {word for atom in atoms for word in _words(atom)}
        lines = (line for line in self._lines if plain in line or (len(line) >= _LONG and line in labelled))
        told = labelled if self._in_pieces(plain) else next(lines, "")
        return bool(told) and words <= set(_words(told))

    def holds(self, *words: str) -> bool:
        """Whether all the words stand in one line."""
        keys = [_key(word) for word in words if word]
        return bool(keys) and any(all(key in line for key in keys) for line in self._lines)

    def lines_with(self, word: str) -> list[str]:
        """The lines (in small letters) in which the word stands as a word."""
        pattern = re.compile(rf"(?<!\w){re.escape(_key(word))}(?!\w)")
        return [line for line in self._lines if pattern.search(line)]

    def _in_pieces(self, plain: str) -> bool:
        """A paragraph that was read as one and is kept as several lines."""
        parts = [_key(part) for part in sentences(plain)]
        return len(parts) > 1 and all(part in self._sentences for part in parts)


def _words(text: str) -> list[str]:
    """Words and figures; "02" is 2."""
    return [word.lstrip("0") or "0" for word in _WORD.findall(_key(text))]


def _key(text: str) -> str:
    return bare(text).casefold()
