"""The database itself refuses to change or delete what stands in the ledger.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse

STANDS = "Dòng sổ đã ghi không sửa, không xóa; ghi thêm dòng điều chỉnh."
TABLES = (
    "receipt", "receiptitem", "allocation", "confirmation", "receiptprint", "handover", "booknumber", "bankmatch", "spending",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = (("contributions", "0004_spending_and_notices"),)

    operations = (
        *(
            refuse(
                f"contributions_{table}_no_{event.lower()}", table=f"contributions_{table}", event=event, when="1 = 1",
                message=STANDS,
            )
            for table in TABLES
            for event in ("UPDATE", "DELETE")
        ),
        refuse(
            "contributions_book_counts_up", table="contributions_book", event="UPDATE",
            when="NEW.issued_to < OLD.issued_to OR NEW.year {distinct} OLD.year OR NEW.form {distinct} OLD.form",
            message="Số đã cấp của quyển không lùi lại.",
        ),
    )  # fmt: skip
