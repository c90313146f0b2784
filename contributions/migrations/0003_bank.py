
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0001_initial'),
        ('contributions', '0002_ledger'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='tệp')),
                ('sha256', models.CharField(max_length=64)),
                ('closing_on', models.DateField(blank=True, null=True, verbose_name='đến ngày')),
                ('closing_balance', models.BigIntegerField(blank=True, null=True, verbose_name='số dư cuối (đồng)')),
                ('refused', models.JSONField(default=list)),
                ('table', models.JSONField(default=dict)),
                ('line_count', models.PositiveIntegerField(default=0, verbose_name='số dòng')),
                ('new_count', models.PositiveIntegerField(default=0, verbose_name='số dòng mới')),
                ('state', models.CharField(choices=[('draft', 'Chờ xác nhận'), ('confirmed', 'Đã ghi'), ('undone', 'Đã hoàn tác')], default='draft', max_length=10, verbose_name='tình trạng')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='areas.bankaccount')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sao kê',
                'verbose_name_plural': 'sao kê',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('occurrence', models.PositiveSmallIntegerField(default=1)),
                ('booked_on', models.DateField(verbose_name='ngày')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='nội dung')),
                ('bank_reference', models.CharField(blank=True, max_length=100, verbose_name='số giao dịch')),
                ('balance', models.BigIntegerField(blank=True, null=True, verbose_name='số dư (đồng)')),
                ('kind', models.CharField(choices=[('credit', 'Tiền vào'), ('debit', 'Tiền ra'), ('fee', 'Phí ngân hàng'), ('reversal', 'Hoàn, điều chỉnh của ngân hàng'), ('zero', 'Dòng không có số tiền')], max_length=10, verbose_name='loại')),
                ('state', models.CharField(choices=[('open', 'Chưa khớp'), ('matched', 'Đã ghi sổ'), ('set_aside', 'Không thuộc đợt vận động')], default='open', max_length=10, verbose_name='tình trạng')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do để riêng')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_lines', to='areas.bankaccount')),
                ('statements', models.ManyToManyField(related_name='lines', to='contributions.statement')),
            ],
            options={
                'verbose_name': 'dòng sao kê',
                'verbose_name_plural': 'dòng sao kê',
                'ordering': ('booked_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='StatementProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('columns', models.JSONField(default=dict)),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='statement_profile', to='areas.bankaccount')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'cách đọc sao kê',
                'verbose_name_plural': 'cách đọc sao kê',
            },
        ),
        migrations.CreateModel(
            name='BankMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('bank_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='contributions.bankline')),
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bank_match', to='contributions.receipt')),
            ],
            options={
                'verbose_name': 'khớp sao kê',
                'verbose_name_plural': 'khớp sao kê',
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='bank_match_not_nothing')],
            },
        ),
        migrations.AddIndex(
            model_name='bankline',
            index=models.Index(fields=['account', 'state'], name='contributio_account_3e2684_idx'),
        ),
        migrations.AddConstraint(
            model_name='bankline',
            constraint=models.UniqueConstraint(fields=('account', 'fingerprint', 'occurrence'), name='bank_line_once'),
        ),
    ]
