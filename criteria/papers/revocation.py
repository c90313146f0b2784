"""When criteria that are no longer met reach the rule of revocation (official-forms 2.1). Pure.

Only criteria that are found unmet count; where data is missing nothing is held against the commune.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from criteria.enums import State
from criteria.queries.dossiers import Rules


@dataclass(frozen=True, slots=True)
class Revocation:
    """That revocation is to be considered, and by which rule."""

    unmet: tuple[int, ...]
    criteria: int
    #: Unmet ones among those the rule names; empty where the share alone decides.
    named: tuple[int, ...]
    basis: str
    confirmed: bool

    @property
    def sentence(self) -> str:
        """ "7/19 tiêu chí không còn đạt (36 %), trong đó có tiêu chí 10, 17.”"""
        share = 100 * len(self.unmet) // self.criteria
        among = f", trong đó có tiêu chí {', '.join(map(str, self.named))}" if self.named else ""
        return f"{len(self.unmet)}/{self.criteria} tiêu chí không còn đạt ({share} %){among}: tới mức xét thu hồi công nhận."


def revocation_of(states: Mapping[int, State], rules: Rules) -> Revocation | None:
    """What the rules say of a recognised commune's criteria, by number; None while they are not reached, or not established."""
    unmet = tuple(sorted(number for number, state in states.items() if state == State.UNMET))
    high, low, named = rules.get("revoke-high-share"), rules.get("revoke-low-share"), rules.get("revoke-criteria")
    if not states or not unmet:
        return None
    if high and high.number is not None and len(unmet) * 100 >= high.number * len(states):
        return Revocation(unmet, len(states), (), high.basis, high.confirmed)
    if not (low and named and low.number is not None and len(unmet) * 100 >= low.number * len(states)):
        return None
    hit = tuple(number for number in unmet if number in {int(word) for word in re.findall(r"\d+", named.text)})
    if not hit:
        return None
    return Revocation(unmet, len(states), hit, low.basis, low.confirmed and named.confirmed)
