"""What the index says of each thing: one function for each kind, asked by the triggers and by the rebuilding alike.

Every row says when it is public, with the ranges of what makes it so: an article's row has the range of its edition; a
person is public while any term is, or any meeting with the person in the chair or at the table; a photo while anything
that shows it is. What is added to a thing only for a time (an office, the people in a picture who become known later,
the words of an article about its photo) stands in the thing's own row if it is public whenever the thing is, otherwise
in a row beside it with the time that both have in common. Nothing is ever found before its second through its
neighbour.
"""

from django.db import migrations

ROW = """
CREATE TYPE search_row AS (
    kind text, object_id bigint, language text, part text, shown tstzmultirange, shown_on date, is_withdrawn boolean,
    tags text[], title text, lead text, body text, files text
);

-- The words for kinds of things that people type and that no column holds.
CREATE FUNCTION search_kind(of_kind text, of_language text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    (SELECT CASE of_language WHEN 'ru' THEN ru WHEN 'en' THEN en ELSE '' END FROM (VALUES
        ('regular', 'Заседание', 'Meeting'),
        ('extraordinary', 'Внеочередное заседание', 'Extraordinary meeting'),
        ('off_site', 'Выездное заседание', 'Off-site meeting'),
        ('statement', 'Заявление', 'Statement'),
        ('draft_statement', 'Проект заявления', 'Draft statement'),
        ('joint_statement', 'Совместное заявление', 'Joint statement'),
        ('decision', 'Решение', 'Decision'),
        ('protocol', 'Протокол', 'Protocol'),
        ('agreement', 'Соглашение', 'Agreement'),
        ('plan', 'План', 'Plan')
    ) AS words(kind, ru, en) WHERE kind = of_kind);
"""

ARTICLES = """
CREATE FUNCTION search_rows_of_article(editions bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    SELECT 'article', e.article_id, e.language, 'edition ' || e.id,
        tstzmultirange(tstzrange(e.live_from, e.live_until)), e.shown_on,
        EXISTS (
            SELECT FROM news_withdrawal w
            WHERE w.article_id = e.article_id AND w.language = e.language AND w.at = e.live_until
            AND w.kind = 'withdrawn'
        ),
        ARRAY['kind:article', 'section:' || e.section_id, 'genre:' || e.genre, to_char(e.shown_on, '"year:"YYYY')]
            || CASE WHEN e.meeting_id IS NOT NULL THEN ARRAY['meeting:' || e.meeting_id] END
            || CASE WHEN pictures.words IS NOT NULL THEN ARRAY['photos'] END,
        e.title, e.standfirst,
        concat_ws(' ', search_of_html(e.body), (
            SELECT string_agg(concat_ws(' ', t.question, search_of_html(t.answer)), ' ' ORDER BY t.position, t.id)
            FROM news_turn t WHERE t.edition_id = e.id
        )),
        concat_ws(' · ', pictures.words, (
            SELECT string_agg(concat_ws(' · ', a.label, a.file_name, f.text), ' · ' ORDER BY a.position, a.id)
            FROM news_attachment a LEFT JOIN search_filetext f ON f.file = a.file WHERE a.edition_id = e.id
        ), CASE WHEN e.shown_precision = 'day' THEN search_day(e.shown_on, e.language) END)
    FROM news_edition e CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(' · ', u.caption, u.alt, p.file_name), ' · ' ORDER BY u.position, u.id) AS words
        FROM news_editionphoto u JOIN photos_photo p ON p.id = u.photo_id
        WHERE u.edition_id = e.id
        AND NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = u.photo_id AND s.lifted_at IS NULL)
    ) AS pictures
    WHERE e.id = ANY (editions) AND e.live_from IS NOT NULL
$$;
"""

