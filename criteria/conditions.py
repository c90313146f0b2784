"""Conditions on the area that choose a part's level: "số trường của xã > 3". Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: What a part's condition may speak of → key of the area's fact (AreaFact.key).
CONDITION_FACTS = {"số trường của xã": "so-truong"}
_CONDITION = re.compile(r"(?P<fact>.+?)\s*(?P<sign>[<>≤≥=])\s*(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Condition:
    """ "số trường của xã > 3": a part's level holds only where the area is so."""

    fact: str
    sign: str
    number: int

    def holds(self, facts: Mapping[str, str]) -> bool | None:
        """None where the area's fact is not established."""
        written = facts.get(self.fact, "")
        if not written.isdecimal():
            return None
        found = int(written)
        return {
            "<": found < self.number, ">": found > self.number, "=": found == self.number,
            "≤": found <= self.number, "≥": found >= self.number,
        }[self.sign]  # fmt: skip


def condition_of(written: str) -> Condition | None:
    """The condition a level's `when` writes; None where it cannot be read."""
    found = _CONDITION.fullmatch(written)
    fact = CONDITION_FACTS.get(found["fact"]) if found else None
    return Condition(fact, found["sign"], int(found["number"])) if found and fact else None
