import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0001_initial"),
        ("criteria", "0008_households_parts_and_who_looks_after"),
        ("documents", "0004_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="subject",
            field=models.CharField(blank=True, default="", max_length=150, verbose_name="hộ, vườn"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm phấn đấu đạt")),
                ("subject", models.CharField(blank=True, max_length=150, verbose_name="hộ, vườn")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "Đã đăng ký"),
                            ("assessed", "Đã đánh giá"),
                            ("recognised", "Đã công nhận"),
                            ("revoked", "Đã thu hồi"),
                            ("withdrawn", "Thôi đăng ký"),
                        ],
                        default="registered",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("registered_on", models.DateField(verbose_name="ngày đăng ký")),
                ("assessed_on", models.DateField(blank=True, null=True, verbose_name="ngày đánh giá")),
                ("found_met", models.BooleanField(blank=True, null=True, verbose_name="đánh giá đạt")),
                ("decision", models.CharField(blank=True, max_length=100, verbose_name="quyết định công nhận")),
                ("recognised_on", models.DateField(blank=True, null=True, verbose_name="ngày công nhận")),
                ("revocation", models.CharField(blank=True, max_length=100, verbose_name="quyết định thu hồi")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="ngày thu hồi")),
                ("reason", models.TextField(blank=True, verbose_name="lý do, ghi chú")),
                ("sort_key", models.CharField(editable=False, max_length=700)),
                ("search_key", models.CharField(editable=False, max_length=300)),
                ("created_at", models.DateTimeField(verbose_name="lúc")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="areas.area",
                        verbose_name="địa bàn",
                    ),
                ),
                (
                    "card",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration",
                        to="criteria.scorecard",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "criteria_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="criteria.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "đăng ký đạt chuẩn",
                "verbose_name_plural": "đăng ký đạt chuẩn",
                "ordering": ("-year", "sort_key", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "criteria_set", "year", "subject"), name="registration_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["recognised", "revoked"]), _negated=True),
                            models.Q(models.Q(("decision", ""), _negated=True), ("recognised_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="registration_recognised_by_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "revoked"), _negated=True),
                            models.Q(models.Q(("revocation", ""), _negated=True), ("revoked_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="registration_revoked_by_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistrationList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration_lists",
                        to="areas.area",
                        verbose_name="xã",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration_list",
                        to="documents.document",
                        verbose_name="văn bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "danh sách đăng ký",
                "verbose_name_plural": "danh sách đăng ký",
                "ordering": ("-year", "-pk"),
            },
        ),
    ]
