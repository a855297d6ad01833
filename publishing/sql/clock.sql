-- The newsroom's clock: now, unless the connection has been moved to another instant (publishing/clock.py).
-- The first migration runs this file, too, for tables have it as a default.

CREATE OR REPLACE FUNCTION site_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('newsroom.now', true), '')::timestamptz, statement_timestamp())
$$;
