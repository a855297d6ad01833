import django.db.models.deletion
import publishing.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('publishing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name='when')),
                ('what', models.CharField(choices=[('log-in', 'logged in'), ('new-place', 'logged in from a new place'), ('locked', 'log-in locked after wrong passwords or codes'), ('password', 'changed the password'), ('reset', 'set a new password by email'), ('given', 'was given a new password'), ('app-added', 'set up an authenticator app'), ('app-removed', 'removed the authenticator app'), ('key-added', 'added a passkey'), ('key-removed', 'removed a passkey'), ('codes', 'created new recovery codes'), ('code-used', 'logged in with a recovery code'), ('factors', 'two-step verification reset by an administrator'), ('sessions', 'was logged out everywhere'), ('roles', 'has other roles'), ('closed', 'account closed'), ('opened', 'account opened again')], max_length=12, verbose_name='what')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='address')),
                ('browser', models.CharField(blank=True, max_length=60, verbose_name='browser')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('by', models.ForeignKey(help_text='Who did it, if it was not the owner of the account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account_events', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'account event',
                'verbose_name_plural': 'account events',
                'ordering': ['-at', '-id'],
                'default_permissions': ['view'],
                'indexes': [models.Index(fields=['-at', '-id'], name='accounts_event_newest'), models.Index(fields=['person', 'what', '-at'], name='accounts_event_person')],
            },
        ),
    ]
