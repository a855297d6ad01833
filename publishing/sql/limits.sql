-- How often one visitor may ask.

-- Count one more request in the present period of so many seconds, and return how many there were. A hundred rows of
-- past periods are deleted on the way.
CREATE OR REPLACE FUNCTION publishing_count(asked text, of_key text, seconds integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    this bigint := floor(extract(epoch FROM statement_timestamp()) / seconds);
    counted integer;
BEGIN
    DELETE FROM publishing_count c WHERE c.ctid IN (
        SELECT ctid FROM publishing_count WHERE ends < statement_timestamp() LIMIT 100 FOR UPDATE SKIP LOCKED
    );
    INSERT INTO publishing_count AS c VALUES (asked, of_key, this, 1, to_timestamp((this + 1) * seconds))
        ON CONFLICT (what, key, stretch) DO UPDATE SET number = c.number + 1 RETURNING number INTO counted;
    RETURN counted;
END
$$;

REVOKE ALL ON FUNCTION publishing_count(text, text, integer) FROM newsroom_visitor;
