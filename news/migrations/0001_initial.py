import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import news.models.articles
import publishing.clock
import publishing.downloads
from django.conf import settings
from django.db import migrations, models

# One public edition at a time. Core GiST knows ranges, so numbers and texts stand in it as ranges of one value, and no
# extension is needed.
ONE_PUBLIC_EDITION = """
CREATE TYPE text_range AS RANGE (subtype = text);
ALTER TABLE news_edition ADD CONSTRAINT news_edition_one_public EXCLUDE USING gist (
    int8range(article_id, article_id, '[]') WITH &&,
    text_range(language, language, '[]') WITH &&,
    tstzrange(live_from, live_until) WITH &&
) WHERE (live_from IS NOT NULL);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('council', '0001_initial'),
        ('photos', '0001_initial'),
        ('publishing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('feed', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=10)),
                ('entry', models.CharField(max_length=100)),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
            ],
            options={
                'verbose_name': 'removal notice',
                'verbose_name_plural': 'removal notices',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['feed', 'language', '-at'], name='news_tombstone_feed')],
            },
        ),
        migrations.CreateModel(
            name='StoppedPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lifted_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s_set', to='photos.photo', verbose_name='photograph')),
            ],
            options={
                'verbose_name': 'hidden photograph',
                'verbose_name_plural': 'hidden photographs',
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('photo',), name='news_stoppedphoto_once')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Latin letters, as in press-office.', unique=True, verbose_name='address')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('description', models.JSONField(blank=True, default=dict, verbose_name='description')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('original_language', models.CharField(blank=True, editable=False, max_length=10, verbose_name='original language')),
                ('has_stale', models.BooleanField(default=False, editable=False)),
                ('shown_on', models.DateField(editable=False, null=True, verbose_name='date')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, editable=False, size=None)),
                ('readers', models.ManyToManyField(blank=True, help_text='Who can read it before publication. If nobody is chosen, all press office staff can.', related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='only for')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['-shown_on', '-id'], name='news_article_list'), models.Index(condition=models.Q(('has_stale', True)), fields=['id'], name='news_article_stale')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('reason', models.TextField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='news.article')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('emergency', models.BooleanField(default=False)),
                ('kind', models.CharField(choices=[('withdrawn', 'Withdrawn: the text stays, with the reason above it'), ('superseded', 'Replaced: the address leads to another article'), ('gone', 'Removed: the address shows only the reason'), ('vanished', 'Erased without trace: as if it had never existed')], default='withdrawn', max_length=10)),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='news.article')),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'superseded'), ('successor__isnull', False)), models.Q(models.Q(('kind', 'superseded'), _negated=True), ('successor__isnull', True)), _connector='OR'), name='news_withdrawal_successor')],
            },
        ),
        migrations.CreateModel(
            name='KitDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('editions', models.JSONField(default=dict)),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('network', models.CharField(blank=True, max_length=50)),
                ('program', models.CharField(blank=True, max_length=200)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kit_deliveries', to='news.article')),
            ],
            options={
                'verbose_name': 'press kit downloaded',
                'verbose_name_plural': 'press kits downloaded',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('live_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public until')),
                ('stage', models.CharField(choices=[('draft', 'Draft'), ('review', 'In review'), ('approved', 'Approved')], default='draft', editable=False, max_length=8, verbose_name='stage')),
                ('language', models.CharField(editable=False, max_length=10, verbose_name='language')),
                ('number', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='edition')),
                ('genre', models.CharField(choices=[('report', 'Report'), ('statement', 'Statement'), ('interview', 'Interview'), ('announcement', 'Announcement'), ('comment', 'Comment')], default='report', max_length=12, verbose_name='genre')),
                ('shown_on', models.DateField(help_text='The date printed with the article. Publication may be later.', verbose_name='date')),
                ('shown_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=7, verbose_name='known to the')),
                ('title', models.CharField(blank=True, help_text='Sentence case, no full stop.', max_length=300, verbose_name='title')),
                ('slug', models.SlugField(blank=True, help_text='Latin letters and hyphens. Empty: made from the title.', max_length=80, verbose_name='address')),
                ('standfirst', models.TextField(blank=True, help_text='One paragraph: who did what, where and when.', max_length=1000, verbose_name='standfirst')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('signed_by', models.CharField(choices=[('contact', "The press contact in office on the article's date"), ('wording', 'The wording below'), ('nobody', 'Nobody')], default='contact', max_length=7, verbose_name='signed by')),
                ('signature', models.TextField(blank=True, help_text='Printed exactly as written here.', max_length=1000, verbose_name='signature')),
                ('change', models.CharField(choices=[('first', 'First publication'), ('minor', 'Minor edit'), ('update', 'Update'), ('correction', 'Correction'), ('clarification', 'Clarification'), ('retraction', 'Retraction')], default='first', max_length=13, verbose_name='kind of change')),
                ('change_note', models.TextField(blank=True, help_text='What was changed and why, for readers.', max_length=1000, verbose_name="editor's note")),
                ('earlier_notes', models.JSONField(blank=True, default=list, editable=False, verbose_name='earlier notes')),
                ('first_published_at', models.DateTimeField(editable=False, null=True, verbose_name='first published')),
                ('edited_at', models.DateTimeField(auto_now=True, verbose_name='saved')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='news.article', verbose_name='article')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('edited_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='council.meeting', verbose_name='meeting')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='news.section', verbose_name='section')),
                ('approved_digest', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('unreviewed_reason', models.TextField(blank=True, default='', editable=False, verbose_name='published without review because')),
                ('translation_follows', models.BooleanField(default=False, editable=False)),
                ('planned_for', models.DateTimeField(editable=False, help_text='For planning only: nothing is published automatically.', null=True, verbose_name='planned for')),
                ('set_aside_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['-shown_on', '-article_id', 'language', '-number'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('live_from__isnull', False)), fields=['live_from'], name='news_edition_from'), models.Index(condition=models.Q(('live_until__isnull', False)), fields=['live_until'], name='news_edition_until'), models.Index(condition=models.Q(('live_from__isnull', False)), fields=['language', '-shown_on', '-article_id'], name='news_edition_list'), models.Index(condition=models.Q(('live_from__isnull', False)), fields=['section', 'language', '-shown_on', '-article_id'], name='news_edition_section_list'), models.Index(condition=models.Q(('live_from__isnull', False), models.Q(('change__in', ['first', 'minor']), _negated=True)), fields=['language', '-live_from', '-id'], name='news_edition_corrections'), models.Index(condition=models.Q(('live_from__isnull', False)), fields=['genre', 'language', '-shown_on', '-article_id'], name='news_edition_genre_list'), models.Index(condition=models.Q(('live_from__isnull', True)), fields=['stage', '-edited_at'], name='news_edition_open'), models.Index(condition=models.Q(('live_from__isnull', True), ('planned_for__isnull', False)), fields=['planned_for'], name='news_edition_planned'), models.Index(condition=models.Q(models.Q(('unreviewed_reason', ''), _negated=True), models.Q(('stage', 'approved'), _negated=True)), fields=['-live_from'], name='news_edition_unreviewed'), models.Index(fields=['genre', 'article'], name='news_edition_genre'), models.Index(fields=['section', 'article'], name='news_edition_section'), django.contrib.postgres.indexes.GinIndex(news.models.articles.TitleWords('title'), name='news_edition_title_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_until__gt', models.F('live_from')), _connector='OR'), name='news_edition_live_range'), models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__isnull', False), _connector='OR'), name='news_edition_ends_after_start'), models.UniqueConstraint(fields=('article', 'language', 'number'), name='news_edition_number_once'), models.UniqueConstraint(condition=models.Q(('live_from__isnull', True), ('set_aside_at__isnull', True)), fields=('article', 'language'), name='news_edition_one_open_draft'), models.CheckConstraint(condition=models.Q(('live_from__isnull', True), ('set_aside_at__isnull', True), _connector='OR'), name='news_edition_set_aside_is_never_public'), models.CheckConstraint(condition=models.Q(('live_from__isnull', True), ('change__in', ['first', 'minor']), ('change_note__regex', '\\S'), _connector='OR'), name='news_edition_change_has_note')],
            },
        ),
        migrations.CreateModel(
            name='SavedVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('snapshot', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_versions', to='news.edition')),
            ],
            options={
                'verbose_name': 'saved version',
                'verbose_name_plural': 'saved versions',
                'ordering': ['edition', 'version'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'version'), name='news_savedversion_once')],
            },
        ),
        migrations.CreateModel(
            name='EditionPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('caption', models.TextField(blank=True, max_length=1000, verbose_name='caption')),
                ('alt', models.TextField(blank=True, max_length=1000, verbose_name='description')),
                ('decorative', models.BooleanField(default=False, help_text='It adds nothing to the words.', verbose_name='decorative')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='news.edition')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s_set', to='photos.photo', verbose_name='photograph')),
            ],
            options={
                'verbose_name': 'photograph',
                'verbose_name_plural': 'photographs',
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('edition', 'photo'), name='news_editionphoto_once')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(max_length=3000, verbose_name='question')),
                ('answer', models.TextField(verbose_name='answer')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='news.edition')),
            ],
            options={
                'verbose_name': 'question and answer',
                'verbose_name_plural': 'questions and answers',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(help_text='What the file is: “Agenda of the meeting”.', max_length=300, verbose_name='label')),
                ('key', models.CharField(db_index=True, default=publishing.downloads.new_key, editable=False, max_length=32)),
                ('file', models.FileField(max_length=255, upload_to=news.models.articles.attachment_path, verbose_name='file')),
                ('file_name', models.CharField(editable=False, max_length=120, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(editable=False, verbose_name='size in bytes')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='news.edition')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('month', models.DateField()),
                ('of_year', models.BooleanField()),
                ('number', models.IntegerField()),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.section')),
            ],
            options={
                'verbose_name': 'tally',
                'verbose_name_plural': 'tallies',
                'abstract': False,
                'default_permissions': [],
                'indexes': [models.Index(fields=['language', 'section', 'month'], name='news_tally_month')],
            },
        ),
        migrations.CreateModel(
            name='ArchiveMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('month', models.DateField()),
                ('of_year', models.BooleanField()),
                ('number', models.IntegerField()),
            ],
            options={
                'verbose_name': 'month of the archive',
                'verbose_name_plural': 'archive',
                'db_table': 'news_archive',
                'abstract': False,
                'managed': False,
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('genre', models.CharField(choices=[('report', 'Report'), ('statement', 'Statement'), ('interview', 'Interview'), ('announcement', 'Announcement'), ('comment', 'Comment')], default='report', max_length=12, verbose_name='genre')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='news.section', verbose_name='section')),
            ],
            options={
                'verbose_name': 'template',
                'verbose_name_plural': 'templates',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TemplateText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('headline', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('standfirst', models.TextField(blank=True, max_length=1000, verbose_name='standfirst')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='news.template')),
            ],
            options={
                'verbose_name': 'text',
                'verbose_name_plural': 'texts',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('template', 'language'), name='news_templatetext_once')],
            },
        ),
        migrations.CreateModel(
            name='GlossaryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('wrong', models.TextField(help_text='One form a line, as in a dictionary; other cases of Russian words are found, too.', max_length=1000, verbose_name='not to be printed')),
                ('right', models.CharField(help_text='The official name; a second one goes after a slash.', max_length=300, verbose_name='to be printed')),
                ('note', models.TextField(blank=True, help_text='Why, for the writer who asks.', max_length=1000, verbose_name='note')),
            ],
            options={
                'verbose_name': 'glossary entry',
                'verbose_name_plural': 'glossary',
                'ordering': ['language', 'right', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For the desk only: “Council meeting of 27 November”.', max_length=200, verbose_name='name')),
                ('languages', models.CharField(choices=[('all', 'Every article in all languages'), ('follows', 'Translation follows')], default='all', help_text='Either nothing goes out while an article lacks a language, or readers are told which languages follow.', max_length=8, verbose_name='languages')),
                ('note', models.TextField(blank=True, help_text='For the desk only.', max_length=2000, verbose_name='note')),
                ('opens_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True, verbose_name='public from')),
                ('created_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name='created')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
            ],
            options={
                'verbose_name': 'release',
                'verbose_name_plural': 'releases',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ReleaseItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.PositiveBigIntegerField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='news.release')),
                ('subject_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'part of a release',
                'verbose_name_plural': 'parts of a release',
                'ordering': ['position', 'id'],
                'default_permissions': [],
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='news_releaseitem_subject')],
                'constraints': [models.UniqueConstraint(fields=('release', 'subject_type', 'subject_id'), name='news_releaseitem_once')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('rule', models.CharField(max_length=20, verbose_name='rule')),
                ('digest', models.CharField(max_length=64)),
                ('words', models.TextField(verbose_name='words')),
                ('shown_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name='first shown')),
                ('fate', models.CharField(choices=[('shown', 'shown'), ('applied', 'replaced as suggested'), ('accepted', 'kept as is, with a reason')], default='shown', max_length=8, verbose_name='outcome')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('at', models.DateTimeField(null=True, verbose_name='when')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='news.article', verbose_name='article')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'remark on a text',
                'verbose_name_plural': 'remarks on texts',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['rule', 'fate'], name='news_remark_rates')],
                'constraints': [models.UniqueConstraint(fields=('article', 'language', 'rule', 'digest'), name='news_remark_once'), models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', False), ('by__isnull', False), ('fate', 'accepted'), models.Q(('reason', ''), _negated=True)), models.Q(('fate', 'accepted'), _negated=True), _connector='OR'), name='news_remark_accepted_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='TranslationCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('source_version', models.PositiveIntegerField()),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translation_checks', to='news.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='compared_with', to='news.edition')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='compared_by', to='news.edition')),
            ],
            options={
                'verbose_name': 'comparison with the original',
                'verbose_name_plural': 'comparisons with the original',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['article', 'language'], name='news_translationcheck_article')],
            },
        ),
        migrations.RunSQL(ONE_PUBLIC_EDITION),
    ]
