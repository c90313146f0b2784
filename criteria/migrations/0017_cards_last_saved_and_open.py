"""Cards by the area's last save, and those in rounds that are not accepted yet: what offices ask every morning."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("criteria", "0016_tallies")]

    operations = [
        migrations.AddIndex(
            model_name="roundcard",
            index=models.Index(
                condition=models.Q(("state", "accepted"), _negated=True), fields=["round"], name="round_card_open"
            ),
        ),
        migrations.AddIndex(
            model_name="scorecard",
            index=models.Index(fields=["area", "-updated_at"], name="card_last_saved"),
        ),
    ]
