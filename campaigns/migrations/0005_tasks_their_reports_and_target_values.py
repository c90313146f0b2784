import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0004_standings_solutions_and_lines_of_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='TargetValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='tháng')),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='giá trị')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='campaigns.target')),
            ],
            options={
                'verbose_name': 'số liệu tháng',
                'verbose_name_plural': 'số liệu tháng',
                'ordering': ('month', 'at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('text', models.TextField(verbose_name='nhiệm vụ')),
                ('unit', models.TextField(blank=True, verbose_name='đơn vị thực hiện')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='bắt đầu')),
                ('deadline', models.DateField(blank=True, db_index=True, null=True, verbose_name='hạn')),
                ('volume', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True, verbose_name='khối lượng')),
                ('measure', models.CharField(blank=True, max_length=50, verbose_name='đơn vị tính')),
                ('cost', models.BigIntegerField(blank=True, null=True, verbose_name='kinh phí (đồng)')),
                ('state', models.CharField(choices=[('open', 'Chưa làm'), ('under_way', 'Đang làm'), ('done', 'Đã xong'), ('dropped', 'Thôi làm')], default='open', max_length=10, verbose_name='tình trạng')),
                ('done_volume', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True, verbose_name='đã làm')),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='tiến độ (%)')),
                ('after', models.ManyToManyField(blank=True, related_name='before', to='campaigns.task', verbose_name='làm sau nhiệm vụ')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='areas.area', verbose_name='thôn')),
                ('block', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='campaigns.block', verbose_name='khối tiêu chí')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='areas.organisation', verbose_name='tổ chức')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL, verbose_name='người phụ trách')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'nhiệm vụ',
                'verbose_name_plural': 'nhiệm vụ',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TaskReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_volume', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True, verbose_name='đã làm đến nay')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='tiến độ (%)')),
                ('text', models.TextField(blank=True, verbose_name='kết quả')),
                ('trouble', models.TextField(blank=True, verbose_name='khó khăn')),
                ('done', models.BooleanField(default=False, verbose_name='đã xong')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='campaigns.task')),
            ],
            options={
                'verbose_name': 'báo cáo tiến độ',
                'verbose_name_plural': 'báo cáo tiến độ',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='TaskFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='campaigns.taskreport')),
            ],
            options={
                'verbose_name': 'minh chứng',
                'verbose_name_plural': 'minh chứng',
            },
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('deadline', None), ('deadline__gte', models.F('starts_on')), _connector='OR'), name='task_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='task_percent'),
        ),
        migrations.AddConstraint(
            model_name='taskreport',
            constraint=models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='task_report_percent'),
        ),
    ]
