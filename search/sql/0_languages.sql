-- The languages of texts, and how the words of each are reduced (search/languages.py).

CREATE OR REPLACE VIEW search_language AS
    SELECT code::text, CASE code {{ text search configurations }} ELSE 'search_simple' END::text AS configuration
    FROM publishing_language WHERE is_on;

-- Everything that can be found, and what stands in the index without being there any more. Articles are indexed edition
-- by edition.
CREATE OR REPLACE FUNCTION search_mark_everything() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_mark (kind, thing_id)
        SELECT 'article', id FROM news_edition
        UNION SELECT 'meeting', id FROM council_meeting
        UNION SELECT 'document', id FROM council_document
        UNION SELECT 'person', id FROM council_person
        UNION SELECT 'photo', id FROM photos_photo
        UNION SELECT search_marked_as(kind), source_id FROM search_entry
        UNION SELECT kind, source_id FROM search_unpublished;
END
$$;

-- All but articles is found in every language, so a language that is switched on or off changes the whole index.
CREATE OR REPLACE FUNCTION search_mark_for_language() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.is_on <> NEW.is_on THEN
        PERFORM search_mark_everything();
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER search_marks_for_language AFTER INSERT OR UPDATE OR DELETE ON publishing_language
    FOR EACH ROW EXECUTE FUNCTION search_mark_for_language();
