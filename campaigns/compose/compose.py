"""A plan's paper from its rows. Each kind has its own order and wording; head and end are the same for all."""

from __future__ import annotations

from campaigns.compose import annual, contribution, emulation, front, head, peak
from campaigns.compose.composition import Composition
from campaigns.compose.load import PlanData, load
from campaigns.compose.writer import Writer
from campaigns.enums import PlanKind
from campaigns.models import Plan

_KINDS = {
    PlanKind.ANNUAL: annual.parts, PlanKind.CONTRIBUTION: contribution.parts, PlanKind.EMULATION: emulation.parts,
    PlanKind.FRONT: front.parts, PlanKind.PEAK: peak.parts,
}  # fmt: skip


def composition_of(plan: Plan) -> Composition:
    """The plan's paper as its rows say it today, with the wording people gave its passages. A fixed number of queries."""
    return compose(load(plan))


def compose(data: PlanData) -> Composition:
    """Pure: the same rows give the same paper. KeyError for a kind that is not composed."""
    writer = Writer(data.plan.kind, data.sentences)
    legal_bases, preamble = head.bases(data, writer), head.opening(data, writer)
    parts = _KINDS[PlanKind(data.plan.kind)](data, writer, data.said())
    paper = head.paper(data, writer, legal_bases, preamble, parts)
    return Composition(paper, tuple(writer.passages))
