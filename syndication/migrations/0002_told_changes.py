"""A numbered change of a photograph is told to visitors once something that has begun shows it."""

from django.db import migrations

from publishing.rowsecurity import ROLE

# Public files of a photo that only a scheduled edition shows are entered as a change beforehand, so that whoever makes
# them while the edition opens is not missed. Until then visitors have no business with the number of that change.
TOLD = f"""
CREATE FUNCTION syndication_is_told(kind text, subject bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT kind <> 'photos.photo'
        OR EXISTS (SELECT FROM photos_photo p WHERE p.id = subject AND p.live_from <= site_now())
        OR EXISTS (
            SELECT FROM news_editionphoto u JOIN news_edition e ON e.id = u.edition_id
            WHERE u.photo_id = subject AND e.live_from <= site_now()
        )
$$;
REVOKE EXECUTE ON FUNCTION syndication_is_told(text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION syndication_is_told(text, bigint) TO {ROLE};
DROP POLICY visitors_see_public ON publishing_change;
CREATE POLICY visitors_see_told ON publishing_change FOR SELECT TO {ROLE}
    USING (syndication_is_told(subject_kind, subject_id));
"""
ALL = f"""
DROP POLICY visitors_see_told ON publishing_change;
CREATE POLICY visitors_see_public ON publishing_change FOR SELECT TO {ROLE} USING (true);
DROP FUNCTION syndication_is_told(text, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("syndication", "0001_wires"), ("news", "0009_changes"), ("photos", "0007_changes")]
    operations = [migrations.RunSQL(TOLD, ALL)]
