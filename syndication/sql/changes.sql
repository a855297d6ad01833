-- Which articles a numbered change touches, and changes of articles that nothing else enters.

-- The articles that the numbered changes from `first` to `last` touch. SECURITY DEFINER, because visitors see no row
-- of what has ended but must be told which article it was. They learn its id and language, and nothing of what was
-- never public.
CREATE OR REPLACE FUNCTION syndication_articles_touched(first bigint, last bigint)
RETURNS TABLE (sequence bigint, article bigint, language text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
    WITH change AS MATERIALIZED (
        SELECT c.sequence, c.subject_kind AS kind, c.subject_id AS id
        FROM publishing_change c WHERE c.sequence BETWEEN first AND last
    ), person AS MATERIALIZED (
        SELECT c.sequence, c.id FROM change c WHERE c.kind = 'council.person'
        UNION SELECT c.sequence, t.person_id FROM change c JOIN council_term t ON t.id = c.id
            WHERE c.kind = 'council.term'
        UNION SELECT c.sequence, m.chair_id FROM change c JOIN council_meeting m ON m.id = c.id
            WHERE c.kind = 'council.meeting' AND m.chair_id IS NOT NULL
        UNION SELECT c.sequence, p.person_id FROM change c JOIN council_participation p ON p.meeting_id = c.id
            WHERE c.kind = 'council.meeting' AND p.person_id IS NOT NULL
    ), meeting AS MATERIALIZED (
        SELECT c.sequence, c.id FROM change c WHERE c.kind = 'council.meeting'
        UNION SELECT p.sequence, m.id FROM person p JOIN council_meeting m ON m.chair_id = p.id
        UNION SELECT p.sequence, a.meeting_id FROM person p JOIN council_participation a ON a.person_id = p.id
    ), photo AS MATERIALIZED (
        SELECT c.sequence, c.id FROM change c WHERE c.kind = 'photos.photo'
        UNION SELECT p.sequence, s.photo_id FROM person p JOIN council_personshown s ON s.person_id = p.id
    ), touched AS (
        -- Each language of an article names the others, hence all of them.
        SELECT c.sequence, other.article_id, other.language, other.live_from
            FROM change c JOIN news_edition e ON e.id = c.id JOIN news_edition other ON other.article_id = e.article_id
            WHERE c.kind = 'news.edition'
        UNION ALL SELECT m.sequence, e.article_id, e.language, e.live_from
            FROM meeting m JOIN news_edition e ON e.meeting_id = m.id
        UNION ALL SELECT p.sequence, e.article_id, e.language, e.live_from
            FROM photo p JOIN news_editionphoto u ON u.photo_id = p.id JOIN news_edition e ON e.id = u.edition_id
    )
    SELECT DISTINCT t.sequence, t.article_id, t.language::text FROM touched t WHERE t.live_from <= site_now()
$$;
GRANT EXECUTE ON FUNCTION syndication_articles_touched(bigint, bigint) TO newsroom_visitor;

-- Changes of an article for which no range moves and no amendment is written: a photo is stopped or released again,
-- public files of a photo are made later, a withdrawal becomes stricter afterwards. And a schedule that is undone just
-- when its moment passes, because somebody may have read the change in between.

-- A photograph of a text that is public or will be is stopped or released, or its public files are made anew.
CREATE OR REPLACE FUNCTION syndication_number_change_of_photo() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.photo_id ELSE NEW.photo_id END;
BEGIN
    IF EXISTS (
        SELECT FROM news_editionphoto u JOIN news_edition e ON e.id = u.edition_id
        WHERE u.photo_id = changed AND e.live_from IS NOT NULL
    ) THEN
        PERFORM publishing_keep_boundary('photos.photo', changed, 'amended', NULL, site_now());
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER syndication_sequenced AFTER INSERT OR UPDATE ON news_stoppedphoto
    FOR EACH ROW EXECUTE FUNCTION syndication_number_change_of_photo();
CREATE TRIGGER syndication_sequenced AFTER INSERT OR UPDATE OR DELETE ON photos_rendition
    FOR EACH ROW EXECUTE FUNCTION syndication_number_change_of_photo();

-- An opening or an end that has a number already did not take place after all.
CREATE OR REPLACE FUNCTION syndication_number_undone_schedule() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM publishing_change c WHERE c.subject_kind = 'news.edition' AND c.subject_id = NEW.id AND (
            (NEW.live_from IS DISTINCT FROM OLD.live_from AND c.what = 'opened' AND c.at = OLD.live_from)
            OR (NEW.live_until IS DISTINCT FROM OLD.live_until AND c.what = 'closed' AND c.at = OLD.live_until)
        )
    ) THEN
        PERFORM publishing_keep_boundary('news.edition', NEW.id, 'amended', NULL, site_now());
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER syndication_sequenced AFTER UPDATE OF live_from, live_until ON news_edition
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL) EXECUTE FUNCTION syndication_number_undone_schedule();

-- What had been withdrawn is withdrawn once more, in a stricter way.
CREATE OR REPLACE FUNCTION syndication_number_stricter_withdrawal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
    ended news_edition;
BEGIN
    SELECT * INTO ended FROM news_edition e
        WHERE e.article_id = NEW.article_id AND e.language = NEW.language AND e.live_from <= site_now()
        ORDER BY e.number DESC LIMIT 1;
    IF ended.live_until < NEW.at AND NOT ended.is_page THEN
        PERFORM publishing_keep_boundary('news.edition', ended.id, 'amended', NULL, NEW.at);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER syndication_sequenced AFTER INSERT ON news_withdrawal
    FOR EACH ROW EXECUTE FUNCTION syndication_number_stricter_withdrawal();

-- Whether visitors may see a change. The public files of a photo are entered as a change even while only a scheduled
-- edition shows it, so that none made during its opening is missed. Until then visitors do not see that change.
CREATE OR REPLACE FUNCTION syndication_change_is_visible(kind text, subject bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT kind <> 'photos.photo'
        OR EXISTS (SELECT FROM photos_photo p WHERE p.id = subject AND p.live_from <= site_now())
        OR EXISTS (
            SELECT FROM news_editionphoto u JOIN news_edition e ON e.id = u.edition_id
            WHERE u.photo_id = subject AND e.live_from <= site_now()
        )
$$;
REVOKE EXECUTE ON FUNCTION syndication_change_is_visible(text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION syndication_change_is_visible(text, bigint) TO newsroom_visitor;

CREATE POLICY visitors_see_told ON publishing_change FOR SELECT TO newsroom_visitor
    USING (syndication_change_is_visible(subject_kind, subject_id));
