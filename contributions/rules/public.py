"""Which sums may be told to everybody without telling what one giver gave. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: A sum of fewer givers is not told.
LEAST_GIVERS = 5
#: Nor is one of which a single giver brought more than so many percent: it would tell nearly what that giver gave. The dominance rule
#: of official statistics, (n, k) with n = 1.
MOST_PERCENT = 80
#: Where unsafe sources are added together; where that leaves no other, it is everything; where even that is unsafe, it is not told.
REST, ALL, WITHHELD = "rest", "all", "withheld"


@dataclass(frozen=True, slots=True)
class Group:
    """One source of a year: đồng and from how many givers; None where they are not told."""

    source: str
    amount: int | None
    givers: int | None


def safe_groups(sources: Mapping[str, Mapping[str, int]]) -> list[Group]:
    """The sources that are safe to tell; the others together as REST, which takes the next smallest along until it is safe as well
    (ALL where nothing else is left). Where it never is, the others are WITHHELD: no sum of the year is told beside them from which
    they could be reckoned. Empty where nothing of the year is safe.

    `sources`: giver → đồng by source. A giver whose gifts were all reversed is none.
    """
    given = {name: source for name, source in sources.items() if any(source.values())}
    safe = {name for name, source in given.items() if _is_safe(source)}
    left = sorted(safe, key=lambda name: (_givers(given[name]), name))
    apart = [name for name in given if name not in safe]
    while apart and left and not _is_safe(_together(given[name] for name in apart)):
        apart.append(left.pop(0))
    rest = _together(given[name] for name in apart)
    if rest and not _is_safe(rest):
        shown = [_group(name, given[name]) for name in given if name in safe]
        return [*shown, Group(WITHHELD, None, None)] if shown else []
    shown = [_group(name, given[name]) for name in given if name in left]
    return [*shown, _group(REST if shown else ALL, rest)] if rest else shown


def _together(sources: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    """One who gave in several sources is one giver."""
    found: Counter[str] = Counter()
    for source in sources:
        found.update(source)
    return found


def _is_safe(given: Mapping[str, int]) -> bool:
    greatest = max(given.values(), default=0)
    return _givers(given) >= LEAST_GIVERS and greatest * 100 <= MOST_PERCENT * sum(given.values())


def _givers(given: Mapping[str, int]) -> int:
    return sum(amount > 0 for amount in given.values())


def _group(name: str, given: Mapping[str, int]) -> Group:
    return Group(name, sum(given.values()), _givers(given))
