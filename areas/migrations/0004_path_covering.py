"""Areas' paths with their ids as one index, so that who lies below whom is answered from it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("areas", "0003_outline")]

    operations = [
        migrations.AddIndex(
            model_name="area",
            index=models.Index(
                fields=["path", "id"], name="area_path_covering", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
    ]
