import alerts.models
import django.contrib.postgres.fields
import django.db.models.deletion
import publishing.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('mailing', '0001_initial'),
        ('news', '0001_initial'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('params', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('kind', models.CharField(choices=[('news', 'News'), ('update', 'Update'), ('correction', 'Correction'), ('exit', 'Withdrawal'), ('return', 'Published again')], max_length=10, verbose_name='what')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('entered_at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.article', verbose_name='article')),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.edition')),
                ('withdrawal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.withdrawal')),
            ],
            options={
                'verbose_name': 'alert',
                'verbose_name_plural': 'alerts',
                'ordering': ['-at', '-id'],
                'default_permissions': ['view'],
                'indexes': [models.Index(fields=['article', 'language'], name='alerts_event_article'), models.Index(fields=['-at', '-id'], name='alerts_event_newest')],
            },
        ),
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'place in the changes',
                'verbose_name_plural': 'places in the changes',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254, unique=True)),
                ('digest', models.CharField(db_index=True, max_length=64)),
                ('nonce', models.CharField(default=alerts.models.new_nonce, max_length=32)),
                ('language', models.CharField(max_length=10)),
                ('rhythm', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day, at 8 in the morning Moscow time'), ('weekly', 'Once a week, on Monday morning')], default='at_once', max_length=7)),
                ('created_at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'subscriber',
                'verbose_name_plural': 'subscribers',
                'default_permissions': [],
                'indexes': [models.Index(condition=models.Q(('confirmed_at', None)), fields=['created_at'], name='alerts_subscriber_unconfirmed')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='alerts.subscriber')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='alerts.topic')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'default_permissions': [],
                'indexes': [models.Index(condition=models.Q(('confirmed_at', None)), fields=['asked_at'], name='alerts_subscription_pending')],
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'topic'), name='alerts_subscription_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('due_at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='alerts.event')),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mailing.letter')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='alerts.subscriber')),
            ],
            options={
                'verbose_name': 'alert to a subscriber',
                'verbose_name_plural': 'alerts to subscribers',
                'default_permissions': [],
                'indexes': [models.Index(condition=models.Q(('letter', None)), fields=['subscriber', 'due_at'], name='alerts_notice_waiting')],
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'event'), name='alerts_notice_once')],
            },
        ),
        migrations.AddField(
            model_name='Subscriber',
            name='topics',
            field=models.ManyToManyField(through='alerts.Subscription', to='alerts.topic'),
        ),
    ]
