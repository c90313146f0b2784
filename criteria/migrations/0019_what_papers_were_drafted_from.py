"""What a paper of a dossier was drafted from, so that its page can say when the data has changed since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("criteria", "0018_cards_by_year")]

    operations = [
        migrations.AddField(
            model_name="dossierpaper",
            name="data",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="dossierpaper",
            name="wording",
            field=models.JSONField(default=list, editable=False),
        ),
    ]
