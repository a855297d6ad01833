-- What the index holds of each thing: one function for each kind, called by the triggers and by a rebuilding.
--
-- Every row says when it is public: an article while its edition is, a person while a term is or a meeting that the
-- person chairs or takes part in, a photo while anything that shows it is. Some words belong to a thing for a part of
-- that time only: an office, the people in a photo who become known later, the caption in an article. They stand in
-- the thing's own row if they are public whenever the thing is, and otherwise in a row of their own with the time that
-- both have in common. So nothing is found early because of its neighbour.
--
-- A row that says no time at all is of something unpublished, or of a part of a thing that visitors do not see. It goes
-- into a table of its own, which only the desk searches.

CREATE OR REPLACE FUNCTION search_times(live_from timestamptz, live_until timestamptz) RETURNS tstzmultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN live_from IS NULL THEN '{}' ELSE tstzmultirange(tstzrange(live_from, live_until)) END;

-- What people type for a kind of thing, and no column holds.
CREATE OR REPLACE FUNCTION search_kind(of_kind text, of_language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
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

-- Of a standing page, what is or will be public is a page for visitors, named by its edition; drafts are texts for the
-- desk like all others.
CREATE OR REPLACE FUNCTION search_rows_of_article(editions bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN e.is_page AND e.live_from IS NOT NULL THEN 'page' ELSE 'article' END,
        CASE WHEN e.is_page AND e.live_from IS NOT NULL THEN e.id ELSE e.article_id END,
        e.language, 'edition ' || e.id,
        search_times(e.live_from, e.live_until), e.shown_on,
        EXISTS (
            SELECT FROM news_withdrawal w
            WHERE w.article_id = e.article_id AND w.language = e.language AND w.at = e.live_until
            AND w.kind = 'withdrawn'
        ),
        CASE WHEN NOT e.is_page THEN ARRAY[
                'kind:article', 'section:' || e.section_id, 'genre:' || e.genre, to_char(e.shown_on, '"year:"YYYY')
            ] WHEN e.live_from IS NULL THEN ARRAY['kind:article', to_char(e.shown_on, '"year:"YYYY')]
            ELSE ARRAY['kind:page'] END
            || CASE WHEN e.meeting_id IS NOT NULL THEN ARRAY['meeting:' || e.meeting_id] END
            || ARRAY(
                SELECT CASE WHEN s.listed_id IS NOT NULL THEN 'topic:' || s.listed_id
                    WHEN s.person_id IS NOT NULL THEN 'person:' || s.person_id
                    WHEN s.meeting_id IS NOT NULL THEN 'meeting:' || s.meeting_id
                    ELSE 'state:' || c.code END
                FROM news_subject s LEFT JOIN council_state c ON c.id = s.state_id
                WHERE s.edition_id = e.id AND num_nonnulls(s.listed_id, s.person_id, s.meeting_id, c.id) > 0
            )
            || CASE WHEN pictures.words IS NOT NULL THEN ARRAY['photos'] END,
        e.title, e.standfirst,
        concat_ws(' ', search_text_of_html(e.body), (
            SELECT string_agg(concat_ws(' ', t.question, search_text_of_html(t.answer)), ' ' ORDER BY t.position, t.id)
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
    WHERE e.id = ANY (editions) AND e.set_aside_at IS NULL
$$;

CREATE OR REPLACE FUNCTION search_rows_of_meeting(meetings bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    SELECT 'meeting', m.id, l.code, '', search_times(m.live_from, m.live_until), m.held_on, false,
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
    WHERE m.id = ANY (meetings)
$$;

CREATE OR REPLACE FUNCTION search_rows_of_document(documents bigint[]) RETURNS SETOF search_row
LANGUAGE sql STABLE AS $$
    SELECT 'document', d.id, l.code, '', search_times(d.live_from, d.live_until), d.dated, false,
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
    WHERE d.id = ANY (documents)
$$;

CREATE OR REPLACE FUNCTION search_rows_of_person(people bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    WITH known AS MATERIALIZED (
        SELECT DISTINCT id AS person_id, coalesce(council_known_ranges(id), '{}') AS shown FROM unnest(people) id
    ),
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

CREATE OR REPLACE FUNCTION search_rows_of_photo(photos bigint[]) RETURNS SETOF search_row LANGUAGE sql STABLE AS $$
    WITH known AS MATERIALIZED (
        SELECT DISTINCT id AS photo_id, coalesce(photos_public_ranges(id), '{}') AS shown FROM unnest(photos) id
    ),
    people AS (
        SELECT w.id, k.photo_id, w.person_id, k.shown * coalesce(council_known_ranges(w.person_id), '{}') AS shown, (
            SELECT concat_ws(' · ', search_all_languages(p.name), string_agg(n.text, ' · '))
            FROM council_person p LEFT JOIN council_personname n ON n.person_id = p.id
            WHERE p.id = w.person_id GROUP BY p.id
        ) AS words
        FROM known k JOIN council_personshown w USING (photo_id)
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
        SELECT k.photo_id, e.language, 'use ' || u.id, k.shown * tstzmultirange(tstzrange(e.live_from, e.live_until)),
            concat_ws(' · ', u.caption, u.alt), '{}'
        FROM known k JOIN news_editionphoto u USING (photo_id) JOIN news_edition e ON e.id = u.edition_id
        JOIN photos_photo p ON p.id = k.photo_id
        WHERE e.live_from IS NOT NULL AND u.caption || u.alt <> ''
        AND ('' IN (coalesce(p.caption ->> e.language, ''), coalesce(p.alt ->> e.language, '')))
    )
    SELECT 'photo', p.id, x.language, x.part, x.shown, (p.taken_at AT TIME ZONE '{{ time zone }}')::date, false,
        ARRAY['kind:photo', 'photos',
                'number:' || lower(regexp_replace(p.file_name, '[^[:alnum:]]', '', 'g')),
                'number:' || lower(regexp_replace(p.file_name, '[.][^.]*$|[^[:alnum:]]', '', 'g'))]
            || CASE WHEN p.taken_at IS NOT NULL
                THEN ARRAY[to_char(p.taken_at AT TIME ZONE '{{ time zone }}', '"year:"YYYY')] END
            || x.tags,
        concat_ws(' · ', nullif(p.headline ->> x.language, ''), p.file_name),
        concat_ws(' · ', nullif(p.caption ->> x.language, ''), nullif(p.alt ->> x.language, '')),
        concat_ws(' · ', x.words, nullif(p.extended_description ->> x.language, '')),
        concat_ws(' · ', search_localized(p.place, x.language), array_to_string(p.keywords, ' · '), p.creator)
    FROM parts x JOIN photos_photo p ON p.id = x.photo_id
$$;
