import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0001_initial"),
        ("criteria", "0006_order_without_joins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LevelsDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, verbose_name="số, ký hiệu")),
                ("issued_on", models.DateField(verbose_name="ngày ban hành")),
                ("effective_from", models.DateField(verbose_name="áp dụng từ")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("created_at", models.DateTimeField(verbose_name="lập lúc")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="công bố và khóa lúc")),
            ],
            options={
                "verbose_name": "quyết định mức của tỉnh",
                "verbose_name_plural": "quyết định mức của tỉnh",
                "ordering": ("-effective_from", "-pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="level",
            name="level_year_once",
        ),
        migrations.RemoveConstraint(
            model_name="level",
            name="level_all_years_once",
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="met_share",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="Tỷ lệ tiêu chí phải đạt (%)"
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="obligatory",
            field=models.BooleanField(default=False, verbose_name="Bắt buộc phải đạt"),
        ),
        migrations.AlterField(
            model_name="criteriaset",
            name="met_rule",
            field=models.CharField(
                blank=True,
                choices=[
                    ("all", "Đạt tất cả các tiêu chí"),
                    ("share", "Đạt tỷ lệ tiêu chí quy định và các tiêu chí bắt buộc"),
                ],
                max_length=10,
                verbose_name="Quy tắc đạt",
            ),
        ),
        migrations.AddField(
            model_name="levelsdecision",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="levels_decisions",
                to="areas.area",
                verbose_name="tỉnh",
            ),
        ),
        migrations.AddField(
            model_name="levelsdecision",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="levelsdecision",
            name="criteria_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="levels_decisions",
                to="criteria.criteriaset",
                verbose_name="bộ tiêu chí",
            ),
        ),
        migrations.AddField(
            model_name="levelsdecision",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="level",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="levels",
                to="criteria.levelsdecision",
                verbose_name="Quyết định của tỉnh",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", None)),
                fields=("version", "layer", "scope", "year"),
                name="level_year_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", None), ("year", None)),
                fields=("version", "layer", "scope"),
                name="level_all_years_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", False)),
                fields=("decision", "version", "scope", "year"),
                name="level_decided_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", False), ("year", None)),
                fields=("decision", "version", "scope"),
                name="level_decided_once_for_all_years",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision", None), models.Q(("from_file", False), ("layer", "province")), _connector="OR"
                ),
                name="level_decided_is_provincial",
            ),
        ),
        migrations.AddConstraint(
            model_name="levelsdecision",
            constraint=models.UniqueConstraint(fields=("area", "criteria_set", "number"), name="levels_decision_once"),
        ),
        migrations.AddConstraint(
            model_name="levelsdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), ("published_by", None)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="levels_decision_published_by_somebody",
            ),
        ),
    ]
