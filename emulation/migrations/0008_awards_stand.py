"""The database itself refuses to change ballots of a session that is held, and awards of a decision that is issued.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse_where

HELD = "Cuộc họp đã chốt kết quả nên phiếu không sửa, không xóa."
ISSUED = "Quyết định đã ban hành nên danh sách khen thưởng không sửa, không xóa."


_OF_SESSION = {
    "NEW": "(SELECT s.state FROM emulation_session s WHERE s.id = NEW.session_id) = 'held'",
    "OLD": "(SELECT s.state FROM emulation_session s WHERE s.id = OLD.session_id) = 'held'",
}
_DECISION = "(SELECT p.state FROM documents_document p JOIN emulation_awarddecision d ON p.id = d.document_id"
_OF_DECISION = {
    "NEW": f"{_DECISION} WHERE d.id = NEW.decision_id) IN ('issued', 'replaced', 'revoked')",
    "OLD": f"{_DECISION} WHERE d.id = OLD.decision_id) IN ('issued', 'replaced', 'revoked')",
}


class Migration(migrations.Migration):
    dependencies = (("emulation", "0007_scores_stand"), ("documents", "0006_files_of_emulation"))

    operations = (
        *(
            refuse_where(
                f"emulation_ballot_no_{event.lower()}", table="emulation_ballot", event=event, found=_OF_SESSION[row], message=HELD
            )
            for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
        ),
        *(
            refuse_where(
                f"emulation_award_no_{event.lower()}", table="emulation_award", event=event, found=_OF_DECISION[row], message=ISSUED
            )
            for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
        ),
    )  # fmt: skip
