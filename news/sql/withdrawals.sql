-- A withdrawal ends an article in its language.

-- Refuse a withdrawal while an edition of the article is still public or scheduled. The rows are locked first, the
-- article's before those of its editions as everywhere, so a withdrawal waits for somebody who is scheduling an
-- edition, and the next one waits for the withdrawal. A withdrawal may be dated in the past, as when an archive is
-- loaded: editions published since then may stand.
CREATE OR REPLACE FUNCTION news_refuse_withdrawal_of_a_part() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER news_refuse_withdrawal_of_a_part BEFORE INSERT ON news_withdrawal
    FOR EACH ROW EXECUTE FUNCTION news_refuse_withdrawal_of_a_part();