MEETINGS = """
CREATE FUNCTION search_rows_of_meeting(meetings bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    SELECT 'meeting', m.id, l.code, '', tstzmultirange(tstzrange(m.live_from, m.live_until)), m.held_on, false,
        ARRAY['kind:meeting', 'meeting:' || m.id, to_char(m.held_on, '"year:"YYYY')]
            || search_numbers(search_localized(m.ordinal, l.code))
            || ARRAY(
                SELECT 'person:' || id FROM (
                    SELECT m.chair_id UNION SELECT person_id FROM council_participation WHERE meeting_id = m.id
                ) AS people(id) WHERE id IS NOT NULL
            )
            || ARRAY(
                SELECT 'state:' || s.code FROM council_state s WHERE s.id = m.chair_state_id
                OR s.id IN (SELECT state_id FROM council_participation WHERE meeting_id = m.id)
            )
            || CASE WHEN EXISTS (
                SELECT FROM council_meetingphoto u WHERE u.meeting_id = m.id AND NOT EXISTS (
                    SELECT FROM news_stoppedphoto s WHERE s.photo_id = u.photo_id AND s.lifted_at IS NULL
                )
            ) THEN ARRAY['photos'] END,
        concat_ws(' ', search_localized(m.ordinal, l.code), coalesce(search_kind(m.kind, l.code), ''), (
            SELECT string_agg(
                concat_ws(' · ', coalesce(nullif(search_localized(b.name_of, l.code), ''),
                    search_localized(b.name, l.code)), search_localized(b.abbreviation, l.code)),
                ' ' ORDER BY b.position, b.id
            ) FROM council_meeting_bodies mb JOIN council_body b ON b.id = mb.body_id WHERE mb.meeting_id = m.id
        )),
        search_localized(m.place, l.code),
        concat_ws(' · ', search_localized(m.summary, l.code), search_localized(m.reason, l.code), (
                SELECT string_agg(search_localized(a.text, l.code), ' ' ORDER BY a.position, a.id)
                FROM council_agendaitem a WHERE a.meeting_id = m.id
            ),
            (SELECT search_localized(p.name, l.code) FROM council_person p WHERE p.id = m.chair_id),
            (SELECT search_localized(s.short_name, l.code) FROM council_state s WHERE s.id = m.chair_state_id),
            (
                SELECT string_agg(
                    concat_ws(', ', nullif(search_localized(p.name, l.code), ''),
                        nullif(search_localized(s.short_name, l.code), ''),
                        nullif(search_localized(a.capacity, l.code), '')),
                    ' · ' ORDER BY a.position, a.id
                )
                FROM council_participation a LEFT JOIN council_person p ON p.id = a.person_id
                LEFT JOIN council_state s ON s.id = a.state_id WHERE a.meeting_id = m.id
            )),
        search_day(m.held_on, l.code)
    FROM council_meeting m CROSS JOIN search_language l
    WHERE m.id = ANY (meetings) AND m.live_from IS NOT NULL
$$;
"""

