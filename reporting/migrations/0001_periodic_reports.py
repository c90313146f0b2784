
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0002_number_of_the_bank'),
        ('documents', '0006_files_of_emulation'),
        ('emulation', '0008_awards_stand'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodicReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='số liệu từ ngày')),
                ('ends_on', models.DateField(verbose_name='đến hết ngày')),
                ('due_on', models.DateField(verbose_name='hạn gửi')),
                ('state', models.CharField(choices=[('draft', 'Đang soạn'), ('signing', 'Đang trình ký'), ('sent', 'Đã gửi'), ('received', 'Đã nhận'), ('returned', 'Bị trả lại')], default='draft', max_length=10, verbose_name='trạng thái')),
                ('drafted_at', models.DateTimeField(null=True, verbose_name='soạn lúc')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='gửi lúc')),
                ('received_at', models.DateTimeField(null=True, verbose_name='nhận lúc')),
                ('remark', models.TextField(blank=True, verbose_name='nội dung đề nghị sửa')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periodic_reports', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='periodic_report', to='documents.document')),
                ('drive', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.drive', verbose_name='đợt thi đua')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'báo cáo định kỳ',
                'verbose_name_plural': 'báo cáo định kỳ',
                'ordering': ('-ends_on', 'area', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.PositiveSmallIntegerField(verbose_name='mục')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('drafted', models.TextField(blank=True)),
                ('sources', models.JSONField(default=list, verbose_name='nguồn')),
                ('edited_at', models.DateTimeField(null=True, verbose_name='sửa lúc')),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='reporting.periodicreport')),
            ],
            options={
                'verbose_name': 'đoạn',
                'verbose_name_plural': 'đoạn',
                'ordering': ('section', 'position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.PositiveSmallIntegerField(null=True, verbose_name='mục')),
                ('what', models.CharField(max_length=250, verbose_name='còn thiếu')),
                ('who', models.CharField(blank=True, max_length=200, verbose_name='của ai')),
                ('url', models.CharField(blank=True, max_length=300)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='reporting.periodicreport')),
            ],
            options={
                'verbose_name': 'chỗ còn thiếu',
                'verbose_name_plural': 'chỗ còn thiếu',
                'ordering': ('section', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ReportForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='mã')),
                ('name', models.CharField(max_length=200, verbose_name='tên báo cáo')),
                ('level', models.CharField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã'), ('village', 'thôn, xóm')], max_length=10, verbose_name='cấp lập')),
                ('every', models.CharField(choices=[('week', 'Tuần'), ('month', 'Tháng'), ('quarter', 'Quý'), ('half_year', '6 tháng'), ('year', 'Năm')], max_length=10, verbose_name='kỳ')),
                ('counts_to_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='chốt số liệu ngày')),
                ('due_after', models.PositiveSmallIntegerField(verbose_name='hạn gửi: số ngày sau ngày chốt')),
                ('sections', models.JSONField(default=list, verbose_name='các mục')),
                ('tables', models.JSONField(default=list, verbose_name='các biểu')),
                ('valid_from', models.DateField(verbose_name='dùng từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='căn cứ')),
                ('sure', models.BooleanField(default=False, verbose_name='đã đối chiếu văn bản gốc')),
            ],
            options={
                'verbose_name': 'mẫu báo cáo',
                'verbose_name_plural': 'mẫu báo cáo',
                'ordering': ('level', 'every', 'code', 'valid_from'),
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='report_form_once'), models.CheckConstraint(condition=models.Q(('counts_to_day', None), models.Q(('counts_to_day__gte', 1), ('counts_to_day__lte', 31)), _connector='OR'), name='report_form_day_of_month')],
            },
        ),
        migrations.AddField(
            model_name='periodicreport',
            name='form',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reporting.reportform', verbose_name='mẫu báo cáo'),
        ),
        migrations.CreateModel(
            name='SentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='gửi lúc')),
                ('content', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reporting.periodicreport')),
            ],
            options={
                'verbose_name': 'bản đã gửi',
                'verbose_name_plural': 'bản đã gửi',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=40, verbose_name='biểu')),
                ('row', models.CharField(max_length=80, verbose_name='dòng')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('column', models.CharField(max_length=40, verbose_name='cột')),
                ('value', models.DecimalField(decimal_places=4, max_digits=22, null=True, verbose_name='giá trị')),
                ('text', models.TextField(blank=True, verbose_name='chữ')),
                ('drafted_value', models.DecimalField(decimal_places=4, max_digits=22, null=True)),
                ('drafted_text', models.TextField(blank=True)),
                ('sources', models.JSONField(default=list, verbose_name='nguồn')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='lý do sửa')),
                ('edited_at', models.DateTimeField(null=True, verbose_name='sửa lúc')),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='reporting.periodicreport')),
            ],
            options={
                'verbose_name': 'ô số liệu',
                'verbose_name_plural': 'ô số liệu',
                'ordering': ('table', 'position', 'row', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('report', 'table', 'row', 'column'), name='report_cell_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='nơi nhận báo cáo')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drive', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.drive', verbose_name='đợt thi đua')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='reporting.reportform', verbose_name='mẫu báo cáo')),
            ],
            options={
                'verbose_name': 'chế độ báo cáo',
                'verbose_name_plural': 'chế độ báo cáo',
                'ordering': ('asked_by', 'form', '-valid_from'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('drive', None), ('valid_to', None)), fields=('form', 'asked_by'), name='report_duty_once'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('form', 'asked_by', 'drive'), name='report_duty_once_a_drive'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='report_duty_dates_in_order')],
            },
        ),
        migrations.AddIndex(
            model_name='periodicreport',
            index=models.Index(fields=['area', '-ends_on'], name='report_of_area'),
        ),
        migrations.AddIndex(
            model_name='periodicreport',
            index=models.Index(fields=['form', 'ends_on', 'state'], name='report_of_period'),
        ),
        migrations.AddIndex(
            model_name='periodicreport',
            index=models.Index(condition=models.Q(('state__in', ('draft', 'signing', 'returned'))), fields=['due_on'], name='report_still_owed'),
        ),
        migrations.AddConstraint(
            model_name='periodicreport',
            constraint=models.UniqueConstraint(condition=models.Q(('drive', None)), fields=('form', 'area', 'starts_on'), name='report_once_a_period'),
        ),
        migrations.AddConstraint(
            model_name='periodicreport',
            constraint=models.UniqueConstraint(fields=('form', 'area', 'drive', 'starts_on'), name='report_once_a_period_of_a_drive'),
        ),
        migrations.AddConstraint(
            model_name='periodicreport',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='report_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='periodicreport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'signing', 'returned')), ('sent_at__isnull', False), _connector='OR'), name='report_sent_at_a_moment'),
        ),
    ]
