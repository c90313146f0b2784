import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0001_initial'),
        ('campaigns', '0002_links_to_other_rooms'),
        ('documents', '0003_what_papers_rest_on_and_where_they_go'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResidentsDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.TextField(verbose_name='nội dung quyết định')),
                ('matter', models.CharField(choices=[('contribution', 'Chủ trương và mức đóng góp xây dựng công trình'), ('funds', 'Việc thu, chi, quản lý khoản đóng góp'), ('other', 'Nội dung khác')], max_length=15, verbose_name='loại nội dung')),
                ('form', models.CharField(choices=[('meeting', 'Họp thôn'), ('ballot', 'Phát phiếu lấy ý kiến hộ')], max_length=10, verbose_name='hình thức')),
                ('held_on', models.DateField(verbose_name='ngày')),
                ('held_at', models.TimeField(blank=True, null=True, verbose_name='lúc')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='địa điểm')),
                ('households', models.PositiveIntegerField(verbose_name='tổng số hộ')),
                ('present', models.PositiveIntegerField(verbose_name='số hộ dự họp hoặc gửi phiếu')),
                ('agreed', models.PositiveIntegerField(verbose_name='số hộ tán thành')),
                ('villages', models.PositiveIntegerField(blank=True, null=True, verbose_name='tổng số thôn')),
                ('villages_agreed', models.PositiveIntegerField(blank=True, null=True, verbose_name='số thôn tán thành')),
                ('discussion', models.TextField(blank=True, verbose_name='ý kiến thảo luận')),
                ('chair', models.CharField(blank=True, max_length=150, verbose_name='người chủ trì')),
                ('secretary', models.CharField(blank=True, max_length=150, verbose_name='thư ký')),
                ('front_head', models.CharField(blank=True, max_length=150, verbose_name='Trưởng ban công tác Mặt trận')),
                ('witnesses', models.TextField(blank=True, verbose_name='đại diện hộ ký biên bản')),
                ('record_number', models.CharField(blank=True, max_length=60, verbose_name='số biên bản, nghị quyết')),
                ('search_key', models.TextField(editable=False)),
                ('created_at', models.DateTimeField(verbose_name='lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residents_decisions', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='biên bản')),
            ],
            options={
                'verbose_name': 'quyết định của Nhân dân',
                'verbose_name_plural': 'quyết định của Nhân dân',
                'ordering': ('-held_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField(verbose_name='tên công trình')),
                ('place', models.TextField(blank=True, verbose_name='địa điểm')),
                ('criterion', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='phục vụ tiêu chí số')),
                ('total', models.BigIntegerField(blank=True, null=True, verbose_name='tổng mức (đồng)')),
                ('accepted_value', models.BigIntegerField(blank=True, null=True, verbose_name='giá trị nghiệm thu (đồng)')),
                ('accepted_on', models.DateField(blank=True, null=True, verbose_name='ngày nghiệm thu')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='khởi công')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='hoàn thành')),
                ('volume', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True, verbose_name='khối lượng')),
                ('measure', models.CharField(blank=True, max_length=50, verbose_name='đơn vị tính')),
                ('state', models.CharField(choices=[('planned', 'Chuẩn bị'), ('building', 'Đang thi công'), ('accepted', 'Đã nghiệm thu'), ('settled', 'Đã quyết toán'), ('stopped', 'Dừng')], default='planned', max_length=10, verbose_name='tình trạng')),
                ('sort_key', models.TextField(editable=False)),
                ('search_key', models.TextField(editable=False)),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('updated_at', models.DateTimeField(verbose_name='sửa lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='works', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.citeddocument', verbose_name='quyết định phê duyệt')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='works', to='campaigns.plan', verbose_name='thuộc kế hoạch')),
                ('residents_decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='works', to='campaigns.residentsdecision', verbose_name='quyết định của Nhân dân')),
            ],
            options={
                'verbose_name': 'công trình',
                'verbose_name_plural': 'công trình',
                'ordering': ('sort_key',),
            },
        ),
        migrations.CreateModel(
            name='WorkFund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('kind', models.CharField(choices=[('state', 'Ngân sách nhà nước'), ('credit', 'Vốn tín dụng'), ('enterprise', 'Doanh nghiệp, hợp tác xã'), ('people', 'Nhân dân đóng góp'), ('social', 'Xã hội hóa'), ('other', 'Nguồn khác')], max_length=10, verbose_name='nguồn')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='funds', to='campaigns.work')),
            ],
            options={
                'verbose_name': 'nguồn vốn',
                'verbose_name_plural': 'nguồn vốn',
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='WorkPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paid_on', models.DateField(verbose_name='ngày')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('voucher', models.CharField(blank=True, max_length=60, verbose_name='chứng từ')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='campaigns.workpayment', verbose_name='điều chỉnh khoản')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='campaigns.work')),
            ],
            options={
                'verbose_name': 'khoản thanh toán',
                'verbose_name_plural': 'khoản thanh toán',
                'ordering': ('paid_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='WorkPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[('before', 'Trước khi làm'), ('during', 'Đang làm'), ('after', 'Sau khi làm')], max_length=10, verbose_name='lúc chụp')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='campaigns.work')),
            ],
            options={
                'verbose_name': 'ảnh công trình',
                'verbose_name_plural': 'ảnh công trình',
                'ordering': ('moment', 'at'),
            },
        ),
        migrations.AddConstraint(
            model_name='residentsdecision',
            constraint=models.CheckConstraint(condition=models.Q(('agreed__lte', models.F('present')), ('present__lte', models.F('households'))), name='residents_decision_counts'),
        ),
        migrations.AddConstraint(
            model_name='residentsdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('villages', None), ('villages_agreed', None)), ('villages_agreed__lte', models.F('villages')), _connector='OR'), name='residents_decision_villages'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='work_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('total', None), ('total__gte', 0), _connector='OR'), models.Q(('accepted_value', None), ('accepted_value__gte', 0), _connector='OR')), name='work_amounts_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='workfund',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='work_fund_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='workpayment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('corrects', None)), models.Q(('amount__lt', 0), ('corrects__isnull', False)), _connector='OR'), name='work_payment_sign'),
        ),
    ]
