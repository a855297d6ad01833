"""The numbered changes of what is public, and how often one visitor may ask."""

from django.db import migrations, models

from publishing.rowsecurity import visitors_see

SEQUENCED = """
-- Keep the instants at which a row opens and closes; those that have been entered already stay entered.
CREATE FUNCTION publishing_keep_boundaries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind text := TG_ARGV[0];
    opens timestamptz;
    closes timestamptz;
    opened timestamptz;
    closed timestamptz;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM publishing_boundary WHERE subject_kind = kind AND subject_id = OLD.id;
        RETURN OLD;
    END IF;
    opens := NEW.live_from;
    closes := NEW.live_until;
    IF TG_OP = 'UPDATE' THEN
        opened := OLD.live_from;
        closed := OLD.live_until;
    END IF;
    -- What had ended and goes on opens again, at the moment that was decided.
    IF closed <= site_now() AND (closes IS NULL OR closes > site_now()) AND opens IS NOT DISTINCT FROM opened THEN
        opens := site_now();
    END IF;
    PERFORM publishing_keep_boundary(kind, NEW.id, 'opened', opened, opens);
    PERFORM publishing_keep_boundary(kind, NEW.id, 'closed', closed, closes);
    RETURN NEW;
END
$$;

CREATE FUNCTION publishing_keep_boundary(kind text, subject bigint, happens text, was timestamptz, becomes timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF becomes IS NULL THEN
        DELETE FROM publishing_boundary WHERE subject_kind = kind AND subject_id = subject AND what = happens;
    ELSIF becomes IS DISTINCT FROM was THEN
        INSERT INTO publishing_boundary (subject_kind, subject_id, what, at) VALUES (kind, subject, happens, becomes)
            ON CONFLICT (subject_kind, subject_id, what) DO UPDATE SET at = EXCLUDED.at;
    END IF;
END
$$;

CREATE FUNCTION publishing_keep_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM publishing_keep_boundary(NEW.subject_kind, NEW.subject_id, 'amended', NULL, NEW.at);
    RETURN NEW;
END
$$;
CREATE TRIGGER publishing_amendment_sequenced AFTER INSERT ON publishing_amendment
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_amendment();

-- Enter what has come, one transaction after another. What ended at an instant stands before what began at it.
CREATE FUNCTION publishing_sequence_changes() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
    IF current_setting('newsroom.rehearsal', true) = 'on'
            OR NOT EXISTS (SELECT FROM publishing_boundary WHERE at <= site_now()) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('publishing_change'));
    WITH due AS (
        DELETE FROM publishing_boundary WHERE at <= site_now() RETURNING subject_kind, subject_id, what, at
    ), ordered AS (
        SELECT * FROM due
        ORDER BY at, array_position(ARRAY['closed', 'amended', 'opened'], what), subject_kind, subject_id
    )
    INSERT INTO publishing_change (subject_kind, subject_id, what, at, recorded_at)
        SELECT subject_kind, subject_id, what, at, site_now() FROM ordered;
END
$$;
GRANT EXECUTE ON FUNCTION publishing_sequence_changes() TO newsroom_visitor;

-- How often a visitor asked for something in the present stretch of time. It may be lost: UNLOGGED costs no disk.
CREATE UNLOGGED TABLE publishing_count (
    what text NOT NULL,
    key text NOT NULL,
    stretch bigint NOT NULL,
    number integer NOT NULL,
    ends timestamptz NOT NULL,
    PRIMARY KEY (what, key, stretch)
);
CREATE INDEX publishing_count_ends ON publishing_count (ends);
CREATE FUNCTION publishing_count(asked text, of_key text, seconds integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    this bigint := floor(extract(epoch FROM statement_timestamp()) / seconds);
    counted integer;
BEGIN
    DELETE FROM publishing_count c WHERE c.ctid IN (
        SELECT ctid FROM publishing_count WHERE ends < statement_timestamp() LIMIT 100 FOR UPDATE SKIP LOCKED
    );
    INSERT INTO publishing_count AS c VALUES (asked, of_key, this, 1, to_timestamp((this + 1) * seconds))
        ON CONFLICT (what, key, stretch) DO UPDATE SET number = c.number + 1 RETURNING number INTO counted;
    RETURN counted;
END
$$;
GRANT EXECUTE ON FUNCTION publishing_count(text, text, integer) TO newsroom_visitor;
"""

FORGET = """
DROP FUNCTION publishing_count(text, text, integer);
DROP TABLE publishing_count;
DROP FUNCTION publishing_sequence_changes();
DROP TRIGGER publishing_amendment_sequenced ON publishing_amendment;
DROP FUNCTION publishing_keep_amendment();
DROP FUNCTION publishing_keep_boundaries();
DROP FUNCTION publishing_keep_boundary(text, bigint, text, timestamptz, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_amendments")]
    operations = [
        migrations.CreateModel(
            name="Boundary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_id", models.PositiveBigIntegerField()),
                ("what", models.CharField(max_length=7)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "coming change",
                "verbose_name_plural": "coming changes",
                "default_permissions": [],
                "indexes": [models.Index(fields=["at"], name="publishing_boundary_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id", "what"), name="publishing_boundary_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("sequence", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_id", models.PositiveBigIntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[("opened", "became public"), ("closed", "ended"), ("amended", "changed while public")],
                        max_length=7,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "numbered change",
                "verbose_name_plural": "numbered changes",
                "ordering": ["sequence"],
                "default_permissions": [],
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id", "-sequence"], name="publishing_change_subject"),
                    models.Index(fields=["subject_kind", "-at"], name="publishing_change_at"),
                ],
            },
        ),
        migrations.RunSQL(SEQUENCED, FORGET),
        visitors_see("publishing_change"),
    ]
