
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0001_initial'),
        ('campaigns', '0012_what_was_reported_stands'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='tên đợt vận động')),
                ('code', models.CharField(max_length=6, unique=True, verbose_name='mã')),
                ('year', models.PositiveSmallIntegerField(db_index=True, verbose_name='năm')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('deadline', models.DateField(blank=True, null=True, verbose_name='vận động trước ngày')),
                ('purpose', models.TextField(verbose_name='dùng vào việc')),
                ('pot', models.CharField(choices=[('village', 'Thôn tự huy động, tự quản'), ('budget', 'Đưa vào ngân sách xã theo nghị quyết HĐND'), ('held', 'Thu hộ cơ quan khác'), ('work', 'Tính vào giá trị công trình')], max_length=10, verbose_name='khoản thu thuộc')),
                ('labour_day_value', models.BigIntegerField(blank=True, null=True, verbose_name='giá trị một ngày công (đồng)')),
                ('state', models.CharField(choices=[('draft', 'Đang chuẩn bị'), ('open', 'Đang vận động'), ('closed', 'Đã kết thúc')], default='draft', max_length=10, verbose_name='tình trạng')),
                ('two_people', models.BooleanField(default=True, verbose_name='người lập và thủ quỹ xác nhận là hai người')),
                ('reversal_limit', models.BigIntegerField(blank=True, null=True, verbose_name='điều chỉnh từ số tiền này phải có lãnh đạo duyệt (đồng)')),
                ('sort_key', models.TextField(editable=False)),
                ('search_key', models.TextField(editable=False)),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.bankaccount', verbose_name='tài khoản nhận')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contribution_campaigns', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contribution_campaign', to='campaigns.plan', verbose_name='kế hoạch')),
                ('residents_decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contribution_campaigns', to='campaigns.residentsdecision', verbose_name='quyết định của Nhân dân')),
                ('works', models.ManyToManyField(blank=True, related_name='contribution_campaigns', to='campaigns.work', verbose_name='công trình')),
            ],
            options={
                'verbose_name': 'đợt vận động',
                'verbose_name_plural': 'đợt vận động',
                'ordering': ('-year', 'sort_key'),
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='mã')),
                ('kind', models.CharField(choices=[('person', 'Cá nhân'), ('household', 'Hộ'), ('organisation', 'Tổ chức, doanh nghiệp')], max_length=12, verbose_name='loại')),
                ('name', models.CharField(max_length=200, verbose_name='họ tên, tên tổ chức')),
                ('household', models.CharField(blank=True, max_length=150, verbose_name='hộ')),
                ('phone', models.CharField(blank=True, max_length=15, verbose_name='điện thoại')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='địa chỉ')),
                ('consent', models.CharField(choices=[('none', 'Không nêu tên'), ('initials', 'Chỉ chữ cái đầu'), ('full', 'Nêu đủ họ tên')], default='none', max_length=10, verbose_name='nêu tên khi công khai')),
                ('sort_key', models.CharField(editable=False, max_length=1000)),
                ('search_key', models.CharField(db_index=True, editable=False, max_length=300)),
                ('created_at', models.DateTimeField(verbose_name='lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='givers', to='areas.area', verbose_name='xã')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='contributions.party', verbose_name='gộp vào')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.organisation', verbose_name='đơn vị')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='thôn')),
            ],
            options={
                'verbose_name': 'người đóng góp',
                'verbose_name_plural': 'người đóng góp',
                'ordering': ('sort_key', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Duplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300, verbose_name='căn cứ')),
                ('score', models.PositiveSmallIntegerField(verbose_name='độ giống (%)')),
                ('state', models.CharField(choices=[('open', 'Chờ xem'), ('merged', 'Đã gộp'), ('different', 'Là hai người khác nhau')], default='open', max_length=10, verbose_name='tình trạng')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='lúc')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contributions.party')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contributions.party')),
            ],
            options={
                'verbose_name': 'đề xuất trùng',
                'verbose_name_plural': 'đề xuất trùng',
                'ordering': ('-score', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('group', models.CharField(choices=[('staff', 'Cán bộ, công chức, viên chức, người lao động'), ('household', 'Hộ gia đình'), ('enterprise', 'Doanh nghiệp, tổ chức'), ('benefactor', 'Nhà hảo tâm, con em xa quê')], max_length=12, verbose_name='nhóm')),
                ('label', models.CharField(max_length=200, verbose_name='đối tượng')),
                ('min_income', models.BigIntegerField(blank=True, null=True, verbose_name='thu nhập từ (đồng/tháng)')),
                ('max_income', models.BigIntegerField(blank=True, null=True, verbose_name='đến dưới (đồng/tháng)')),
                ('days', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='số ngày công')),
                ('amount', models.BigIntegerField(blank=True, null=True, verbose_name='hoặc số tiền (đồng)')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='contributions.campaign')),
            ],
            options={
                'verbose_name': 'mức vận động',
                'verbose_name_plural': 'mức vận động',
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='RosterImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='tệp')),
                ('columns', models.JSONField(default=dict)),
                ('rows', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('draft', 'Chờ xác nhận'), ('confirmed', 'Đã ghi'), ('undone', 'Đã hoàn tác')], default='draft', max_length=10, verbose_name='tình trạng')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='contributions.campaign')),
            ],
            options={
                'verbose_name': 'lần nhập danh sách',
                'verbose_name_plural': 'lần nhập danh sách',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='RosterLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(default=12, verbose_name='số tháng tính')),
                ('state', models.CharField(choices=[('asked', 'Vận động'), ('exempt', 'Được miễn'), ('declined', 'Không tham gia')], default='asked', max_length=10, verbose_name='tình trạng')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do, ghi chú')),
                ('expected_days', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='số công vận động')),
                ('expected_amount', models.BigIntegerField(default=0, verbose_name='mức vận động (đồng)')),
                ('pledged_days', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='số công đăng ký')),
                ('pledged_amount', models.BigIntegerField(blank=True, null=True, verbose_name='số tiền đăng ký (đồng)')),
                ('created_at', models.DateTimeField(verbose_name='lúc')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='contributions.campaign')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='contributions.party')),
                ('rate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='contributions.rate', verbose_name='mức')),
                ('roster_import', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='contributions.rosterimport')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.organisation', verbose_name='đơn vị')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='thôn')),
            ],
            options={
                'verbose_name': 'dòng danh sách',
                'verbose_name_plural': 'dòng danh sách',
                'ordering': ('campaign_id', 'party__sort_key', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PartyRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='đã cấp đến')),
                ('area', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='xã')),
            ],
            options={
                'verbose_name': 'dãy mã người đóng góp',
                'verbose_name_plural': 'dãy mã người đóng góp',
            },
        ),
        migrations.AddField(
            model_name='party',
            name='roster_import',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='contributions.rosterimport'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('deadline', None), ('deadline__gte', models.F('starts_on')), _connector='OR'), name='campaign_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('labour_day_value', None), ('labour_day_value__gt', 0), _connector='OR'), name='campaign_day_value_positive'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('area', 'code'), name='party_code_once'),
        ),
        migrations.AddConstraint(
            model_name='duplicate',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='duplicate_once'),
        ),
        migrations.AddConstraint(
            model_name='duplicate',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='duplicate_in_order'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.UniqueConstraint(fields=('campaign', 'label'), name='rate_label_once'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount', None), ('days__gte', 0), ('days__isnull', False)), models.Q(('amount__gte', 0), ('amount__isnull', False), ('days', None)), _connector='OR'), name='rate_days_or_amount'),
        ),
        migrations.AddIndex(
            model_name='rosterline',
            index=models.Index(fields=['campaign', 'village'], name='contributio_campaig_5e657f_idx'),
        ),
        migrations.AddIndex(
            model_name='rosterline',
            index=models.Index(fields=['campaign', 'unit'], name='contributio_campaig_6c6f2e_idx'),
        ),
        migrations.AddConstraint(
            model_name='rosterline',
            constraint=models.UniqueConstraint(fields=('campaign', 'party'), name='roster_line_once'),
        ),
        migrations.AddConstraint(
            model_name='rosterline',
            constraint=models.CheckConstraint(condition=models.Q(('months__gte', 0), ('months__lte', 12)), name='roster_line_months'),
        ),
        migrations.AddConstraint(
            model_name='rosterline',
            constraint=models.CheckConstraint(condition=models.Q(('expected_amount__gte', 0)), name='roster_line_expected'),
        ),
    ]
