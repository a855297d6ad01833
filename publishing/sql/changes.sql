-- The numbered changes: what opens, closes or is amended gets a number as soon as its moment has come and somebody
-- asks.

-- Note the moment at which something happens to a subject, or delete the note if it will not happen.
CREATE OR REPLACE FUNCTION publishing_keep_boundary(kind text, subject bigint, happens text,
    was timestamptz, becomes timestamptz)
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

-- Note when a row opens and closes. What has a number already keeps it.
CREATE OR REPLACE FUNCTION publishing_keep_boundaries() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF TG_NARGS > 1 THEN
        closes := least(closes, (to_jsonb(NEW) ->> TG_ARGV[1])::timestamptz);
        closed := CASE WHEN TG_OP = 'UPDATE' THEN least(closed, (to_jsonb(OLD) ->> TG_ARGV[1])::timestamptz) END;
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

-- Note the moment of an amendment, so that it is numbered.
CREATE OR REPLACE FUNCTION publishing_keep_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM publishing_keep_boundary(NEW.subject_kind, NEW.subject_id, 'amended', NULL, NEW.at);
    RETURN NEW;
END
$$;

CREATE TRIGGER publishing_amendment_sequenced AFTER INSERT ON publishing_amendment
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_amendment();

-- Whether the moment of anything has come that has no number yet. In a rehearsal it comes for nothing.
CREATE OR REPLACE FUNCTION publishing_changes_are_due() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
    SELECT current_setting('newsroom.rehearsal', true) IS DISTINCT FROM 'on'
        AND EXISTS (SELECT FROM publishing_boundary WHERE at <= site_now())
$$;

GRANT EXECUTE ON FUNCTION publishing_changes_are_due() TO newsroom_visitor;

-- Give numbers to everything whose moment has come, one transaction at a time. What ends at a moment comes before what
-- begins at it.
CREATE OR REPLACE FUNCTION publishing_sequence_changes() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
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

REVOKE ALL ON FUNCTION publishing_sequence_changes() FROM newsroom_visitor;

-- Which changes visitors see is said by a policy in syndication.
ALTER TABLE publishing_change ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON publishing_change TO newsroom_visitor;
