import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0007_words_of_composed_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='gửi kế hoạch trước ngày')),
                ('note', models.TextField(blank=True, verbose_name='yêu cầu')),
                ('reminded_on', models.DateField(blank=True, null=True, verbose_name='nhắc lần cuối')),
                ('created_at', models.DateTimeField(verbose_name='lúc')),
                ('answer', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='campaigns.plan', verbose_name='kế hoạch đã lập')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.organisation', verbose_name='tổ chức')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'yêu cầu lập kế hoạch',
                'verbose_name_plural': 'yêu cầu lập kế hoạch',
                'ordering': ('due_on', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='planrequest',
            constraint=models.UniqueConstraint(fields=('plan', 'area', 'organisation'), name='plan_request_once'),
        ),
        migrations.AddConstraint(
            model_name='planrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('plan', 'area'), name='plan_request_once_of_area'),
        ),
    ]
