-- How the index is brought up to date: the rows of things, and the forms of names by which they are found.

-- The forms of the names of people or states.
CREATE OR REPLACE FUNCTION search_name_forms(of_kind text, ids bigint[]) RETURNS TABLE (key text, form text)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT found.key, search_plain(found.form) FROM (
        SELECT p.id::text, value FROM council_person p, jsonb_each_text(p.name)
            WHERE of_kind = 'person' AND p.id = ANY (ids)
        UNION ALL SELECT person_id::text, text FROM council_personname
            WHERE of_kind = 'person' AND person_id = ANY (ids)
        UNION ALL SELECT code, value FROM council_state s, jsonb_each_text(s.name)
            WHERE of_kind = 'state' AND s.id = ANY (ids)
        UNION ALL SELECT code, value FROM council_state s, jsonb_each_text(s.short_name)
            WHERE of_kind = 'state' AND s.id = ANY (ids)
        UNION ALL SELECT code, value FROM council_state s JOIN council_statename n ON n.state_id = s.id,
            LATERAL (SELECT * FROM jsonb_each_text(n.name) UNION SELECT * FROM jsonb_each_text(n.short_name)) forms
            WHERE of_kind = 'state' AND s.id = ANY (ids)
    ) AS found(key, form)
    WHERE length(found.form) > 2 AND numnode(search_name_query(found.form)) > 0
$$;

