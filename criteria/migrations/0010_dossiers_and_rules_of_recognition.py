import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0001_initial"),
        ("criteria", "0009_registrations"),
        ("documents", "0004_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("surveyed_from", models.DateField(blank=True, null=True, verbose_name="lấy ý kiến hài lòng từ")),
                ("surveyed_to", models.DateField(blank=True, null=True, verbose_name="đến")),
                (
                    "security",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="văn bản xác nhận An toàn về an ninh, trật tự"
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="gửi hồ sơ ngày")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("created_at", models.DateTimeField(verbose_name="lập lúc")),
                (
                    "card",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier",
                        to="criteria.scorecard",
                        verbose_name="phiếu tự đánh giá",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ đề nghị công nhận",
                "verbose_name_plural": "hồ sơ đề nghị công nhận",
                "ordering": ("-created_at",),
            },
        ),
        migrations.CreateModel(
            name="DossierPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("proposal", "Tờ trình đề nghị thẩm tra, công nhận"),
                            ("report", "Báo cáo kết quả thực hiện các tiêu chí"),
                            ("opinions", "Báo cáo tổng hợp ý kiến Mặt trận, đoàn thể và Nhân dân"),
                            ("minutes", "Biên bản cuộc họp đề nghị công nhận"),
                            ("debts", "Báo cáo tình hình nợ đọng xây dựng cơ bản"),
                            ("survey", "Báo cáo kết quả lấy ý kiến hài lòng của người dân"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("drafted", models.CharField(editable=False, max_length=64)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_paper",
                        to="documents.document",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="criteria.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản của hồ sơ",
                "verbose_name_plural": "văn bản của hồ sơ",
            },
        ),
        migrations.CreateModel(
            name="DossierPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caption", models.CharField(max_length=300, verbose_name="chú thích")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="criteria.dossier"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh minh họa",
                "verbose_name_plural": "ảnh minh họa",
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("giver", models.CharField(max_length=200, verbose_name="nơi góp ý")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("meeting", "Họp lấy ý kiến"),
                            ("written", "Góp ý bằng văn bản"),
                            ("posted", "Niêm yết công khai"),
                            ("loudspeaker", "Phát thanh"),
                        ],
                        max_length=12,
                        verbose_name="hình thức",
                    ),
                ),
                ("held_from", models.DateField(verbose_name="từ ngày")),
                ("held_to", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("asked", models.PositiveIntegerField(blank=True, null=True, verbose_name="số người được hỏi, dự họp")),
                ("agreed", models.PositiveIntegerField(blank=True, null=True, verbose_name="số người nhất trí")),
                ("text", models.TextField(blank=True, verbose_name="ý kiến")),
                ("answer", models.TextField(blank=True, verbose_name="tiếp thu, giải trình")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                        verbose_name="thôn",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opinions", to="criteria.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến góp ý",
                "verbose_name_plural": "ý kiến góp ý",
                "ordering": ("held_from", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ProposalMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="ngày họp")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="bắt đầu")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="kết thúc")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="địa điểm")),
                ("chair", models.CharField(max_length=150, verbose_name="chủ trì")),
                ("secretary", models.CharField(max_length=150, verbose_name="thư ký")),
                ("invited", models.PositiveIntegerField(verbose_name="số được mời")),
                ("present", models.PositiveIntegerField(verbose_name="số có mặt")),
                ("agreed", models.PositiveIntegerField(verbose_name="số biểu quyết đồng ý")),
                ("disagreed", models.PositiveIntegerField(default=0, verbose_name="số không đồng ý")),
                ("members", models.TextField(blank=True, verbose_name="thành phần dự")),
                ("absent", models.TextField(blank=True, verbose_name="vắng mặt")),
                ("discussion", models.TextField(blank=True, verbose_name="ý kiến thảo luận")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="criteria.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "cuộc họp đề nghị",
                "verbose_name_plural": "cuộc họp đề nghị",
                "ordering": ("held_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RecognitionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, verbose_name="quy tắc")),
                (
                    "number",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="giá trị"),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="nội dung")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="theo văn bản")),
                ("confirmed", models.BooleanField(default=False, verbose_name="đã đối chiếu văn bản gốc")),
                (
                    "criteria_set",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognition_rules",
                        to="criteria.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "quy tắc công nhận",
                "verbose_name_plural": "quy tắc công nhận",
                "ordering": ("key", "valid_from"),
            },
        ),
        migrations.CreateModel(
            name="SurveyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("households", models.PositiveIntegerField(verbose_name="tổng số hộ")),
                ("handed_out", models.PositiveIntegerField(verbose_name="phiếu phát ra")),
                ("returned", models.PositiveIntegerField(verbose_name="phiếu thu về")),
                ("valid", models.PositiveIntegerField(verbose_name="phiếu hợp lệ")),
                ("satisfied", models.PositiveIntegerField(verbose_name="hài lòng chung")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                        verbose_name="thôn",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="survey_counts", to="criteria.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "kiểm phiếu của thôn",
                "verbose_name_plural": "kiểm phiếu của thôn",
                "ordering": ("area__sort_key",),
            },
        ),
        migrations.CreateModel(
            name="SurveyItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("text", models.CharField(max_length=300, verbose_name="nội dung hỏi")),
                ("criterion", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tiêu chí số")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="survey_items", to="criteria.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "nội dung hỏi",
                "verbose_name_plural": "nội dung hỏi",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("satisfied", models.PositiveIntegerField(verbose_name="hài lòng")),
                (
                    "count",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="criteria.surveycount"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="criteria.surveyitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "kết quả một nội dung hỏi",
                "verbose_name_plural": "kết quả một nội dung hỏi",
            },
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("surveyed_from", None),
                    ("surveyed_to", None),
                    ("surveyed_to__gte", models.F("surveyed_from")),
                    _connector="OR",
                ),
                name="dossier_survey_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierpaper",
            constraint=models.UniqueConstraint(fields=("dossier", "part"), name="dossier_paper_once"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed", None),
                    models.Q(("asked__isnull", False), ("agreed__lte", models.F("asked"))),
                    _connector="OR",
                ),
                name="opinion_agreed_among_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("present__lte", models.F("invited")),
                    (
                        "present__gte",
                        django.db.models.expressions.CombinedExpression(models.F("agreed"), "+", models.F("disagreed")),
                    ),
                ),
                name="proposal_meeting_votes_of_those_present",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognitionrule",
            constraint=models.UniqueConstraint(
                fields=("key", "criteria_set", "valid_from"), name="recognition_rule_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recognitionrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("criteria_set", None)),
                fields=("key", "valid_from"),
                name="recognition_rule_once_for_all_sets",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveycount",
            constraint=models.UniqueConstraint(fields=("dossier", "area"), name="survey_count_once_a_village"),
        ),
        migrations.AddConstraint(
            model_name="surveycount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handed_out__lte", models.F("households")),
                    ("returned__lte", models.F("handed_out")),
                    ("valid__lte", models.F("returned")),
                    ("satisfied__lte", models.F("valid")),
                ),
                name="survey_count_falls",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.UniqueConstraint(fields=("count", "item"), name="survey_answer_once"),
        ),
    ]
