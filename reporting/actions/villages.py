"""A village's short report: its sections are typed as plain text, a paragraph a line."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from journal.actions import record
from reporting.actions.editing import ChangedElsewhereError
from reporting.actions.reports import draft_report, writable
from reporting.enums import WRITABLE
from reporting.models import Passage, PeriodicReport
from reporting.papers.shown import lines_of, mark_of_text, text_of

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def write_sections(
    report: PeriodicReport, texts: Mapping[int, str], *, seen: Mapping[int, str], by: User
) -> PeriodicReport:
    """Put what was typed in place of sections' paragraphs; lines that were drafted keep their sources, changed ones what was
    drafted beside them.

    A report that was never drafted is drafted first. `seen` marks the texts that the person read (`mark_of_text`):
    ChangedElsewhereError where somebody saved another since. Safe to repeat; RuleError once it is sent.
    """
    if report.state not in WRITABLE and all(
        text_of(report.passages.filter(section=section).exclude(text="")) == "\n".join(lines_of(typed))
        for section, typed in texts.items()
    ):
        return report
    report = writable(report)
    first = report.drafted_at is None
    if first:
        draft_report(report, by=by)
    changes: dict[str, list[str]] = {}
    for section, typed in sorted(texts.items()):
        rows = list(report.passages.filter(section=section).exclude(text="").select_for_update(of=("self",)))
        before, now = text_of(rows), "\n".join(lines_of(typed))
        if before == now:
            continue
        if not first and mark_of_text(before) != seen.get(section, ""):
            raise ChangedElsewhereError(before, mark_of_text(before))
        _replace(report, section, rows, lines_of(typed), by)
        changes[report.form.sections[section]["title"]] = [before, now]
    if changes:
        record("periodic.edited", report, by=by, area=report.area, changes=changes)
    return report


def _replace(report: PeriodicReport, section: int, rows: list[Passage], lines: list[str], by: User) -> None:
    """Paragraphs as the lines have them, told apart by what is alike: kept, changed, taken out, added."""
    order: list[Passage] = []
    matcher = SequenceMatcher(a=text_of(rows).splitlines(), b=lines, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        old, new = rows[start:end], lines[first:last]
        for place, line in enumerate(new):
            row = old[place] if place < len(old) else Passage(report=report, section=section)
            if tag != "equal":
                row.text = line
                touched = not (row.drafted and row.drafted == line)
                row.edited_by, row.edited_at = (by, clock.now()) if touched else (None, None)
            order.append(row)
        for row in old[len(new) :]:
            if row.drafted:
                row.text, row.edited_by, row.edited_at = "", by, clock.now()
                order.append(row)
            else:
                row.delete()
    for position, row in enumerate(order):
        row.position = position
        row.save()
