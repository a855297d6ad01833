-- What was kept of a month is never changed: another count is another row.
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_monthreport
    EXECUTE FUNCTION publishing_refuse_rewriting();
