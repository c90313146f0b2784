import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="bankaccount",
            name="bin",
            field=models.CharField(
                blank=True,
                default="",
                max_length=6,
                validators=[
                    django.core.validators.RegexValidator("^\\d{6}$", "Mã ngân hàng tại NAPAS gồm 6 chữ số.")
                ],
                verbose_name="mã ngân hàng tại NAPAS",
            ),
            preserve_default=False,
        ),
    ]
