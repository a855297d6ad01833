"""Who may read of bodies and moved meetings, and what the database writes down itself when a public meeting changes."""

from django.db import migrations

from publishing.rowsecurity import (
    LIVE,
    record_changes,
    record_changes_of_parts,
    visitors_see,
    visitors_see_children,
)

CHANGES = """
CREATE FUNCTION council_meeting_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := site_now();
    IF (OLD.held_on, OLD.starts_at, OLD.ends_at, OLD.zone, OLD.place, OLD.format, OLD.course)
        IS DISTINCT FROM (NEW.held_on, NEW.starts_at, NEW.ends_at, NEW.zone, NEW.place, NEW.format, NEW.course) THEN
        NEW.sequence := OLD.sequence + 1;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER council_meeting_counts BEFORE UPDATE ON council_meeting
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL) EXECUTE FUNCTION council_meeting_counts();

CREATE FUNCTION council_meeting_was_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO council_datechange (meeting_id, held_on, starts_at, zone, course)
    VALUES (OLD.id, OLD.held_on, OLD.starts_at, OLD.zone, OLD.course);
    RETURN NULL;
END
$$;
CREATE TRIGGER council_meeting_was_moved AFTER UPDATE ON council_meeting
    FOR EACH ROW WHEN (
        OLD.live_from IS NOT NULL
        AND (OLD.held_on, OLD.starts_at, OLD.zone, OLD.course)
            IS DISTINCT FROM (NEW.held_on, NEW.starts_at, NEW.zone, NEW.course)
    ) EXECUTE FUNCTION council_meeting_was_moved();

CREATE FUNCTION council_refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log of moved meetings is only ever added to.'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER council_datechange_frozen BEFORE UPDATE OR DELETE ON council_datechange
    FOR EACH ROW EXECUTE FUNCTION council_refuse_change_of_log();
"""

NO_CHANGES = """
DROP TRIGGER council_datechange_frozen ON council_datechange;
DROP FUNCTION council_refuse_change_of_log();
DROP TRIGGER council_meeting_was_moved ON council_meeting;
DROP FUNCTION council_meeting_was_moved();
DROP TRIGGER council_meeting_counts ON council_meeting;
DROP FUNCTION council_meeting_counts();
"""


# As it was before there were columns that the database fills in by itself.
RECORDED = record_changes("council_meeting", "council.meeting")


def meetings_of_the_permanent_council(apps, schema_editor):
    """Every meeting on record so far is one of the Permanent Council."""
    Body, Meeting = apps.get_model("council", "Body"), apps.get_model("council", "Meeting")
    if Meeting.objects.exists():
        council = Body.objects.create(
            slug="permanent-council",
            name={"ru": "Постоянный совет", "en": "Permanent Council"},
            name_of={"ru": "Постоянного совета", "en": "the Permanent Council"},
        )
        council.meetings.set(Meeting.objects.all())


class Migration(migrations.Migration):
    dependencies = [("council", "0007_meetings"), ("publishing", "0005_amendments")]
    operations = [
        migrations.RunPython(meetings_of_the_permanent_council, migrations.RunPython.noop),
        # The new rows are checked now: a table with checks still to come cannot be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(CHANGES, NO_CHANGES),
        migrations.RunSQL(RECORDED.reverse_sql, RECORDED.sql),
        record_changes("council_meeting", "council.meeting", mechanical=["uid", "sequence", "changed_at"]),
        record_changes_of_parts("council_meeting_bodies", "council_meeting", "council.meeting", key="meeting_id"),
        visitors_see("council_body"),
        visitors_see_children("council_meeting_bodies", parent="council_meeting", key="meeting_id"),
        visitors_see(
            "council_datechange",
            f"EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id AND {LIVE.replace('live_', 'm.live_')})"
            " AND at <= site_now()",
            "of_public_meetings",
        ),
    ]
