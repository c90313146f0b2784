"""What an issued paper says never changes again, and the database itself refuses it."""

from django.db import migrations

from core.triggers import refuse

_FROZEN = "OLD.state IN ('issued', 'replaced', 'revoked')"
_SAID = ("context", "number", "number_and_symbol", "issued_on", "series_id", "issuer_id", "subject", "check_code")
_CHANGED = " OR ".join(f"OLD.{column} {{distinct}} NEW.{column}" for column in _SAID)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        refuse(
            "document_wording_frozen",
            table="documents_document",
            event="UPDATE",
            when=f"{_FROZEN} AND (NEW.state NOT IN ('issued', 'replaced', 'revoked') OR {_CHANGED})",
            message="issued paper never changes",
        ),
    ]
