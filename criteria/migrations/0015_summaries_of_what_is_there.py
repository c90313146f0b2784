"""Sums up the cards that are there already; from now on the actions on cards and rounds keep the summaries."""

from dataclasses import asdict

from django.db import migrations
from django.utils import timezone

from criteria.enums import State
from criteria.queries.summaries import Row, in_snapshot, standing_of


def sum_up(apps, schema_editor):
    model = lambda name: apps.get_model("criteria", name).objects  # noqa: E731
    now = timezone.now()
    structures = {}
    for criteria_set in model("CriteriaSet").filter(scorecards__isnull=False).distinct():
        rows = model("Criterion").filter(criteria_set=criteria_set).order_by("number").prefetch_related("indicators")
        structures[criteria_set.pk] = [
            Row(row.pk, row.number, row.complete, tuple(item.pk for item in row.indicators.all())) for row in rows
        ]
    for card in model("Scorecard").filter(results__isnull=False).distinct().iterator(chunk_size=500):
        found = model("Result").filter(scorecard=card).values_list("criterion_id", "indicator_id", "state")
        states = {(criterion, indicator): State(state) for criterion, indicator, state in found}
        standing = standing_of(structures[card.criteria_set_id], states)
        model("CardSummary").create(card=card, at=now, **asdict(standing))
    for round_card in model("RoundCard").exclude(snapshot="").exclude(state="returned").iterator(chunk_size=500):
        waiting = {}
        if round_card.state != "accepted":
            for row in round_card.corrections.select_related("criterion", "indicator").order_by("at", "pk"):
                code = (row.indicator.code or row.indicator.key) if row.indicator else str(row.criterion.number)
                waiting[code] = State(row.after)
        standing, said = in_snapshot(round_card.snapshot, waiting)
        model("RoundSummary").create(
            round_card=round_card, round_id=round_card.round_id, said=said, at=now, **asdict(standing)
        )


class Migration(migrations.Migration):
    dependencies = (("criteria", "0014_summaries"),)

    operations = (migrations.RunPython(sum_up, migrations.RunPython.noop, elidable=True),)
