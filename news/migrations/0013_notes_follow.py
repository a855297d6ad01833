"""The notes that an edition repeats from those before it follow their moments until it is public."""

from django.db import migrations

from publishing.rowsecurity import freeze

BEFORE = [
    "live_from", "live_until", "first_published_at", "stage", "approved_digest", "unreviewed_reason", "set_aside_at",
]  # fmt: skip
NOW = [*BEFORE, "earlier_notes"]

NOTES_STAY = """
CREATE FUNCTION news_refuse_change_of_notes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What has been published is never changed (% %).', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER news_edition_notes_stay BEFORE UPDATE OF earlier_notes ON news_edition FOR EACH ROW
    WHEN (OLD.live_from <= site_now() AND NEW.earlier_notes IS DISTINCT FROM OLD.earlier_notes)
    EXECUTE FUNCTION news_refuse_change_of_notes();
"""
NOTES_MOVE = """
DROP TRIGGER news_edition_notes_stay ON news_edition;
DROP FUNCTION news_refuse_change_of_notes();
"""


def refrozen():
    """Replace the trigger by one that knows the new columns; backwards, put the old one in its place."""
    old, new = freeze("news_edition", movable=BEFORE), freeze("news_edition", movable=NOW)
    return [
        migrations.RunSQL(old.reverse_sql, old.sql),
        migrations.RunSQL(new.sql, new.reverse_sql),
    ]


class Migration(migrations.Migration):
    dependencies = [("news", "0012_ends")]
    operations = [*refrozen(), migrations.RunSQL(NOTES_STAY, NOTES_MOVE)]
