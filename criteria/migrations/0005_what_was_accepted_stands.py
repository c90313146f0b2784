"""The database itself refuses to change a snapshot that was accepted, and corrections.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse

ACCEPTED = "Phiếu đã chấp nhận không thay đổi nữa."


class Migration(migrations.Migration):
    dependencies = (("criteria", "0004_rounds_and_verification"),)

    operations = (
        refuse(
            "criteria_roundcard_frozen", table="criteria_roundcard", event="UPDATE",
            when="OLD.state = 'accepted' AND (NEW.state {distinct} OLD.state OR NEW.snapshot {distinct} OLD.snapshot)",
            message=ACCEPTED,
        ),
        refuse("criteria_roundcard_kept", table="criteria_roundcard", event="DELETE", when="OLD.state = 'accepted'", message=ACCEPTED),
        refuse(
            "criteria_rowcorrection_stands", table="criteria_rowcorrection", event="UPDATE", when="1 = 1",
            message="Điều chỉnh đã ghi không sửa; ghi thêm điều chỉnh mới.",
        ),
    )
