"""A finding says itself whether somebody keeps it, so that lists count only those that are still open."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from campaigns.rules.finding import key_of


def mark_kept(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those that were kept before."""
    decisions = apps.get_model("campaigns", "FindingDecision").objects
    for row in apps.get_model("campaigns", "Finding").objects.filter(plan__in=decisions.values("plan")):
        key = key_of(row.code, row.message, row.quotes)
        if decisions.filter(plan=row.plan_id, key=key).exists():
            row.kept = True
            row.save(update_fields=["kept"])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0014_what_is_due")]
    operations = [
        migrations.AddField("finding", "kept", models.BooleanField(default=False, verbose_name="giữ nguyên")),
        migrations.RunPython(mark_kept, migrations.RunPython.noop),
    ]
