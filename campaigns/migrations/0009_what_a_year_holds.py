import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0008_plans_asked_of_levels_below'),
    ]

    operations = [
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('kind', models.CharField(choices=[('steering', 'Ban Chỉ đạo'), ('management', 'Ban Quản lý'), ('village', 'Ban Phát triển thôn'), ('working_group', 'Tổ, đoàn công tác'), ('fund', 'Ban Vận động Quỹ “Vì người nghèo”'), ('supervision', 'Ban Giám sát đầu tư của cộng đồng'), ('other', 'Ban, tổ khác')], max_length=15, verbose_name='loại')),
                ('name', models.TextField(verbose_name='tên')),
                ('decision', models.CharField(blank=True, max_length=300, verbose_name='quyết định thành lập')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('sort_key', models.TextField(editable=False)),
                ('search_key', models.TextField(editable=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='campaigns.plan', verbose_name='thuộc kế hoạch')),
            ],
            options={
                'verbose_name': 'ban, tổ',
                'verbose_name_plural': 'ban, tổ',
                'ordering': ('sort_key',),
            },
        ),
        migrations.CreateModel(
            name='CommitteeMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('full_name', models.CharField(max_length=150, verbose_name='họ tên')),
                ('post', models.CharField(blank=True, max_length=200, verbose_name='chức vụ')),
                ('duty', models.CharField(blank=True, max_length=200, verbose_name='trong ban')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='campaigns.committee')),
                ('sort_key', models.TextField(editable=False)),
                ('search_key', models.TextField(editable=False)),
            ],
            options={
                'verbose_name': 'thành viên',
                'verbose_name_plural': 'thành viên',
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('kind', models.CharField(choices=[('unity_day', 'Ngày hội đại đoàn kết'), ('training', 'Tập huấn'), ('study_visit', 'Tham quan học tập'), ('launch', 'Lễ phát động'), ('interim_review', 'Sơ kết'), ('final_review', 'Tổng kết'), ('meeting', 'Cuộc họp'), ('other', 'Hoạt động khác')], max_length=15, verbose_name='loại')),
                ('title', models.TextField(verbose_name='tên')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='ngày')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='địa điểm')),
                ('programme', models.TextField(blank=True, verbose_name='chương trình')),
                ('people', models.PositiveIntegerField(blank=True, null=True, verbose_name='số người dự')),
                ('cost', models.BigIntegerField(blank=True, null=True, verbose_name='kinh phí (đồng)')),
                ('result', models.TextField(blank=True, verbose_name='kết quả')),
                ('invitation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event', to='documents.document', verbose_name='giấy mời')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='campaigns.plan', verbose_name='thuộc kế hoạch')),
            ],
            options={
                'verbose_name': 'hoạt động',
                'verbose_name_plural': 'hoạt động',
                'ordering': ('-held_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('inspector', models.CharField(choices=[('party', 'Đảng ủy'), ('council', 'Hội đồng nhân dân'), ('front', 'Mặt trận, đoàn thể'), ('committee', 'Ủy ban nhân dân'), ('food_safety', 'Liên ngành an toàn thực phẩm'), ('above', 'Cấp trên')], max_length=15, verbose_name='đoàn của')),
                ('subject', models.TextField(verbose_name='nội dung kiểm tra')),
                ('unit', models.TextField(verbose_name='nơi được kiểm tra')),
                ('held_on', models.DateField(verbose_name='ngày')),
                ('team', models.TextField(blank=True, verbose_name='thành phần đoàn')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='biên bản')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='campaigns.plan', verbose_name='thuộc kế hoạch')),
            ],
            options={
                'verbose_name': 'cuộc kiểm tra',
                'verbose_name_plural': 'cuộc kiểm tra',
                'ordering': ('-held_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='ModelOrClub',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('kind', models.CharField(choices=[('model', 'Mô hình'), ('club', 'Câu lạc bộ')], max_length=10, verbose_name='loại')),
                ('name', models.TextField(verbose_name='tên')),
                ('leader', models.TextField(blank=True, verbose_name='người phụ trách')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='thành lập ngày')),
                ('members', models.PositiveIntegerField(blank=True, null=True, verbose_name='số thành viên, hộ')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='thôi hoạt động ngày')),
                ('sort_key', models.TextField(editable=False)),
                ('search_key', models.TextField(editable=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='campaigns.plan', verbose_name='thuộc kế hoạch')),
            ],
            options={
                'verbose_name': 'mô hình, câu lạc bộ',
                'verbose_name_plural': 'mô hình, câu lạc bộ',
                'ordering': ('sort_key',),
            },
        ),
        migrations.CreateModel(
            name='ModelConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('confirmed', models.BooleanField(verbose_name='công nhận')),
                ('note', models.TextField(blank=True, verbose_name='nhận xét')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='campaigns.modelorclub')),
            ],
            options={
                'verbose_name': 'công nhận trong năm',
                'verbose_name_plural': 'công nhận trong năm',
                'ordering': ('-year',),
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('text', models.TextField(verbose_name='nội dung kiến nghị')),
                ('addressee', models.TextField(verbose_name='gửi')),
                ('letter', models.CharField(blank=True, max_length=60, verbose_name='công văn số')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='gửi ngày')),
                ('answer', models.TextField(blank=True, verbose_name='trả lời')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='trả lời ngày')),
                ('state', models.CharField(choices=[('drafted', 'Chưa gửi'), ('sent', 'Đã gửi, chờ trả lời'), ('answered', 'Đã có trả lời'), ('settled', 'Đã giải quyết'), ('declined', 'Không được chấp thuận')], default='drafted', max_length=10, verbose_name='tình trạng')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='địa bàn')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='campaigns.plan', verbose_name='thuộc kế hoạch')),
            ],
            options={
                'verbose_name': 'kiến nghị cấp trên',
                'verbose_name_plural': 'kiến nghị cấp trên',
                'ordering': ('-created_at',),
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('text', models.TextField(verbose_name='kiến nghị')),
                ('unit', models.TextField(blank=True, verbose_name='đơn vị thực hiện')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='hạn')),
                ('result', models.TextField(blank=True, verbose_name='kết quả thực hiện')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='xong ngày')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='campaigns.inspection')),
            ],
            options={
                'verbose_name': 'kiến nghị sau kiểm tra',
                'verbose_name_plural': 'kiến nghị sau kiểm tra',
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='RoutineTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='ngày')),
                ('people', models.PositiveIntegerField(blank=True, null=True, verbose_name='số người tham gia')),
                ('labour_days', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='số ngày công')),
                ('text', models.TextField(blank=True, verbose_name='kết quả')),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='địa bàn')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('routine', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='campaigns.routine')),
            ],
            options={
                'verbose_name': 'lần thực hiện',
                'verbose_name_plural': 'lần thực hiện',
                'ordering': ('-held_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='TurnPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('turn', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='campaigns.routineturn')),
            ],
            options={
                'verbose_name': 'ảnh',
                'verbose_name_plural': 'ảnh',
            },
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='committee_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='modelconfirmation',
            constraint=models.UniqueConstraint(fields=('model', 'year'), name='model_confirmation_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='routineturn',
            constraint=models.UniqueConstraint(fields=('routine', 'area', 'held_on'), name='routine_turn_once_a_day'),
        ),
    ]
