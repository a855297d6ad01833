-- The newsroom's clock: now, unless the connection has set it to another moment (publishing/clock.py).
-- Columns have it as their default, so the first migration runs this file, too.

CREATE OR REPLACE FUNCTION site_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('newsroom.now', true), '')::timestamptz, statement_timestamp())
$$;
