import publishing.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='what for')),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('address_digest', models.CharField(db_index=True, max_length=64)),
                ('to', models.CharField(blank=True, max_length=254, verbose_name='to')),
                ('subject', models.TextField(blank=True, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('html', models.TextField(blank=True)),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('reply_to', models.CharField(blank=True, max_length=254, verbose_name='answers go to')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('once', models.BooleanField(default=False)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'On its way'), ('sent', 'Sent'), ('failed', 'Rejected'), ('doubt', 'Delivery unconfirmed'), ('dropped', 'Not to be sent')], default='waiting', max_length=7, verbose_name='state')),
                ('posted_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name='written')),
                ('due_at', models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name='next try')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('claimed_by', models.UUIDField(editable=False, null=True)),
                ('claimed_until', models.DateTimeField(editable=False, null=True)),
                ('begun_at', models.DateTimeField(editable=False, null=True)),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='settled')),
                ('bounced_at', models.DateTimeField(editable=False, null=True, verbose_name='came back')),
                ('answer', models.TextField(blank=True, editable=False, verbose_name='answer of the mail server')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='content deleted')),
                ('about_account', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'verbose_name': 'email',
                'verbose_name_plural': 'emails',
                'ordering': ['-posted_at', '-id'],
                'default_permissions': ['view'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['rank', 'due_at', 'id'], name='mailing_letter_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['begun_at'], name='mailing_letter_begun'), models.Index(fields=['state', '-posted_at', '-id'], name='mailing_letter_list'), models.Index(fields=['-posted_at', '-id'], name='mailing_letter_newest'), models.Index(condition=models.Q(('erased_at__isnull', True)), fields=['settled_at'], name='mailing_letter_to_erase')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('bounces', models.PositiveIntegerField(default=0, verbose_name='returned emails')),
                ('complaints', models.PositiveIntegerField(default=0, verbose_name='complaints')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('closed_for', models.CharField(blank=True, choices=[('bounces', 'Emails were returned'), ('complaint', 'The recipient complained'), ('desk', 'Suppressed by the press office')], max_length=9, verbose_name='why')),
                ('said', models.TextField(blank=True, verbose_name='what the mail server said')),
            ],
            options={
                'verbose_name': 'suppressed address',
                'verbose_name_plural': 'suppressed addresses',
                'ordering': ['-closed_at', '-id'],
                'default_permissions': ['view'],
            },
        ),
    ]
