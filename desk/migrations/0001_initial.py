import django.contrib.postgres.fields
import django.db.models.deletion
import publishing.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0001_initial'),
        ('publishing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('done', models.JSONField(default=list)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bulk action',
                'verbose_name_plural': 'bulk actions',
                'ordering': ['-at', '-id'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('screen', models.CharField(max_length=24)),
                ('is_unsaved', models.BooleanField(default=False)),
                ('since', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('heard_at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='news.article')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'open article',
                'verbose_name_plural': 'open articles',
                'ordering': ['since', 'id'],
                'default_permissions': [],
                'indexes': [models.Index(fields=['heard_at'], name='desk_presence_heard')],
                'constraints': [models.UniqueConstraint(fields=('user', 'screen'), name='desk_presence_once')],
            },
        ),
        migrations.CreateModel(
            name='UnsavedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('screen', models.CharField(max_length=24)),
                ('values', models.JSONField(default=dict)),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('settled_at', models.DateTimeField(null=True)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='unsaved_copies', to='news.article')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'unsaved work',
                'verbose_name_plural': 'unsaved work',
                'ordering': ['-at', '-id'],
                'default_permissions': [],
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['user', 'article'], name='desk_unsavedcopy_open')],
                'constraints': [models.UniqueConstraint(fields=('user', 'screen'), name='desk_unsavedcopy_once')],
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(help_text='It is printed across every page they see.', max_length=200, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='email address')),
                ('note', models.CharField(blank=True, help_text='For you: why they are reading it and what they should check.', max_length=500, verbose_name='note')),
                ('version', models.PositiveIntegerField(editable=False)),
                ('created_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), editable=False, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to='news.edition')),
            ],
            options={
                'verbose_name': 'review link',
                'verbose_name_plural': 'review links',
                'ordering': ['-id'],
                'default_permissions': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='desk_previewlink_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='PreviewView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('version', models.PositiveIntegerField()),
                ('network', models.CharField(max_length=64)),
                ('program', models.CharField(blank=True, max_length=200)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to='desk.previewlink')),
            ],
            options={
                'verbose_name': 'view of a draft',
                'verbose_name_plural': 'views of drafts',
                'ordering': ['-at', '-id'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='PreviewComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('version', models.PositiveIntegerField()),
                ('quoted', models.CharField(blank=True, help_text='Copied from the text, if it is about some.', max_length=500, verbose_name='the words it is about')),
                ('text', models.TextField(max_length=3000, verbose_name='your remark')),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='desk.previewlink')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'remark of an external reviewer',
                'verbose_name_plural': 'remarks of external reviewers',
                'ordering': ['at', 'id'],
                'default_permissions': [],
                'indexes': [models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['link'], name='desk_previewcomment_open')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(verbose_name='hour')),
                ('first_at', models.DateTimeField(verbose_name='first opened')),
                ('what', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('screen', 'the article screen'), ('preview', 'the preview'), ('photo', 'a photograph'), ('attachment', 'an attachment')], max_length=10), size=None, verbose_name='what was opened')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='news.edition', verbose_name='edition')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'reading',
                'verbose_name_plural': 'readings',
                'ordering': ['-first_at', '-id'],
                'default_permissions': [],
                'constraints': [models.UniqueConstraint(fields=('person', 'edition', 'hour'), name='desk_reading_once')],
            },
        ),
    ]
