-- What happened to accounts is part of the sealed record (publishing/sql/sealed_record.sql).

CREATE TRIGGER accounts_accountevent_chained BEFORE UPDATE OR DELETE ON accounts_accountevent
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_as_written();
CREATE TRIGGER accounts_accountevent_not_emptied BEFORE TRUNCATE ON accounts_accountevent
    EXECUTE FUNCTION publishing_keep_as_written();
