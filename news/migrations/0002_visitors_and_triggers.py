"""One public edition at a time, what visitors may read, and what nobody may change."""

from django.db import migrations

from publishing.rowsecurity import freeze, freeze_children, visitors_see, visitors_see_children, visitors_see_live

# Core GiST knows ranges, so numbers and texts stand in it as ranges of one value, and no extension is needed.
ONE_PUBLIC_EDITION = """
CREATE TYPE text_range AS RANGE (subtype = text);
ALTER TABLE news_edition ADD CONSTRAINT news_edition_one_public EXCLUDE USING gist (
    int8range(article_id, article_id, '[]') WITH &&,
    text_range(language, language, '[]') WITH &&,
    tstzrange(live_from, live_until) WITH &&
) WHERE (live_from IS NOT NULL);
"""

NO_SUCH_LAW = """
ALTER TABLE news_edition DROP CONSTRAINT news_edition_one_public;
DROP TYPE text_range;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0001_initial"),
        ("council", "0002_visitors"),
        ("press", "0002_visitors"),
        ("photos", "0002_visitors"),
        ("publishing", "0003_role_and_triggers"),
    ]
    operations = [
        migrations.RunSQL(ONE_PUBLIC_EDITION, NO_SUCH_LAW),
        freeze("news_edition", movable=["live_from", "live_until", "first_published_at", "stage"]),
        freeze_children("news_editionphoto", parent="news_edition", key="edition_id"),
        freeze_children("news_turn", parent="news_edition", key="edition_id"),
        freeze_children("news_attachment", parent="news_edition", key="edition_id"),
        visitors_see("news_section"),
        visitors_see_live("news_edition"),
        visitors_see_children("news_editionphoto", parent="news_edition", key="edition_id"),
        visitors_see_children("news_turn", parent="news_edition", key="edition_id"),
        visitors_see_children("news_attachment", parent="news_edition", key="edition_id"),
        visitors_see("news_withdrawal", "at <= site_now()", "past"),
        visitors_see(
            "news_article",
            """EXISTS (SELECT 1 FROM news_edition e WHERE e.article_id = news_article.id)
            OR EXISTS (SELECT 1 FROM news_withdrawal w WHERE w.article_id = news_article.id)""",
            "that_appeared",
        ),
        visitors_see(
            "photos_photo",
            "EXISTS (SELECT 1 FROM news_editionphoto u WHERE u.photo_id = photos_photo.id)",
            "of_editions",
        ),
    ]
