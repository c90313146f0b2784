from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="queue",
            field=models.CharField(
                choices=[
                    ("ntm", "Chung"),
                    ("mail", "Thư và tin nhắn"),
                    ("papers", "Văn bản"),
                    ("exports", "Xuất bảng và gói tệp"),
                ],
                default="ntm",
                max_length=20,
                verbose_name="hàng đợi",
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="cause",
            field=models.TextField(blank=True, default="", verbose_name="lỗi của chương trình"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state", "queued")), fields=["queue", "next_try_at"], name="job_waiting"
            ),
        ),
    ]
