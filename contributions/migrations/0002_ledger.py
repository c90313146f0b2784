
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0001_initial'),
        ('campaigns', '0012_what_was_reported_stands'),
        ('contributions', '0001_campaigns_and_rosters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('control_count', models.PositiveIntegerField(verbose_name='số tờ')),
                ('control_total', models.BigIntegerField(verbose_name='tổng tiền (đồng)')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do chênh lệch')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='contributions.campaign')),
            ],
            options={
                'verbose_name': 'xấp biên lai',
                'verbose_name_plural': 'xấp biên lai',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('form', models.CharField(choices=[('receipt', 'Biên lai thu tiền'), ('cash_in', 'Phiếu thu'), ('labour', 'Giấy báo ngày công lao động đóng góp'), ('goods', 'Bảng kê đóng góp bằng hiện vật')], max_length=10, verbose_name='loại chứng từ')),
                ('kind', models.CharField(choices=[('system', 'Hệ thống cấp số'), ('preprinted', 'In sẵn, nhập số')], default='system', max_length=10, verbose_name='cách đánh số')),
                ('code', models.CharField(max_length=20, verbose_name='quyển số')),
                ('first_number', models.PositiveIntegerField(default=1, verbose_name='từ số')),
                ('last_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='đến số')),
                ('issued_to', models.PositiveIntegerField(default=0, verbose_name='đã cấp đến số')),
                ('opened_on', models.DateField(verbose_name='lĩnh ngày')),
                ('handed_back_on', models.DateField(blank=True, null=True, verbose_name='trả ngày')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_books', to='areas.area', verbose_name='địa bàn')),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người giữ quyển')),
            ],
            options={
                'verbose_name': 'quyển',
                'verbose_name_plural': 'quyển',
                'ordering': ('-year', 'form', 'code'),
            },
        ),
        migrations.CreateModel(
            name='BookNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('state', models.CharField(choices=[('void', 'Hủy'), ('returned', 'Trả lại, chưa dùng')], max_length=10, verbose_name='tình trạng')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='other_numbers', to='contributions.book')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'số không dùng',
                'verbose_name_plural': 'số không dùng',
                'ordering': ('book_id', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_number', models.PositiveIntegerField(verbose_name='từ số')),
                ('to_number', models.PositiveIntegerField(verbose_name='đến số')),
                ('total', models.BigIntegerField(verbose_name='tổng tiền (đồng)')),
                ('voucher', models.CharField(max_length=30, verbose_name='phiếu thu số')),
                ('handed_on', models.DateField(verbose_name='ngày nộp quỹ')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='contributions.book')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'nộp quỹ',
                'verbose_name_plural': 'nộp quỹ',
                'ordering': ('handed_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Muster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='ngày')),
                ('text', models.CharField(max_length=300, verbose_name='công việc')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='musters', to='contributions.campaign')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='thôn')),
                ('work', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.work', verbose_name='công trình')),
            ],
            options={
                'verbose_name': 'bảng chấm công',
                'verbose_name_plural': 'bảng chấm công',
                'ordering': ('-held_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('way', models.CharField(choices=[('cash', 'Tiền mặt'), ('transfer', 'Chuyển khoản'), ('labour', 'Ngày công'), ('goods', 'Hiện vật'), ('land', 'Hiến đất'), ('work', 'Công trình, hạng mục')], max_length=10, verbose_name='hình thức')),
                ('payer', models.CharField(max_length=200, verbose_name='họ tên người nộp')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='địa chỉ')),
                ('received_on', models.DateField(db_index=True, verbose_name='ngày')),
                ('text', models.CharField(max_length=500, verbose_name='nội dung thu')),
                ('amount', models.BigIntegerField(verbose_name='số tiền, giá trị (đồng)')),
                ('days', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='số công')),
                ('in_words', models.CharField(max_length=400, verbose_name='bằng chữ')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do điều chỉnh')),
                ('key', models.UUIDField(unique=True)),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='contributions.batch')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='contributions.book')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='contributions.campaign')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='contributions.party', verbose_name='người nộp')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='contributions.receipt', verbose_name='điều chỉnh cho')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='thôn')),
                ('work', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.work', verbose_name='công trình')),
            ],
            options={
                'verbose_name': 'chứng từ thu',
                'verbose_name_plural': 'chứng từ thu',
                'ordering': ('-received_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='MusterLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='số công')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='musters', to='contributions.rosterline')),
                ('muster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='contributions.muster')),
                ('receipt', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='muster_line', to='contributions.receipt')),
            ],
            options={
                'verbose_name': 'dòng chấm công',
                'verbose_name_plural': 'dòng chấm công',
                'ordering': ('muster_id', 'line__party__sort_key', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='contributions.receipt')),
            ],
            options={
                'verbose_name': 'xác nhận của thủ quỹ',
                'verbose_name_plural': 'xác nhận của thủ quỹ',
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('days', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='số công')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='contributions.rosterline')),
                ('takes_back', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back_by', to='contributions.allocation')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='contributions.receipt')),
            ],
            options={
                'verbose_name': 'phân bổ',
                'verbose_name_plural': 'phân bổ',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='ReceiptItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('what', models.CharField(max_length=200, verbose_name='tên hiện vật, loại đất')),
                ('unit', models.CharField(max_length=30, verbose_name='đơn vị tính')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='số lượng')),
                ('price', models.BigIntegerField(verbose_name='đơn giá (đồng)')),
                ('amount', models.BigIntegerField(verbose_name='thành tiền (đồng)')),
                ('plot', models.CharField(blank=True, max_length=100, verbose_name='thửa, tờ bản đồ')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='contributions.receipt')),
            ],
            options={
                'verbose_name': 'hiện vật trên chứng từ',
                'verbose_name_plural': 'hiện vật trên chứng từ',
                'ordering': ('receipt_id', 'position'),
            },
        ),
        migrations.CreateModel(
            name='ReceiptPrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prints', to='contributions.receipt')),
            ],
            options={
                'verbose_name': 'lần in',
                'verbose_name_plural': 'lần in',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='book',
            constraint=models.UniqueConstraint(fields=('area', 'year', 'form', 'code'), name='book_once'),
        ),
        migrations.AddConstraint(
            model_name='book',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'system'), ('last_number', None)), models.Q(('issued_to', 0), ('kind', 'preprinted'), ('last_number__gte', models.F('first_number')), ('last_number__isnull', False)), _connector='OR'), name='book_numbers_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='booknumber',
            constraint=models.UniqueConstraint(fields=('book', 'number'), name='book_number_once'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(fields=('book', 'from_number'), name='handover_from_once'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('to_number__gte', models.F('from_number'))), name='handover_numbers_in_order'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['campaign', 'village', 'amount'], name='receipt_totals'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['campaign', 'received_on'], name='receipt_by_day'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('book', 'number'), name='receipt_number_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('reverses', None)), models.Q(('amount__lt', 0), ('reverses__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='receipt_amount_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('days__isnull', False), ('way', 'labour')), models.Q(models.Q(('way', 'labour'), _negated=True), ('days', None)), _connector='OR'), name='receipt_days_of_labour'),
        ),
        migrations.AddConstraint(
            model_name='musterline',
            constraint=models.UniqueConstraint(fields=('muster', 'line'), name='muster_line_once'),
        ),
        migrations.AddConstraint(
            model_name='musterline',
            constraint=models.CheckConstraint(condition=models.Q(('days__gt', 0)), name='muster_days_positive'),
        ),
        migrations.AddIndex(
            model_name='allocation',
            index=models.Index(fields=['line', 'amount'], name='allocation_of_line'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='allocation_not_nothing'),
        ),
    ]
