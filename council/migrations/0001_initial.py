import council.models.documents
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.comparison
import publishing.clock
import publishing.downloads
from django.db import migrations, models

from publishing import sql_files


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('photos', '0001_initial'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(sql_files.read("council/sql/certain_days.sql")),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Latin letters, as in press-office.', unique=True, verbose_name='address')),
                ('name', models.JSONField(default=dict, help_text='As it stands alone: “General Assembly”.', verbose_name='name')),
                ('name_of', models.JSONField(blank=True, default=dict, help_text='“the General Assembly”, «Генеральной Ассамблеи».', verbose_name='name after “meeting of”')),
                ('abbreviation', models.JSONField(blank=True, default=dict, verbose_name='abbreviation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='council.body', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='BodyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('name_of', models.JSONField(blank=True, default=dict, verbose_name='name after “meeting of”')),
                ('abbreviation', models.JSONField(blank=True, default=dict, verbose_name='abbreviation')),
                ('start', models.DateField(blank=True, help_text='Empty: not known.', null=True, verbose_name='first day')),
                ('start_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('end', models.DateField(help_text='The last day on which it was so called.', verbose_name='last day')),
                ('end_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='council.body')),
                ('parent', models.ForeignKey(blank=True, help_text='Empty: of none, or not known.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='council.body', verbose_name='part of, at that time')),
            ],
            options={
                'verbose_name': 'earlier name of the body',
                'verbose_name_plural': 'earlier names of the body',
                'ordering': ['-end'],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='council_bodyname_dates', violation_error_message='The last day cannot come before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('start', 'end', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='council_bodyname_one', violation_error_message='The body has another earlier name on some of these days.')],
            },
        ),
        migrations.CreateModel(
            name='State',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Two capital letters, as in KG.', max_length=2, unique=True, verbose_name='code')),
                ('name', models.JSONField(default=dict, verbose_name='official name')),
                ('short_name', models.JSONField(default=dict, verbose_name='short name')),
            ],
            options={
                'verbose_name': 'state',
                'verbose_name_plural': 'states',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='StateName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(default=dict, verbose_name='official name')),
                ('short_name', models.JSONField(default=dict, verbose_name='short name')),
                ('start', models.DateField(blank=True, help_text='Empty: not known.', null=True, verbose_name='first day')),
                ('end', models.DateField(help_text='The last day on which it was so called.', verbose_name='last day')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='council.state')),
            ],
            options={
                'verbose_name': 'earlier name',
                'verbose_name_plural': 'earlier names',
                'ordering': ['end'],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='council_name_dates')],
            },
        ),
        migrations.CreateModel(
            name='StatusClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('member', 'member'), ('signatory', 'signatory to the Treaty'), ('suspended', 'membership suspended'), ('frozen', 'participation frozen'), ('left', 'not a member any more'), ('observer', 'observer'), ('partner', 'partner')], max_length=10, verbose_name='status')),
                ('claimed_by', models.CharField(choices=[('organization', 'the Organization'), ('state', 'the state itself'), ('others', 'other sources')], max_length=12, verbose_name='who says so')),
                ('start', models.DateField(verbose_name='from')),
                ('start_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('end', models.DateField(blank=True, null=True, verbose_name='to')),
                ('end_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('note', models.JSONField(blank=True, default=dict, verbose_name='note')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='council.state', verbose_name='state')),
            ],
            options={
                'verbose_name': 'claim about the status',
                'verbose_name_plural': 'claims about the status',
                'ordering': ['start', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='council_claim_dates')],
            },
        ),
        migrations.CreateModel(
            name='Chairmanship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField(verbose_name='first day')),
                ('start_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('end', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('end_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chairmanships', to='council.state', verbose_name='state')),
                ('motto', models.JSONField(blank=True, default=dict, verbose_name='motto')),
                ('priorities', models.JSONField(blank=True, default=dict, help_text='One in a line.', verbose_name='priorities')),
            ],
            options={
                'verbose_name': 'chairmanship',
                'verbose_name_plural': 'chairmanships',
                'ordering': ['-start'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='council_chair_dates')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('live_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public until')),
                ('kind', models.CharField(choices=[('statement', 'statement'), ('draft_statement', 'draft statement'), ('joint_statement', 'joint statement'), ('decision', 'decision'), ('protocol', 'protocol'), ('agreement', 'agreement'), ('plan', 'plan'), ('other', 'document')], max_length=16, verbose_name='kind')),
                ('title', models.JSONField(default=dict, verbose_name='title')),
                ('dated', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('dated_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('place', models.JSONField(blank=True, default=dict, verbose_name='place')),
                ('note', models.JSONField(blank=True, default=dict, verbose_name='note')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='council.body', verbose_name='of the body')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='no longer in force from')),
                ('in_force_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('in_force_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('is_numbered', models.BooleanField(default=False, help_text='The next free number of its kind, body and year is given to it when it becomes public.', verbose_name='gets a number')),
                ('number', models.PositiveIntegerField(blank=True, help_text='Only for a paper that had its number before. Never reused.', null=True, verbose_name='number')),
                ('source', models.CharField(blank=True, help_text='Where these facts were found.', max_length=300, verbose_name='source')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': [models.OrderBy(models.F('dated'), descending=True, nulls_last=True), '-id'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('live_from__isnull', False)), fields=['live_from'], name='council_document_from'), models.Index(condition=models.Q(('live_until__isnull', False)), fields=['live_until'], name='council_document_until'), models.Index(models.OrderBy(models.F('dated'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('live_from__isnull', False)), name='council_document_latest'), models.Index(condition=models.Q(('live_from__isnull', False)), fields=['kind', 'dated'], include=('live_from', 'live_until'), name='council_document_shelves'), models.Index(condition=models.Q(('live_from__isnull', False)), fields=['body', 'dated', 'id'], name='council_document_of_body')],
                'constraints': [models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_until__gt', models.F('live_from')), _connector='OR'), name='council_document_live_range'), models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__isnull', False), _connector='OR'), name='council_document_ends_after_start'), models.CheckConstraint(condition=models.Q(('number__isnull', True), models.Q(('body__isnull', False), ('dated__isnull', False)), _connector='OR'), name='council_document_number_of_a_body_and_year'), models.CheckConstraint(condition=models.Q(('in_force_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('in_force_on')), _connector='OR'), name='council_document_force')],
            },
        ),
        migrations.CreateModel(
            name='NumberGiven',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('statement', 'statement'), ('draft_statement', 'draft statement'), ('joint_statement', 'joint statement'), ('decision', 'decision'), ('protocol', 'protocol'), ('agreement', 'agreement'), ('plan', 'plan'), ('other', 'document')], max_length=16)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='council.body')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='number_given', to='council.document')),
            ],
            options={
                'verbose_name': 'number given',
                'verbose_name_plural': 'numbers given',
                'ordering': ['body', 'kind', 'year', 'number'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'body', 'year', 'number'), name='council_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Appendix',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='Their order: Appendix 1, Appendix 2.', verbose_name='number of the appendix')),
                ('title', models.JSONField(default=dict, verbose_name='title')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appendices', to='council.document')),
            ],
            options={
                'verbose_name': 'appendix',
                'verbose_name_plural': 'appendices',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='council_appendix_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='council_appendix_counts_from_one')],
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('key', models.CharField(db_index=True, default=publishing.downloads.new_key, editable=False, max_length=32)),
                ('file', models.FileField(max_length=255, upload_to=council.models.documents.file_path, verbose_name='file')),
                ('file_name', models.CharField(editable=False, max_length=120, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(editable=False, verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(editable=False, null=True, verbose_name='pages')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='council.document')),
                ('appendix', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='council.appendix', verbose_name='appendix')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Signatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(blank=True, default=dict, help_text='Of a signatory that is no member state.', verbose_name='name')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='signed on')),
                ('joined_later', models.BooleanField(default=False, verbose_name='joined later')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatories', to='council.document')),
                ('state', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed', to='council.state', verbose_name='state')),
            ],
            options={
                'verbose_name': 'signatory',
                'verbose_name_plural': 'signatories',
                'ordering': ['joined_later', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='InterpretativeStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dated', models.DateField(blank=True, help_text='Empty: not known.', null=True, verbose_name='date')),
                ('dated_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('text', models.JSONField(default=dict, verbose_name='text')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='council.document')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='council.state', verbose_name='state')),
            ],
            options={
                'verbose_name': 'interpretative declaration',
                'verbose_name_plural': 'interpretative declarations',
                'ordering': [models.OrderBy(models.F('dated'), nulls_last=True), 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Bearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('amends', 'amends'), ('repeals', 'repeals'), ('carries_out', 'carries out'), ('replaces', 'replaces')], max_length=11, verbose_name='how')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bears_on', to='council.document')),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='borne_on_by', to='council.document', verbose_name='the earlier document')),
            ],
            options={
                'verbose_name': 'bearing on another document',
                'verbose_name_plural': 'bearings on other documents',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('document', 'kind', 'earlier'), name='council_bearing_once'), models.CheckConstraint(condition=models.Q(('document', models.F('earlier')), _negated=True), name='council_bearing_on_another')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(default=dict, help_text='First name, last name, as printed: “Aman Mambetseitov”.', verbose_name='name')),
                ('biography', models.JSONField(blank=True, default=dict, verbose_name='biography')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='name')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='found in')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_names', to='council.person')),
            ],
            options={
                'verbose_name': 'other form of the name',
                'verbose_name_plural': 'other forms of the name',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('person', 'text'), name='council_personname_once')],
            },
        ),
        migrations.CreateModel(
            name='Rank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('diplomatic', 'diplomatic'), ('military', 'military'), ('other', 'other')], default='diplomatic', max_length=10, verbose_name='kind')),
                ('name', models.JSONField(default=dict, help_text='“Ambassador Extraordinary and Plenipotentiary”.', verbose_name='rank')),
                ('start', models.DateField(blank=True, help_text='Empty: not known.', null=True, verbose_name='given on')),
                ('start_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('end', models.DateField(blank=True, help_text='Empty: it holds until the next of its kind.', null=True, verbose_name='last day')),
                ('end_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('seen', models.DateField(blank=True, help_text='If the day it was given is not known: when it was first mentioned.', null=True, verbose_name='first mentioned')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ranks', to='council.person')),
            ],
            options={
                'verbose_name': 'rank',
                'verbose_name_plural': 'ranks',
                'ordering': [django.db.models.functions.comparison.Coalesce('start', 'seen'), 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='council_rank_dates', violation_error_message='The last day cannot come before the first.'), models.CheckConstraint(condition=models.Q(('start__isnull', False), ('seen__isnull', False), _connector='OR'), name='council_rank_has_a_date', violation_error_message='Enter when the rank was given, or when it was first mentioned.')],
            },
        ),
        migrations.CreateModel(
            name='MergedPerson',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='council.person')),
            ],
            options={
                'verbose_name': 'merged person',
                'verbose_name_plural': 'merged people',
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('other', 'other'), ('deputy', 'Deputy Secretary General'), ('representative', 'permanent representative'), ('secretary_general', 'Secretary General')], max_length=20, verbose_name='kind')),
                ('title', models.JSONField(default=dict, help_text='As printed after the name.', verbose_name='title')),
                ('acting_title', models.JSONField(blank=True, default=dict, help_text='“Acting Secretary General”.', verbose_name='title when acting')),
                ('state', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='council.state', verbose_name='state')),
                ('single_holder', models.BooleanField(default=True, help_text='Untick it for an office that several hold at a time, as deputies do.', verbose_name='held by one person at a time')),
            ],
            options={
                'verbose_name': 'office',
                'verbose_name_plural': 'offices',
                'ordering': ['kind', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('chair', 'in the chair'), ('member', 'member'), ('secretary', 'secretary'), ('observer', 'observer')], default='member', max_length=9, verbose_name='as')),
                ('start', models.DateField(blank=True, help_text='Empty: not known.', null=True, verbose_name='first day')),
                ('start_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('end', models.DateField(blank=True, help_text='Empty: still belongs to it.', null=True, verbose_name='last day')),
                ('end_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='council.body', verbose_name='body')),
                ('office', models.ForeignKey(blank=True, help_text='Whoever holds it belongs to the body. Choose a state or an office.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='council.office', verbose_name='office')),
                ('state', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='council.state', verbose_name='state')),
            ],
            options={
                'verbose_name': 'member of the body',
                'verbose_name_plural': 'members of the body',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('office__isnull', True), ('state__isnull', False)), models.Q(('office__isnull', False), ('state__isnull', True)), _connector='OR'), name='council_membership_of_one', violation_error_message='Choose a state or an office, one of them.'), models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='council_membership_dates', violation_error_message='The last day cannot come before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__isnull', False)), expressions=[(models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('state'), models.F('state'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('start', 'start_precision', 'end', 'end_precision', function='council_certain_days', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='council_membership_state_once', violation_error_message='It is already listed as a member of this body at that time.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('office__isnull', False)), expressions=[(models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('office'), models.F('office'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('start', 'start_precision', 'end', 'end_precision', function='council_certain_days', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='council_membership_office_once', violation_error_message='It is already listed as a member of this body at that time.')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('live_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public until')),
                ('acting', models.BooleanField(default=False, verbose_name='acting')),
                ('start', models.DateField(blank=True, help_text='Empty: not known.', null=True, verbose_name='first day')),
                ('start_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('end', models.DateField(blank=True, help_text='Empty: still in office, or not known.', null=True, verbose_name='last day')),
                ('end_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('seen', models.DateField(blank=True, help_text='For terms whose beginning is not known; as precise as the first day says.', null=True, verbose_name='seen in office on')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='council.office', verbose_name='office')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='council.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'term of office',
                'verbose_name_plural': 'terms of office',
                'ordering': [models.OrderBy(models.F('start'), descending=True, nulls_last=True), '-id'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('live_from__isnull', False)), fields=['live_from'], name='council_term_from'), models.Index(condition=models.Q(('live_until__isnull', False)), fields=['live_until'], name='council_term_until'), models.Index(models.F('office'), models.OrderBy(django.db.models.functions.comparison.Coalesce('start', 'seen'), descending=True), models.OrderBy(models.F('id'), descending=True), name='council_term_of_office'), models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce('start', 'seen'), descending=True), models.OrderBy(models.F('id'), descending=True), name='council_term_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_until__gt', models.F('live_from')), _connector='OR'), name='council_term_live_range'), models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__isnull', False), _connector='OR'), name='council_term_ends_after_start'), models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='council_term_dates'), models.CheckConstraint(condition=models.Q(('start__isnull', False), ('seen__isnull', False), _connector='OR'), name='council_term_has_a_date')],
            },
        ),
        migrations.CreateModel(
            name='Portrait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='portrait', to='council.person')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s_set', to='photos.photo', verbose_name='photograph')),
            ],
            options={
                'verbose_name': 'portrait',
                'verbose_name_plural': 'portraits',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PersonShown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='from the left')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='council.person', verbose_name='person')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='photos.photo')),
            ],
            options={
                'verbose_name': 'person in the picture',
                'verbose_name_plural': 'people in the picture, from left to right',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('photo', 'person'), name='council_personshown_once')],
            },
        ),
        migrations.CreateModel(
            name='Pictured',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'council_pictured',
                'managed': False,
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('live_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public until')),
                ('held_on', models.DateField(verbose_name='date')),
                ('place', models.JSONField(blank=True, default=dict, help_text='“Moscow”. Empty: not known.', verbose_name='place')),
                ('summary', models.JSONField(blank=True, default=dict, verbose_name='summary')),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chaired', to='council.person', verbose_name='chair')),
                ('chair_state', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='council.state', verbose_name='state holding the chairmanship')),
                ('changed_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), editable=False)),
                ('course', models.CharField(choices=[('as_planned', 'as planned'), ('postponed', 'postponed, the new date is not known'), ('cancelled', 'cancelled')], default='as_planned', max_length=10, verbose_name='course')),
                ('ends_at', models.TimeField(blank=True, null=True, verbose_name='ends at')),
                ('format', models.CharField(blank=True, choices=[('', 'not known'), ('in_person', 'in person'), ('videoconference', 'by videoconference'), ('mixed', 'in person and by videoconference')], default='', max_length=15, verbose_name='format')),
                ('kind', models.CharField(choices=[('regular', 'regular'), ('extraordinary', 'extraordinary'), ('off_site', 'off-site')], default='regular', max_length=13, verbose_name='kind')),
                ('ordinal', models.JSONField(blank=True, default=dict, help_text='As printed: “XXI”, “38th”, “first in 2021”.', verbose_name='number')),
                ('reason', models.JSONField(blank=True, default=dict, help_text='Why it was postponed or cancelled, for readers.', verbose_name='reason')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('starts_at', models.TimeField(blank=True, help_text='Empty: not known.', null=True, verbose_name='begins at')),
                ('uid', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('with_secretary_general', models.BooleanField(blank=True, help_text='Unknown: nothing is said of it.', null=True, verbose_name='Secretary General present')),
                ('zone', models.CharField(choices=[('Europe/Moscow', 'Moscow'), ('Asia/Yerevan', 'Yerevan'), ('Europe/Minsk', 'Minsk'), ('Asia/Almaty', 'Astana'), ('Asia/Bishkek', 'Bishkek'), ('Asia/Dushanbe', 'Dushanbe'), ('UTC', 'UTC'), ('Europe/Brussels', 'Brussels'), ('America/New_York', 'New York')], default='Europe/Moscow', max_length=40, verbose_name='time zone')),
                ('bodies', models.ManyToManyField(related_name='meetings', to='council.body', verbose_name='of the body')),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
                'ordering': ['-held_on', '-id'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('live_from__isnull', False)), fields=['live_from'], name='council_meeting_from'), models.Index(condition=models.Q(('live_until__isnull', False)), fields=['live_until'], name='council_meeting_until'), models.Index(condition=models.Q(('live_from__isnull', False)), fields=['-held_on', '-id'], name='council_meeting_public')],
                'constraints': [models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_until__gt', models.F('live_from')), _connector='OR'), name='council_meeting_live_range'), models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__isnull', False), _connector='OR'), name='council_meeting_ends_after_start'), models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('starts_at__isnull', False), _connector='OR'), name='council_meeting_hours')],
            },
        ),
        migrations.CreateModel(
            name='DateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('held_on', models.DateField(verbose_name='date')),
                ('starts_at', models.TimeField(null=True, verbose_name='begins at')),
                ('zone', models.CharField(max_length=40, verbose_name='time zone')),
                ('course', models.CharField(max_length=10, verbose_name='course')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='date_changes', to='council.meeting')),
            ],
            options={
                'verbose_name': 'change of date',
                'verbose_name_plural': 'changes of date',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='council.meeting')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='council.person', verbose_name='person')),
                ('state', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='council.state', verbose_name='for the state')),
                ('capacity', models.JSONField(blank=True, default=dict, help_text='For guests: “Secretary General of the OSCE”.', verbose_name='in what capacity')),
                ('role', models.CharField(choices=[('participant', 'participant'), ('guest', 'guest')], default='participant', max_length=11, verbose_name='as')),
            ],
            options={
                'verbose_name': 'participant',
                'verbose_name_plural': 'participants',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', False), ('state__isnull', False), _connector='OR'), name='council_participation_somebody')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.JSONField(default=dict, verbose_name='item')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='council.meeting')),
            ],
            options={
                'verbose_name': 'agenda item',
                'verbose_name_plural': 'agenda',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Consideration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('reviewed', 'Reviewed'), ('finalized', 'Finalized'), ('agreed', 'Agreed'), ('approved', 'Approved'), ('adopted', 'Adopted'), ('sent_on', 'Referred'), ('continues', 'Work continues'), ('noted', 'Noted')], max_length=10, verbose_name='what was done')),
                ('recipient', models.JSONField(blank=True, default=dict, verbose_name='referred to')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='considerations', to='council.document', verbose_name='document')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='considerations', to='council.meeting')),
            ],
            options={
                'verbose_name': 'document considered',
                'verbose_name_plural': 'documents considered',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'document', 'verb'), name='council_consideration_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photo_uses', to='council.meeting')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s_set', to='photos.photo', verbose_name='photograph')),
            ],
            options={
                'verbose_name': 'photograph',
                'verbose_name_plural': 'photographs',
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('meeting', 'photo'), name='council_meetingphoto_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingAlbum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('album', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='of_meeting', to='photos.album')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='own_album', to='council.meeting')),
            ],
            options={
                'verbose_name': 'album of a meeting',
                'verbose_name_plural': 'albums of meetings',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='WithdrawnEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('uid', models.UUIDField()),
                ('sequence', models.PositiveIntegerField()),
                ('held_on', models.DateField()),
                ('starts_at', models.TimeField(null=True)),
                ('ends_at', models.TimeField(null=True)),
                ('zone', models.CharField(max_length=40)),
                ('bodies', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_entries', to='council.meeting')),
            ],
            options={
                'verbose_name': 'entry of a withdrawn meeting',
                'ordering': ['-at', '-id'],
                'default_permissions': [],
                'indexes': [models.Index(fields=['meeting', '-at'], name='council_withdrawn_latest')],
            },
        ),
        migrations.CreateModel(
            name='EntryChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entry_changes', to='council.meeting')),
            ],
            options={
                'verbose_name': 'change of an entry',
                'ordering': ['at'],
                'default_permissions': [],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'at'), name='council_entrychange_once')],
            },
        ),
        migrations.AddField(
            model_name='Meeting',
            name='documents',
            field=models.ManyToManyField(through='council.Consideration', to='council.document', verbose_name='documents considered'),
        ),
    ]
