"""What visitors may read: contacts that are or have been in office, not the one to come."""

from django.db import migrations

from publishing.rowsecurity import visitors_see, visitors_see_children


class Migration(migrations.Migration):
    dependencies = [("press", "0001_initial"), ("publishing", "0003_role_and_triggers")]
    operations = [
        visitors_see("press_contact", "since <= (site_now() AT TIME ZONE 'Europe/Moscow')::date", "known"),
        visitors_see_children("press_phone", parent="press_contact", key="contact_id"),
    ]
