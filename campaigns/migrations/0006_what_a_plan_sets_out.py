import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0005_tasks_their_reports_and_target_values'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bracket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('group', models.TextField(blank=True, verbose_name='đối tượng')),
                ('min_income', models.BigIntegerField(blank=True, null=True, verbose_name='thu nhập từ (đồng/tháng)')),
                ('max_income', models.BigIntegerField(blank=True, null=True, verbose_name='đến dưới (đồng/tháng)')),
                ('days', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='số ngày công')),
                ('amount', models.BigIntegerField(blank=True, null=True, verbose_name='hoặc số tiền (đồng)')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='brackets', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'mức theo đối tượng',
                'verbose_name_plural': 'mức theo đối tượng',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('kind', models.CharField(choices=[('state', 'Ngân sách nhà nước'), ('credit', 'Vốn tín dụng'), ('enterprise', 'Doanh nghiệp, hợp tác xã'), ('people', 'Nhân dân đóng góp'), ('social', 'Xã hội hóa'), ('other', 'Nguồn khác')], max_length=10, verbose_name='nguồn')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('amount', models.BigIntegerField(blank=True, null=True, verbose_name='số tiền (đồng)')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='funds', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'nguồn kinh phí',
                'verbose_name_plural': 'nguồn kinh phí',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CostLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('text', models.TextField(verbose_name='nội dung chi')),
                ('quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='số lượng')),
                ('unit', models.CharField(blank=True, max_length=50, verbose_name='đơn vị tính')),
                ('price', models.BigIntegerField(blank=True, null=True, verbose_name='đơn giá (đồng)')),
                ('amount', models.BigIntegerField(blank=True, null=True, verbose_name='thành tiền (đồng)')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='campaigns.plan')),
                ('fund', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='costs', to='campaigns.fund', verbose_name='từ nguồn')),
            ],
            options={
                'verbose_name': 'dòng chi',
                'verbose_name_plural': 'dòng chi',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('what', models.TextField(verbose_name='việc')),
                ('on', models.DateField(verbose_name='ngày')),
                ('rule', models.CharField(choices=[('on', 'vào ngày'), ('before', 'trước ngày'), ('by', 'chậm nhất ngày')], default='on', max_length=10, verbose_name='mốc')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='địa điểm')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'mốc thời gian',
                'verbose_name_plural': 'mốc thời gian',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanAward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('level', models.CharField(choices=[('state', 'Nhà nước'), ('province', 'Cấp tỉnh'), ('district', 'Cấp huyện'), ('commune', 'Cấp xã')], max_length=10, verbose_name='cấp khen')),
                ('form', models.TextField(verbose_name='hình thức')),
                ('rule', models.TextField(blank=True, verbose_name='cách xét')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awards', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'hình thức khen thưởng',
                'verbose_name_plural': 'hình thức khen thưởng',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanVillage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('name', models.CharField(max_length=200, verbose_name='thôn')),
                ('role', models.CharField(choices=[('model', 'Xây dựng kiểu mẫu'), ('keep', 'Giữ vững kết quả'), ('named', 'Tham gia')], default='named', max_length=10, verbose_name='vai trò')),
                ('reach', models.TextField(blank=True, verbose_name='phải đạt')),
                ('criteria', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số tiêu chí')),
                ('gardens', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số vườn mẫu')),
                ('garden_criteria', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tiêu chí mỗi vườn')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='thôn trong danh mục')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='villages', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'thôn trong kế hoạch',
                'verbose_name_plural': 'thôn trong kế hoạch',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ContributionTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('labour_day_value', models.BigIntegerField(blank=True, null=True, verbose_name='giá trị một ngày công (đồng)')),
                ('organisation_minimum', models.BigIntegerField(blank=True, null=True, verbose_name='doanh nghiệp, tổ chức: từ (đồng)')),
                ('account_number', models.CharField(blank=True, max_length=30, verbose_name='số tài khoản')),
                ('purpose', models.TextField(blank=True, verbose_name='dùng vào việc')),
                ('pot', models.CharField(blank=True, choices=[('village', 'Thôn tự huy động, tự quản'), ('budget', 'Đưa vào ngân sách xã theo nghị quyết HĐND'), ('held', 'Thu hộ cơ quan khác'), ('work', 'Tính vào giá trị công trình')], max_length=10, verbose_name='khoản thu thuộc')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.bankaccount', verbose_name='tài khoản nhận')),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='campaigns.plan')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.residentsdecision', verbose_name='quyết định của Nhân dân')),
            ],
            options={
                'verbose_name': 'mức vận động',
                'verbose_name_plural': 'mức vận động',
            },
        ),
        migrations.CreateModel(
            name='Routine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('source', models.TextField(blank=True, verbose_name='câu nguồn')),
                ('what', models.TextField(verbose_name='việc')),
                ('every', models.CharField(choices=[('day', 'Hằng ngày'), ('week', 'Hằng tuần'), ('month', 'Hằng tháng'), ('quarter', 'Hằng quý'), ('year', 'Hằng năm')], max_length=10, verbose_name='chu kỳ')),
                ('at', models.TimeField(blank=True, null=True, verbose_name='giờ')),
                ('who', models.TextField(blank=True, verbose_name='ai làm')),
                ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='vào ngày, thứ')),
                ('gathers', models.BooleanField(default=False, verbose_name='có huy động người tham gia')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routines', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'hoạt động định kỳ',
                'verbose_name_plural': 'hoạt động định kỳ',
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='bracket',
            constraint=models.CheckConstraint(condition=models.Q(('min_income', None), ('max_income', None), ('max_income__gt', models.F('min_income')), _connector='OR'), name='bracket_limits_in_order'),
        ),
    ]
