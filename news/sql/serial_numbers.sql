-- The numbers of published texts: given with the numbered change that opens a text, so in the order of the changes and by
-- one transaction at a time (publishing_sequence_changes). Nothing has to run at the second of an embargo for it.

-- Give the text that opens the next number of its genre's numbering. It gets none if it has one, if it was imported, or
-- if an edition of it was public before the numbering began.
CREATE OR REPLACE FUNCTION news_give_serial_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opened news_edition;
    numbering news_numbering;
    this_year integer;
    first_year integer;
BEGIN
    SELECT * INTO opened FROM news_edition WHERE id = NEW.subject_id;
    SELECT * INTO numbering FROM news_numbering
        WHERE is_active AND opened.genre = ANY (genres) AND begins_at <= NEW.at ORDER BY id LIMIT 1;
    IF numbering.id IS NULL OR opened.imported_on IS NOT NULL
        OR EXISTS (SELECT FROM news_serialnumber WHERE article_id = opened.article_id)
        OR EXISTS (SELECT FROM news_edition WHERE article_id = opened.article_id AND live_from < numbering.begins_at)
    THEN
        RETURN NULL;
    END IF;
    this_year := extract(year FROM NEW.at AT TIME ZONE numbering.time_zone);
    first_year := extract(year FROM numbering.begins_at AT TIME ZONE numbering.time_zone);
    INSERT INTO news_serialnumber (article_id, numbering_id, year, number, given_at)
        SELECT opened.article_id, numbering.id, this_year,
            greatest(
                CASE WHEN this_year = first_year THEN numbering.first_number ELSE 1 END, coalesce(max(number), 0) + 1
            ),
            NEW.at
        FROM news_serialnumber WHERE numbering_id = numbering.id AND year = this_year;
    RETURN NULL;
END
$$;
CREATE TRIGGER news_serial_number AFTER INSERT ON publishing_change
    FOR EACH ROW WHEN (NEW.what = 'opened' AND NEW.subject_kind = 'news.edition')
    EXECUTE FUNCTION news_give_serial_number();

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON news_serialnumber
    EXECUTE FUNCTION publishing_refuse_rewriting();

-- Only texts that have been public have a number, so a number betrays nothing.
ALTER TABLE news_numbering ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_numbering TO newsroom_visitor;
CREATE POLICY visitors_see_public ON news_numbering FOR SELECT TO newsroom_visitor USING (true);
ALTER TABLE news_serialnumber ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_serialnumber TO newsroom_visitor;
CREATE POLICY visitors_see_public ON news_serialnumber FOR SELECT TO newsroom_visitor USING (true);
