-- What the database notes by itself when a public meeting changes: its version in calendars, its earlier dates, its
-- last state.

-- Count the versions of a meeting's entry in calendars.
CREATE OR REPLACE FUNCTION council_count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := site_now();
    IF (OLD.held_on, OLD.starts_at, OLD.ends_at, OLD.zone, OLD.place, OLD.format, OLD.course, OLD.live_until)
        IS DISTINCT FROM
        (NEW.held_on, NEW.starts_at, NEW.ends_at, NEW.zone, NEW.place, NEW.format, NEW.course, NEW.live_until)
    THEN
        NEW.sequence := OLD.sequence + 1;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER council_count_version BEFORE UPDATE ON council_meeting
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL) EXECUTE FUNCTION council_count_version();

-- Keep the date that a public meeting had before.
CREATE OR REPLACE FUNCTION council_keep_earlier_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO council_datechange (meeting_id, held_on, starts_at, zone, course)
    VALUES (OLD.id, OLD.held_on, OLD.starts_at, OLD.zone, OLD.course);
    RETURN NULL;
END
$$;

CREATE TRIGGER council_keep_earlier_date AFTER UPDATE ON council_meeting
    FOR EACH ROW WHEN (
        OLD.live_from IS NOT NULL
        AND (OLD.held_on, OLD.starts_at, OLD.zone, OLD.course)
            IS DISTINCT FROM (NEW.held_on, NEW.starts_at, NEW.zone, NEW.course)
    ) EXECUTE FUNCTION council_keep_earlier_date();

-- When a meeting is withdrawn, keep what calendars showed last: they are told of a cancelled event. The desk may edit
-- the meeting afterwards.
CREATE OR REPLACE FUNCTION council_keep_withdrawn_entry() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON council_datechange
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON council_withdrawnentry
    EXECUTE FUNCTION publishing_refuse_rewriting();
