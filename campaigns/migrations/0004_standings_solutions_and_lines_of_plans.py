import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0003_works_and_what_residents_decide'),
    ]

    operations = [
        migrations.AddField(
            model_name='block',
            name='deadline',
            field=models.DateField(blank=True, null=True, verbose_name='hạn'),
        ),
        migrations.AddField(
            model_name='block',
            name='money',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='kinh phí (đồng)'),
        ),
        migrations.AddField(
            model_name='block',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='cán bộ phụ trách'),
        ),
        migrations.AddField(
            model_name='block',
            name='situation',
            field=models.TextField(blank=True, verbose_name='mô tả hiện trạng'),
        ),
        migrations.AddField(
            model_name='block',
            name='standing',
            field=models.CharField(blank=True, choices=[('met', 'Đạt'), ('unmet', 'Chưa đạt'), ('not_assessed', 'Không đánh giá')], max_length=15, verbose_name='hiện trạng'),
        ),
        migrations.AddField(
            model_name='duty',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.organisation', verbose_name='tổ chức'),
        ),
        migrations.AddField(
            model_name='finding',
            name='slug',
            field=models.CharField(blank=True, max_length=40, verbose_name='mục soạn'),
        ),
        migrations.AddField(
            model_name='plan',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='starts', to='campaigns.plan', verbose_name='lập từ kế hoạch'),
        ),
        migrations.AddField(
            model_name='plan',
            name='composed',
            field=models.BooleanField(default=False, verbose_name='soạn trên hệ thống'),
        ),
        migrations.AddField(
            model_name='plan',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='campaigns.plan', verbose_name='kế hoạch cấp trên'),
        ),
        migrations.AddField(
            model_name='plan',
            name='signer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.post', verbose_name='chức vụ người ký'),
        ),
        migrations.AddField(
            model_name='target',
            name='base',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='hiện có'),
        ),
        migrations.AddField(
            model_name='target',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='campaigns.target', verbose_name='mục tiêu cấp trên'),
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('kind', models.CharField(choices=[('purpose', 'Mục đích'), ('requirement', 'Yêu cầu'), ('content', 'Nội dung'), ('participant', 'Đối tượng tham gia'), ('solution', 'Giải pháp chung'), ('model', 'Mô hình'), ('event', 'Hoạt động'), ('scoring', 'Cách chấm điểm')], max_length=15, verbose_name='mục')),
                ('heading', models.TextField(blank=True, verbose_name='tiêu đề')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'dòng nội dung',
                'verbose_name_plural': 'dòng nội dung',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Solution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='solutions', to='campaigns.block')),
            ],
            options={
                'verbose_name': 'giải pháp',
                'verbose_name_plural': 'giải pháp',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StandingRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('set', models.CharField(blank=True, choices=[('ntm', 'Xã nông thôn mới'), ('advanced', 'Xã nông thôn mới nâng cao'), ('model', 'Xã nông thôn mới kiểu mẫu'), ('hamlet', 'Khu dân cư (thôn) kiểu mẫu'), ('garden', 'Vườn mẫu')], max_length=10, verbose_name='bộ tiêu chí')),
                ('code', models.CharField(blank=True, max_length=10, verbose_name='số')),
                ('name', models.TextField(blank=True, verbose_name='tên')),
                ('standing', models.CharField(choices=[('met', 'Đạt'), ('unmet', 'Chưa đạt'), ('not_assessed', 'Không đánh giá')], max_length=15, verbose_name='kết quả')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='giá trị')),
                ('goal', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='mức phải đạt')),
                ('unit', models.CharField(blank=True, max_length=200, verbose_name='đơn vị')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'hiện trạng tiêu chí',
                'verbose_name_plural': 'hiện trạng tiêu chí',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
    ]
