-- What happened to accounts is part of the sealed record (publishing/sql/sealed_record.sql).

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_accountevent
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER is_sealed AFTER INSERT ON accounts_accountevent
    FOR EACH ROW EXECUTE FUNCTION publishing_note_unsealed();
SELECT publishing_note_all_unsealed('accounts_accountevent');
