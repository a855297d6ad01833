-- A number that was given to a document is never given again or taken back.

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON council_numbergiven
    EXECUTE FUNCTION publishing_refuse_rewriting();
