-- What the database announces of changes that visitors can see, with NOTIFY: “closed” after which no older page may be
-- shown, or “changed” if the change only adds something. page_cache/triggers.py puts one of these triggers on every
-- table that visitors may read.

-- Releases before 3.0 put four triggers on each table.
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT tgname, tgrelid::regclass AS place FROM pg_trigger WHERE tgname LIKE 'page\_cache\_%' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.place);
    END LOOP;
END
$$;

-- Announce once in a transaction. The setting is undone with a savepoint, and so is the announcement.
CREATE OR REPLACE FUNCTION page_cache_announce(word text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('page_cache.announced', word, true), pg_notify('page_cache', word);
END
$$;

-- Of a table with a range that alone decides who sees a row. Rows without a beginning are drafts. What a transaction
-- itself has opened nobody has seen yet; the last such row is remembered, because more columns of it are set then.
CREATE OR REPLACE FUNCTION page_cache_range_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    announced constant text := current_setting('page_cache.announced', true);
    opened constant text := current_setting('page_cache.opened', true);
BEGIN
    IF announced = 'closed' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.live_from IS NULL THEN
            RETURN NULL;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.live_from IS NOT NULL THEN
            PERFORM page_cache_announce('closed');
        END IF;
        RETURN NULL;
    ELSIF OLD.live_from IS NOT NULL THEN
        -- Rows are often saved without a change.
        IF OLD *<> NEW AND opened IS DISTINCT FROM TG_RELID || ' ' || NEW.id THEN
            PERFORM page_cache_announce('closed');
        END IF;
        RETURN NULL;
    ELSIF NEW.live_from IS NULL THEN
        RETURN NULL;
    END IF;
    -- Something becomes public, or will.
    PERFORM set_config('page_cache.opened', TG_RELID || ' ' || NEW.id, true);
    IF announced IS DISTINCT FROM 'changed' THEN
        PERFORM page_cache_announce('changed');
    END IF;
    RETURN NULL;
END
$$;

-- Of every other table. The arguments are what is announced of a new row, of any other change, and pairs of a table and
-- a column: visitors see a row only with the row of that table which its column names (page_cache_is_seen(), made by
-- page_cache/triggers.py); without a pair they always see it.
CREATE OR REPLACE FUNCTION page_cache_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    announced constant text := current_setting('page_cache.announced', true);
    word constant text := CASE TG_OP WHEN 'INSERT' THEN TG_ARGV[0] ELSE TG_ARGV[1] END;
    is_seen boolean := TG_NARGS = 2;
    touched jsonb;
BEGIN
    IF announced IN ('closed', word) OR TG_OP = 'UPDATE' AND OLD *= NEW THEN
        RETURN NULL;
    END IF;
    FOREACH touched IN ARRAY ARRAY[to_jsonb(NEW), to_jsonb(OLD)] LOOP
        EXIT WHEN is_seen;
        CONTINUE WHEN touched IS NULL;
        FOR number IN 2 .. TG_NARGS - 1 BY 2 LOOP
            is_seen := is_seen OR page_cache_is_seen(TG_ARGV[number], (touched ->> TG_ARGV[number + 1])::bigint);
        END LOOP;
    END LOOP;
    IF is_seen THEN
        PERFORM page_cache_announce(word);
    END IF;
    RETURN NULL;
END
$$;
