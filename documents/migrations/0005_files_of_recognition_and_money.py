from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_evidence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("rendition", "Bản in"),
                    ("signed_copy", "Bản đã ký"),
                    ("plan_source", "Tệp nguồn của kế hoạch"),
                    ("task_file", "Minh chứng của nhiệm vụ"),
                    ("work_photo", "Ảnh công trình"),
                    ("residents_record", "Biên bản họp dân"),
                    ("turn_photo", "Ảnh hoạt động"),
                    ("minutes", "Biên bản kiểm tra"),
                    ("outreach_photo", "Ảnh tuyên truyền"),
                    ("register", "Sổ văn bản đi"),
                    ("evidence", "Minh chứng"),
                    ("dossier_photo", "Ảnh của hồ sơ công nhận"),
                    ("dossier", "Hồ sơ đề nghị công nhận"),
                    ("results", "Biểu kết quả tiêu chí"),
                    ("money_file", "Chứng từ đóng góp"),
                    ("spending_photo", "Ảnh sử dụng đóng góp"),
                    ("timeline", "Bản in tiến độ"),
                ],
                max_length=20,
                verbose_name="loại",
            ),
        ),
    ]
