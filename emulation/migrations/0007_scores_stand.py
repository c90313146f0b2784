"""The database itself keeps marks, corrections and rankings as they stood when a scoring was closed or frozen.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse, refuse_where

_OF_SCORER = "(SELECT s.state FROM emulation_scoring s JOIN emulation_scorer c ON c.scoring_id = s.id WHERE c.id = {row}.scorer_id)"
_OF_ITEM = "(SELECT s.state FROM emulation_scoring s JOIN emulation_scoreitem i ON i.scoring_id = s.id WHERE i.id = {row}.item_id)"
_OWN = "(SELECT s.state FROM emulation_scoring s WHERE s.id = {row}.scoring_id)"

_ALL = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
#: Table, whose state is asked, in which states nothing may be written, and what is said.
_RULES = (
    ("mark", _OF_SCORER, "<> 'marking'", "Lần chấm điểm không ở bước chấm nên điểm giữ nguyên."),
    ("scoreitem", _OWN, "<> 'draft'", "Thang điểm đã dùng để chấm thì không sửa."),
    ("scorer", _OWN, "IN ('closed', 'frozen')", "Đã chấm xong thì không đổi người chấm."),
    ("spreadreason", _OF_ITEM, "<> 'closed'", "Lý do chênh lệch chỉ ghi khi đã chấm xong và chưa chốt."),
    ("nofigure", _OF_ITEM, "NOT IN ('marking', 'closed')", "Bảng điểm đã chốt thì giữ nguyên."),
)
_FIXED = "Bảng xếp hạng đã chốt, dòng điều chỉnh đã ghi không sửa, không xóa."


class Migration(migrations.Migration):
    dependencies = (("emulation", "0006_reports_stand"),)

    operations = (
        *(
            refuse_where(
                f"emulation_{table}_{event.lower()}_in_time", table=f"emulation_{table}", event=event,
                found=f"{state.format(row=row)} {forbidden}", message=message,
            )
            for table, state, forbidden, message in _RULES
            for event, row in _ALL
        ),
        *(
            refuse(
                f"emulation_{table}_no_{event.lower()}", table=f"emulation_{table}", event=event, when="1 = 1",
                message=_FIXED,
            )
            for table in ("rankrow", "correction")
            for event in ("UPDATE", "DELETE")
        ),
        refuse_where(
            "emulation_rankrow_before_frozen", table="emulation_rankrow", event="INSERT",
            found=f"{_OWN.format(row='NEW')} <> 'closed'", message=_FIXED,
        ),
        refuse_where(
            "emulation_correction_while_closed", table="emulation_correction", event="INSERT",
            found=f"{_OF_ITEM.format(row='NEW')} <> 'closed'", message=_FIXED,
        ),
        refuse(
            "emulation_scoring_frozen", table="emulation_scoring", event="UPDATE", when="OLD.state = 'frozen'", message=_FIXED,
        ),
        refuse(
            "emulation_scoring_no_way_back", table="emulation_scoring", event="UPDATE",
            when="(OLD.state = 'closed' AND NEW.state IN ('draft', 'marking')) OR (OLD.state = 'marking' AND NEW.state = 'draft')",
            message="Lần chấm điểm không lùi bước.",
        ),
        refuse(
            "emulation_scoring_stays", table="emulation_scoring", event="DELETE", when="OLD.state <> 'draft'",
            message="Lần chấm điểm đã mở thì không xóa.",
        ),
    )  # fmt: skip
