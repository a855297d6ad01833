import django.contrib.postgres.fields
import django.contrib.postgres.search
from django.db import migrations, models

# One configuration serves Russian and English: Cyrillic words are reduced by the Russian rules and Latin ones by the
# English, so that a Russian name is found in an English text in any of its cases, too.
CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION search_simple (COPY = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION search_stemmed (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION search_stemmed ALTER MAPPING FOR asciiword WITH pg_catalog.english_stem;
ALTER TEXT SEARCH CONFIGURATION search_stemmed ALTER MAPPING FOR word WITH pg_catalog.russian_stem;
CREATE TEXT SEARCH CONFIGURATION search_armenian (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION search_armenian ALTER MAPPING FOR asciiword WITH pg_catalog.english_stem;
ALTER TEXT SEARCH CONFIGURATION search_armenian ALTER MAPPING FOR word WITH pg_catalog.armenian_stem;
"""
# How the words of each language are reduced. search/languages.py makes it anew for the languages of the settings.
LANGUAGES = """
CREATE VIEW search_language AS SELECT * FROM (
    VALUES ('ru'::text, 'search_stemmed'::text), ('en'::text, 'search_stemmed'::text)
) AS languages (code, configuration);
"""
# A row of the index before it is put there (search/sql/3_rows.sql).
ROW = """
CREATE TYPE search_row AS (
    kind text, object_id bigint, language text, part text, shown tstzmultirange, shown_on date, is_withdrawn boolean,
    tags text[], title text, lead text, body text, files text
);
"""
# A row is narrow and its texts lie elsewhere, so that counting many hits reads little.
STORAGE = """
ALTER TABLE search_entry ADD COLUMN shown tstzmultirange;
ALTER TABLE search_entry SET (toast_tuple_target = 256);
ALTER TABLE search_entry ALTER COLUMN words SET STORAGE EXTERNAL, ALTER COLUMN tags SET STORAGE MAIN;
CREATE INDEX search_entry_words ON search_entry USING gin (words, title_words, tags) WITH (fastupdate = off);

ALTER TABLE search_name ADD COLUMN question tsquery NOT NULL, ADD COLUMN lexemes text[] NOT NULL;
CREATE INDEX search_name_words ON search_name USING gin (words) WITH (fastupdate = off);
CREATE INDEX search_name_lexemes ON search_name USING gin (lexemes) WITH (fastupdate = off);

CREATE INDEX search_word_word ON search_word (word text_pattern_ops);
CREATE INDEX search_word_beginnings ON search_word USING gin (beginnings) WITH (fastupdate = off);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Language',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('configuration', models.CharField(max_length=63)),
            ],
            options={
                'verbose_name': 'language of the search',
                'verbose_name_plural': 'languages of the search',
                'managed': False,
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('language', models.CharField(max_length=10)),
                ('part', models.CharField(default='', max_length=30)),
                ('shown_on', models.DateField(null=True)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('title', models.TextField()),
                ('body', models.TextField()),
                ('files', models.TextField()),
                ('title_words', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('live_from', models.DateTimeField()),
                ('live_until', models.DateTimeField(null=True)),
                ('is_withdrawn', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'entry of the search',
                'verbose_name_plural': 'entries of the search',
                'default_permissions': [],
                'indexes': [models.Index(models.F('language'), models.OrderBy(models.F('shown_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='search_entry_by_date')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'language', 'part'), name='search_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Found',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('language', models.CharField(max_length=10)),
                ('part', models.CharField(default='', max_length=30)),
                ('shown_on', models.DateField(null=True)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('title', models.TextField()),
                ('body', models.TextField()),
                ('files', models.TextField()),
                ('title_words', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'db_table': 'search_found',
                'managed': False,
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Withdrawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('language', models.CharField(max_length=10)),
                ('part', models.CharField(default='', max_length=30)),
                ('shown_on', models.DateField(null=True)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('title', models.TextField()),
                ('body', models.TextField()),
                ('files', models.TextField()),
                ('title_words', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'db_table': 'search_withdrawn',
                'managed': False,
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Name',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=20)),
                ('form', models.TextField()),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                'verbose_name': 'name in the search',
                'verbose_name_plural': 'names in the search',
                'default_permissions': [],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key', 'form'), name='search_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40)),
                ('beginnings', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('threes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                'verbose_name': 'word in the search',
                'verbose_name_plural': 'words in the search',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='FileText',
            fields=[
                ('file', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('read', 'read'), ('unreadable', 'cannot be read')], db_default='waiting', default='waiting', max_length=10)),
                ('text', models.TextField(db_default='', default='')),
                ('was_cut', models.BooleanField(db_default=False, default=False)),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                'verbose_name': 'text of a file',
                'verbose_name_plural': 'texts of files',
                'default_permissions': [],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['file'], name='search_filetext_waiting')],
            },
        ),
        migrations.RunSQL(CONFIGURATIONS),
        migrations.RunSQL(LANGUAGES),
        migrations.RunSQL(ROW),
        migrations.RunSQL(STORAGE),
    ]
