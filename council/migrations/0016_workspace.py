"""The album of a meeting, what calendars must know of meetings, and indexes for the lists of papers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import publishing.clock
from publishing.rowsecurity import visitors_see

COUNTS = """
CREATE OR REPLACE FUNCTION council_meeting_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := site_now();
    IF (OLD.held_on, OLD.starts_at, OLD.ends_at, OLD.zone, OLD.place, OLD.format, OLD.course{more})
        IS DISTINCT FROM (NEW.held_on, NEW.starts_at, NEW.ends_at, NEW.zone, NEW.place, NEW.format, NEW.course{new})
    THEN
        NEW.sequence := OLD.sequence + 1;
    END IF;
    RETURN NEW;
END
$$;
"""

# What visitors saw last is kept as the meeting ends. The desk may do what it likes with the meeting afterwards.
ENTRIES_STAY = """
CREATE FUNCTION council_keep_withdrawn_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO council_withdrawnentry (meeting_id, at, uid, sequence, held_on, starts_at, ends_at, zone, bodies)
    VALUES (
        NEW.id, NEW.live_until, NEW.uid, NEW.sequence, OLD.held_on, OLD.starts_at, OLD.ends_at, OLD.zone,
        ARRAY(SELECT body_id FROM council_meeting_bodies WHERE meeting_id = NEW.id ORDER BY id)
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER council_meeting_withdrawn AFTER UPDATE OF live_until ON council_meeting
    FOR EACH ROW WHEN (
        OLD.live_from IS NOT NULL AND NEW.live_until IS NOT NULL AND NEW.live_until IS DISTINCT FROM OLD.live_until
    ) EXECUTE FUNCTION council_keep_withdrawn_entry();
CREATE TRIGGER council_withdrawnentry_frozen BEFORE UPDATE OR DELETE ON council_withdrawnentry
    FOR EACH ROW EXECUTE FUNCTION council_refuse_change_of_log();

-- Meetings that were withdrawn until now: their entries disappeared, and come back as cancelled.
UPDATE council_meeting SET sequence = sequence + 1 WHERE live_until IS NOT NULL;
INSERT INTO council_withdrawnentry (meeting_id, at, uid, sequence, held_on, starts_at, ends_at, zone, bodies)
    SELECT id, live_until, uid, sequence, held_on, starts_at, ends_at, zone,
        ARRAY(SELECT body_id FROM council_meeting_bodies WHERE meeting_id = m.id ORDER BY id)
    FROM council_meeting m WHERE live_until IS NOT NULL;
"""

ENTRIES_GO = """
DROP TRIGGER council_withdrawnentry_frozen ON council_withdrawnentry;
DROP TRIGGER council_meeting_withdrawn ON council_meeting;
DROP FUNCTION council_keep_withdrawn_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("council", "0015_bodies_rules"), ("photos", "0007_changes")]
    operations = [
        migrations.CreateModel(
            name="MeetingAlbum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "album",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="of_meeting", to="photos.album"
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_album", to="council.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "album of a meeting",
                "verbose_name_plural": "albums of meetings",
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="EntryChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entry_changes", to="council.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "change of an entry",
                "ordering": ["at"],
                "default_permissions": [],
                "constraints": [models.UniqueConstraint(fields=("meeting", "at"), name="council_entrychange_once")],
            },
        ),
        migrations.CreateModel(
            name="WithdrawnEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("uid", models.UUIDField()),
                ("sequence", models.PositiveIntegerField()),
                ("held_on", models.DateField()),
                ("starts_at", models.TimeField(null=True)),
                ("ends_at", models.TimeField(null=True)),
                ("zone", models.CharField(max_length=40)),
                (
                    "bodies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_entries",
                        to="council.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a withdrawn meeting",
                "ordering": ["-at", "-id"],
                "default_permissions": [],
                "indexes": [models.Index(fields=["meeting", "-at"], name="council_withdrawn_latest")],
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                models.OrderBy(models.F("dated"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("live_from__isnull", False)),
                name="council_document_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["kind", "dated"],
                include=["live_from", "live_until"],
                condition=models.Q(("live_from__isnull", False)),
                name="council_document_shelves",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["body", "dated", "id"],
                condition=models.Q(("live_from__isnull", False)),
                name="council_document_of_body",
            ),
        ),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(
            COUNTS.format(more=", OLD.live_until", new=", NEW.live_until"), COUNTS.format(more="", new="")
        ),
        migrations.RunSQL(ENTRIES_STAY, ENTRIES_GO),
        visitors_see(
            "council_meetingalbum",
            """EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id)
            AND EXISTS (SELECT 1 FROM photos_album a WHERE a.id = album_id)""",
            "of_both",
        ),
        visitors_see(
            "council_entrychange",
            "at <= site_now() AND EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id)",
            "that_came",
        ),
        visitors_see("council_withdrawnentry", "at <= site_now()", "that_ended"),
    ]
