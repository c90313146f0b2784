"""The database itself refuses to change what was reported, and what went into the ledger of labour days.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse, refuse_where

STANDS = "Báo cáo đã gửi không sửa, không xóa; gửi bản thay."
TAKEN = "Ngày công đã ghi sổ không sửa, không xóa; ghi dòng điều chỉnh."
REPORT = ("duty_id", "day", "key", "way", "text", "trouble", "replaces_id", "announced", "written_at", "by_id", "at")
PHOTO = ("report_id", "position", "file_id", "digest", "taken_at", "latitude", "longitude")


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{column} {{distinct}} OLD.{column}" for column in columns)


class Migration(migrations.Migration):
    dependencies = (("emulation", "0005_reviews"),)

    operations = (
        refuse("emulation_report_stands", table="emulation_report", event="UPDATE", when=_changed(REPORT), message=STANDS),
        refuse("emulation_reportline_no_update", table="emulation_reportline", event="UPDATE", when="1 = 1", message=STANDS),
        refuse("emulation_reportphoto_stands", table="emulation_reportphoto", event="UPDATE", when=_changed(PHOTO), message=STANDS),
        *(
            refuse(f"{table}_no_delete", table=table, event="DELETE", when="1 = 1", message=STANDS)
            for table in ("emulation_report", "emulation_reportline", "emulation_reportphoto")
        ),
        *(
            refuse(
                f"emulation_labour_taken_no_{event.lower()}", table="emulation_labourproposal", event=event,
                when="OLD.state = 'accepted'", message=TAKEN,
            )
            for event in ("UPDATE", "DELETE")
        ),
        refuse_where(
            "emulation_labour_by_another", table="emulation_labourproposal", event="UPDATE",
            found="NEW.state = 'accepted' AND NEW.decided_by_id = (SELECT by_id FROM emulation_report WHERE id = NEW.report_id)",
            message="Người báo cáo không tự nhận ngày công của mình vào sổ.",
        ),
    )  # fmt: skip
