import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0009_what_a_year_holds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outreach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('medium', models.CharField(choices=[('loudspeaker', 'Bản tin truyền thanh'), ('web', 'Tin bài trên trang thông tin'), ('banner', 'Băng rôn, khẩu hiệu'), ('leaflet', 'Tờ rơi'), ('meeting', 'Tuyên truyền tại cuộc họp')], max_length=15, verbose_name='hình thức')),
                ('title', models.TextField(verbose_name='tên')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='hạn')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='đã phát, đăng ngày')),
                ('where', models.CharField(blank=True, max_length=300, verbose_name='nơi phát, đăng')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='địa chỉ trang')),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='ảnh')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outreach', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'việc tuyên truyền',
                'verbose_name_plural': 'việc tuyên truyền',
                'ordering': ('due_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='OutreachQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('medium', models.CharField(choices=[('loudspeaker', 'Bản tin truyền thanh'), ('web', 'Tin bài trên trang thông tin'), ('banner', 'Băng rôn, khẩu hiệu'), ('leaflet', 'Tờ rơi'), ('meeting', 'Tuyên truyền tại cuộc họp')], max_length=15, verbose_name='hình thức')),
                ('each_month', models.PositiveSmallIntegerField(verbose_name='số lượng mỗi tháng')),
                ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hạn: ngày trong tháng')),
                ('people', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mỗi người trong số này')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='campaigns.plan')),
            ],
            options={
                'verbose_name': 'chỉ tiêu tin bài',
                'verbose_name_plural': 'chỉ tiêu tin bài',
            },
        ),
        migrations.AddConstraint(
            model_name='outreach',
            constraint=models.CheckConstraint(condition=models.Q(('published_on', None), models.Q(('where', ''), _negated=True), _connector='OR'), name='outreach_published_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='outreachquota',
            constraint=models.UniqueConstraint(fields=('plan', 'medium'), name='outreach_quota_once'),
        ),
    ]
