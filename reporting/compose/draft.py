"""A report written from what the system knows: the drafters that a form's sections and tables name, each run once."""

from __future__ import annotations

from dataclasses import replace

from reporting.compose.card import card
from reporting.compose.decisions import decisions
from reporting.compose.drives import drives
from reporting.compose.ledger import ledger
from reporting.compose.plan import plan
from reporting.compose.rollup import rollup, rollup_money, rollup_troubles
from reporting.compose.targets import targets
from reporting.compose.tasks import next_tasks, proposals, tasks, troubles
from reporting.compose.villages import village_proposals, village_troubles, villages
from reporting.compose.works import debts, works
from reporting.context import Drafted, Drafter, Scope
from reporting.read.tables import table

#: The roll-up of the reports from below; it fills every table of its form.
BELOW = "below"
#: By the names that forms.yaml and tables.yaml use.
DRAFTERS: dict[str, Drafter] = {
    "tasks": tasks, "troubles": troubles, "next_tasks": next_tasks, "proposals": proposals, "targets": targets,
    "card": card, "plan": plan, "ledger": ledger, "works": works, "debts": debts, "decisions": decisions, "drives": drives,
    "villages": villages, "village_troubles": village_troubles, "village_proposals": village_proposals, BELOW: rollup,
    "below_money": rollup_money, "below_troubles": rollup_troubles,
}  # fmt: skip


def draft(scope: Scope) -> Drafted:
    """Sentences and gaps by section (their `section` is its position in the form), figures of the form's tables.

    Writes nothing. A drafter that several sections name speaks in the first; gaps of one that only a table names have none.
    A name that no drafter bears any more (an administrator's form) says nothing.
    """
    sections: dict[str, int] = {}
    for place, section in enumerate(scope.form.sections):
        for name in section["drafts"]:
            sections.setdefault(name, place)
    wanted = list(sections)
    if BELOW not in sections:
        wanted += [name for code in scope.form.tables if (name := table(code).drafts) not in sections]
    said = Drafted()
    for name in dict.fromkeys(wanted):
        if name not in DRAFTERS:
            continue
        part, at = DRAFTERS[name](scope), sections.get(name)
        if at is not None:
            said.sentences += [replace(sentence, section=at) for sentence in part.sentences]
        said.figures += [figure for figure in part.figures if figure.table in scope.form.tables]
        said.missing += [replace(gap, section=at) for gap in part.missing]
    said.sentences.sort(key=lambda sentence: sentence.section)
    said.missing = list(dict.fromkeys(said.missing))
    return said
