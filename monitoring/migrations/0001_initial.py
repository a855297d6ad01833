import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('node', models.CharField(max_length=120)),
                ('seen_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('figures', models.JSONField(default=dict)),
                ('sampled', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'serving process',
                'verbose_name_plural': 'serving processes',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(unique=True)),
                ('figures', models.JSONField()),
            ],
            options={
                'verbose_name': 'figures of some minutes',
                'verbose_name_plural': 'figures of some minutes',
                'ordering': ['at'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                ('files', models.PositiveIntegerField()),
                ('damaged', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'reading of all originals',
                'verbose_name_plural': 'readings of all originals',
                'ordering': ['-at', '-id'],
                'default_permissions': [],
            },
        ),
    ]
