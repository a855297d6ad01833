-- What the database announces of changes that visitors can see, with NOTIFY. page_cache/triggers.py puts these
-- functions on every table that visitors may read.

-- The last argument of each is a condition on a row: visitors see it now, or will see it later.

CREATE OR REPLACE FUNCTION page_cache_rows_came_or_went() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_news boolean;
BEGIN
    EXECUTE 'SELECT EXISTS (SELECT FROM touched WHERE ' || TG_ARGV[1] || ')' INTO is_news;
    IF is_news THEN
        PERFORM pg_notify('page_cache', TG_ARGV[0]);
    END IF;
    RETURN NULL;
END
$$;

-- Rows are often saved without a change. Those are not announced.
CREATE OR REPLACE FUNCTION page_cache_rows_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_news boolean;
BEGIN
    EXECUTE 'SELECT EXISTS (SELECT FROM (
        (TABLE after EXCEPT TABLE before) UNION ALL (TABLE before EXCEPT TABLE after)
    ) touched WHERE ' || TG_ARGV[0] || ')' INTO is_news;
    IF is_news THEN
        PERFORM pg_notify('page_cache', 'changed');
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION page_cache_range_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_news boolean;
BEGIN
    IF EXISTS (
        SELECT FROM before JOIN after USING (id)
        WHERE before.live_until IS DISTINCT FROM after.live_until
            OR before.live_from IS NOT NULL AND after.live_from IS NULL
    ) THEN
        PERFORM pg_notify('page_cache', 'closed');
        RETURN NULL;
    END IF;
    EXECUTE 'SELECT EXISTS (SELECT FROM after touched WHERE ' || TG_ARGV[0] || ')' INTO is_news;
    IF is_news THEN
        PERFORM pg_notify('page_cache', 'changed');
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION page_cache_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('page_cache', TG_ARGV[0]);
    RETURN NULL;
END
$$;
