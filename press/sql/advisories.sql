-- Changes of public advisories get a new version in calendars and are recorded; openings and ends are numbered.

-- Count the versions of an advisory's entry in calendars.
CREATE OR REPLACE FUNCTION press_count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := site_now();
    IF (OLD.held_on, OLD.starts_at, OLD.ends_at, OLD.zone, OLD.place, OLD.cancelled_because)
        IS DISTINCT FROM (NEW.held_on, NEW.starts_at, NEW.ends_at, NEW.zone, NEW.place, NEW.cancelled_because) THEN
        NEW.sequence := OLD.sequence + 1;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER press_count_version BEFORE UPDATE ON press_advisory
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL) EXECUTE FUNCTION press_count_version();

-- Keep the date that a public advisory had before, and whether it was cancelled.
CREATE OR REPLACE FUNCTION press_keep_earlier_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO press_advisorydatechange (advisory_id, held_on, starts_at, zone, was_cancelled)
    VALUES (
        OLD.id, OLD.held_on, OLD.starts_at, OLD.zone,
        EXISTS (SELECT FROM jsonb_each_text(OLD.cancelled_because) AS each(language, words) WHERE words <> '')
    );
    RETURN NULL;
END
$$;

CREATE TRIGGER press_keep_earlier_date AFTER UPDATE ON press_advisory
    FOR EACH ROW WHEN (
        OLD.live_from <= site_now()
        AND (OLD.held_on, OLD.starts_at, OLD.zone, OLD.cancelled_because)
            IS DISTINCT FROM (NEW.held_on, NEW.starts_at, NEW.zone, NEW.cancelled_because)
    ) EXECUTE FUNCTION press_keep_earlier_date();

CREATE TRIGGER press_advisory_recorded BEFORE UPDATE OR DELETE ON press_advisory
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change(
        'press.advisory', 'press_advisory', 'id', '{live_from, live_until, uid, sequence, changed_at}'
    );
CREATE POLICY visitors_see_of_press_advisory ON publishing_amendment FOR SELECT TO newsroom_visitor
    USING (
        subject_kind = 'press.advisory' AND kind <> 'minor'
        AND EXISTS (SELECT 1 FROM press_advisory s WHERE s.id = subject_id)
    );

CREATE TRIGGER press_advisory_sequenced AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until ON press_advisory
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('press.advisory');
