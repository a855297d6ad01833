"""A withdrawal ends a text in its language: nothing of it stays on the schedule, and what never opened is set aside."""

from django.db import migrations, models
from django.db.models import Q

from publishing.rowsecurity import freeze

BEFORE = ["live_from", "live_until", "first_published_at", "stage", "approved_digest", "unreviewed_reason"]
NOW = [*BEFORE, "set_aside_at"]

# The withdrawal waits for whoever is about to schedule an edition, then looks. Whoever comes after it has to wait in
# turn, and what is scheduled then is a new decision. The article's row stands first, as everywhere.
ENDS_ALL = """
CREATE FUNCTION news_withdrawal_ends_all() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    standing bigint;
BEGIN
    PERFORM FROM news_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    PERFORM FROM news_edition WHERE article_id = NEW.article_id AND language = NEW.language ORDER BY id
        FOR NO KEY UPDATE;
    SELECT id INTO standing FROM news_edition WHERE article_id = NEW.article_id AND language = NEW.language
        AND live_from IS NOT NULL AND (live_until IS NULL OR live_until > NEW.at) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'What is withdrawn has no edition that is public or scheduled (news_edition %).', standing
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER news_withdrawal_ends_all BEFORE INSERT ON news_withdrawal
    FOR EACH ROW EXECUTE FUNCTION news_withdrawal_ends_all();
"""
NO_END = """
DROP TRIGGER news_withdrawal_ends_all ON news_withdrawal;
DROP FUNCTION news_withdrawal_ends_all();
"""

SET_ASIDE = """
CREATE TRIGGER news_edition_set_aside BEFORE UPDATE ON news_edition
    FOR EACH ROW WHEN (OLD.set_aside_at IS NOT NULL) EXECUTE FUNCTION publishing_refuse_change('{}');
"""


def refrozen():
    """Replace the trigger by one that knows the new columns; backwards, put the old one in its place."""
    old, new = freeze("news_edition", movable=BEFORE), freeze("news_edition", movable=NOW)
    return [
        migrations.RunSQL(old.reverse_sql, old.sql),
        migrations.RunSQL(new.sql, new.reverse_sql),
    ]


class Migration(migrations.Migration):
    dependencies = [("news", "0011_archive")]
    operations = [
        migrations.AddField("edition", "set_aside_at", models.DateTimeField(editable=False, null=True)),
        migrations.RemoveConstraint("edition", "news_edition_one_open_draft"),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                fields=("article", "language"),
                condition=Q(("live_from__isnull", True), ("set_aside_at__isnull", True)),
                name="news_edition_one_open_draft",
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=Q(("live_from__isnull", True), ("set_aside_at__isnull", True), _connector="OR"),
                name="news_edition_set_aside_is_never_public",
            ),
        ),
        *refrozen(),
        migrations.RunSQL(SET_ASIDE, "DROP TRIGGER news_edition_set_aside ON news_edition;"),
        migrations.RunSQL(ENDS_ALL, NO_END),
    ]
