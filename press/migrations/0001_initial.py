import django.contrib.postgres.functions
import django.db.models.deletion
import press.models.advisories
import publishing.clock
from django.conf import settings
from django.db import migrations, models

# Deferrable, so that a whole week may be put in another order within one transaction.
ONE_SHIFT_AT_A_TIME = """
ALTER TABLE press_shift ADD CONSTRAINT press_shift_one_at_a_time
    EXCLUDE USING gist (tstzrange(starts, ends) WITH &&) DEFERRABLE INITIALLY IMMEDIATE;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('council', '0001_initial'),
        ('publishing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('office', models.JSONField(blank=True, default=dict, help_text='As printed under an article: “Press secretary”.', verbose_name='office')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('hours', models.JSONField(blank=True, default=dict, help_text='When calls are answered, and what to do at other times.', verbose_name='hours')),
                ('since', models.DateField(help_text='The first day. Earlier contacts stay under old articles.', verbose_name='in office from')),
                ('since_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('until', models.DateField(blank=True, help_text='The last day.', null=True, verbose_name='in office until')),
                ('until_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('unknown', 'not known')], default='day', max_length=7, verbose_name='known to the')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='position')),
                ('languages', models.JSONField(blank=True, default=list, help_text='In which the contact answers the telephone.', verbose_name='languages')),
                ('zone', models.CharField(choices=[('Europe/Moscow', 'Moscow'), ('Asia/Yerevan', 'Yerevan'), ('Europe/Minsk', 'Minsk'), ('Asia/Almaty', 'Astana'), ('Asia/Bishkek', 'Bishkek'), ('Asia/Dushanbe', 'Dushanbe'), ('UTC', 'UTC'), ('Europe/Brussels', 'Brussels'), ('America/New_York', 'New York')], default='Europe/Moscow', help_text='Where the opening hours below are counted.', max_length=40, verbose_name='on the clocks of')),
            ],
            options={
                'verbose_name': 'press contact',
                'verbose_name_plural': 'press contacts',
                'ordering': ['position', '-since', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='press_contact_dates')],
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('phone', 'Telephone'), ('tel/fax', 'Telephone, fax'), ('fax', 'Fax'), ('mobile', 'Mobile')], default='phone', max_length=7, verbose_name='kind')),
                ('number', models.CharField(help_text='As it is printed, with the country: +7495-795-27-10', max_length=40, verbose_name='number')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='press.contact')),
            ],
            options={
                'verbose_name': 'phone',
                'verbose_name_plural': 'phones',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Advisory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('live_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public until')),
                ('title', models.JSONField(default=dict, help_text='“Briefing after the meeting”.', verbose_name='title')),
                ('text', models.JSONField(blank=True, default=dict, help_text='What happens, who speaks, in what languages.', verbose_name='text')),
                ('held_on', models.DateField(verbose_name='date')),
                ('starts_at', models.TimeField(verbose_name='begins at')),
                ('ends_at', models.TimeField(blank=True, null=True, verbose_name='ends at')),
                ('zone', models.CharField(choices=[('Europe/Moscow', 'Moscow'), ('Asia/Yerevan', 'Yerevan'), ('Europe/Minsk', 'Minsk'), ('Asia/Almaty', 'Astana'), ('Asia/Bishkek', 'Bishkek'), ('Asia/Dushanbe', 'Dushanbe'), ('UTC', 'UTC'), ('Europe/Brussels', 'Brussels'), ('America/New_York', 'New York')], default='Europe/Moscow', max_length=40, verbose_name='time zone')),
                ('place', models.JSONField(default=dict, help_text='With the street and the entrance.', verbose_name='place')),
                ('access', models.JSONField(default=dict, help_text='Who may come, from when the doors are open, what to bring.', verbose_name='access')),
                ('pool', models.JSONField(blank=True, default=dict, help_text='What is for the pool alone, and who is in it. Empty: no pool.', verbose_name='pool')),
                ('places', models.PositiveSmallIntegerField(blank=True, help_text='You are warned when more are accredited. Leave empty for no limit.', null=True, verbose_name='places')),
                ('requests_until', models.DateTimeField(help_text='No requests are accepted after this time.', verbose_name='requests until')),
                ('cancelled_because', models.JSONField(blank=True, default=dict, help_text='Only if the event is cancelled. Readers and everybody who applied are told.', verbose_name='cancelled because')),
                ('uid', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('changed_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), editable=False)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='advisories', to='press.contact', verbose_name='media contact')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='advisories', to='council.meeting', verbose_name='meeting')),
            ],
            options={
                'verbose_name': 'media advisory',
                'verbose_name_plural': 'media advisories',
                'ordering': ['-held_on', '-id'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('live_from__isnull', False)), fields=['live_from'], name='press_advisory_from'), models.Index(condition=models.Q(('live_until__isnull', False)), fields=['live_until'], name='press_advisory_until'), models.Index(condition=models.Q(('live_from__isnull', False)), fields=['held_on'], name='press_advisory_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_until__gt', models.F('live_from')), _connector='OR'), name='press_advisory_live_range'), models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__isnull', False), _connector='OR'), name='press_advisory_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='AccreditationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='number')),
                ('token', models.CharField(default=press.models.advisories.new_token, editable=False, max_length=40, unique=True)),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('outlet', models.CharField(max_length=200, verbose_name='outlet')),
                ('country', models.CharField(blank=True, max_length=100, verbose_name='country')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('role', models.CharField(choices=[('reporter', 'reporter'), ('photographer', 'photographer'), ('camera', 'camera operator'), ('technician', 'sound, light or transmission'), ('other', 'other')], default='reporter', max_length=12, verbose_name='comes as')),
                ('press_card', models.CharField(blank=True, max_length=100, verbose_name='press card')),
                ('equipment', models.TextField(blank=True, max_length=1000, verbose_name='equipment')),
                ('received_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), editable=False, verbose_name='received')),
                ('state', models.CharField(choices=[('received', 'received'), ('approved', 'accredited'), ('refused', 'declined'), ('withdrawn', 'withdrawn by the journalist')], default='received', editable=False, max_length=9, verbose_name='state')),
                ('reason', models.TextField(blank=True, editable=False, max_length=1000, verbose_name='reason')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided')),
                ('told_sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('advisory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='press.advisory', verbose_name='media advisory')),
            ],
            options={
                'verbose_name': 'accreditation request',
                'verbose_name_plural': 'accreditation requests',
                'ordering': ['advisory', 'number'],
                'indexes': [models.Index(condition=models.Q(('state', 'received')), fields=['advisory', 'received_at'], name='press_accreditation_waiting')],
                'constraints': [models.UniqueConstraint(fields=('advisory', 'number'), name='press_accreditation_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), ('reason__regex', '\\S'), ('erased_at__isnull', False), _connector='OR'), name='press_accreditation_refused_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=0, verbose_name='from')),
                ('last_day', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=4, verbose_name='to')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(help_text='00:00 is the end of the day.', verbose_name='closes')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='press.contact')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['first_day', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day')), ('last_day__lte', 6)), name='press_opening_days', violation_error_message='The last day comes before the first. Write two lines.'), models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens')), ('closes', '00:00'), _connector='OR'), name='press_opening_times', violation_error_message='The hours end before they begin.')],
            },
        ),
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(blank=True, default=dict, help_text='As journalists know it: “Day of Russia”.', verbose_name='what day it is')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('opens', models.TimeField(blank=True, help_text='Leave both times empty: closed all day.', null=True, verbose_name='opens')),
                ('closes', models.TimeField(blank=True, null=True, verbose_name='closes')),
                ('contact', models.ForeignKey(blank=True, help_text='Empty: for all of them.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='special_days', to='press.contact', verbose_name='press contact')),
            ],
            options={
                'verbose_name': 'holiday or special day',
                'verbose_name_plural': 'holidays and special days',
                'ordering': ['-first_day', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='press_specialday_dates', violation_error_message='The last day comes before the first.'), models.CheckConstraint(condition=models.Q(models.Q(('closes__isnull', True), ('opens__isnull', True)), models.Q(('closes__gt', models.F('opens')), ('closes__isnull', False), ('opens__isnull', False)), _connector='OR'), name='press_specialday_times', violation_error_message='Give both times, the earlier one first, or none.')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateTimeField(verbose_name='from')),
                ('ends', models.DateTimeField(verbose_name='until')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='press.contact', verbose_name='press contact')),
            ],
            options={
                'verbose_name': 'duty',
                'verbose_name_plural': 'duty rota',
                'ordering': ['starts'],
                'indexes': [models.Index(fields=['ends'], name='press_shift_ends')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='press_shift_range')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('token', models.CharField(editable=False, max_length=64, unique=True)),
                ('sent_key', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('outlet', models.CharField(blank=True, max_length=200, verbose_name='media outlet')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('question', models.TextField(blank=True, verbose_name='question')),
                ('file', models.CharField(blank=True, editable=False, max_length=300)),
                ('file_name', models.CharField(blank=True, editable=False, max_length=200)),
                ('file_size', models.PositiveIntegerField(default=0, editable=False)),
                ('topic', models.CharField(choices=[('comment', 'A question for comment'), ('interview', 'Interview'), ('pictures', 'Photographs or video'), ('accreditation', 'Accreditation'), ('correction', 'Correction of a text'), ('other', 'Something else')], default='comment', max_length=13, verbose_name='subject')),
                ('article_id', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='release')),
                ('language', models.CharField(choices=[('ru', 'Русский'), ('en', 'English')], max_length=10, verbose_name='language of the answer')),
                ('deadline', models.DateTimeField(blank=True, null=True, verbose_name='deadline')),
                ('zone', models.CharField(default='Europe/Moscow', max_length=40, verbose_name='on the clocks of')),
                ('state', models.CharField(choices=[('received', 'Received'), ('working', 'Being worked on'), ('answered', 'Answered'), ('closed', 'Closed')], default='received', editable=False, max_length=8, verbose_name='state')),
                ('received_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name='received')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='answered')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='closed')),
                ('escalated', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
            ],
            options={
                'verbose_name': 'enquiry',
                'verbose_name_plural': 'enquiries',
                'ordering': ['-year', '-serial'],
                'permissions': [('answer_enquiry', 'Answer and close enquiries')],
                'default_permissions': ['view', 'change'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['received', 'working'])), fields=['deadline', 'received_at'], name='press_enquiry_open'), models.Index(condition=models.Q(('erased_at__isnull', True)), fields=['received_at'], name='press_enquiry_to_erase')],
                'constraints': [models.UniqueConstraint(fields=('year', 'serial'), name='press_enquiry_number'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('email', ''), ('file', ''), ('file_name', ''), ('name', ''), ('outlet', ''), ('phone', ''), ('question', ''), ('sent_key__isnull', True)), _connector='OR'), name='press_enquiry_erased_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='EnquiryNumber',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
            options={
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='EnquiryNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='note')),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='press.enquiry')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['-at', '-id'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='ApprovedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='For the desk: what the words are about.', max_length=200, verbose_name='title')),
                ('text', models.JSONField(default=dict, verbose_name='words')),
                ('written_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), editable=False, verbose_name='written')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'verbose_name': 'approved line',
                'verbose_name_plural': 'approved lines',
                'ordering': ['title', 'id'],
                'permissions': [('approve_approvedline', 'Approve lines for answers')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), models.Q(('approved_by', models.F('written_by')), _negated=True)), _connector='OR'), name='press_approvedline_two_people')],
            },
        ),
        migrations.CreateModel(
            name='EnquiryAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, verbose_name='answer')),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='press.enquiry')),
                ('lines', models.ManyToManyField(blank=True, related_name='answers', to='press.approvedline')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['at', 'id'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='EnquirySettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField(default=180, help_text='Counted from the day an enquiry is closed. Journalists see this next to the enquiry form.', verbose_name='Days until personal data is deleted')),
            ],
            options={
                'verbose_name': 'settings of enquiries',
                'verbose_name_plural': 'settings of enquiries',
                'default_permissions': ['change'],
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='press_enquirysettings_one'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 3650)), name='press_enquirysettings_days')],
            },
        ),
        migrations.RunSQL(ONE_SHIFT_AT_A_TIME),
    ]
