"""A photo says whether its time is the camera's own; like the time itself that never changes."""

from django.db import migrations, models

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = (("emulation", "0010_a_session_ends_after_it_began"),)

    operations = (
        # In SQL that both databases understand: Django would rebuild the table on SQLite and lose its triggers.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="reportphoto",
                    name="by_camera",
                    field=models.BooleanField(default=False, verbose_name="giờ do máy ảnh ghi"),
                )
            ],
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE emulation_reportphoto ADD COLUMN by_camera bool NOT NULL DEFAULT false",
                    "ALTER TABLE emulation_reportphoto DROP COLUMN by_camera",
                )
            ],
        ),
        refuse(
            "emulation_reportphoto_by_camera_stands", table="emulation_reportphoto", event="UPDATE",
            when="NEW.by_camera {distinct} OLD.by_camera", message="Báo cáo đã gửi không sửa, không xóa; gửi bản thay.",
        ),
    )  # fmt: skip
