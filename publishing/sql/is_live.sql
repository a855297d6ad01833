-- The one rule of what is public when: from `live_from`, until `live_until`, this instant not included.
--
-- Policies, views and functions call it with the two columns, PublishableQuerySet.public() with an instant as well. The
-- planner puts the comparisons in the place of the call, so it finds the indexes as if they were written out.
CREATE OR REPLACE FUNCTION is_live(live_from timestamptz, live_until timestamptz, at timestamptz DEFAULT site_now())
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN
    live_from <= at AND (live_until IS NULL OR live_until > at);
