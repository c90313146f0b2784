
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0012_what_was_reported_stands'),
        ('contributions', '0003_bank'),
        ('documents', '0005_files_of_recognition_and_money'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('spent', 'Chi'), ('handed_over', 'Nộp lên, bàn giao')], max_length=12, verbose_name='loại')),
                ('spent_on', models.DateField(db_index=True, verbose_name='ngày')),
                ('voucher', models.CharField(max_length=60, verbose_name='chứng từ số')),
                ('payee', models.CharField(max_length=200, verbose_name='người nhận')),
                ('text', models.CharField(max_length=500, verbose_name='nội dung')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do điều chỉnh')),
                ('key', models.UUIDField(unique=True)),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spendings', to='contributions.campaign')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='contributions.spending', verbose_name='điều chỉnh cho')),
                ('work', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.work', verbose_name='công trình')),
            ],
            options={
                'verbose_name': 'khoản chi',
                'verbose_name_plural': 'khoản chi',
                'ordering': ('-spent_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='SpendingPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[('before', 'Trước khi làm'), ('during', 'Đang làm'), ('after', 'Sau khi làm')], max_length=10, verbose_name='lúc chụp')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('spending', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='contributions.spending')),
            ],
            options={
                'verbose_name': 'ảnh sử dụng đóng góp',
                'verbose_name_plural': 'ảnh sử dụng đóng góp',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PublicNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posted_from', models.DateField(verbose_name='niêm yết từ')),
                ('posted_to', models.DateField(verbose_name='đến ngày')),
                ('places', models.TextField(verbose_name='nơi công khai')),
                ('snapshot', models.TextField()),
                ('code', models.CharField(max_length=16, unique=True)),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='contributions.campaign')),
            ],
            options={
                'verbose_name': 'thông báo công khai',
                'verbose_name_plural': 'thông báo công khai',
                'ordering': ('-posted_from', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('posted_to__gte', models.F('posted_from'))), name='public_notice_dates_in_order')],
            },
        ),
        migrations.AddConstraint(
            model_name='spending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('reverses', None)), models.Q(('amount__lt', 0), ('reverses__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='spending_amount_by_kind'),
        ),
    ]
