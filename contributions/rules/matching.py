"""Who a transfer may be for: by its reference, else ranked candidates by name, amount and phone, each with the reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.formats import money
from core.text import search_key


@dataclass(frozen=True, slots=True)
class Giver:
    """One line of a roster as matching sees it; money in đồng."""

    line: int
    name: str
    phone: str
    expected: int
    left: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A giver the transfer may be from, how sure (0–100), and why in words."""

    giver: Giver
    score: int
    why: str


def candidates(text: str, amount: int, givers: Iterable[Giver], *, most: int = 5) -> list[Candidate]:
    """The likeliest givers of a transfer without a reference, the best first; nobody who shares neither name nor phone with it.

    The amount alone proves nothing: everybody in a bracket gives the same.
    """
    said = f" {' '.join(search_key(text).split())} "
    digits = re.sub(r"\D", "", text)
    found = [candidate for giver in givers if (candidate := _candidate(said, digits, amount, giver))]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.giver.line))[:most]


def _candidate(said: str, digits: str, amount: int, giver: Giver) -> Candidate | None:
    why: list[str] = []
    score = 0
    name = " ".join(search_key(giver.name).split())
    words = name.split()
    if f" {name} " in said:
        why.append("nội dung có đủ họ tên")
        score += 60
    elif len(words) > 2 and f" {words[-2]} {words[-1]} " in said:
        why.append("nội dung có tên đệm và tên")
        score += 30
    phone = re.sub(r"\D", "", giver.phone)
    if len(phone) >= 9 and phone[-9:] in digits:
        why.append("nội dung có số điện thoại")
        score += 30
    if not why:
        return None
    if amount == giver.left and amount > 0:
        why.append(f"đúng số còn theo mức vận động {money(amount)} đồng")
        score += 10
    elif amount == giver.expected:
        why.append(f"đúng mức vận động {money(amount)} đồng")
        score += 5
    return Candidate(giver, min(score, 100), "; ".join(why))
