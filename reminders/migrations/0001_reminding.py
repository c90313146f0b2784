
import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('journal', '0003_reminding'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='ngày')),
                ('is_working', models.BooleanField(verbose_name='là ngày làm việc')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='căn cứ')),
            ],
            options={
                'verbose_name': 'ngày nghỉ, ngày làm bù',
                'verbose_name_plural': 'ngày nghỉ, ngày làm bù',
                'ordering': ('day',),
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, unique=True, verbose_name='loại việc')),
                ('days_before', models.CharField(blank=True, max_length=60, verbose_name='số ngày làm việc trước hạn')),
                ('on_the_day', models.BooleanField(default=True, verbose_name='nhắc đúng ngày đến hạn')),
                ('days_after', models.CharField(blank=True, max_length=60, verbose_name='số ngày làm việc sau hạn')),
                ('is_on', models.BooleanField(default=True, verbose_name='có nhắc')),
            ],
            options={
                'verbose_name': 'mốc nhắc hạn',
                'verbose_name_plural': 'mốc nhắc hạn',
                'ordering': ('kind',),
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='ngày')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('found', models.PositiveIntegerField(default=0, verbose_name='số việc đến mốc')),
            ],
            options={
                'verbose_name': 'lượt nhắc',
                'verbose_name_plural': 'lượt nhắc',
                'ordering': ('-day',),
            },
        ),
        migrations.CreateModel(
            name='FeedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='lúc')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'địa chỉ lịch riêng',
                'verbose_name_plural': 'địa chỉ lịch riêng',
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'Thư điện tử'), ('push', 'Thông báo trên máy'), ('zalo', 'Zalo'), ('sms', 'Tin nhắn SMS')], max_length=10, verbose_name='đường gửi')),
                ('kind', models.CharField(choices=[('digest', 'Bản tin hằng ngày'), ('urgent', 'Tin khẩn')], max_length=10, verbose_name='loại')),
                ('key', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('waiting', 'Chờ gửi'), ('sent', 'Đã gửi'), ('empty', 'Không còn gì để nhắc'), ('failed', 'Không gửi được')], default='waiting', max_length=10, verbose_name='trạng thái')),
                ('created_at', models.DateTimeField(verbose_name='lúc')),
                ('not_before', models.DateTimeField(verbose_name='gửi không sớm hơn')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='gửi lúc')),
                ('reason', models.TextField(blank=True, verbose_name='lý do không gửi được')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nhận')),
            ],
            options={
                'verbose_name': 'tin nhắc',
                'verbose_name_plural': 'tin nhắc',
                'ordering': ('-created_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='MessageLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'Thư điện tử'), ('push', 'Thông báo trên máy'), ('zalo', 'Zalo'), ('sms', 'Tin nhắn SMS')], max_length=10)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='reminders.message')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journal.notice')),
            ],
            options={
                'verbose_name': 'dòng trong tin nhắc',
                'verbose_name_plural': 'dòng trong tin nhắc',
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.BooleanField(default=True, verbose_name='nhận qua thư điện tử')),
                ('push', models.BooleanField(default=False, verbose_name='nhận thông báo trên máy')),
                ('zalo', models.BooleanField(default=False, verbose_name='nhận qua Zalo')),
                ('sms', models.BooleanField(default=False, verbose_name='nhận tin nhắn SMS')),
                ('zalo_id', models.CharField(blank=True, max_length=40, verbose_name='mã người dùng Zalo')),
                ('quiet_from', models.TimeField(default=datetime.time(21, 0), verbose_name='không làm phiền từ')),
                ('quiet_to', models.TimeField(default=datetime.time(6, 30), verbose_name='đến')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reminding', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'cách nhận nhắc hạn',
                'verbose_name_plural': 'cách nhận nhắc hạn',
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.URLField(max_length=500, unique=True, verbose_name='địa chỉ nhận')),
                ('p256dh', models.CharField(max_length=120)),
                ('auth', models.CharField(max_length=60)),
                ('created_at', models.DateTimeField(verbose_name='lúc')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'máy nhận thông báo',
                'verbose_name_plural': 'máy nhận thông báo',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(max_length=80, verbose_name='việc')),
                ('due_on', models.DateField(verbose_name='hạn')),
                ('answer', models.CharField(choices=[('seen', 'Đã xem'), ('doing', 'Đang làm')], max_length=10, verbose_name='trả lời')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'trả lời nhắc hạn',
                'verbose_name_plural': 'trả lời nhắc hạn',
                'constraints': [models.UniqueConstraint(fields=('user', 'thing', 'due_on'), name='acknowledged_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('recipient', 'channel', 'kind', 'key'), name='message_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='message_sent_at_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='messageline',
            constraint=models.UniqueConstraint(fields=('notice', 'channel'), name='notice_once_a_channel'),
        ),
    ]
