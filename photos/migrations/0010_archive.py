"""The archive of photographs: which ones visitors see, and what occurs in them, without a look at all of them.

Whether a photo is shown is known from whatever shows it, in five tables. Put into one condition, as the policies and
PhotoQuerySet.public() do, the planner gathers all that each kind shows before it finds the first photo. Asked of one
photo after the other it is a few looks at indexes: so a function is asked, in the order of an index, until there are
enough. The view reads with its owner's rights. Like those of the search it is no security barrier, for the conditions
of a list must reach the indexes, and visitors' requests send no functions of their own.
"""

from django.db import migrations, models

from publishing.rowsecurity import LIVE, ROLE

# The policies say the same as before. But what EXISTS asks for is gathered whole where the planner expects to ask about
# many photos, and what is looked for never is.
SHOWS = {
    "albums": "photos_albumphoto",
    "editions": "news_editionphoto",
    "meetings": "council_meetingphoto",
    "people": "council_portrait",
}
ONE_BY_ONE = "(SELECT true FROM {table} u WHERE u.photo_id = photos_photo.id LIMIT 1)"
AS_IT_WAS = "EXISTS (SELECT 1 FROM {table} u WHERE u.photo_id = photos_photo.id)"


def policies(condition):
    return "".join(
        f"ALTER POLICY visitors_see_of_{of} ON photos_photo USING ({condition.format(table=table)});\n"
        for of, table in SHOWS.items()
    )


SHOWN = f"""
CREATE FUNCTION photos_is_shown(photo bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (
        EXISTS (SELECT FROM photos_photo p WHERE p.id = photo AND {LIVE})
        OR EXISTS (SELECT FROM photos_albumphoto u JOIN photos_album a ON a.id = u.album_id
            WHERE u.photo_id = photo AND {LIVE})
        OR EXISTS (SELECT FROM news_editionphoto u JOIN news_edition e ON e.id = u.edition_id
            WHERE u.photo_id = photo AND {LIVE})
        OR EXISTS (SELECT FROM council_meetingphoto u JOIN council_meeting m ON m.id = u.meeting_id
            WHERE u.photo_id = photo AND {LIVE})
        OR EXISTS (SELECT FROM council_portrait u JOIN council_term t ON t.person_id = u.person_id
            WHERE u.photo_id = photo AND {LIVE})
    ) AND NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = photo AND s.lifted_at IS NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION photos_is_shown(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION photos_is_shown(bigint) TO {ROLE};
"""

ORIENTATION = """CASE WHEN width > height * 1.05 THEN 'landscape' WHEN height > width * 1.05 THEN 'portrait'
    ELSE 'square' END"""

INDEXES = f"""
CREATE INDEX photos_photo_of_creator ON photos_photo (creator, taken_at DESC NULLS LAST, id DESC);
CREATE INDEX photos_photo_of_place ON photos_photo (md5(place::text), taken_at DESC NULLS LAST, id DESC);
CREATE INDEX photos_photo_of_orientation ON photos_photo (({ORIENTATION}), taken_at DESC NULLS LAST, id DESC);
"""
NO_INDEXES = """
DROP INDEX photos_photo_of_creator;
DROP INDEX photos_photo_of_place;
DROP INDEX photos_photo_of_orientation;
"""

ARCHIVE = f"""
CREATE VIEW photos_archive AS
SELECT id, taken_at, creator, place, md5(place::text) AS place_key, {ORIENTATION} AS orientation, file_name, caption,
    likeness
FROM photos_photo WHERE photos_is_shown(id);
GRANT SELECT ON photos_archive TO {ROLE};
"""

# Each value is looked for behind the one before it, so that a thousand photos with the same cost no more than one.
OFFERED = f"""
CREATE VIEW photos_offered AS
WITH RECURSIVE creators AS (
    (SELECT creator AS value FROM photos_archive WHERE creator > '' ORDER BY creator LIMIT 1)
    UNION ALL
    SELECT (SELECT creator FROM photos_archive WHERE creator > value ORDER BY creator LIMIT 1)
    FROM creators WHERE value IS NOT NULL
), places AS (
    (SELECT place_key AS value, place::text AS place FROM photos_archive ORDER BY place_key LIMIT 1)
    UNION ALL
    SELECT following.* FROM places CROSS JOIN LATERAL (
        SELECT place_key, place::text FROM photos_archive WHERE place_key > value ORDER BY place_key LIMIT 1
    ) following
), years AS (
    (SELECT {{year}} AS first FROM photos_archive WHERE taken_at IS NOT NULL {{latest}})
    UNION ALL
    SELECT (SELECT {{year}} FROM photos_archive WHERE taken_at < first AT TIME ZONE 'Europe/Moscow' {{latest}})
    FROM years WHERE first IS NOT NULL
)
SELECT 'photographer' AS name, value FROM creators WHERE value IS NOT NULL
UNION ALL SELECT 'place', place FROM places
UNION ALL SELECT 'year', to_char(first, 'FMYYYY') FROM years WHERE first IS NOT NULL
UNION ALL SELECT 'orientation', one FROM unnest(ARRAY['landscape', 'portrait', 'square']) one CROSS JOIN LATERAL (
    SELECT FROM photos_archive WHERE orientation = one {{latest}}
) any_of_it;
GRANT SELECT ON photos_offered TO {ROLE};
""".format(
    year="date_trunc('year', taken_at AT TIME ZONE 'Europe/Moscow')",
    latest="ORDER BY taken_at DESC NULLS LAST, id DESC LIMIT 1",
)


class Migration(migrations.Migration):
    dependencies = [("photos", "0009_rendition_order"), ("council", "0016_workspace"), ("news", "0011_archive")]
    operations = [
        migrations.RunSQL(policies(ONE_BY_ONE), policies(AS_IT_WAS)),
        migrations.RunSQL(SHOWN, "DROP FUNCTION photos_is_shown(bigint);"),
        migrations.RunSQL(INDEXES, NO_INDEXES),
        migrations.RunSQL(ARCHIVE, "DROP VIEW photos_archive;"),
        migrations.RunSQL(OFFERED, "DROP VIEW photos_offered;"),
        migrations.CreateModel(
            name="ArchivedPhoto",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("taken_at", models.DateTimeField(null=True)),
                ("creator", models.CharField(max_length=200)),
                ("place", models.JSONField(default=dict)),
                ("place_key", models.CharField(max_length=32)),
                ("orientation", models.CharField(max_length=9)),
                ("file_name", models.CharField(max_length=120)),
                ("caption", models.JSONField(default=dict)),
                ("likeness", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "photos_archive", "managed": False, "default_permissions": []},
        ),
        migrations.CreateModel(
            name="Offered",
            fields=[
                ("name", models.CharField(max_length=12)),
                ("value", models.TextField(primary_key=True, serialize=False)),
            ],
            options={"db_table": "photos_offered", "managed": False, "default_permissions": []},
        ),
    ]
