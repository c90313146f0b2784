
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('criteria', '0013_what_is_due'),
    ]

    operations = [
        migrations.CreateModel(
            name='CardSummary',
            fields=[
                ('marks', models.CharField(max_length=60, verbose_name='kết quả từng tiêu chí')),
                ('met', models.PositiveSmallIntegerField(verbose_name='tiêu chí đạt')),
                ('rows_met', models.PositiveSmallIntegerField(verbose_name='chỉ tiêu đạt')),
                ('rows', models.PositiveSmallIntegerField(verbose_name='số chỉ tiêu')),
                ('at', models.DateTimeField(verbose_name='tính lúc')),
                ('card', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='summary', serialize=False, to='criteria.scorecard')),
            ],
            options={
                'verbose_name': 'tổng hợp phiếu',
                'verbose_name_plural': 'tổng hợp phiếu',
            },
        ),
        migrations.CreateModel(
            name='RoundSummary',
            fields=[
                ('marks', models.CharField(max_length=60, verbose_name='kết quả từng tiêu chí')),
                ('met', models.PositiveSmallIntegerField(verbose_name='tiêu chí đạt')),
                ('rows_met', models.PositiveSmallIntegerField(verbose_name='chỉ tiêu đạt')),
                ('rows', models.PositiveSmallIntegerField(verbose_name='số chỉ tiêu')),
                ('at', models.DateTimeField(verbose_name='tính lúc')),
                ('round_card', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='summary', serialize=False, to='criteria.roundcard')),
                ('said', models.CharField(max_length=60, verbose_name='xã tự đánh giá')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='summaries', to='criteria.round')),
            ],
            options={
                'verbose_name': 'tổng hợp phiếu trong kỳ',
                'verbose_name_plural': 'tổng hợp phiếu trong kỳ',
            },
        ),
    ]