DOCUMENTS = """
CREATE FUNCTION search_rows_of_document(documents bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    SELECT 'document', d.id, l.code, '', tstzmultirange(tstzrange(d.live_from, d.live_until)), d.dated, false,
        ARRAY['kind:document']
            || CASE WHEN d.dated IS NOT NULL THEN ARRAY[to_char(d.dated, '"year:"YYYY')] END
            || search_numbers(concat_ws(' · ', search_all_languages(d.title), search_all_languages(d.note)))
            || CASE WHEN d.number IS NOT NULL THEN ARRAY[
                'number:' || d.number, 'number:' || d.number || to_char(d.dated, 'YYYY')
            ] END
            || ARRAY(
                SELECT 'state:' || s.code FROM council_signatory g JOIN council_state s ON s.id = g.state_id
                WHERE g.document_id = d.id
            ),
        search_localized(d.title, l.code),
        concat_ws(' · ', search_kind(d.kind, l.code), '№ ' || d.number, (
            SELECT concat_ws(' · ', search_localized(b.name, l.code), search_localized(b.abbreviation, l.code))
            FROM council_body b WHERE b.id = d.body_id
        ), search_localized(d.place, l.code)),
        concat_ws(' ', search_localized(d.note, l.code), (
            SELECT string_agg(search_localized(a.title, l.code), ' ' ORDER BY a.number)
            FROM council_appendix a WHERE a.document_id = d.id
        ), (
            SELECT string_agg(search_localized(i.text, l.code), ' ' ORDER BY i.position, i.id)
            FROM council_interpretativestatement i WHERE i.document_id = d.id
        )),
        concat_ws(' · ', (
            SELECT string_agg(search_localized(g.name, l.code), ' · ' ORDER BY g.position, g.id)
            FROM council_signatory g WHERE g.document_id = d.id
        ), (
            SELECT string_agg(concat_ws(' · ', f.file_name, t.text), ' · ' ORDER BY f.position, f.id)
            FROM council_documentfile f LEFT JOIN search_filetext t ON t.file = f.file
            WHERE f.document_id = d.id AND f.language = l.code
        ), CASE WHEN d.dated_precision = 'day' THEN search_day(d.dated, l.code) END)
    FROM council_document d CROSS JOIN search_language l
    WHERE d.id = ANY (documents) AND d.live_from IS NOT NULL
$$;
"""

PEOPLE = """
CREATE FUNCTION search_people_shown(people bigint[]) RETURNS TABLE (person_id bigint, shown tstzmultirange)
LANGUAGE sql STABLE AS $$
    SELECT id, range_agg(tstzrange(live_from, live_until)) FROM (
        SELECT t.person_id, live_from, live_until FROM council_term t WHERE t.person_id = ANY (people)
        UNION ALL SELECT chair_id, live_from, live_until FROM council_meeting WHERE chair_id = ANY (people)
        UNION ALL SELECT a.person_id, live_from, live_until
        FROM council_participation a JOIN council_meeting m ON m.id = a.meeting_id WHERE a.person_id = ANY (people)
    ) AS reasons(id, live_from, live_until)
    WHERE live_from IS NOT NULL GROUP BY id
$$;

CREATE FUNCTION search_rows_of_person(people bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    WITH known AS (SELECT * FROM search_people_shown(people)),
    offices AS (
        SELECT t.id, k.person_id, l.code AS language, k.shown * tstzmultirange(tstzrange(t.live_from, t.live_until))
            AS shown,
            concat_ws(' · ',
                search_localized(o.title, l.code),
                CASE WHEN t.acting THEN search_localized(o.acting_title, l.code) END,
                search_localized(s.name, l.code), search_localized(s.short_name, l.code)) AS words,
            CASE WHEN s.code IS NOT NULL THEN ARRAY['state:' || s.code] ELSE '{}' END AS tags
        FROM known k JOIN council_term t USING (person_id) JOIN council_office o ON o.id = t.office_id
        LEFT JOIN council_state s ON s.id = o.state_id CROSS JOIN search_language l
        WHERE t.live_from IS NOT NULL
    ),
    parts AS (
        SELECT k.person_id, l.code AS language, '' AS part, k.shown, (
            SELECT string_agg(words, ' · ' ORDER BY o.id) FROM offices o
            WHERE o.person_id = k.person_id AND o.language = l.code AND o.shown @> k.shown
        ) AS words, ARRAY(
            SELECT DISTINCT unnest(tags) FROM offices o
            WHERE o.person_id = k.person_id AND o.language = l.code AND o.shown @> k.shown
        ) AS tags
        FROM known k CROSS JOIN search_language l
        UNION ALL
        SELECT o.person_id, o.language, 'term ' || o.id, o.shown, o.words, o.tags
        FROM offices o JOIN known k USING (person_id) WHERE NOT o.shown @> k.shown
    )
    SELECT 'person', p.id, x.language, x.part, x.shown, NULL::date, false,
        ARRAY['kind:person', 'person:' || p.id] || x.tags,
        search_localized(p.name, x.language),
        concat_ws(' · ', search_all_languages(p.name), (
            SELECT string_agg(text, ' · ' ORDER BY n.id) FROM council_personname n WHERE n.person_id = p.id
        )),
        concat_ws(' · ', x.words, (
            SELECT string_agg(search_localized(r.name, x.language), ' · ' ORDER BY r.id)
            FROM council_rank r WHERE r.person_id = p.id
        ), p.biography ->> x.language),
        ''
    FROM parts x JOIN council_person p ON p.id = x.person_id
$$;
"""

