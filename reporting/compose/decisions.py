"""Nhân dân bàn và quyết định trực tiếp: what residents decided in the period, whether by the rule it passes or not."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse

from campaigns.enums import DecisionForm, DecisionMatter
from campaigns.models import ResidentsDecision
from core.formats import number
from reporting.compose.words import day, inside, name_of, named, quoted
from reporting.context import Drafted, Figure, Missing, Scope, Sentence, Source
from reporting.queries.sources_works import decision_rows


def decisions(scope: Scope) -> Drafted:
    """The table and a sentence a decision; a decision without its signed record is missing it. One query."""
    said = Drafted()
    for row in decision_rows(scope):
        source = _source(row)
        said.figures += _row(row, source)
        text = (
            f"Ngày {day(row.held_on)}, {DecisionForm(row.form).label.lower()} tại {inside(row.area)} về {quoted(row.subject)}: "
            f"{number(row.agreed)}/{number(row.households)} hộ tán thành."
        )
        said.sentences.append(Sentence(text, named([source], source)))
        if not row.record_number and row.record_id is None:
            what = f"Biên bản về {quoted(row.subject)} của {inside(row.area)} ngày {day(row.held_on)}"
            said.missing.append(Missing(what[:250], row.chair or name_of(row.created_by), source.url))
    return said


def _source(row: ResidentsDecision) -> Source:
    return Source(
        "campaigns.residentsdecision", row.pk, f"Quyết định của Nhân dân {inside(row.area)} ngày {day(row.held_on)}",
        reverse("campaigns:residents_decision", args=[row.pk]), name_of(row.created_by),
    )  # fmt: skip


def _row(row: ResidentsDecision, source: Source) -> list[Figure]:
    key = f"decision:{row.pk}"
    texts = {
        "area": str(row.area), "matter": DecisionMatter(row.matter).label, "subject": row.subject,
        "form": DecisionForm(row.form).label, "held_on": day(row.held_on),
    }  # fmt: skip
    figures = [Figure("decisions", key, column, text=text, sources=(source,)) for column, text in texts.items()]
    figures += [
        Figure("decisions", key, column, Decimal(value), sources=(source,))
        for column, value in (("agreed", row.agreed), ("households", row.households))
    ]
    record = row.record_number
    return [*figures, Figure("decisions", key, "record", text=record, sources=(source,) if record else ())]
