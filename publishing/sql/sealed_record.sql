-- The record of who did what is sealed: each entry is chained to all before it, and none is rewritten.

CREATE OR REPLACE FUNCTION publishing_keep_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record is only ever added to (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

-- Seal what has been committed since the last time, of every table with a trigger TABLE_chained. A lock lets one
-- session seal at a time; those who write entries do not wait for it.
CREATE OR REPLACE FUNCTION publishing_seal_record() RETURNS void LANGUAGE plpgsql
SET search_path FROM CURRENT SET timezone TO 'UTC' AS $$
DECLARE
    number bigint;
    head text;
    kept name;
    entry jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('publishing_sealedentry'));
    SELECT sequence, hash INTO number, head FROM publishing_sealedentry ORDER BY sequence DESC LIMIT 1;
    number := coalesce(number, 0);
    head := coalesce(head, '');
    FOR kept IN
        SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE t.tgname = c.relname || '_chained' ORDER BY 1
    LOOP
        FOR entry IN EXECUTE format(
            'SELECT to_jsonb(t) FROM %I t WHERE NOT EXISTS (SELECT FROM publishing_sealedentry s'
            ' WHERE s.table_name = %L AND s.row_id = t.id) ORDER BY t.id', kept, kept)
        LOOP
            number := number + 1;
            head := encode(sha256(convert_to(concat_ws(' ', head, number, kept, entry), 'UTF8')), 'hex');
            INSERT INTO publishing_sealedentry (sequence, table_name, row_id, content, hash)
                VALUES (number, kept, (entry ->> 'id')::bigint, entry, head);
        END LOOP;
    END LOOP;
END
$$;

CREATE TRIGGER publishing_sealedentry_frozen BEFORE UPDATE OR DELETE ON publishing_sealedentry
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_as_written();
CREATE TRIGGER publishing_sealedentry_not_emptied BEFORE TRUNCATE ON publishing_sealedentry
    EXECUTE FUNCTION publishing_keep_as_written();

CREATE TRIGGER publishing_timelineentry_chained BEFORE UPDATE OR DELETE ON publishing_timelineentry
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_as_written();
CREATE TRIGGER publishing_timelineentry_not_emptied BEFORE TRUNCATE ON publishing_timelineentry
    EXECUTE FUNCTION publishing_keep_as_written();
CREATE TRIGGER publishing_amendment_chained BEFORE UPDATE OR DELETE ON publishing_amendment
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_as_written();
CREATE TRIGGER publishing_amendment_not_emptied BEFORE TRUNCATE ON publishing_amendment
    EXECUTE FUNCTION publishing_keep_as_written();
CREATE TRIGGER publishing_amendedrow_chained BEFORE UPDATE OR DELETE ON publishing_amendedrow
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_as_written();
CREATE TRIGGER publishing_amendedrow_not_emptied BEFORE TRUNCATE ON publishing_amendedrow
    EXECUTE FUNCTION publishing_keep_as_written();
