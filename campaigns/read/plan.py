"""The facts of a plan, put together from the readers of this folder."""

from __future__ import annotations

from campaigns.read.assignments import assignments_of
from campaigns.read.awards import awards_of, funds_of
from campaigns.read.blocks import blocks_of
from campaigns.read.claims import claims_of
from campaigns.read.criteria import results_of
from campaigns.read.facts import PlanFacts
from campaigns.read.general import cited_of, participants_of, theme_of, year_of
from campaigns.read.kinds import kind_of
from campaigns.read.money import accounts_of, rates_of
from campaigns.read.outline import outline_of
from campaigns.read.routines import routines_of
from campaigns.read.sets import set_of
from campaigns.read.targets import targets_of
from campaigns.read.time import deadline_of, milestones_of, period_of, start_of
from campaigns.read.villages import villages_of
from documents.context import Paper


def facts_of(paper: Paper) -> PlanFacts:
    """Everything the paper says about the programme. Pure; any paper gives facts, nothing is guessed."""
    outline = outline_of(paper)
    period = period_of(outline)
    year = year_of(outline, period)
    blocks = blocks_of(outline, set_of(paper.subject or "", *outline.opening))
    deadline = deadline_of(outline, frozenset(line for block in blocks for line in block.lines))
    milestones = milestones_of(outline, deadline, paper.year or (period.end.year if period else year))
    results = results_of(outline)
    rates = rates_of(outline)
    taken = frozenset(rates.sources) if rates else frozenset()
    return PlanFacts(
        kind=kind_of(outline, blocks=blocks, rates=rates, period=period),
        year=year,
        theme=theme_of(outline),
        cited=cited_of(outline),
        participants=participants_of(outline),
        awards=awards_of(outline),
        funds=funds_of(outline),
        milestones=milestones,
        period=period,
        start=start_of(milestones),
        deadline=deadline,
        criteria=results.criteria,
        mentions=results.mentions,
        indicators=results.indicators,
        claims=claims_of(outline),
        blocks=blocks,
        targets=targets_of(outline, blocks, results.lines, taken, year),
        rates=rates,
        bank_accounts=accounts_of(outline),
        villages=villages_of(outline),
        routines=routines_of(outline, blocks),
        assignments=assignments_of(outline),
    )
