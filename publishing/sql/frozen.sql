-- What has been published stays as it was: a trigger function for tables of other applications.

-- For rows of a parent: refuse any change once the parent has a range. The arguments: the parent's table, the foreign
-- key. The parent is locked before it is asked, so whoever publishes it and whoever changes a part wait for each other.
CREATE OR REPLACE FUNCTION publishing_refuse_change_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parts jsonb[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW)]
        WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD)]
        ELSE ARRAY[to_jsonb(OLD), to_jsonb(NEW)]
    END;
    part jsonb;
    frozen boolean;
BEGIN
    FOREACH part IN ARRAY parts LOOP
        EXECUTE format('SELECT live_from IS NOT NULL FROM %I WHERE id = $1 FOR NO KEY UPDATE', TG_ARGV[0])
            INTO frozen USING (part ->> TG_ARGV[1])::bigint;
        IF frozen THEN
            RAISE EXCEPTION 'What has been published is never changed (% %).', TG_TABLE_NAME, part ->> 'id'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
