-- What the desk remembers of changed facts, to find the texts that still say the old ones (desk/ripple/).

-- Keep the earlier value of a fact that texts repeat: the day of a meeting, a telephone number. The arguments: the kind
-- of the record, and its columns.
CREATE OR REPLACE FUNCTION desk_keep_changed_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    FOR place IN 1 .. TG_NARGS - 1 LOOP
        IF before -> TG_ARGV[place] IS DISTINCT FROM after -> TG_ARGV[place]
            AND coalesce(before -> TG_ARGV[place], 'null') NOT IN ('null', '""', '{}')
        THEN
            INSERT INTO desk_changedfact (subject_kind, subject_id, fact, before)
            VALUES (TG_ARGV[0], OLD.id, TG_ARGV[place], before -> TG_ARGV[place]);
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE TRIGGER desk_keep_changed_facts AFTER UPDATE OF held_on, starts_at, place, course, chair_id ON council_meeting
    FOR EACH ROW EXECUTE FUNCTION desk_keep_changed_facts(
        'council.meeting', 'held_on', 'starts_at', 'place', 'course', 'chair_id'
    );
CREATE TRIGGER desk_keep_changed_facts AFTER UPDATE OF number ON press_phone
    FOR EACH ROW EXECUTE FUNCTION desk_keep_changed_facts('press.phone', 'number');
CREATE TRIGGER desk_keep_changed_facts AFTER UPDATE OF name ON council_person
    FOR EACH ROW EXECUTE FUNCTION desk_keep_changed_facts('council.person', 'name');
CREATE TRIGGER desk_keep_changed_facts AFTER UPDATE OF name, short_name ON council_state
    FOR EACH ROW EXECUTE FUNCTION desk_keep_changed_facts('council.state', 'name', 'short_name');
CREATE TRIGGER desk_keep_changed_facts AFTER UPDATE OF title, acting_title ON council_office
    FOR EACH ROW EXECUTE FUNCTION desk_keep_changed_facts('council.office', 'title', 'acting_title');
