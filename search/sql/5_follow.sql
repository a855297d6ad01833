-- The index follows every change, whoever makes it and however many rows it has.

-- A change only marks what it concerns, which waits for nobody; the rows are written anew after the commit
-- (search/refreshing.py). If something ends, or a part of it goes, all that is found by it is hidden from the search at
-- once, in the same transaction; otherwise the index stays as it was for a moment.
CREATE OR REPLACE FUNCTION search_mark_changes() RETURNS trigger LANGUAGE plpgsql AS $$
-- The arguments come in pairs: what to mark, and the column that has its id, before the change or after it.
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    ends boolean;
    what text;
    its_id bigint;
BEGIN
    IF before = after OR search_is_of_draft(TG_TABLE_NAME, before) AND search_is_of_draft(TG_TABLE_NAME, after) THEN
        RETURN NULL;
    END IF;
    ends := TG_OP = 'DELETE' OR TG_TABLE_NAME IN ('news_stoppedphoto', 'news_withdrawal') OR EXISTS (
        SELECT FROM jsonb_each(before) AS field  -- of an insertion there are none
        WHERE value IS DISTINCT FROM after -> key AND (
            key = 'licence_ends_at'  -- it also ends what is public through others
            OR (key IN ('live_from', 'live_until') OR key LIKE '%\_id')
            AND (before ->> 'live_from' IS NOT NULL OR NOT before ? 'live_from')
        )
    );
    FOR pair IN 0 .. TG_NARGS / 2 - 1 LOOP
        what := TG_ARGV[pair * 2];
        FOR its_id IN
            SELECT DISTINCT (changed ->> TG_ARGV[pair * 2 + 1])::bigint FROM unnest(ARRAY[before, after]) AS changed
            WHERE changed ->> TG_ARGV[pair * 2 + 1] IS NOT NULL
        LOOP
            INSERT INTO search_mark (kind, thing_id, hides) VALUES (what, its_id, ends AND what NOT LIKE '% of %');
            IF ends AND what LIKE '% of %' THEN
                INSERT INTO search_mark (kind, thing_id, hides)
                    SELECT c.kind, c.id, true FROM search_concerned(what, ARRAY[its_id]) c;
            END IF;
        END LOOP;
    END LOOP;
    RETURN NULL;
END
$$;

-- Whether a row belongs to a draft of an article. What a draft shows is not found because of it, and is marked when the
-- draft gets its range. A row that is not there counts as one of a draft.
CREATE OR REPLACE FUNCTION search_is_of_draft(of_table text, changed jsonb) RETURNS boolean LANGUAGE sql STABLE RETURN
    changed IS NULL OR CASE of_table
        WHEN 'news_edition' THEN changed ->> 'live_from' IS NULL
        WHEN 'news_editionphoto' THEN NOT EXISTS (
            SELECT FROM news_edition WHERE id = (changed ->> 'edition_id')::bigint AND live_from IS NOT NULL
        )
        ELSE false
    END;

-- For each table, what is marked.
DO $$
DECLARE
    followed record;
    arguments text;
