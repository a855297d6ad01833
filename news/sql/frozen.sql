-- What has been published or recorded is never changed, deleted or truncated.

-- Of a scheduled or published edition only these columns may change; the next triggers limit some of them further.
CREATE TRIGGER news_edition_frozen BEFORE UPDATE OR DELETE ON news_edition
    FOR EACH ROW WHEN (OLD.live_from IS NOT NULL) EXECUTE FUNCTION publishing_refuse_change(
        '{live_from, live_until, first_published_at, stage, approved_digest, unreviewed_reason, set_aside_at}'
    );

CREATE TRIGGER news_editionphoto_frozen BEFORE INSERT OR UPDATE OR DELETE ON news_editionphoto
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_change_of_part('news_edition', 'edition_id');
CREATE TRIGGER news_turn_frozen BEFORE INSERT OR UPDATE OR DELETE ON news_turn
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_change_of_part('news_edition', 'edition_id');
CREATE TRIGGER news_attachment_frozen BEFORE INSERT OR UPDATE OR DELETE ON news_attachment
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_change_of_part('news_edition', 'edition_id');

-- An end that has passed stays, and so does the moment of the first publication.
CREATE OR REPLACE FUNCTION news_refuse_change_of_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.live_until <= site_now() AND NEW.live_until IS DISTINCT FROM OLD.live_until
        OR OLD.live_from <= site_now() AND OLD.first_published_at IS NOT NULL
        AND NEW.first_published_at IS DISTINCT FROM OLD.first_published_at
    THEN
        RAISE EXCEPTION 'The past of an edition is never changed (% %).', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER news_edition_past_stays BEFORE UPDATE ON news_edition
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change_of_the_past();

-- An edition that a withdrawal set aside never changes.
CREATE TRIGGER news_edition_set_aside BEFORE UPDATE ON news_edition
    FOR EACH ROW WHEN (OLD.set_aside_at IS NOT NULL) EXECUTE FUNCTION publishing_refuse_change('{}');

CREATE OR REPLACE FUNCTION news_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What has been published or recorded is never changed or emptied away (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER news_withdrawal_frozen BEFORE UPDATE OR DELETE ON news_withdrawal
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_tombstone_frozen BEFORE UPDATE OR DELETE ON news_tombstone
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_kitdelivery_frozen BEFORE UPDATE OR DELETE ON news_kitdelivery
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change();

CREATE TRIGGER news_article_not_emptied BEFORE TRUNCATE ON news_article EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_edition_not_emptied BEFORE TRUNCATE ON news_edition EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_editionphoto_not_emptied BEFORE TRUNCATE ON news_editionphoto EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_turn_not_emptied BEFORE TRUNCATE ON news_turn EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_attachment_not_emptied BEFORE TRUNCATE ON news_attachment EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_savedversion_not_emptied BEFORE TRUNCATE ON news_savedversion EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_withdrawal_not_emptied BEFORE TRUNCATE ON news_withdrawal EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_tombstone_not_emptied BEFORE TRUNCATE ON news_tombstone EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_kitdelivery_not_emptied BEFORE TRUNCATE ON news_kitdelivery EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER news_stoppedphoto_not_emptied BEFORE TRUNCATE ON news_stoppedphoto EXECUTE FUNCTION news_refuse_change();

CREATE OR REPLACE FUNCTION news_refuse_other_comparison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a translation was compared with is only ever added to.'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER news_translationcheck_frozen BEFORE UPDATE ON news_translationcheck
    FOR EACH ROW EXECUTE FUNCTION news_refuse_other_comparison();
