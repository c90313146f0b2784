"""Numbers and amounts as Vietnamese papers write them: 54,1 · 2.450 · 150.000 đồng · 5 triệu."""

from __future__ import annotations

import re

#: A number: groups of three after a dot are thousands, a comma (or a dot with one or two digits) is decimal.
NUMBER = r"(?:\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,6})?|\d{1,12}(?:,\d{1,6}|\.\d{1,2})?)(?!\d)"

_SCALES = {
    "": 1,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "triệu": 1_000_000,
    "tr": 1_000_000,
    "tr.": 1_000_000,
    "tỷ": 10**9,
    "tỉ": 10**9,
}

#: An amount of money with its words; give the match to `amount`.
MONEY = (
    rf"(?P<money>{NUMBER})\s*(?P<scale>nghìn|ngàn|triệu|tr\.?(?=\s*đ)|tỷ|tỉ)?\s*(?P<dong>đồng|đ(?![a-zà-ỹ])|VNĐ|VND)"
)
#: As MONEY, but "5 triệu" without "đồng" is an amount too.
LOOSE_MONEY = rf"(?P<money>{NUMBER})\s*(?:(?P<scale>nghìn|ngàn|triệu|tr\.?(?=\s*đ)|tỷ|tỉ)(?:\s*(?:đồng|đ(?![a-zà-ỹ])))?|(?:đồng|đ(?![a-zà-ỹ])|VNĐ|VND))"


def number(text: str) -> float:
    """The value of a NUMBER; whole numbers come as int so that JSON shows no ".0"."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def amount(match: re.Match[str]) -> int:
    """The đồng of a MONEY or LOOSE_MONEY match."""
    scale = (match["scale"] or "").lower()
    return round(number(match["money"]) * _SCALES[scale])
