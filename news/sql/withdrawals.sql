-- A withdrawal ends a text in its language.

-- A withdrawal ends a text in its language: nothing of it stays on the schedule. It waits for whoever is about to
-- schedule an edition, then looks. Whoever comes after it has to wait in turn, and what is scheduled then is a new
-- decision. The article's row stands first, as everywhere. A withdrawal may be entered later than it was, as when an
-- archive is loaded: what was published since may stand.
CREATE OR REPLACE FUNCTION news_withdrawal_ends_all() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    standing bigint;
BEGIN
    PERFORM FROM news_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    PERFORM FROM news_edition WHERE article_id = NEW.article_id AND language = NEW.language ORDER BY id
        FOR NO KEY UPDATE;
    SELECT id INTO standing FROM news_edition WHERE article_id = NEW.article_id AND language = NEW.language
        AND live_from IS NOT NULL AND (live_until IS NULL OR live_until > NEW.at)
        AND NOT (live_from > NEW.at AND live_from <= site_now()) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'What is withdrawn has no edition that is public or scheduled (news_edition %).', standing
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER news_withdrawal_ends_all BEFORE INSERT ON news_withdrawal
    FOR EACH ROW EXECUTE FUNCTION news_withdrawal_ends_all();
