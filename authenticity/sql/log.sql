-- Rows of what was signed are added, and never changed or deleted.

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON authenticity_entry
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON authenticity_seal
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON authenticity_statement
    EXECUTE FUNCTION publishing_refuse_rewriting();