PHOTOS = """
CREATE FUNCTION search_photos_shown(photos bigint[]) RETURNS TABLE (photo_id bigint, shown tstzmultirange)
LANGUAGE sql STABLE AS $$
    SELECT id, range_agg(tstzrange(live_from, live_until)) FROM (
        SELECT p.id, live_from, live_until FROM photos_photo p WHERE p.id = ANY (photos)
        UNION ALL SELECT u.photo_id, live_from, live_until
        FROM photos_albumphoto u JOIN photos_album a ON a.id = u.album_id WHERE u.photo_id = ANY (photos)
        UNION ALL SELECT u.photo_id, live_from, live_until
        FROM council_meetingphoto u JOIN council_meeting m ON m.id = u.meeting_id WHERE u.photo_id = ANY (photos)
        UNION ALL SELECT u.photo_id, live_from, live_until
        FROM news_editionphoto u JOIN news_edition e ON e.id = u.edition_id WHERE u.photo_id = ANY (photos)
        UNION ALL SELECT u.photo_id, live_from, live_until
        FROM council_portrait u JOIN council_term t ON t.person_id = u.person_id WHERE u.photo_id = ANY (photos)
    ) AS reasons(id, live_from, live_until)
    WHERE live_from IS NOT NULL
    AND NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = reasons.id AND s.lifted_at IS NULL)
    GROUP BY id
$$;

CREATE FUNCTION search_rows_of_photo(photos bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    WITH known AS MATERIALIZED (SELECT * FROM search_photos_shown(photos)),
    people AS (
        SELECT w.id, k.photo_id, w.person_id, k.shown * who.shown AS shown, (
            SELECT concat_ws(' · ', search_all_languages(p.name), string_agg(n.text, ' · '))
            FROM council_person p LEFT JOIN council_personname n ON n.person_id = p.id
            WHERE p.id = w.person_id GROUP BY p.id
        ) AS words
        FROM known k JOIN council_personshown w USING (photo_id)
        JOIN search_people_shown(ARRAY(
            SELECT DISTINCT person_id FROM council_personshown WHERE photo_id = ANY (photos)
        )) who USING (person_id)
        WHERE k.shown && who.shown
    ),
    parts AS (
        SELECT k.photo_id, l.code AS language, '' AS part, k.shown, (
            SELECT string_agg(words, ' · ' ORDER BY p.id) FROM people p
            WHERE p.photo_id = k.photo_id AND p.shown @> k.shown
        ) AS words, ARRAY(
            SELECT 'person:' || p.person_id FROM people p WHERE p.photo_id = k.photo_id AND p.shown @> k.shown
        ) AS tags
        FROM known k CROSS JOIN search_language l
        UNION ALL
        SELECT p.photo_id, l.code, 'person ' || p.person_id, p.shown, p.words, ARRAY['person:' || p.person_id]
        FROM people p JOIN known k USING (photo_id) CROSS JOIN search_language l WHERE NOT p.shown @> k.shown
        UNION ALL
        -- Where the library has no words, those of the articles stand on the photo's page.
        SELECT k.photo_id, e.language, 'use ' || u.id, tstzmultirange(tstzrange(e.live_from, e.live_until)),
            concat_ws(' · ', u.caption, u.alt), '{}'
        FROM known k JOIN news_editionphoto u USING (photo_id) JOIN news_edition e ON e.id = u.edition_id
        JOIN photos_photo p ON p.id = k.photo_id
        WHERE e.live_from IS NOT NULL AND u.caption || u.alt <> ''
        AND ('' IN (coalesce(p.caption ->> e.language, ''), coalesce(p.alt ->> e.language, '')))
    )
    SELECT 'photo', p.id, x.language, x.part, x.shown, (p.taken_at AT TIME ZONE 'Europe/Moscow')::date, false,
        ARRAY['kind:photo', 'photos',
                'number:' || lower(regexp_replace(p.file_name, '[^[:alnum:]]', '', 'g')),
                'number:' || lower(regexp_replace(p.file_name, '[.][^.]*$|[^[:alnum:]]', '', 'g'))]
            || CASE WHEN p.taken_at IS NOT NULL
                THEN ARRAY[to_char(p.taken_at AT TIME ZONE 'Europe/Moscow', '"year:"YYYY')] END
            || x.tags,
        concat_ws(' · ', nullif(p.headline ->> x.language, ''), p.file_name),
        concat_ws(' · ', nullif(p.caption ->> x.language, ''), nullif(p.alt ->> x.language, '')),
        concat_ws(' · ', x.words, nullif(p.extended_description ->> x.language, '')),
        concat_ws(' · ', search_localized(p.place, x.language), array_to_string(p.keywords, ' · '), p.creator)
    FROM parts x JOIN photos_photo p ON p.id = x.photo_id
$$;
"""

