"""Vietnamese text: one form at the door, keys for sorting and searching.

The keys are stored in columns, so SQLite and PostgreSQL sort and find alike.
"""

from __future__ import annotations

import re
import unicodedata

_BASE = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x61 + index) for index, letter in enumerate(_BASE)}
#: The order of the tones in Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """The text in NFC, the only form that is stored; spaces and lines stay as they are."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """NFC on one line, runs of spaces made one, ends trimmed: for names and titles."""
    return _SPACES.sub(" ", nfc(text)).strip()


def search_key(text: str) -> str:
    """Without diacritics and case, so "thuong lo" finds "Thượng Lộ" and "hoa" finds hòa and hoà."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return _SPACES.sub(" ", kept).strip()


def _word_key(word: str) -> tuple[str, str]:
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), "0")
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        letters.append(_RANK.get(base, base))
        tones.append(tone)
    return "".join(letters), "".join(tones)


def sort_key(text: str) -> str:
    """A key whose plain order is the Vietnamese alphabet's: letters first (a ă â b c d đ …), tones break ties."""
    words = [_word_key(word) for word in tidy(text).lower().split(" ")]
    return " ".join(letters for letters, _ in words) + "\x1f" + " ".join(tones for _, tones in words)


def person_sort_key(full_name: str) -> str:
    """Given name first, as Vietnamese lists have it: "Hồ Thị Hằng" sorts under "Hằng"."""
    words = tidy(full_name).split(" ")
    return sort_key(" ".join([words[-1], *words[:-1]]))


def digits(text: str) -> str:
    """Only the digits: phone numbers as people type them ("0912 345 678", "+84…" becomes 0…)."""
    kept = re.sub(r"\D", "", text)
    return f"0{kept[2:]}" if kept.startswith("84") and len(kept) > 10 else kept
