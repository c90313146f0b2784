import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0006_what_a_plan_sets_out'),
    ]

    operations = [
        migrations.CreateModel(
            name='Editing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=40, verbose_name='mục')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editing', to='campaigns.plan')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'đang mở',
                'verbose_name_plural': 'đang mở',
            },
        ),
        migrations.CreateModel(
            name='FindingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('reason', models.TextField(verbose_name='lý do')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='finding_decisions', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'quyết định giữ nguyên',
                'verbose_name_plural': 'quyết định giữ nguyên',
            },
        ),
        migrations.CreateModel(
            name='PartState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=40, verbose_name='mục')),
                ('saves', models.PositiveIntegerField(default=0, verbose_name='lần lưu')),
                ('at', models.DateTimeField(null=True, verbose_name='lúc')),
                ('deleted', models.JSONField(default=list, verbose_name='dòng vừa xóa')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'trạng thái mục',
                'verbose_name_plural': 'trạng thái mục',
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='bản số')),
                ('paper', models.JSONField(verbose_name='nội dung')),
                ('why', models.CharField(max_length=100, verbose_name='khi nào')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'bản của kế hoạch',
                'verbose_name_plural': 'bản của kế hoạch',
                'ordering': ('-number',),
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(blank=True, max_length=40, verbose_name='mục')),
                ('text', models.TextField(verbose_name='nội dung cần sửa')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='đã sửa lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='campaigns.plan')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ý kiến',
                'verbose_name_plural': 'ý kiến',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Sentence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('text', models.TextField(blank=True, verbose_name='câu chữ')),
                ('basis', models.TextField(blank=True, verbose_name='câu hệ thống soạn khi sửa')),
                ('edited_at', models.DateTimeField(verbose_name='lúc')),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sentences', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'câu chữ đã sửa',
                'verbose_name_plural': 'câu chữ đã sửa',
            },
        ),
        migrations.CreateModel(
            name='UnsavedInput',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=40, verbose_name='mục')),
                ('data', models.JSONField(verbose_name='đã gõ')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unsaved', to='campaigns.plan')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'nội dung chưa lưu',
                'verbose_name_plural': 'nội dung chưa lưu',
            },
        ),
        migrations.AddConstraint(
            model_name='editing',
            constraint=models.UniqueConstraint(fields=('plan', 'slug', 'user'), name='editing_once'),
        ),
        migrations.AddConstraint(
            model_name='findingdecision',
            constraint=models.UniqueConstraint(fields=('plan', 'key'), name='finding_decision_once'),
        ),
        migrations.AddConstraint(
            model_name='partstate',
            constraint=models.UniqueConstraint(fields=('plan', 'slug'), name='part_state_once'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once'),
        ),
        migrations.AddConstraint(
            model_name='sentence',
            constraint=models.UniqueConstraint(fields=('plan', 'key'), name='sentence_once_in_plan'),
        ),
        migrations.AddConstraint(
            model_name='unsavedinput',
            constraint=models.UniqueConstraint(fields=('plan', 'slug', 'user'), name='unsaved_input_once'),
        ),
    ]
