"""Campaigns in the order of their list, so that a page of it is read and not all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contributions", "0009_campaign_totals")]

    operations = [
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(fields=["-year", "sort_key", "id"], name="campaign_newest"),
        ),
    ]
