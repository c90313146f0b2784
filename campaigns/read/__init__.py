"""From a paper to the programme's facts: what a plan says about criteria, people, time and money."""

from __future__ import annotations

from campaigns.read.facts import PlanFacts
from campaigns.read.plan import facts_of
from campaigns.read.shape import as_json, document_json
from documents.read import Reading

__all__ = ["PlanFacts", "as_json", "document_json", "facts_of", "plan_facts"]


def plan_facts(reading: Reading) -> PlanFacts:
    """What the paper that was read says about the programme. Pure; nothing is guessed."""
    return facts_of(reading.paper)
