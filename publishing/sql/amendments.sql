-- Public records without editions change only together with an amendment, which a trigger writes.

-- Whether visitors may read a row. It is asked as the visitors' role, so the policies of all applications decide.
CREATE OR REPLACE FUNCTION publishing_visitors_see(seen text, seen_id bigint) RETURNS boolean
LANGUAGE plpgsql SET role = newsroom_visitor AS $$
DECLARE
    is_seen boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', seen) INTO is_seen USING seen_id;
    RETURN is_seen;
END
$$;

-- Write down one changed row of something public. publishing.amendments has said who changes it and how in
-- newsroom.amending; where nothing is said, refuse.
CREATE OR REPLACE FUNCTION publishing_amend(kind_of_subject text, subject bigint, changed text, changed_id bigint,
                                 was jsonb, becomes jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    named jsonb := nullif(current_setting('newsroom.amending', true), '')::jsonb;
    amendment bigint;
BEGIN
    IF named ->> 'kind' IS NULL THEN
        RAISE EXCEPTION 'What is public is changed only with a record of who, how and what readers are told (% %).',
            changed, changed_id USING ERRCODE = '23P90';
    END IF;
    SELECT id INTO amendment FROM publishing_amendment
        WHERE act = (named ->> 'act')::uuid AND subject_kind = kind_of_subject AND subject_id = subject;
    IF amendment IS NULL THEN
        INSERT INTO publishing_amendment (act, subject_kind, subject_id, kind, note, actor_id, at)
            VALUES ((named ->> 'act')::uuid, kind_of_subject, subject, named ->> 'kind', named -> 'note',
                    (named ->> 'actor')::bigint, site_now())
            RETURNING id INTO amendment;
    END IF;
    INSERT INTO publishing_amendedrow (amendment_id, table_name, row_id, before, after)
        VALUES (amendment, changed, changed_id, was, becomes);
END
$$;

-- Record a change of something public as an amendment, or refuse it. The arguments: kind and table of the subject, the
-- column that holds its id, columns that may change without a record.
CREATE OR REPLACE FUNCTION publishing_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind_of_subject text := TG_ARGV[0];
    table_of_subject text := TG_ARGV[1];
    key text := TG_ARGV[2];
    mechanical text[] := TG_ARGV[3]::text[];
    is_part boolean := table_of_subject <> TG_TABLE_NAME;
    was jsonb;
    becomes jsonb;
    row_id bigint;
    subjects bigint[];
    subject bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := to_jsonb(OLD) - mechanical;
        row_id := OLD.id;
        subjects := ARRAY[(was ->> key)::bigint];
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := to_jsonb(NEW) - mechanical;
        row_id := NEW.id;
        subjects := subjects || (becomes ->> key)::bigint;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF was = becomes THEN
            RETURN NEW;
        END IF;
        SELECT jsonb_object_agg(name, value), jsonb_object_agg(name, becomes -> name) INTO was, becomes
            FROM jsonb_each(was) AS each(name, value) WHERE value IS DISTINCT FROM becomes -> name;
    END IF;
    FOR subject IN SELECT DISTINCT unnest(subjects) LOOP
        IF is_part THEN
            -- Whoever publishes the subject meanwhile waits for us, or we for them.
            EXECUTE format('SELECT FROM %I WHERE id = $1 FOR NO KEY UPDATE', table_of_subject) USING subject;
        END IF;
        IF publishing_visitors_see(table_of_subject, subject) THEN
            IF TG_OP = 'DELETE' AND NOT is_part THEN
                RAISE EXCEPTION 'What is public is not deleted but withdrawn (% %).', TG_TABLE_NAME, row_id
                    USING ERRCODE = '23P91';
            END IF;
            PERFORM publishing_amend(kind_of_subject, subject, TG_TABLE_NAME, row_id, was, becomes);
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

-- Visitors read what an amendment tells readers, never who made it, nor the rows. A policy for each kind, in the
-- application that has the kind, says which amendments they see.

ALTER TABLE publishing_amendment ENABLE ROW LEVEL SECURITY;
ALTER TABLE publishing_amendedrow ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, subject_kind, subject_id, kind, note, at) ON publishing_amendment TO newsroom_visitor;
