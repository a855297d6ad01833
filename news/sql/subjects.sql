-- What editions are about: rows of an edition that are frozen with it, and what the lists need of it.

-- Fill in what places a row in lists, and refuse a change of what is published, but for two things that are no change of
-- what the edition says: an entry of a person that is merged into another, and the topic under which it is listed.
-- The edition is locked before it is asked, so whoever publishes it and whoever changes a row wait for each other.
CREATE OR REPLACE FUNCTION news_keep_subject() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable constant text[] := '{person_id, listed_id}';
    edition news_edition;
BEGIN
    SELECT * INTO edition FROM news_edition
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.edition_id ELSE NEW.edition_id END FOR NO KEY UPDATE;
    IF edition.live_from IS NOT NULL
        AND (TG_OP <> 'UPDATE' OR to_jsonb(NEW) - movable IS DISTINCT FROM to_jsonb(OLD) - movable)
        OR TG_OP = 'UPDATE' AND NEW.edition_id <> OLD.edition_id
    THEN
        RAISE EXCEPTION 'What has been published is never changed (% %).', TG_TABLE_NAME,
            CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF edition.live_from IS NULL THEN
        NEW.language := edition.language;
        NEW.shown_on := edition.shown_on;
        NEW.article_id := edition.article_id;
    END IF;
    IF TG_OP = 'INSERT' AND NEW.topic_id IS NOT NULL THEN
        -- Whoever joins topics has locked both: the row waits, and is then listed under the right one.
        SELECT coalesce(joined_into_id, id) INTO NEW.listed_id FROM news_topic WHERE id = NEW.topic_id FOR SHARE;
        IF EXISTS (SELECT FROM news_subject WHERE edition_id = NEW.edition_id AND listed_id = NEW.listed_id) THEN
            NEW.listed_id := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER news_subject_frozen BEFORE INSERT OR UPDATE OR DELETE ON news_subject
    FOR EACH ROW EXECUTE FUNCTION news_keep_subject();
CREATE TRIGGER news_subject_not_emptied BEFORE TRUNCATE ON news_subject EXECUTE FUNCTION news_refuse_emptying();

-- A draft whose date is changed stands elsewhere in the lists.
CREATE OR REPLACE FUNCTION news_place_subjects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE news_subject SET shown_on = NEW.shown_on WHERE edition_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER news_edition_places_subjects AFTER UPDATE OF shown_on ON news_edition
    FOR EACH ROW WHEN (NEW.live_from IS NULL AND OLD.shown_on <> NEW.shown_on)
    EXECUTE FUNCTION news_place_subjects();

-- All that an edition is about and visitors may know, in its order, as {kind, relation, fields}: `fields` are those of
-- the model that its name and address need. For the desk, which reads everything, it says itself what is public.
-- A function, so that the page of an article asks it along with the edition; in PL/pgSQL, which keeps its plans.
CREATE OR REPLACE FUNCTION news_subjects_of(of_edition bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM news_subject WHERE edition_id = of_edition) THEN
        RETURN NULL;
    END IF;
    RETURN (
    SELECT jsonb_agg(jsonb_build_object('kind', kind, 'relation', relation, 'fields', fields) ORDER BY position, id)
    FROM (
        SELECT s.position, s.id, 'topic' AS kind, s.relation, jsonb_build_object('id', t.id, 'slug', t.slug,
            'name', t.name, 'media_topic', t.media_topic) AS fields
        FROM news_subject s JOIN news_topic t ON t.id = s.listed_id WHERE s.edition_id = of_edition
        UNION ALL
        SELECT s.position, s.id, 'person', s.relation, jsonb_build_object('id', p.id, 'name', p.name)
        FROM news_subject s JOIN council_person p ON p.id = s.person_id
        WHERE s.edition_id = of_edition AND council_person_is_known(p.id)
        UNION ALL
        SELECT s.position, s.id, 'state', s.relation,
            jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'short_name', c.short_name)
        FROM news_subject s JOIN council_state c ON c.id = s.state_id WHERE s.edition_id = of_edition
        UNION ALL
        SELECT s.position, s.id, 'meeting', s.relation, jsonb_build_object('id', m.id)
        FROM news_subject s JOIN council_meeting m ON m.id = s.meeting_id
        WHERE s.edition_id = of_edition AND is_live(m.live_from, m.live_until)
        UNION ALL
        SELECT s.position, s.id, 'document', s.relation, jsonb_build_object('id', d.id, 'title', d.title)
        FROM news_subject s JOIN council_document d ON d.id = s.document_id
        WHERE s.edition_id = of_edition AND is_live(d.live_from, d.live_until)
        UNION ALL
        SELECT s.position, s.id, 'album', s.relation, jsonb_build_object('id', a.id, 'title', a.title)
        FROM news_subject s JOIN photos_album a ON a.id = s.album_id
        WHERE s.edition_id = of_edition AND is_live(a.live_from, a.live_until)
        UNION ALL
        SELECT s.position, s.id, 'text', s.relation, jsonb_build_object('article_id', e.article_id, 'slug', e.slug,
            'title', e.title, 'language', e.language)
        FROM news_subject s CROSS JOIN LATERAL (
            SELECT * FROM news_edition e
            WHERE e.article_id = s.text_id AND is_live(e.live_from, e.live_until) AND NOT e.is_page
            ORDER BY e.language <> s.language, e.language LIMIT 1
        ) AS e WHERE s.edition_id = of_edition
    ) AS subjects
    );
