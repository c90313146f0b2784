"""What the villages' sent reports of the period say, quoted with who gave it; villages without one are missing."""

from __future__ import annotations

from reporting.compose.words import day, inside, name_of, period, told_by
from reporting.context import Drafted, Missing, Scope, Sentence, Source
from reporting.models import Passage, PeriodicReport
from reporting.queries.sources import VillageFact, village_facts


def villages(scope: Scope) -> Drafted:
    """Results, and which villages sent none, with the names of their heads. Four queries."""
    facts = village_facts(scope)
    said = _quoted(facts, "tasks")
    for fact in facts:
        if not fact.reports:
            what = f"{fact.village} chưa gửi báo cáo {period(scope)}"
            said.missing.append(
                Missing(what, ", ".join(fact.heads) or f"Trưởng {inside(fact.village)} (chưa có tài khoản)")
            )
    return said


def village_troubles(scope: Scope) -> Drafted:
    """Difficulties. Four queries."""
    return _quoted(village_facts(scope), "troubles")


def village_proposals(scope: Scope) -> Drafted:
    """What villages ask for. Four queries."""
    return _quoted(village_facts(scope), "proposals")


def _quoted(facts: list[VillageFact], drafter: str) -> Drafted:
    """A village's section is known by the drafter that begins it; one that no drafter begins counts as results."""
    said = Drafted()
    for fact in facts:
        for report in fact.reports:
            said.sentences += [
                _sentence(fact, report, row) for row in report.passages.all() if _is(report, row, drafter)
            ]
    return said


def _is(report: PeriodicReport, passage: Passage, drafter: str) -> bool:
    sections = report.form.sections
    drafts = sections[passage.section]["drafts"] if passage.section < len(sections) else []
    own = {"troubles", "proposals"} & set(drafts)
    return drafter in own if own else drafter == "tasks"


def _sentence(fact: VillageFact, report: PeriodicReport, passage: Passage) -> Sentence:
    by = name_of(report.sent_by)
    sent = report.sent_at
    label = f"Báo cáo của {fact.village}" + (f" gửi ngày {day(sent)}" if sent else "")
    source = Source("reporting.passage", passage.pk, label, report.get_absolute_url(), by)
    text = " ".join(passage.text.split()).rstrip(".;")
    return Sentence(f"{fact.village}: {text}{told_by(by, sent)}.", (source,))
