"""Numbers of criteria: claimed against listed, counted against named."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.read.facts import Claim, CriterionStatus, PlanFacts
from campaigns.rules.finding import Finding, finding

#: More missing numbers than these are not spelled out.
_SPELLED_OUT = 8


def count_findings(facts: PlanFacts) -> Iterator[Finding]:
    """`criteria-count`, `gaps-unnamed`, and `sum-mismatch` of a claim."""
    for claim in facts.claims:
        rows = [row for row in facts.criteria if _same_set(row, claim)]
        yield from _met(claim, rows)
        yield from _unmet(claim, rows, facts)
        yield from _parts(claim, sum(row.status == "not_assessed" for row in rows))


def _parts(claim: Claim, spared: int) -> Iterator[Finding]:
    """Met and unmet make the total, with or without those that are not assessed."""
    if claim.met is None or claim.unmet is None or claim.total is None:
        return
    if claim.total - claim.met - claim.unmet in (0, spared):
        return
    message = f"{claim.met} tiêu chí đạt và {claim.unmet} tiêu chí chưa đạt không thành {claim.total} tiêu chí"
    yield finding("sum-mismatch", message, *claim.quotes)


def _same_set(row: CriterionStatus, claim: Claim) -> bool:
    return row.set == claim.set or None in (row.set, claim.set)


def _met(claim: Claim, rows: list[CriterionStatus]) -> Iterator[Finding]:
    listed = [row for row in rows if row.status == "met"]
    spared = [row for row in rows if row.status == "not_assessed"]
    # «Không đánh giá» counts as met (Quyết định 318/QĐ-TTg), so a claim may hold those too.
    if claim.met is None or not listed or claim.met in (len(listed), len(listed) + len(spared)):
        return
    only = "chỉ liệt kê" if len(listed) < claim.met else "liệt kê"
    message = f"Khai {claim.met} tiêu chí đạt nhưng {only} {len(listed)}"
    missing = _missing(claim, rows)
    if len(listed) < claim.met and 0 < len(missing) <= _SPELLED_OUT:
        message += f"; thiếu tiêu chí {', '.join(f'{number:02d}' for number in missing)}"
    yield finding("criteria-count", message, *claim.quotes[:1], *_around_the_gap(listed, missing))


def _around_the_gap(listed: list[CriterionStatus], missing: list[int]) -> list[str]:
    """The listed rows on both sides of the first number left out; the last row where there is no such gap."""
    gap = missing[0] if missing else 0
    sides = [row.source for row in listed if gap and row.number in (gap - 1, gap + 1)]
    return sides or [listed[-1].source]


def _missing(claim: Claim, rows: list[CriterionStatus]) -> list[int]:
    """The numbers of the set that the list leaves out."""
    if claim.total is None:
        return []
    listed = {row.number for row in rows}
    return [number for number in range(1, claim.total + 1) if number not in listed]


def _unmet(claim: Claim, rows: list[CriterionStatus], facts: PlanFacts) -> Iterator[Finding]:
    if not claim.unmet:
        return
    unmet = [row for row in rows if row.status == "unmet"]
    named: set[int | str | None] = {row.number or row.name for row in unmet}
    named |= {int(row.code.split(".")[0]) for row in facts.indicators if row.status == "unmet"}
    if not named:
        message = f"Khai {claim.unmet} tiêu chí chưa đạt nhưng không nêu là những tiêu chí nào"
        yield finding("gaps-unnamed", message, *_unmet_quotes(claim))
    elif len(named) != claim.unmet:
        only = "chỉ nêu" if len(named) < claim.unmet else "nêu"
        message = f"Khai {claim.unmet} tiêu chí chưa đạt nhưng {only} {len(named)}"
        yield finding("criteria-count", message, *_unmet_quotes(claim), *(row.source for row in unmet[:3]))


def _unmet_quotes(claim: Claim) -> tuple[str, ...]:
    return claim.quotes[-1:] or (claim.source,)