-- Write rows into the index. Of long texts only the beginning is searched: about sixty pages of a thing's own words,
-- and as many of its files.
CREATE OR REPLACE FUNCTION search_write_rows(given search_row[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(given) = 0 THEN
        RETURN;
    END IF;
    WITH texts AS MATERIALIZED (
        SELECT r.kind, object_id, language, part, r.shown, shown_on, is_withdrawn, tags,
            coalesce(l.configuration, 'search_simple')::regconfig AS configuration,
            search_plain(title) AS title, search_plain(lead) AS lead,
            left(search_plain(body), 150000) AS body, left(search_plain(files), 150000) AS files
        FROM unnest(given) r LEFT JOIN search_language l ON l.code = r.language
    ), read AS MATERIALIZED (
        SELECT t.*,
            setweight(to_tsvector(configuration, search_folded(title)), 'A')
                || setweight(to_tsvector(configuration, search_folded(lead)), 'B')
                || setweight(to_tsvector(configuration, search_folded(body)), 'C')
                || setweight(to_tsvector(configuration, search_folded(files)), 'D') AS words
        FROM texts t
    ), put AS MATERIALIZED (
        SELECT kind, object_id, language, part, shown, shown_on, is_withdrawn,
            ARRAY(
                SELECT unnest(tags || ('lang:' || language) || CASE
                    WHEN shown_on IS NULL THEN ARRAY['undated'] WHEN shown_on < '1992-01-01' THEN ARRAY['early']
                END)
                UNION SELECT n.kind || ':' || n.key FROM search_name n
                WHERE n.lexemes && tsvector_to_array(read.words) AND read.words @@ n.question
            ) AS tags,
            title,
            CASE kind WHEN 'person' THEN body ELSE concat_ws(' ', nullif(lead, ''), nullif(body, '')) END AS body, files,
            to_tsvector('search_simple'::regconfig, search_folded(
                CASE WHEN kind IN ('person', 'meeting') THEN title || ' · ' || lead ELSE title END
            )) AS title_words,
            words
        FROM read
    ), unpublished AS (
        INSERT INTO search_unpublished (kind, object_id, language, part, shown_on, tags, title, body, files,
            title_words, words)
        SELECT kind, object_id, language, part, shown_on, tags, title, body, files, title_words, words
        FROM put WHERE isempty(shown)
    ), published AS (
        INSERT INTO search_entry (kind, object_id, language, part, live_from, live_until, shown, shown_on, is_withdrawn,
            tags, title, body, files, title_words, words)
        SELECT kind, object_id, language, part, lower(shown), upper(shown),
            CASE WHEN shown <> tstzmultirange(range_merge(shown)) THEN shown END, shown_on, is_withdrawn,
            tags, title, body, files, title_words, words
        FROM put WHERE NOT isempty(shown)
    )
    INSERT INTO search_word (word, beginnings, trigrams)
        SELECT word, search_beginnings(word), search_trigrams(word)
        FROM (
            SELECT DISTINCT unnest(search_each_word(concat_ws(' ', title, lead, body, files)))
            FROM texts WHERE NOT isempty(shown)
        ) AS words(word)
        WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
        AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = words.word);
END
$$;

-- Write the rows of things of a kind anew, and remove their marks. The ids of articles are those of their editions, and
-- standing pages are marked and written among them.
--
-- Two transactions never write the rows of one thing at the same time: whoever comes second waits, and then reads what
-- the first one left. To wait at the same marks would not do, as another may have removed them since they were chosen.
-- Everybody locks in the same order, so nobody waits in a circle. The marks are removed before the thing is read: a
-- change that comes between the two leaves a new mark. So each statement must see what was committed before it, which is
-- how PostgreSQL works unless a transaction asks for something else.
CREATE OR REPLACE FUNCTION search_refresh(of_kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    in_order bigint[] := ARRAY(SELECT DISTINCT id FROM unnest(ids) AS id ORDER BY id);
    one bigint;
    kinds text[] := CASE of_kind WHEN 'article' THEN '{article,page}'::text[] ELSE ARRAY[of_kind] END;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'search_refresh() needs READ COMMITTED';
    END IF;
    PERFORM pg_advisory_xact_lock_shared('search_name'::regclass::bigint);  -- rows bear the names that are in them
    FOREACH one IN ARRAY in_order LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended(of_kind || ' ' || one, 0));
    END LOOP;
    DELETE FROM search_mark WHERE kind = of_kind AND thing_id = ANY (in_order);
    DELETE FROM search_entry WHERE kind = ANY (kinds) AND source_id = ANY (in_order);
    DELETE FROM search_unpublished WHERE kind = of_kind AND source_id = ANY (in_order);
    EXECUTE format('SELECT search_write_rows(ARRAY(SELECT r FROM search_rows_of_%s($1) r))', of_kind) USING in_order;
END
$$;

-- The same for one thing after another; returns how many could be written. The marks of the others go to the end of the
-- queue, where they keep nobody waiting and are noticed when they grow old.
CREATE OR REPLACE FUNCTION search_refresh_each(of_kind text, ids bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    one bigint;
    number integer := 0;
BEGIN
    FOREACH one IN ARRAY ARRAY(SELECT id FROM unnest(ids) AS id ORDER BY id) LOOP
        BEGIN
            PERFORM search_refresh(of_kind, ARRAY[one]);
            number := number + 1;
        EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
            UPDATE search_mark SET id = nextval(pg_get_serial_sequence('search_mark', 'id'))
                WHERE kind = of_kind AND thing_id = one;
        END;
    END LOOP;
    RETURN number;
END
$$;

-- Write things that are marked anew, at most so many: the newest marks first or the oldest. Returns how many could be
-- written.
CREATE OR REPLACE FUNCTION search_refresh_marked(most integer, newest_first boolean) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    of_kind text;
    ids bigint[];
    number integer := 0;
BEGIN
    FOR of_kind, ids IN EXECUTE format(
        'SELECT kind, array_agg(DISTINCT thing_id) FROM (
            SELECT kind, thing_id FROM search_mark WHERE kind NOT LIKE ''%% of %%'' ORDER BY id %s LIMIT $1
        ) AS chosen GROUP BY kind ORDER BY kind', CASE WHEN newest_first THEN 'DESC' END
    ) USING most LOOP
        BEGIN
            PERFORM search_refresh(of_kind, ids);
            number := number + cardinality(ids);
        EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
            number := number + search_refresh_each(of_kind, ids);
        END;
    END LOOP;
    RETURN number;
END
$$;

CREATE OR REPLACE FUNCTION search_people_of_meetings(ids bigint[]) RETURNS TABLE (person_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT chair_id FROM council_meeting WHERE id = ANY (ids) AND chair_id IS NOT NULL
    UNION SELECT person_id FROM council_participation WHERE meeting_id = ANY (ids) AND person_id IS NOT NULL
$$;

-- The things whose rows have words or times of others in them. search_mark_changes() and this name them by kinds such as
-- “photos of person”: all the photographs that are found by the person's name, or through the person's portrait.
CREATE OR REPLACE FUNCTION search_concerned(of_kind text, ids bigint[]) RETURNS TABLE (kind text, id bigint)
LANGUAGE sql STABLE AS $$
    SELECT 'article', e.id FROM news_edition e
        WHERE of_kind = 'editions of article' AND e.article_id = ANY (ids) AND e.live_from IS NOT NULL
    UNION SELECT 'photo', u.photo_id FROM news_editionphoto u
        WHERE of_kind = 'photos of edition' AND u.edition_id = ANY (ids)
    UNION SELECT 'article', u.edition_id FROM news_editionphoto u
        WHERE of_kind = 'users of photo' AND u.photo_id = ANY (ids)
    UNION SELECT 'meeting', u.meeting_id FROM council_meetingphoto u
        WHERE of_kind = 'users of photo' AND u.photo_id = ANY (ids)
    UNION SELECT 'photo', u.photo_id FROM photos_albumphoto u
        WHERE of_kind = 'photos of album' AND u.album_id = ANY (ids)
    UNION SELECT 'photo', u.photo_id FROM council_meetingphoto u
        WHERE of_kind = 'photos of meeting' AND u.meeting_id = ANY (ids)
    UNION SELECT 'photo', w.photo_id FROM council_personshown w
        WHERE of_kind = 'photos of meeting' AND w.person_id IN (SELECT person_id FROM search_people_of_meetings(ids))
    UNION SELECT 'person', p.person_id FROM search_people_of_meetings(ids) p
        WHERE of_kind = 'people of meeting'
    UNION SELECT 'meeting', b.meeting_id FROM council_meeting_bodies b
        WHERE of_kind = 'meetings of body' AND b.body_id = ANY (ids)
    UNION SELECT 'document', d.id FROM council_document d
        WHERE of_kind = 'documents of body' AND d.body_id = ANY (ids)
    UNION SELECT 'meeting', m.id FROM council_meeting m
        WHERE of_kind = 'meetings of person' AND m.chair_id = ANY (ids)
    UNION SELECT 'meeting', a.meeting_id FROM council_participation a
        WHERE of_kind = 'meetings of person' AND a.person_id = ANY (ids)
    UNION SELECT 'photo', w.photo_id FROM council_personshown w
        WHERE of_kind = 'photos of person' AND w.person_id = ANY (ids)
    UNION SELECT 'photo', u.photo_id FROM council_portrait u
        WHERE of_kind = 'photos of person' AND u.person_id = ANY (ids)
    UNION SELECT 'person', t.person_id FROM council_term t
        WHERE of_kind = 'people of office' AND t.office_id = ANY (ids)
    UNION SELECT 'person', t.person_id FROM council_term t JOIN council_office o ON o.id = t.office_id
        WHERE of_kind = 'people of state' AND o.state_id = ANY (ids)
    UNION SELECT 'article', a.edition_id FROM news_attachment a JOIN search_filetext f USING (file)
        WHERE of_kind = 'users of file' AND f.number = ANY (ids)
    UNION SELECT 'document', d.document_id FROM council_documentfile d JOIN search_filetext f USING (file)
        WHERE of_kind = 'users of file' AND f.number = ANY (ids)
$$;

-- Mark the things that are concerned by what was marked, and write names anew. It is done here and not by the triggers,
-- because only now can be seen what others committed meanwhile. Returns how many marks were spread.
CREATE OR REPLACE FUNCTION search_spread_marks() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    of_kind text;
    ids bigint[];
    number integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock('search_mark'::regclass::bigint);  -- one after another
    FOR of_kind, ids IN
        WITH taken AS (DELETE FROM search_mark WHERE kind LIKE '% of %' RETURNING kind, thing_id)
        SELECT kind, array_agg(DISTINCT thing_id) FROM taken GROUP BY kind ORDER BY kind
    LOOP
        IF of_kind LIKE 'names of %' THEN
            PERFORM search_refresh_names(substr(of_kind, 10), ids);
        ELSE
            INSERT INTO search_mark (kind, thing_id) SELECT c.kind, c.id FROM search_concerned(of_kind, ids) c;
        END IF;
        number := number + cardinality(ids);
    END LOOP;
    RETURN number;
END
$$;

-- Write the forms of names anew. If they differ from before, mark everything that bears the name, or has a new form of
-- it in its words.
CREATE OR REPLACE FUNCTION search_refresh_names(of_kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    concerned text[];
    added tsquery;
BEGIN
    IF of_kind = 'person' THEN
        concerned := ARRAY(SELECT unnest(ids)::text);
    ELSE
        concerned := ARRAY(
            SELECT code FROM council_state WHERE id = ANY (ids)
            UNION SELECT key FROM search_name WHERE kind = 'state' AND key NOT IN (SELECT code FROM council_state)
        );
    END IF;
    IF NOT EXISTS (
        SELECT FROM (SELECT key, form FROM search_name WHERE kind = of_kind AND key = ANY (concerned)) AS known
        FULL JOIN search_name_forms(of_kind, ids) AS fresh USING (key, form)
        WHERE known IS NULL OR fresh IS NULL
    ) THEN
        RETURN;
    END IF;
    -- Nobody reads names meanwhile to write rows: those rows would be missed here, and lack the new names.
    PERFORM pg_advisory_xact_lock('search_name'::regclass::bigint);
    DELETE FROM search_name WHERE kind = of_kind AND key = ANY (concerned)
        AND (key, form) NOT IN (SELECT n.key, n.form FROM search_name_forms(of_kind, ids) n);
    added := search_add_names(of_kind, ids);
    INSERT INTO search_mark (kind, thing_id)
        SELECT kind, source_id FROM search_entry
        WHERE tags && ARRAY(SELECT of_kind || ':' || unnest(concerned)) OR words @@ added
        UNION SELECT kind, source_id FROM search_unpublished
        WHERE tags && ARRAY(SELECT of_kind || ':' || unnest(concerned)) OR words @@ added;
END
$$;

-- Add the forms of names that are not there. Returns a query for everything with the words of any of them, null if there
-- are none.
CREATE OR REPLACE FUNCTION search_add_names(of_kind text, ids bigint[]) RETURNS tsquery LANGUAGE plpgsql AS $$
DECLARE
    together tsquery;
    one tsquery;
BEGIN
    FOR one IN
        INSERT INTO search_name AS n (kind, key, form, words, question, lexemes)
            SELECT of_kind, f.key, f.form, search_each_word(f.form), search_name_query(f.form),
                tsvector_to_array(to_tsvector('search_stemmed'::regconfig, search_folded(
                    f.form || ' ' || regexp_replace(f.form, '(\w)(?=\W|$)', '\1а', 'g')
                )))
            FROM search_name_forms(of_kind, ids) f
            WHERE (f.key, f.form) NOT IN (SELECT key, form FROM search_name WHERE kind = of_kind)
            RETURNING n.question
    LOOP
        one := replace(one::text, '<->', '&')::tsquery;  -- the index alone knows these, without reading any text
        together := coalesce(together || one, one);
    END LOOP;
    RETURN together;
END
$$;

-- Write all names anew, and mark nothing: everything is written anew afterwards.
CREATE OR REPLACE FUNCTION search_rebuild_names() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('search_name'::regclass::bigint);
    DELETE FROM search_name;
    PERFORM search_add_names('person', ARRAY(SELECT id FROM council_person));
    PERFORM search_add_names('state', ARRAY(SELECT id FROM council_state));
END
$$;
