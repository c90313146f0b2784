"""Receipts of land, of which tables tell the households, found without going through the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("contributions", "0011_source_totals"),)

    operations = (
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                fields=["campaign", "received_on"], condition=models.Q(way="land"), name="receipt_of_land"
            ),
        ),
    )
