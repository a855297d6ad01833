-- A number that was given to a document is never given again or taken back.

CREATE OR REPLACE FUNCTION council_refuse_change_of_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A number that was given is never given again or taken back.'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER council_numbergiven_frozen BEFORE UPDATE OR DELETE ON council_numbergiven
    FOR EACH ROW EXECUTE FUNCTION council_refuse_change_of_number();
