"""Which sums may be told to everybody without telling what one giver gave. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: A sum of fewer givers is not told.
LEAST_GIVERS = 5
#: Where sources with too few givers are added together; where that leaves no other, it is everything.
REST, ALL = "rest", "all"


@dataclass(frozen=True, slots=True)
class Group:
    """One source of a year: đồng and from how many givers."""

    source: str
    amount: int
    givers: int


def safe_groups(sources: Mapping[str, Mapping[str, int]]) -> list[Group]:
    """The sources with at least LEAST_GIVERS; the others together as REST, which takes the next smallest along until it has
    as many, so that it is never the sum of a few (ALL where nothing else is left). Empty where the whole has too few givers.

    `sources`: giver → đồng by source. A giver whose gifts were all reversed is none.
    """
    givers = {name: {giver for giver, amount in given.items() if amount > 0} for name, given in sources.items()}
    few = [name for name in sources if len(givers[name]) < LEAST_GIVERS and any(sources[name].values())]
    many = sorted(
        (name for name in sources if len(givers[name]) >= LEAST_GIVERS), key=lambda name: (len(givers[name]), name)
    )
    together: set[str] = set().union(*(givers[name] for name in few))
    while few and many and len(together) < LEAST_GIVERS:
        more = many.pop(0)
        few.append(more)
        together |= givers[more]
    if few and len(together) < LEAST_GIVERS:
        return []
    shown = [Group(name, sum(sources[name].values()), len(givers[name])) for name in sources if name in many]
    rest = (
        [Group(REST if shown else ALL, sum(sum(sources[name].values()) for name in few), len(together))] if few else []
    )
    return shown + rest