END
$$;

-- The public articles in the same language that share the most with an edition, at most `wanted`, the best first: of
-- each thing the newest ones are looked at. What it says it follows, answers or corrects stands in its own line.
CREATE OR REPLACE FUNCTION news_related_editions(of_edition bigint, wanted integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 4 AS $$
BEGIN
    RETURN QUERY SELECT (array_agg(near.edition_id))[1]
    FROM news_subject s CROSS JOIN LATERAL (
        (SELECT o.edition_id, o.article_id, o.shown_on FROM news_subject o JOIN news_edition e ON e.id = o.edition_id
            WHERE o.listed_id = s.listed_id AND o.language = s.language AND is_live(e.live_from, e.live_until)
            ORDER BY o.shown_on DESC, o.article_id DESC LIMIT 20)
        UNION ALL
        (SELECT o.edition_id, o.article_id, o.shown_on FROM news_subject o JOIN news_edition e ON e.id = o.edition_id
            WHERE o.person_id = s.person_id AND o.language = s.language AND is_live(e.live_from, e.live_until)
            ORDER BY o.shown_on DESC, o.article_id DESC LIMIT 20)
        UNION ALL
        (SELECT o.edition_id, o.article_id, o.shown_on FROM news_subject o JOIN news_edition e ON e.id = o.edition_id
            WHERE o.state_id = s.state_id AND o.language = s.language AND is_live(e.live_from, e.live_until)
            ORDER BY o.shown_on DESC, o.article_id DESC LIMIT 20)
        UNION ALL
        (SELECT o.edition_id, o.article_id, o.shown_on FROM news_subject o JOIN news_edition e ON e.id = o.edition_id
            WHERE o.meeting_id = s.meeting_id AND o.language = s.language AND is_live(e.live_from, e.live_until)
            ORDER BY o.shown_on DESC, o.article_id DESC LIMIT 20)
        UNION ALL
        (SELECT o.edition_id, o.article_id, o.shown_on FROM news_subject o JOIN news_edition e ON e.id = o.edition_id
            WHERE o.document_id = s.document_id AND o.language = s.language AND is_live(e.live_from, e.live_until)
            ORDER BY o.shown_on DESC, o.article_id DESC LIMIT 20)
        UNION ALL
        (SELECT o.edition_id, o.article_id, o.shown_on FROM news_subject o JOIN news_edition e ON e.id = o.edition_id
            WHERE o.album_id = s.album_id AND o.language = s.language AND is_live(e.live_from, e.live_until)
            ORDER BY o.shown_on DESC, o.article_id DESC LIMIT 20)
    ) AS near
    WHERE s.edition_id = of_edition AND near.article_id <> s.article_id
        AND NOT EXISTS (SELECT FROM news_subject t WHERE t.edition_id = of_edition AND t.text_id = near.article_id)
    GROUP BY near.article_id
    ORDER BY count(DISTINCT s.id) DESC, max(near.shown_on) DESC, near.article_id DESC LIMIT wanted;
END
$$;
