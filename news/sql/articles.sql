-- What the database derives from editions: columns of their article, and the numbered changes.

-- Keep in the article's own row what lists sort and filter by.
CREATE OR REPLACE FUNCTION news_update_article() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.article_id ELSE NEW.article_id END;
BEGIN
    UPDATE news_article SET shown_on = kept.shown_on, languages = kept.languages
    FROM (
        SELECT max(shown_on) AS shown_on,
               coalesce(array_agg(DISTINCT language ORDER BY language), '{}') AS languages
        FROM news_edition WHERE article_id = changed
    ) kept
    WHERE id = changed
    AND (news_article.shown_on, news_article.languages) IS DISTINCT FROM (kept.shown_on, kept.languages);
    RETURN NULL;
END $$;

CREATE TRIGGER news_edition_keeps_article AFTER INSERT OR DELETE OR UPDATE OF shown_on ON news_edition
    FOR EACH ROW EXECUTE FUNCTION news_update_article();

-- Standing pages have a kind of their own among the numbered changes, which wires and alerts do not follow.
CREATE TRIGGER news_edition_sequenced AFTER INSERT OR UPDATE OF live_from, live_until ON news_edition
    FOR EACH ROW WHEN (NOT NEW.is_page) EXECUTE FUNCTION publishing_keep_boundaries('news.edition');
CREATE TRIGGER news_edition_deleted AFTER DELETE ON news_edition
    FOR EACH ROW WHEN (NOT OLD.is_page) EXECUTE FUNCTION publishing_keep_boundaries('news.edition');
CREATE TRIGGER news_page_sequenced AFTER INSERT OR UPDATE OF live_from, live_until ON news_edition
    FOR EACH ROW WHEN (NEW.is_page) EXECUTE FUNCTION publishing_keep_boundaries('pages.page');
CREATE TRIGGER news_page_deleted AFTER DELETE ON news_edition
    FOR EACH ROW WHEN (OLD.is_page) EXECUTE FUNCTION publishing_keep_boundaries('pages.page');
