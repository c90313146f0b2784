import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0006_reversals_asked_of_the_leader"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FinalReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("assessment", models.TextField(blank=True, verbose_name="đánh giá chung")),
                ("shortcomings", models.TextField(blank=True, verbose_name="tồn tại, hạn chế")),
                ("proposals", models.TextField(blank=True, verbose_name="đề xuất, kiến nghị")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="final_reports",
                        to="contributions.campaign",
                        verbose_name="đợt vận động",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="final_report",
                        to="documents.document",
                        verbose_name="văn bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo kết quả vận động",
                "verbose_name_plural": "báo cáo kết quả vận động",
                "ordering": ("-pk",),
            },
        ),
    ]
