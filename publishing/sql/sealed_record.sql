-- The record of who did what: every entry is copied once more, and neither is ever rewritten.

-- For tables to which rows are only ever added.
CREATE OR REPLACE FUNCTION publishing_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record is only ever added to (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

-- For tables whose entries are sealed: note each new one until it is. The note becomes visible together with the entry,
-- in whatever order transactions are committed, and is restored with it.
CREATE OR REPLACE FUNCTION publishing_note_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO publishing_unsealedentry (table_name, row_id) VALUES (TG_TABLE_NAME, NEW.id);
    RETURN NULL;
END
$$;

-- Note what a table held before its trigger was there. The trigger is made first: making it waits for those who are
-- writing, and lets nobody write until the commit.
CREATE OR REPLACE FUNCTION publishing_note_all_unsealed(kept name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO publishing_unsealedentry (table_name, row_id) SELECT %1$L, id FROM %1$I t'
        ' WHERE NOT EXISTS (SELECT FROM publishing_sealedentry s WHERE s.table_name = %1$L AND s.row_id = t.id)'
        ' AND NOT EXISTS (SELECT FROM publishing_unsealedentry u WHERE u.table_name = %1$L AND u.row_id = t.id)', kept);
END
$$;

-- Seal what has been committed since the last time. A lock lets one session seal at a time, so that numbers rise in the
-- order of commits; those who write entries do not wait for it.
CREATE OR REPLACE FUNCTION publishing_seal_record() RETURNS void LANGUAGE plpgsql
SET search_path FROM CURRENT SET timezone TO 'UTC' AS $$
DECLARE
    kept name;
    numbers bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('publishing_sealedentry'));
    FOR kept, numbers IN
        WITH noted AS (DELETE FROM publishing_unsealedentry RETURNING table_name, row_id)
        SELECT table_name, array_agg(row_id) FROM noted GROUP BY table_name ORDER BY table_name
    LOOP
        EXECUTE format(
            'INSERT INTO publishing_sealedentry (sequence, table_name, row_id, content, hash)'
            ' SELECT (SELECT coalesce(max(sequence), 0) FROM publishing_sealedentry) + row_number() OVER (ORDER BY id),'
            ' %1$L, id, to_jsonb(t), '''' FROM %1$I t WHERE id = ANY ($1)'
            ' AND NOT EXISTS (SELECT FROM publishing_sealedentry s WHERE s.table_name = %1$L AND s.row_id = t.id)', kept)
            USING numbers;
    END LOOP;
END
$$;

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON publishing_sealedentry
    EXECUTE FUNCTION publishing_refuse_rewriting();

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON publishing_timelineentry
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER is_sealed AFTER INSERT ON publishing_timelineentry
    FOR EACH ROW EXECUTE FUNCTION publishing_note_unsealed();
SELECT publishing_note_all_unsealed('publishing_timelineentry');

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON publishing_amendment
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER is_sealed AFTER INSERT ON publishing_amendment
    FOR EACH ROW EXECUTE FUNCTION publishing_note_unsealed();
SELECT publishing_note_all_unsealed('publishing_amendment');

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON publishing_amendedrow
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER is_sealed AFTER INSERT ON publishing_amendedrow
    FOR EACH ROW EXECUTE FUNCTION publishing_note_unsealed();
SELECT publishing_note_all_unsealed('publishing_amendedrow');