BEGIN
    FOR followed IN SELECT * FROM (VALUES
        ('news_edition', ARRAY['article', 'id', 'photos of edition', 'id']),
        ('news_editionphoto', ARRAY['photo', 'photo_id', 'article', 'edition_id']),
        ('news_withdrawal', ARRAY['editions of article', 'article_id']),
        ('news_stoppedphoto', ARRAY['photo', 'photo_id', 'users of photo', 'photo_id']),
        ('council_meeting', ARRAY[
            'meeting', 'id', 'people of meeting', 'id', 'photos of meeting', 'id',
            'person', 'chair_id', 'photos of person', 'chair_id'
        ]),
        ('council_meeting_bodies', ARRAY['meeting', 'meeting_id']),
        ('council_body', ARRAY['meetings of body', 'id', 'documents of body', 'id']),
        ('council_agendaitem', ARRAY['meeting', 'meeting_id']),
        ('council_meetingphoto', ARRAY['photo', 'photo_id', 'meeting', 'meeting_id']),
        ('council_participation', ARRAY[
            'meeting', 'meeting_id', 'person', 'person_id', 'photos of person', 'person_id'
        ]),
        ('council_person', ARRAY[
            'person', 'id', 'names of person', 'id', 'meetings of person', 'id', 'photos of person', 'id'
        ]),
        ('council_personname', ARRAY[
            'person', 'person_id', 'names of person', 'person_id', 'photos of person', 'person_id'
        ]),
        ('council_rank', ARRAY['person', 'person_id']),
        ('council_term', ARRAY['person', 'person_id', 'photos of person', 'person_id']),
        ('council_office', ARRAY['people of office', 'id']),
        ('council_portrait', ARRAY['photo', 'photo_id']),
        ('council_personshown', ARRAY['photo', 'photo_id']),
        ('council_state', ARRAY['names of state', 'id', 'people of state', 'id']),
        ('council_statename', ARRAY['names of state', 'state_id']),
        ('council_document', ARRAY['document', 'id']),
        ('council_documentfile', ARRAY['document', 'document_id']),
        ('council_signatory', ARRAY['document', 'document_id']),
        ('council_appendix', ARRAY['document', 'document_id']),
        ('council_interpretativestatement', ARRAY['document', 'document_id']),
        ('photos_photo', ARRAY['photo', 'id']),
        ('photos_album', ARRAY['photos of album', 'id']),
        ('photos_albumphoto', ARRAY['photo', 'photo_id']),
        ('search_filetext', ARRAY['users of file', 'number'])
    ) AS followed (table_name, what) LOOP
        SELECT string_agg(quote_literal(word), ', ' ORDER BY place) INTO arguments
            FROM unnest(followed.what) WITH ORDINALITY AS words (word, place);
        EXECUTE format('CREATE TRIGGER search_marks_changes AFTER INSERT OR UPDATE OR DELETE ON %I
            FOR EACH ROW EXECUTE FUNCTION search_mark_changes(%s)', followed.table_name, arguments);
    END LOOP;
END
$$;

-- The desk finds a draft by all the words in it. The argument is the column with the edition's id.
CREATE OR REPLACE FUNCTION search_mark_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_mark (kind, thing_id)
        SELECT DISTINCT 'article', id FROM (VALUES (to_jsonb(OLD)), (to_jsonb(NEW))) AS changed (fields)
        JOIN news_edition ON id = (fields ->> TG_ARGV[0])::bigint WHERE live_from IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER search_marks_draft AFTER INSERT OR UPDATE ON news_edition
    FOR EACH ROW WHEN (NEW.live_from IS NULL) EXECUTE FUNCTION search_mark_draft('id');
CREATE TRIGGER search_marks_draft AFTER INSERT OR UPDATE OR DELETE ON news_editionphoto
    FOR EACH ROW EXECUTE FUNCTION search_mark_draft('edition_id');
CREATE TRIGGER search_marks_draft AFTER INSERT OR UPDATE OR DELETE ON news_turn
    FOR EACH ROW EXECUTE FUNCTION search_mark_draft('edition_id');
CREATE TRIGGER search_marks_draft AFTER INSERT OR UPDATE OR DELETE ON news_attachment
    FOR EACH ROW EXECUTE FUNCTION search_mark_draft('edition_id');
CREATE TRIGGER search_marks_draft AFTER INSERT OR UPDATE OR DELETE ON news_subject
    FOR EACH ROW EXECUTE FUNCTION search_mark_draft('edition_id');

-- Two topics are joined, or two entries of a person merged: what is public is found by the one that stays.
CREATE OR REPLACE FUNCTION search_mark_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_mark (kind, thing_id) VALUES ('article', NEW.edition_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER search_marks_subject AFTER UPDATE OF listed_id, person_id ON news_subject
    FOR EACH ROW EXECUTE FUNCTION search_mark_subject();

CREATE OR REPLACE FUNCTION search_mark_deleted_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_mark (kind, thing_id) VALUES ('article', OLD.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER search_marks_deleted_draft AFTER DELETE ON news_edition
    FOR EACH ROW WHEN (OLD.live_from IS NULL) EXECUTE FUNCTION search_mark_deleted_draft();

-- Articles and meetings are found by the file names of their photographs.
CREATE TRIGGER search_marks_users AFTER UPDATE ON photos_photo
    FOR EACH ROW WHEN (OLD.file_name IS DISTINCT FROM NEW.file_name)
    EXECUTE FUNCTION search_mark_changes('users of photo', 'id');

-- A job reads a file once, as soon as it is attached, which is long before its text is public.
CREATE OR REPLACE FUNCTION search_expect_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_filetext (file) SELECT NEW.file WHERE NEW.file <> '' ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER search_expects_file AFTER INSERT OR UPDATE OF file ON news_attachment
    FOR EACH ROW EXECUTE FUNCTION search_expect_file();
CREATE TRIGGER search_expects_file AFTER INSERT OR UPDATE OF file ON council_documentfile
    FOR EACH ROW EXECUTE FUNCTION search_expect_file();
