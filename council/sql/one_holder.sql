-- An office that one person holds at a time never has two holders.

-- The terms that overlap the given one, if its office is held by one person at a time.
CREATE OR REPLACE FUNCTION council_other_holders(
    office bigint, term bigint, first_day date, first_known text, last_day date, last_known text
) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT other.id FROM council_term other
    JOIN council_office held ON held.id = other.office_id AND held.single_holder
    WHERE other.office_id = office AND other.id IS DISTINCT FROM term
    AND council_certain_days(other.start, other.start_precision, other."end", other.end_precision)
        && council_certain_days(first_day, first_known, last_day, last_known)
$$;

-- A term that overlaps another of an office of one holder.
CREATE OR REPLACE FUNCTION council_refuse_two_holders() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other bigint;
BEGIN
    -- One at a time for each office: what another transaction is about to write counts too.
    PERFORM pg_advisory_xact_lock(hashtextextended('council.office ' || NEW.office_id, 0));
    SELECT holder INTO other FROM council_other_holders(
        NEW.office_id, NEW.id, NEW.start, NEW.start_precision, NEW."end", NEW.end_precision
    ) holder LIMIT 1;
    IF other IS NOT NULL THEN
        RAISE EXCEPTION 'Term % overlaps term % of the same office, which one person holds at a time.', NEW.id, other
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'council_term_one_holder';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER council_term_one_holder
    AFTER INSERT OR UPDATE OF office_id, start, start_precision, "end", end_precision ON council_term
    FOR EACH ROW EXECUTE FUNCTION council_refuse_two_holders();

-- An office becomes one of a single holder only if its terms do not overlap.
CREATE OR REPLACE FUNCTION council_refuse_one_holder_too_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('council.office ' || NEW.id, 0));
    IF EXISTS (
        SELECT FROM council_term held, council_other_holders(
            held.office_id, held.id, held.start, held.start_precision, held."end", held.end_precision
        ) WHERE held.office_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'Office % has terms that overlap.', NEW.id
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'council_office_one_holder';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER council_office_one_holder AFTER UPDATE OF single_holder ON council_office
    FOR EACH ROW WHEN (NEW.single_holder) EXECUTE FUNCTION council_refuse_one_holder_too_late();
