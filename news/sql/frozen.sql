-- What has been published or recorded is never changed, deleted or truncated.

-- An edition that has a range, or was set aside. Of one with a range only the columns in `movable` may change, and of
-- these a beginning or an end that has passed stays, and so does the moment of the first publication.
CREATE OR REPLACE FUNCTION news_refuse_change_of_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := CASE WHEN OLD.set_aside_at IS NULL THEN
        '{live_from, live_until, first_published_at, stage, approved_digest, unreviewed_reason, set_aside_at}'
        ELSE '{}' END;
    has_begun boolean := coalesce(OLD.live_from <= site_now(), false);
    refused text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        refused := CASE WHEN has_begun THEN 'What has been public is never deleted' END;
    ELSIF to_jsonb(NEW) - movable IS DISTINCT FROM to_jsonb(OLD) - movable THEN
        refused := 'What has been published is never changed';
    ELSIF has_begun AND NEW.live_from IS DISTINCT FROM OLD.live_from THEN
        refused := 'The moment of a publication is never moved';
    ELSIF OLD.live_until <= site_now() AND NEW.live_until IS DISTINCT FROM OLD.live_until
        OR has_begun AND OLD.first_published_at IS NOT NULL
        AND NEW.first_published_at IS DISTINCT FROM OLD.first_published_at
    THEN
        refused := 'The past of an edition is never changed';
    END IF;
    IF refused IS NOT NULL THEN
        RAISE EXCEPTION '% (% %).', refused, TG_TABLE_NAME, OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER news_edition_frozen BEFORE UPDATE OR DELETE ON news_edition
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL OR OLD.set_aside_at IS NOT NULL)
    EXECUTE FUNCTION news_refuse_change_of_edition();

CREATE TRIGGER news_editionphoto_frozen BEFORE INSERT OR UPDATE OR DELETE ON news_editionphoto
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_change_of_part('news_edition', 'edition_id');
CREATE TRIGGER news_turn_frozen BEFORE INSERT OR UPDATE OR DELETE ON news_turn
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_change_of_part('news_edition', 'edition_id');
CREATE TRIGGER news_attachment_frozen BEFORE INSERT OR UPDATE OR DELETE ON news_attachment
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_change_of_part('news_edition', 'edition_id');

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON news_withdrawal
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON news_tombstone
    EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON news_kitdelivery
    EXECUTE FUNCTION publishing_refuse_rewriting();
-- What a translation was compared with. It goes with its text, if that is deleted.
CREATE TRIGGER only_added_to BEFORE UPDATE ON news_translationcheck
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_rewriting();

-- Tables whose rows may be deleted one by one, but never all at once. Articles and editions need no such trigger: to
-- empty their tables is to empty these as well, which refer to them.
CREATE OR REPLACE FUNCTION news_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What has been published is never emptied away (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER news_editionphoto_not_emptied BEFORE TRUNCATE ON news_editionphoto
    EXECUTE FUNCTION news_refuse_emptying();
CREATE TRIGGER news_turn_not_emptied BEFORE TRUNCATE ON news_turn EXECUTE FUNCTION news_refuse_emptying();
CREATE TRIGGER news_attachment_not_emptied BEFORE TRUNCATE ON news_attachment EXECUTE FUNCTION news_refuse_emptying();
CREATE TRIGGER news_savedversion_not_emptied BEFORE TRUNCATE ON news_savedversion
    EXECUTE FUNCTION news_refuse_emptying();
CREATE TRIGGER news_stoppedphoto_not_emptied BEFORE TRUNCATE ON news_stoppedphoto
    EXECUTE FUNCTION news_refuse_emptying();
