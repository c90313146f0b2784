"""The database itself refuses to change what was reported, paid, decided or kept as a version.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse


def stands(table, event="UPDATE"):
    return refuse(
        f"{table}_no_{event.lower()}", table=table, event=event, when="1 = 1",
        message="Dòng đã ghi không sửa, không xóa; ghi thêm dòng điều chỉnh.",
    )


class Migration(migrations.Migration):
    dependencies = (("campaigns", "0011_block_items_become_tasks_and_solutions"),)

    operations = (
        stands("campaigns_taskreport"),
        stands("campaigns_targetvalue"),
        stands("campaigns_planversion"),
        stands("campaigns_findingdecision"),
        stands("campaigns_workpayment"),
        stands("campaigns_workpayment", "DELETE"),
    )
