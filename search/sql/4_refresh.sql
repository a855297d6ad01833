-- How the index is brought up to date: the rows of things, and the forms of names by which they are found.

-- One query that finds what any of the given ones finds.
CREATE OR REPLACE FUNCTION search_any_query(questions tsquery[]) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE AS $$
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
        SELECT word, search_beginnings(word), search_trigrams(word)
        FROM (
            SELECT DISTINCT unnest(search_each_word(concat_ws(' ', title, lead, body, files))) FROM texts
        ) AS words(word)
        WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
        AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = words.word);
END
$$;

-- Write the rows of things of a kind anew. The ids of articles are those of their editions.
CREATE OR REPLACE FUNCTION search_refresh(of_kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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
    EXECUTE format('SELECT search_write_rows(ARRAY(SELECT r FROM search_rows_of_%s($1) r))', of_kind) USING ids;
END
$$;

-- Write the forms of names anew. If they differ from before, everything that has one of them in it is written anew,
-- too.
CREATE OR REPLACE FUNCTION search_refresh_names(of_kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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
        INTO keys, forms FROM search_name_forms(of_kind, ids) n;
    IF ARRAY(SELECT n.key || n.form FROM search_name n WHERE n.kind = of_kind AND n.key = ANY (concerned)
            ORDER BY n.key, n.form)
        = ARRAY(SELECT k || f FROM unnest(keys, forms) AS fresh(k, f)) THEN
        RETURN;
    END IF;
    WITH gone AS (DELETE FROM search_name n WHERE n.kind = of_kind AND n.key = ANY (concerned) RETURNING n.question)
        SELECT search_any_query(array_agg(gone.question)) INTO wanted FROM gone;
    WITH come AS (
        INSERT INTO search_name AS n (kind, key, form, words, question, lexemes)
            SELECT of_kind, k, f, search_each_word(f), search_name_query(f),
                tsvector_to_array(to_tsvector('search_stemmed'::regconfig, search_folded(
                    f || ' ' || regexp_replace(f, '(\w)(?=\W|$)', '\1а', 'g')
                )))
            FROM unnest(keys, forms) AS fresh(k, f)
            RETURNING n.question
    ) SELECT search_any_query(array_append(array_agg(come.question), wanted)) INTO wanted FROM come;
    FOREACH one IN ARRAY ARRAY['article', 'meeting', 'document', 'person', 'photo'] LOOP
        PERFORM search_refresh(one, ARRAY(
            SELECT DISTINCT CASE one WHEN 'article' THEN substr(e.part, 9)::bigint ELSE e.object_id END
            FROM search_entry e WHERE e.kind = one AND e.words @@ wanted
        ));
    END LOOP;
END
$$;
