-- The days of a term that are certain when its beginning or end is known only to the month or the year.
-- Exclusion constraints use this function, so the first migration runs this file, too. Whoever changes what it returns
-- must make those constraints anew in a migration.

-- The days on which the office was held however the limits are read. “Since 2020” is certain from the last day of 2020
-- on, “until November 2018” until the first day of that month. The last day is left out, because on the day of a
-- handover both hold the office. Where the end is not known, only the first day is certain.
CREATE OR REPLACE FUNCTION council_certain_days(first_day date, first_known text, last_day date, last_known text)
RETURNS daterange LANGUAGE sql IMMUTABLE AS $$
    WITH limits AS (
        SELECT
            CASE first_known
                WHEN 'month' THEN (date_trunc('month', first_day) + interval '1 month - 1 day')::date
                WHEN 'year' THEN (date_trunc('year', first_day) + interval '1 year - 1 day')::date
                ELSE first_day
            END AS lower,
            CASE
                WHEN last_known = 'unknown' THEN first_day
                WHEN last_known = 'month' THEN date_trunc('month', last_day)::date
                WHEN last_known = 'year' THEN date_trunc('year', last_day)::date
                ELSE last_day
            END AS upper
    )
    SELECT CASE
        WHEN first_day IS NULL OR first_known = 'unknown' OR lower >= upper THEN 'empty'::daterange
        ELSE daterange(lower, upper, '[)')
    END FROM limits
$$;
