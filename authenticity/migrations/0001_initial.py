import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

FINGERPRINTS = """
CREATE TABLE authenticity_fingerprint (
    hash bigint NOT NULL,
    edition_id bigint NOT NULL REFERENCES news_edition,
    PRIMARY KEY (hash, edition_id)
);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0001_initial'),
        ('photos', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('key', 'Key'), ('revoked', 'Revoked'), ('issued', 'Issued'), ('replaced', 'Replaced'), ('withdrawn', 'Withdrawn'), ('photo', 'Photo')], max_length=9)),
                ('at', models.DateTimeField()),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
                ('key', models.CharField(max_length=43)),
                ('line', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('change', models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                'verbose_name': 'entry of the log',
                'verbose_name_plural': 'log',
                'ordering': ['number'],
                'default_permissions': [],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['files'], name='authenticity_entry_files')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='seal', serialize=False, to='news.edition')),
                ('sha256', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('seal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='statement', serialize=False, to='authenticity.seal')),
                ('text', models.TextField()),
                ('photos', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
            ],
            options={
                'verbose_name': 'signed statement',
                'verbose_name_plural': 'signed statements',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='IssuedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rendition', models.BigIntegerField(unique=True)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authenticity.entry')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issued_files', to='photos.photo')),
            ],
            options={
                'verbose_name': 'issued file',
                'verbose_name_plural': 'issued files',
                'default_permissions': [],
            },
        ),
        migrations.RunSQL(FINGERPRINTS),
    ]
