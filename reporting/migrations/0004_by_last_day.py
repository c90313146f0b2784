"""What fell due in some weeks, found without reading every report that is kept: for reporting rates over many areas."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_publications")]

    operations = [
        migrations.AddIndex(
            model_name="periodicreport",
            index=models.Index(fields=["due_on", "area"], name="report_by_last_day"),
        ),
    ]
