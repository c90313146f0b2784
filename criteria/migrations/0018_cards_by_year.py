"""Cards by year: long lists of cards are read a year at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("criteria", "0017_cards_last_saved_and_open")]

    operations = [
        migrations.AddIndex(
            model_name="scorecard",
            index=models.Index(fields=["year", "area"], name="card_by_year"),
        ),
    ]
