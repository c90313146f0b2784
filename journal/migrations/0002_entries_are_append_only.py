"""The database itself refuses to change or delete what was written in the journal.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = (("journal", "0001_initial"),)

    operations = (
        refuse(
            "journal_entry_no_update",
            table="journal_entry",
            event="UPDATE",
            when="1 = 1",
            message="Nhật ký chỉ ghi thêm, không sửa.",
        ),
        refuse(
            "journal_entry_no_delete",
            table="journal_entry",
            event="DELETE",
            when="1 = 1",
            message="Nhật ký chỉ ghi thêm, không xóa.",
        ),
    )
