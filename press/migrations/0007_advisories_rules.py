"""Visitors read public advisories and nothing of who asked; the database counts the changes of an advisory."""

from django.db import migrations

from publishing.rowsecurity import record_changes, sequence_changes, visitors_see_live

COUNTED = """
CREATE FUNCTION press_advisory_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := site_now();
    IF (OLD.held_on, OLD.starts_at, OLD.ends_at, OLD.zone, OLD.place, OLD.cancelled_because)
        IS DISTINCT FROM (NEW.held_on, NEW.starts_at, NEW.ends_at, NEW.zone, NEW.place, NEW.cancelled_because) THEN
        NEW.sequence := OLD.sequence + 1;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER press_advisory_counts BEFORE UPDATE ON press_advisory
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL) EXECUTE FUNCTION press_advisory_counts();
"""

NOT_COUNTED = """
DROP TRIGGER press_advisory_counts ON press_advisory;
DROP FUNCTION press_advisory_counts();
"""


class Migration(migrations.Migration):
    dependencies = [("press", "0006_advisories"), ("publishing", "0006_changes")]
    operations = [
        migrations.RunSQL(COUNTED, NOT_COUNTED),
        visitors_see_live("press_advisory"),
        record_changes("press_advisory", "press.advisory", mechanical=["uid", "sequence", "changed_at"]),
        sequence_changes("press_advisory", "press.advisory"),
    ]
