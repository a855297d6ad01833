-- The index follows every change in the same transaction, whoever makes it and however many rows it has.

-- The arguments come in pairs: a kind, and a query for the ids to be written anew. It finds the changed rows as the
-- table t; after an update both as they were and as they are.
CREATE OR REPLACE FUNCTION search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
        ELSE 'SELECT * FROM new_rows UNION ALL SELECT * FROM old_rows'
    END;
    ids bigint[];
BEGIN
    IF current_setting('newsroom.search_rests', true) = 'on' THEN
        RETURN NULL;  -- a rebuilding reads everything afterwards
    END IF;
    FOR pair IN 0 .. TG_NARGS / 2 - 1 LOOP
        EXECUTE format(
            'WITH t AS (%s) SELECT array_agg(DISTINCT id) FROM (%s) AS concerned(id) WHERE id IS NOT NULL',
            changed, TG_ARGV[pair * 2 + 1]
        ) INTO ids;
        PERFORM search_refresh(TG_ARGV[pair * 2], ids);
    END LOOP;
    RETURN NULL;
END
$$;

-- For each table, what has to be written anew. Drafts have no rows in the index, and the parts of an edition do not
-- change once it has a range.
DO $$
DECLARE
    followed record;
    arguments text;
BEGIN
    FOR followed IN SELECT * FROM (VALUES
        ('news_edition', ARRAY[
            'article', 'SELECT id FROM t WHERE live_from IS NOT NULL',
            'photo',
                'SELECT u.photo_id FROM news_editionphoto u JOIN t ON t.id = u.edition_id'
                ' WHERE t.live_from IS NOT NULL'
        ]),
        ('news_editionphoto', ARRAY[
            'photo',
                'SELECT t.photo_id FROM t JOIN news_edition e ON e.id = t.edition_id'
                ' WHERE e.live_from IS NOT NULL'
        ]),
        ('news_withdrawal', ARRAY[
            'article',
                'SELECT e.id FROM news_edition e JOIN t ON t.article_id = e.article_id'
                ' AND t.language = e.language AND t.at = e.live_until'
        ]),
        ('news_stoppedphoto', ARRAY[
            'photo', 'SELECT photo_id FROM t',
            'article', 'SELECT u.edition_id FROM news_editionphoto u JOIN t USING (photo_id)',
            'meeting', 'SELECT u.meeting_id FROM council_meetingphoto u JOIN t USING (photo_id)'
        ]),
        ('council_meeting', ARRAY[
            'meeting', 'SELECT id FROM t',
            'person',
                'SELECT t.chair_id FROM t'
                ' UNION SELECT a.person_id FROM council_participation a JOIN t ON t.id = a.meeting_id',
            'photo',
                'SELECT u.photo_id FROM council_meetingphoto u JOIN t ON t.id = u.meeting_id'
                ' UNION SELECT w.photo_id FROM council_personshown w'
                ' WHERE w.person_id IN (SELECT t.chair_id FROM t'
                ' UNION SELECT a.person_id FROM council_participation a JOIN t ON t.id = a.meeting_id)'
        ]),
        ('council_meeting_bodies', ARRAY['meeting', 'SELECT meeting_id FROM t']),
        ('council_body', ARRAY[
            'meeting', 'SELECT b.meeting_id FROM council_meeting_bodies b JOIN t ON t.id = b.body_id',
            'document', 'SELECT d.id FROM council_document d JOIN t ON t.id = d.body_id'
        ]),
        ('council_agendaitem', ARRAY['meeting', 'SELECT meeting_id FROM t']),
        ('council_meetingphoto', ARRAY['photo', 'SELECT photo_id FROM t', 'meeting', 'SELECT meeting_id FROM t']),
        ('council_participation', ARRAY[
            'meeting', 'SELECT meeting_id FROM t',
            'person', 'SELECT person_id FROM t',
            'photo', 'SELECT w.photo_id FROM council_personshown w WHERE w.person_id IN (SELECT person_id FROM t)'
        ]),
        ('council_person', ARRAY[
            'names of person', 'SELECT id FROM t',
            'person', 'SELECT id FROM t',
            'meeting',
                'SELECT m.id FROM council_meeting m JOIN t ON t.id = m.chair_id'
                ' UNION SELECT a.meeting_id FROM council_participation a JOIN t ON t.id = a.person_id',
            'photo', 'SELECT w.photo_id FROM council_personshown w WHERE w.person_id IN (SELECT id FROM t)'
        ]),
        ('council_personname', ARRAY[
            'names of person', 'SELECT person_id FROM t',
            'person', 'SELECT person_id FROM t',
            'photo', 'SELECT w.photo_id FROM council_personshown w WHERE w.person_id IN (SELECT person_id FROM t)'
        ]),
        ('council_rank', ARRAY['person', 'SELECT person_id FROM t']),
        ('council_term', ARRAY[
            'person', 'SELECT person_id FROM t',
            'photo',
                'SELECT u.photo_id FROM council_portrait u WHERE u.person_id IN (SELECT person_id FROM t)'
                ' UNION SELECT w.photo_id FROM council_personshown w'
                ' WHERE w.person_id IN (SELECT person_id FROM t)'
        ]),
        ('council_office', ARRAY['person', 'SELECT p.person_id FROM council_term p JOIN t ON t.id = p.office_id']),
        ('council_portrait', ARRAY['photo', 'SELECT photo_id FROM t']),
        ('council_personshown', ARRAY['photo', 'SELECT photo_id FROM t']),
        ('council_state', ARRAY[
            'names of state', 'SELECT id FROM t',
            'person',
                'SELECT p.person_id FROM council_term p JOIN council_office o ON o.id = p.office_id'
                ' JOIN t ON t.id = o.state_id'
        ]),
        ('council_statename', ARRAY['names of state', 'SELECT state_id FROM t']),
        ('council_document', ARRAY['document', 'SELECT id FROM t']),
        ('council_documentfile', ARRAY['document', 'SELECT document_id FROM t']),
        ('council_signatory', ARRAY['document', 'SELECT document_id FROM t']),
        ('council_appendix', ARRAY['document', 'SELECT document_id FROM t']),
        ('council_interpretativestatement', ARRAY['document', 'SELECT document_id FROM t']),
        ('photos_photo', ARRAY['photo', 'SELECT id FROM t']),
        ('photos_album', ARRAY['photo', 'SELECT u.photo_id FROM photos_albumphoto u JOIN t ON t.id = u.album_id']),
        ('photos_albumphoto', ARRAY['photo', 'SELECT photo_id FROM t']),
        ('search_filetext', ARRAY[
            'article', 'SELECT a.edition_id FROM news_attachment a JOIN t USING (file) WHERE t.text <> ''''',
            'document', 'SELECT f.document_id FROM council_documentfile f JOIN t USING (file) WHERE t.text <> '''''
        ])
    ) AS followed (table_name, concerned) LOOP
        SELECT string_agg(quote_literal(word), ', ' ORDER BY place) INTO arguments
            FROM unnest(followed.concerned) WITH ORDINALITY AS words (word, place);
        EXECUTE format('CREATE TRIGGER search_follows_new AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION search_follow(%s)', followed.table_name, arguments);
        EXECUTE format('CREATE TRIGGER search_follows_changed AFTER UPDATE ON %I
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION search_follow(%s)', followed.table_name, arguments);
        EXECUTE format('CREATE TRIGGER search_follows_gone AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION search_follow(%s)', followed.table_name, arguments);
    END LOOP;
END
$$;

-- A job reads a file once, as soon as it is attached, which is long before its text is public.
CREATE OR REPLACE FUNCTION search_expect_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_filetext (file) SELECT DISTINCT file FROM new_rows WHERE file <> '' ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER search_expects_new AFTER INSERT ON news_attachment REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_expect_files();
CREATE TRIGGER search_expects_changed AFTER UPDATE ON news_attachment REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_expect_files();
CREATE TRIGGER search_expects_new AFTER INSERT ON council_documentfile REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_expect_files();
CREATE TRIGGER search_expects_changed AFTER UPDATE ON council_documentfile REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_expect_files();
