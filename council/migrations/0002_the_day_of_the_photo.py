from django.db import migrations, models

# Nothing that is recorded or shown changes, so no trigger is asked.
FILL = """
ALTER TABLE council_personshown DISABLE TRIGGER USER;
UPDATE council_personshown s SET taken_on = (p.taken_at AT TIME ZONE 'Europe/Moscow')::date
    FROM photos_photo p WHERE p.id = s.photo_id AND p.taken_at IS NOT NULL;
ALTER TABLE council_personshown ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """Who is in a photo is looked for by the day on which it was taken (council/sql/pictured.sql)."""

    dependencies = [("council", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="personshown",
            name="taken_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="personshown",
            index=models.Index(fields=["person", "taken_on"], name="council_personshown_taken"),
        ),
    ]
