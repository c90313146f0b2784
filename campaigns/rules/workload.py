"""One post that carries far more than the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from campaigns.read.facts import Block, PlanFacts
from campaigns.read.people import posts_in
from campaigns.rules.finding import Finding, finding

#: Fewer blocks than these are no burden, whatever the others have.
_LEAST = 4
#: At least this share of all blocks with a responsible …
_SHARE = 1 / 3
#: … and so many times the average of the other posts.
_TIMES = 2


def carries_far_more(own: int, others: Sequence[int], everything: int) -> bool:
    """Whether one who carries `own` blocks carries far more than the others (their counts), out of `everything`."""
    if not others or own < _LEAST or own < _SHARE * everything:
        return False
    return own >= _TIMES * sum(others) / len(others)


def workload_findings(facts: PlanFacts) -> Iterator[Finding]:
    """`overload`, counted per post; collective bodies and leads are not counted."""
    carried: dict[str, list[Block]] = defaultdict(list)
    names: dict[str, str] = {}
    for block in facts.blocks:
        for key, name in posts_in(block.responsible or ""):
            carried[key].append(block)
            names.setdefault(key, name)
    answered = sum(1 for block in facts.blocks if block.responsible)
    for key, blocks in carried.items():
        others = [len(rest) for other, rest in carried.items() if other != key]
        if carries_far_more(len(blocks), others, answered):
            numbers = ", ".join(block.number or block.title for block in blocks)
            name = names[key][:1].upper() + names[key][1:]
            message = f"{name} phụ trách {len(blocks)} nội dung ({numbers}); chức danh khác nhiều nhất phụ trách {max(others)}"
            yield finding(
                "overload", message, *(f"{block.number or block.title}: {block.responsible}" for block in blocks)
            )
