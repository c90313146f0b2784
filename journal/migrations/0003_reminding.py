
from django.conf import settings
from django.db import migrations, models


def old_news_is_told(apps, schema_editor):
    """What stands in inboxes from before there were messages is not sent out now."""
    notices = apps.get_model("journal", "Notice").objects
    notices.filter(gathered_at=None).update(gathered_at=models.F("created_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_entries_are_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='due_on',
            field=models.DateField(null=True, verbose_name='hạn'),
        ),
        migrations.AddField(
            model_name='notice',
            name='gathered_at',
            field=models.DateTimeField(null=True, verbose_name='đưa vào tin lúc'),
        ),
        migrations.AddField(
            model_name='notice',
            name='thing',
            field=models.CharField(blank=True, max_length=80, verbose_name='việc'),
        ),
        migrations.AddField(
            model_name='notice',
            name='urgent',
            field=models.BooleanField(default=False, verbose_name='khẩn'),
        ),
        migrations.RunPython(old_news_is_told, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('gathered_at', None)), fields=['recipient'], name='notice_to_gather'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('thing', ''), _negated=True), fields=['thing', 'due_on'], name='notice_of_thing'),
        ),
    ]