REFRESH = """
-- Bring the rows of the things of a kind up to date: of articles by the ids of their editions.
CREATE FUNCTION search_refresh(of_kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(cardinality(ids), 0) = 0 THEN
        RETURN;
    END IF;
    IF of_kind IN ('names of person', 'names of state') THEN
        PERFORM search_refresh_names(substr(of_kind, 10), ids);
        RETURN;
    END IF;
    IF of_kind = 'article' THEN
        DELETE FROM search_entry WHERE kind = 'article' AND (object_id, part) IN (
            SELECT article_id, 'edition ' || id FROM news_edition WHERE id = ANY (ids)
        );
    ELSE
        DELETE FROM search_entry WHERE kind = of_kind AND object_id = ANY (ids);
    END IF;
    EXECUTE format('SELECT search_put(ARRAY(SELECT r FROM search_rows_of_%s($1) r))', of_kind) USING ids;
END
$$;

-- Longer texts are searched by their beginning: some sixty pages of the files of a thing, as many of its own words.
CREATE FUNCTION search_put(given search_row[]) RETURNS void LANGUAGE plpgsql AS $$
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
    ), put AS (
        INSERT INTO search_entry (kind, object_id, language, part, live_from, live_until, shown, shown_on, is_withdrawn,
            tags, title, body, files, title_words, words)
        SELECT kind, object_id, language, part, lower(shown), upper(shown),
            CASE WHEN shown <> tstzmultirange(range_merge(shown)) THEN shown END, shown_on, is_withdrawn,
            ARRAY(
                SELECT unnest(tags || ('lang:' || language) || CASE
                    WHEN shown_on IS NULL THEN ARRAY['undated'] WHEN shown_on < '1992-01-01' THEN ARRAY['early']
                END)
                UNION SELECT n.kind || ':' || n.key FROM search_name n
                WHERE n.lexemes && tsvector_to_array(read.words) AND read.words @@ n.question
            ),
            title,
            CASE kind WHEN 'person' THEN body ELSE concat_ws(' ', nullif(lead, ''), nullif(body, '')) END, files,
            to_tsvector('search_simple'::regconfig, search_folded(
                CASE WHEN kind IN ('person', 'meeting') THEN title || ' · ' || lead ELSE title END
            )),
            words
        FROM read
    )
    INSERT INTO search_word (word, beginnings, threes)
        SELECT word, search_beginnings(word), search_threes(word)
        FROM (
            SELECT DISTINCT unnest(search_each_word(concat_ws(' ', title, lead, body, files))) FROM texts
        ) AS words(word)
        WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
        AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = words.word);
END
$$;

-- The forms of names; if they are others than before, whatever has the name in it is read again.
CREATE FUNCTION search_refresh_names(of_kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    concerned text[];
    keys text[];
    forms text[];
    wanted tsquery;
    one text;
BEGIN
    IF of_kind = 'person' THEN
        concerned := ARRAY(SELECT unnest(ids)::text);
    ELSE
        concerned := ARRAY(SELECT code FROM council_state WHERE id = ANY (ids));
    END IF;
    SELECT coalesce(array_agg(n.key ORDER BY n.key, n.form), '{}'),
        coalesce(array_agg(n.form ORDER BY n.key, n.form), '{}')
        INTO keys, forms FROM search_forms(of_kind, ids) n;
    IF ARRAY(SELECT n.key || n.form FROM search_name n WHERE n.kind = of_kind AND n.key = ANY (concerned)
            ORDER BY n.key, n.form)
        = ARRAY(SELECT k || f FROM unnest(keys, forms) AS fresh(k, f)) THEN
        RETURN;
    END IF;
    WITH gone AS (DELETE FROM search_name n WHERE n.kind = of_kind AND n.key = ANY (concerned) RETURNING n.question)
        SELECT search_any(array_agg(gone.question)) INTO wanted FROM gone;
    WITH come AS (
        INSERT INTO search_name AS n (kind, key, form, words, question, lexemes)
            SELECT of_kind, k, f, search_each_word(f), search_question(f),
                tsvector_to_array(to_tsvector('search_stemmed'::regconfig, search_folded(
                    f || ' ' || regexp_replace(f, '(\\w)(?=\\W|$)', '\\1а', 'g')
                )))
            FROM unnest(keys, forms) AS fresh(k, f)
            RETURNING n.question
    ) SELECT search_any(array_append(array_agg(come.question), wanted)) INTO wanted FROM come;
    FOREACH one IN ARRAY ARRAY['article', 'meeting', 'document', 'person', 'photo'] LOOP
        PERFORM search_refresh(one, ARRAY(
            SELECT DISTINCT CASE one WHEN 'article' THEN substr(e.part, 9)::bigint ELSE e.object_id END
            FROM search_entry e WHERE e.kind = one AND e.words @@ wanted
        ));
    END LOOP;
END
$$;

CREATE FUNCTION search_any(questions tsquery[]) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    together tsquery;
    one tsquery;
BEGIN
    FOREACH one IN ARRAY coalesce(questions, '{}') LOOP
        together := coalesce(together || one, together, one);
    END LOOP;
    RETURN together;
END
$$;

CREATE FUNCTION search_forms(of_kind text, ids bigint[]) RETURNS TABLE (key text, form text) LANGUAGE sql STABLE AS $$
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
    WHERE length(found.form) > 2 AND numnode(search_question(found.form)) > 0
$$;
"""

GONE = """
DROP FUNCTION search_refresh_names(text, bigint[]);
DROP FUNCTION search_any(tsquery[]);
DROP FUNCTION search_forms(text, bigint[]);
DROP FUNCTION search_put(search_row[]);
DROP FUNCTION search_refresh(text, bigint[]);
DROP FUNCTION search_rows_of_photo, search_photos_shown, search_rows_of_person, search_people_shown,
    search_rows_of_document, search_rows_of_meeting, search_rows_of_article, search_kind;
DROP TYPE search_row;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]
    operations = [
        migrations.RunSQL(ROW + ARTICLES + MEETINGS + DOCUMENTS + PEOPLE + PHOTOS + REFRESH, GONE),
    ]
