import django.db.models.deletion
import publishing.clock
from django.conf import settings
from django.db import migrations, models

from publishing import sql_files

# How often a visitor asked for something in the present stretch of time (publishing/sql/limits.sql). It may be lost:
# UNLOGGED costs no disk.
COUNT = """
CREATE UNLOGGED TABLE publishing_count (
    what text NOT NULL,
    key text NOT NULL,
    stretch bigint NOT NULL,
    number integer NOT NULL,
    ends timestamptz NOT NULL,
    PRIMARY KEY (what, key, stretch)
);
CREATE INDEX publishing_count_ends ON publishing_count (ends);
"""
# The files that are installed, and what each of them made (publishing/sql_files.py).
SQL_FILE = """
CREATE TABLE publishing_sqlfile (path text PRIMARY KEY, text text NOT NULL, made text[] NOT NULL);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        # Its last: to alter users while all our tables stand takes ten times as long.
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(sql_files.read("publishing/sql/visitors_role.sql")),
        migrations.RunSQL(sql_files.read("publishing/sql/clock.sql")),
        migrations.CreateModel(
            name='TimelineEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.PositiveBigIntegerField(verbose_name='number')),
                ('verb', models.CharField(choices=[('created', 'created'), ('edited', 'edited'), ('submitted', 'sent for review'), ('returned', 'sent back'), ('approved', 'approved'), ('published', 'published'), ('scheduled', 'scheduled'), ('unscheduled', 'unscheduled'), ('replaced', 'replaced by a new edition'), ('withdrawn', 'withdrew'), ('rescheduled', 'rescheduled'), ('restored', 'restored from an earlier edition'), ('discarded', 'discarded the draft'), ('amended', 'changed while public'), ('limited', 'limited who may read it'), ('shared', 'sent a review link'), ('checked', 'compared with the original'), ('accepted', 'kept the text as is'), ('assigned', 'took on'), ('answered', 'answered'), ('refused', 'refused'), ('closed', 'closed'), ('reopened', 'opened again')], max_length=12, verbose_name='what')),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name='when')),
                ('takes_effect', models.DateTimeField(blank=True, null=True, verbose_name='takes effect')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timeline', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('subject_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype', verbose_name='kind')),
            ],
            options={
                'verbose_name': 'timeline entry',
                'verbose_name_plural': 'timeline',
                'ordering': ['-at', '-id'],
                'default_permissions': ['view'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id', '-at'], name='publishing_timeline_subject'), models.Index(fields=['-at', '-id'], name='publishing_timeline_latest')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.UUIDField(editable=False)),
                ('subject_kind', models.CharField(max_length=60, verbose_name='kind')),
                ('subject_id', models.PositiveBigIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('minor', 'Minor edit'), ('update', 'Update'), ('correction', 'Correction'), ('clarification', 'Clarification')], max_length=13, verbose_name='kind of change')),
                ('note', models.JSONField(blank=True, default=dict, verbose_name="editor's note")),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name='when')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'change of something public',
                'verbose_name_plural': 'changes of what is public',
                'ordering': ['-at', '-id'],
                'default_permissions': ['view'],
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-at'], name='publishing_amendment_subject'), models.Index(condition=models.Q(('kind', 'minor'), _negated=True), fields=['-at', '-id'], name='publishing_amendment_told')],
                'constraints': [models.UniqueConstraint(fields=('act', 'subject_kind', 'subject_id'), name='publishing_amendment_once'), models.CheckConstraint(condition=models.Q(('kind', 'minor'), models.Q(('note', {}), _negated=True), _connector='OR'), name='publishing_amendment_is_owned_up_to')],
            },
        ),
        migrations.CreateModel(
            name='AmendedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table_name', models.CharField(max_length=63)),
                ('row_id', models.BigIntegerField()),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='publishing.amendment')),
            ],
            options={
                'verbose_name': 'changed row',
                'verbose_name_plural': 'changed rows',
                'ordering': ['id'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='SealedEntry',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('table_name', models.CharField(max_length=63)),
                ('row_id', models.BigIntegerField()),
                ('content', models.JSONField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'sealed entry of the record',
                'verbose_name_plural': 'sealed entries of the record',
                'ordering': ['sequence'],
                'default_permissions': [],
                'constraints': [models.UniqueConstraint(fields=('table_name', 'row_id'), name='publishing_sealed_once')],
            },
        ),
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('what', models.CharField(max_length=7)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'coming change',
                'verbose_name_plural': 'coming changes',
                'default_permissions': [],
                'indexes': [models.Index(fields=['at'], name='publishing_boundary_at')],
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'what'), name='publishing_boundary_once')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('sequence', models.BigAutoField(primary_key=True, serialize=False)),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('what', models.CharField(choices=[('opened', 'became public'), ('closed', 'ended'), ('amended', 'changed while public')], max_length=7)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'numbered change',
                'verbose_name_plural': 'numbered changes',
                'ordering': ['sequence'],
                'default_permissions': [],
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-sequence'], name='publishing_change_subject'), models.Index(fields=['subject_kind', '-at'], name='publishing_change_at')],
            },
        ),
        migrations.CreateModel(
            name='Right',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'permissions': [('write', 'Write texts and upload photographs'), ('translate', 'Translate texts'), ('submit', 'Send for review'), ('approve', 'Approve'), ('publish', 'Publish and schedule'), ('withdraw', 'Withdraw')],
                'managed': False,
                'default_permissions': [],
            },
        ),
        migrations.RunSQL(COUNT),
        migrations.RunSQL(SQL_FILE),
    ]
