"""Versions kept of every edition, and an approval that may still come after the publication."""

from django.db import migrations

from publishing.rowsecurity import freeze

BEFORE = ["live_from", "live_until", "first_published_at", "stage"]
NOW = [*BEFORE, "approved_digest", "unreviewed_reason"]


def refrozen():
    """Replace the trigger by one that knows the new columns; backwards, put the old one in its place."""
    old, new = freeze("news_edition", movable=BEFORE), freeze("news_edition", movable=NOW)
    return [
        migrations.RunSQL(old.reverse_sql, old.sql),
        migrations.RunSQL(new.sql, new.reverse_sql),
    ]


class Migration(migrations.Migration):
    dependencies = [("news", "0003_review")]
    operations = refrozen()
