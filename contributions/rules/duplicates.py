"""Which givers may be one and the same, with the reasons in words. Proposals only: a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from contributions.enums import PartyKind
from core.text import search_key, tidy

#: From this score on two givers are shown to a person.
LEAST = 60
#: A name that so many share says nothing by itself; then the village and the phone must tell.
_MOST_IN_BLOCK = 300


@dataclass(frozen=True, slots=True)
class Giver:
    """What two givers are compared by; `place` is the village, `unit` the unit, None where not known."""

    pk: int
    name: str
    is_organisation: bool
    place: int | None
    unit: int | None
    household: str
    phone: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two givers are, of 100, and why."""

    one: int
    other: int
    score: int
    why: str


def giver(
    pk: int, name: str, kind: str, village: int | None, unit: int | None, household: str = "", phone: str = ""
) -> Giver:
    return Giver(pk, tidy(name), kind == PartyKind.ORGANISATION, village, unit, search_key(household), phone)


def compare(first: Giver, second: Giver) -> Likeness | None:
    """How like the two are; None where it is not enough to bother a person."""
    one, other = sorted((first, second), key=lambda row: row.pk)
    if one.is_organisation != other.is_organisation:
        return None
    score, name_says = _names(one.name, other.name)
    if not score:
        return None
    why = [name_says]
    for points, says in _circumstances(one, other):
        score += points
        why.append(says)
    score = min(score, 100)
    return Likeness(one.pk, other.pk, score, ", ".join(why)) if score >= LEAST else None


def _names(one: str, other: str) -> tuple[int, str]:
    if one.casefold() == other.casefold():
        return 60, "cùng họ tên"
    first, second = search_key(one), search_key(other)
    if first == second:
        return 50, "cùng họ tên nếu bỏ dấu"
    words, others = first.split(), second.split()
    if sorted(words) == sorted(others):
        return 45, "cùng các chữ trong tên, khác thứ tự"
    if len(words) > 1 and len(others) > 1 and (words[0], words[-1]) == (others[0], others[-1]):
        shorter, longer = sorted((words, others), key=len)
        if set(shorter) <= set(longer):
            return 35, "cùng họ và tên, một bên không có tên đệm"
    return 0, ""


def _circumstances(one: Giver, other: Giver) -> Iterator[tuple[int, str]]:
    if one.phone and other.phone:
        yield (35, "cùng số điện thoại") if one.phone == other.phone else (-20, "khác số điện thoại")
    if one.household and other.household:
        yield (25, "cùng hộ") if one.household == other.household else (-15, "khác hộ")
    if one.place and other.place:
        yield (15, "cùng thôn") if one.place == other.place else (-15, "khác thôn")
    if one.unit and other.unit:
        yield (15, "cùng đơn vị") if one.unit == other.unit else (-10, "khác đơn vị")


def likenesses(givers: Iterable[Giver]) -> list[Likeness]:
    """All pairs worth a look, most alike first. Compares only within blocks: same words, same first and last word.

    In a block of more than 300 names only those of the same village, unit or phone are compared.
    """
    blocks: dict[tuple[object, ...], list[Giver]] = defaultdict(list)
    for row in givers:
        words = search_key(row.name).split()
        if not words:
            continue
        for key in {("words", *sorted(words)), ("ends", words[0], words[-1])}:
            blocks[row.is_organisation, *key].append(row)
    found: dict[tuple[int, int], Likeness] = {}
    for block in blocks.values():
        for one, other in _pairs(block):
            likeness = compare(one, other)
            if likeness is not None:
                found[likeness.one, likeness.other] = likeness
    return sorted(found.values(), key=lambda row: (-row.score, row.one, row.other))


def _pairs(block: list[Giver]) -> Iterator[tuple[Giver, Giver]]:
    if len(block) <= _MOST_IN_BLOCK:
        yield from combinations(block, 2)
        return
    smaller: dict[tuple[str, object], list[Giver]] = defaultdict(list)
    for row in block:
        for key, value in (("place", row.place), ("unit", row.unit), ("phone", row.phone)):
            if value:
                smaller[key, value].append(row)
    for rows in smaller.values():
        yield from combinations(rows[: _MOST_IN_BLOCK * 4], 2)
