"""Counts of cards by area, and what was accepted last of each card; filled from the summaries that are there."""

from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models

from criteria.queries.tallies import Count, keys_of

_BATCH = 2_000


def fill(apps, schema_editor):
    model = lambda name: apps.get_model("criteria", name).objects  # noqa: E731
    accepted = model("RoundSummary").filter(round_card__state="accepted")
    accepted = accepted.order_by("round_card__card", "round_card__decided_at", "round_card")
    fields = ("round_card__card", "round_card", "marks", "met", "rows_met", "rows", "at")
    last = []
    for card, group in groupby(accepted.values_list(*fields).iterator(chunk_size=20_000), key=lambda row: row[0]):
        *_, (_, round_card, marks, met, rows_met, rows, at) = group
        last.append(
            apps.get_model("criteria", "AcceptedSummary")(
                card_id=card, round_card_id=round_card, marks=marks, met=met, rows_met=rows_met, rows=rows, at=at
            )
        )
    model("AcceptedSummary").bulk_create(last, batch_size=_BATCH)
    found = {}
    for kind, summary in (("self", "CardSummary"), ("accepted", "AcceptedSummary")):
        cards = model(summary).filter(card__area__level="commune", card__subject="").values_list(
            "marks", "card__area__path", "card__area__level", "card__area__valid_from", "card__area__valid_to",
            "card__criteria_set", "card__year", "card__scope",
        )  # fmt: skip
        for marks, *place, chosen, year, scope in cards.iterator(chunk_size=20_000):
            for key in keys_of(*place, criteria_set=chosen, year=year, kind=kind, scope=scope):
                found.setdefault(key, []).append(marks)
    counts = {key: Count.of(marks) for key, marks in found.items()}
    tally = apps.get_model("criteria", "Tally")
    rows = [tally(**key._asdict(), cards=count.cards, counts=count.stored()) for key, count in counts.items() if count]
    tally.objects.bulk_create(rows, batch_size=_BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_number_of_the_bank"),
        ("criteria", "0015_summaries_of_what_is_there"),
    ]

    operations = [
        migrations.CreateModel(
            name="AcceptedSummary",
            fields=[
                ("marks", models.CharField(max_length=60, verbose_name="kết quả từng tiêu chí")),
                ("met", models.PositiveSmallIntegerField(verbose_name="tiêu chí đạt")),
                ("rows_met", models.PositiveSmallIntegerField(verbose_name="chỉ tiêu đạt")),
                ("rows", models.PositiveSmallIntegerField(verbose_name="số chỉ tiêu")),
                ("at", models.DateTimeField(verbose_name="tính lúc")),
                (
                    "card",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="accepted",
                        serialize=False,
                        to="criteria.scorecard",
                    ),
                ),
                (
                    "round_card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="criteria.roundcard"
                    ),
                ),
            ],
            options={
                "verbose_name": "kết quả chấp nhận gần nhất",
                "verbose_name_plural": "kết quả chấp nhận gần nhất",
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "kind",
                    models.CharField(
                        choices=[("self", "Xã tự đánh giá"), ("accepted", "Đã thẩm tra")],
                        max_length=10,
                        verbose_name="nguồn",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=20, verbose_name="vùng hoặc nhóm xã")),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("cards", models.IntegerField(verbose_name="số phiếu")),
                ("counts", models.JSONField(verbose_name="số đếm")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="areas.area"
                    ),
                ),
                (
                    "criteria_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="criteria.criteriaset"
                    ),
                ),
            ],
            options={
                "verbose_name": "số đếm phiếu theo địa bàn",
                "verbose_name_plural": "số đếm phiếu theo địa bàn",
                "indexes": [
                    models.Index(fields=["area", "criteria_set", "year"], name="tally_by_area"),
                    models.Index(
                        condition=models.Q(kind="self", scope=""),
                        fields=["area", "criteria_set", "year", "cards"],
                        name="tally_sets_and_years",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
