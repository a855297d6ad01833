-- A release opens all of its items at one moment, and the database keeps that promise.

-- Once a release has taken place, its moment stays.
CREATE OR REPLACE FUNCTION news_refuse_change_of_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.opens_at <= site_now() AND (TG_OP = 'DELETE' OR NEW.opens_at IS DISTINCT FROM OLD.opens_at) THEN
        RAISE EXCEPTION 'A release that has taken place stays on record (% %).', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER news_release_kept BEFORE UPDATE OR DELETE ON news_release
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change_of_release();

-- Once a release is scheduled, its items stay. It is locked before it is asked, so whoever schedules it and whoever changes its list wait for each other.
CREATE OR REPLACE FUNCTION news_refuse_change_of_release_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM (
        SELECT opens_at FROM news_release
        WHERE id IN (CASE TG_OP WHEN 'INSERT' THEN NEW.release_id ELSE OLD.release_id END,
                     CASE TG_OP WHEN 'DELETE' THEN OLD.release_id ELSE NEW.release_id END)
        ORDER BY id FOR NO KEY UPDATE
    ) AS locked WHERE opens_at IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'What is in a release does not change once it is scheduled (%).', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER news_releaseitem_kept BEFORE INSERT OR UPDATE OR DELETE ON news_releaseitem
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change_of_release_item();

-- An item of a scheduled release opens together with it, unless it was public before. This is checked at the end of
-- the transaction, because a release moves its items one after another.
CREATE OR REPLACE FUNCTION news_refuse_to_leave_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other text;
    begins timestamptz;
BEGIN
    EXECUTE format('SELECT live_from FROM %I WHERE id = $1', TG_TABLE_NAME) INTO begins USING OLD.id;
    SELECT name INTO other FROM news_release r
        JOIN news_releaseitem i ON i.release_id = r.id
        JOIN django_content_type t ON t.id = i.subject_type_id
        WHERE t.app_label = TG_ARGV[0] AND t.model = TG_ARGV[1] AND i.subject_id = OLD.id
        AND r.opens_at > site_now() AND (begins IS NULL OR begins > site_now() AND begins <> r.opens_at)
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'It is released together with other things: %.', other
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER news_edition_together AFTER UPDATE OF live_from OR DELETE ON news_edition
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL)
    EXECUTE FUNCTION news_refuse_to_leave_release('news', 'edition');

CREATE CONSTRAINT TRIGGER council_meeting_together AFTER UPDATE OF live_from OR DELETE ON council_meeting
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL)
    EXECUTE FUNCTION news_refuse_to_leave_release('council', 'meeting');

CREATE CONSTRAINT TRIGGER council_document_together AFTER UPDATE OF live_from OR DELETE ON council_document
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL)
    EXECUTE FUNCTION news_refuse_to_leave_release('council', 'document');

CREATE CONSTRAINT TRIGGER council_term_together AFTER UPDATE OF live_from OR DELETE ON council_term
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL)
    EXECUTE FUNCTION news_refuse_to_leave_release('council', 'term');

CREATE CONSTRAINT TRIGGER photos_album_together AFTER UPDATE OF live_from OR DELETE ON photos_album
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL)
    EXECUTE FUNCTION news_refuse_to_leave_release('photos', 'album');

CREATE CONSTRAINT TRIGGER photos_photo_together AFTER UPDATE OF live_from OR DELETE ON photos_photo
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL)
    EXECUTE FUNCTION news_refuse_to_leave_release('photos', 'photo');
