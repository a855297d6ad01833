"""Who is in the photographs that visitors see, as far as they know them: see photos.0010_archive."""

import django.db.models.deletion
from django.db import migrations, models

from publishing.rowsecurity import LIVE, ROLE

KNOWN = f"""
CREATE FUNCTION council_is_known(person bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN EXISTS (SELECT FROM council_term t WHERE t.person_id = person AND {LIVE})
        OR EXISTS (SELECT FROM council_meeting m WHERE m.chair_id = person AND {LIVE})
        OR EXISTS (SELECT FROM council_participation a JOIN council_meeting m ON m.id = a.meeting_id
            WHERE a.person_id = person AND {LIVE});
END
$$;
REVOKE EXECUTE ON FUNCTION council_is_known(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION council_is_known(bigint) TO {ROLE};
"""

PICTURED = f"""
CREATE VIEW council_pictured AS
SELECT w.id, w.photo_id, w.person_id, p.taken_at
FROM council_personshown w JOIN photos_photo p ON p.id = w.photo_id JOIN council_person who ON who.id = w.person_id
WHERE photos_is_shown(p.id) AND council_is_known(who.id);
GRANT SELECT ON council_pictured TO {ROLE};
"""


def to(model, **options):
    return models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, to=model, **options)


class Migration(migrations.Migration):
    dependencies = [("council", "0016_workspace"), ("photos", "0010_archive")]
    operations = [
        migrations.RunSQL(KNOWN, "DROP FUNCTION council_is_known(bigint);"),
        migrations.RunSQL(PICTURED, "DROP VIEW council_pictured;"),
        migrations.CreateModel(
            name="Pictured",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_at", models.DateTimeField(null=True)),
                ("photo", to("photos.archivedphoto", related_name="people")),
                ("person", to("council.person", related_name="+")),
            ],
            options={"db_table": "council_pictured", "managed": False, "default_permissions": []},
        ),
    ]
