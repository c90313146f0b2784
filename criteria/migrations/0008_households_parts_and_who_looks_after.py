import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0001_initial"),
        ("criteria", "0007_levels_of_provinces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RowCare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(blank=True, max_length=200, verbose_name="đơn vị phụ trách")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="kế hoạch hoàn thành")),
            ],
            options={
                "verbose_name": "phân công dòng tiêu chí",
                "verbose_name_plural": "phân công dòng tiêu chí",
            },
        ),
        migrations.RemoveConstraint(
            model_name="scorecard",
            name="scorecard_once",
        ),
        migrations.AddField(
            model_name="result",
            name="parts",
            field=models.JSONField(blank=True, default=dict, verbose_name="giá trị từng phần"),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="subject",
            field=models.CharField(blank=True, max_length=150, verbose_name="hộ, vườn"),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.UniqueConstraint(
                fields=("area", "criteria_set", "year", "subject"), name="scorecard_once_a_subject"
            ),
        ),
        migrations.AddField(
            model_name="rowcare",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="criteria.criterion",
                verbose_name="tiêu chí",
            ),
        ),
        migrations.AddField(
            model_name="rowcare",
            name="indicator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="criteria.indicator",
                verbose_name="chỉ tiêu",
            ),
        ),
        migrations.AddField(
            model_name="rowcare",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người phụ trách",
            ),
        ),
        migrations.AddField(
            model_name="rowcare",
            name="scorecard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cares", to="criteria.scorecard"
            ),
        ),
        migrations.AddConstraint(
            model_name="rowcare",
            constraint=models.UniqueConstraint(fields=("scorecard", "indicator"), name="row_care_once_an_indicator"),
        ),
        migrations.AddConstraint(
            model_name="rowcare",
            constraint=models.UniqueConstraint(
                condition=models.Q(("indicator", None)),
                fields=("scorecard", "criterion"),
                name="row_care_once_a_criterion",
            ),
        ),
    ]
