import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("criteria", "0010_dossiers_and_rules_of_recognition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MapRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("carried", "Chuyển sang, kiểm tra lại"),
                            ("anew", "Đánh giá mới"),
                            ("dropped", "Không còn yêu cầu"),
                        ],
                        max_length=10,
                        verbose_name="cách chuyển",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("confirmed", models.BooleanField(default=False, verbose_name="đã đối chiếu")),
                (
                    "from_criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="criteria.criterion",
                    ),
                ),
                (
                    "from_indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="criteria.indicator",
                    ),
                ),
                (
                    "from_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="maps_from", to="criteria.criteriaset"
                    ),
                ),
                (
                    "to_criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="criteria.criterion",
                    ),
                ),
                (
                    "to_indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="criteria.indicator",
                    ),
                ),
                (
                    "to_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="maps_to", to="criteria.criteriaset"
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng chuyển bộ tiêu chí",
                "verbose_name_plural": "dòng chuyển bộ tiêu chí",
                "ordering": ("from_set_id", "to_set_id", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken", models.BooleanField(blank=True, null=True, verbose_name="lấy lại kết quả")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="kiểm tra lại lúc")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carried",
                        to="criteria.scorecard",
                        verbose_name="phiếu mới",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.result",
                        verbose_name="kết quả cũ",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="criteria.maprow"
                    ),
                ),
            ],
            options={
                "verbose_name": "kết quả chuyển từ bộ cũ",
                "verbose_name_plural": "kết quả chuyển từ bộ cũ",
                "ordering": ("pk",),
            },
        ),
        migrations.AddConstraint(
            model_name="maprow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_criterion__isnull", False), ("kind", "carried"), ("to_criterion__isnull", False)),
                    models.Q(
                        ("from_criterion", None),
                        ("from_indicator", None),
                        ("kind", "anew"),
                        ("to_criterion__isnull", False),
                    ),
                    models.Q(
                        ("from_criterion__isnull", False),
                        ("kind", "dropped"),
                        ("to_criterion", None),
                        ("to_indicator", None),
                    ),
                    _connector="OR",
                ),
                name="map_row_has_its_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="carried",
            constraint=models.UniqueConstraint(fields=("card", "row", "result"), name="carried_once"),
        ),
    ]
