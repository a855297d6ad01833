-- How many articles each month has, kept up to date by a trigger, because lists cannot count all articles for every
-- page.

-- Add to the number of a month. Two transactions that publish at the same time do not wait for each other: the second
-- one adds a row of its own for the same month. Whoever holds the lock merges the rows of the month into one.
CREATE OR REPLACE FUNCTION news_tally_add(edition news_edition, how_many integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    its_month date := date_trunc('month', edition.shown_on);
    its_year boolean := edition.shown_precision = 'year';
    before integer := 0;
BEGIN
    IF edition.live_from IS NULL OR edition.live_until IS NOT NULL OR edition.is_page THEN
        RETURN;
    END IF;
    IF pg_try_advisory_xact_lock('news_tally'::regclass::bigint) THEN
        WITH together AS (
            DELETE FROM news_tally WHERE language = edition.language AND section_id = edition.section_id
                AND month = its_month AND of_year = its_year RETURNING number
        )
        SELECT coalesce(sum(number), 0) INTO before FROM together;
    END IF;
    INSERT INTO news_tally (language, section_id, month, of_year, number)
    VALUES (edition.language, edition.section_id, its_month, its_year, before + how_many);
END
$$;

-- Subtract what an edition was, and add what it is.
CREATE OR REPLACE FUNCTION news_update_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM news_tally_add(OLD, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM news_tally_add(NEW, 1);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER news_edition_tallied
    AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until, language, section_id, shown_on, shown_precision
    ON news_edition FOR EACH ROW EXECUTE FUNCTION news_update_tally();

-- Count everything again, after rows were written without the trigger, as benchmarks do.
CREATE OR REPLACE FUNCTION news_recount_tally() RETURNS void LANGUAGE sql AS $$
    DELETE FROM news_tally;
    INSERT INTO news_tally (language, section_id, month, of_year, number)
    SELECT language, section_id, date_trunc('month', shown_on), shown_precision = 'year', count(*)
    FROM news_edition WHERE live_from IS NOT NULL AND live_until IS NULL AND NOT is_page
    GROUP BY 1, 2, 3, 4;
$$;

-- The numbers as visitors see them now: what has not begun is subtracted, and what will end is added, because the
-- tally counts all that is scheduled without an end. Both are few. A month has several rows, which whoever asks adds up.
-- The view reads with its owner's rights, so it can subtract rows that a visitor does not see.
CREATE VIEW news_archive AS
SELECT id, language, section_id, month, of_year, number FROM news_tally
UNION ALL
SELECT NULL, language, section_id, date_trunc('month', shown_on)::date, shown_precision = 'year', -1
FROM news_edition WHERE live_from > site_now() AND live_until IS NULL AND NOT is_page
UNION ALL
SELECT NULL, language, section_id, date_trunc('month', shown_on)::date, shown_precision = 'year', 1
FROM news_edition WHERE live_until > site_now() AND live_from <= site_now() AND NOT is_page;
GRANT SELECT ON news_archive TO newsroom_visitor;
