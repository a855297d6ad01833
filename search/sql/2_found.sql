-- The views through which visitors search.

-- They read with their owner's rights and return nothing but these rows. They are no security barriers, because those
-- would keep the conditions of a search from the index; visitors' requests send no functions of their own. is_live()
-- is written out: with the subqueries, which ask the clock once and not for every row, it could not be put in place.
--
-- What has ended, or lost a part, is not found until its rows have been written anew (search/sql/5_follow.sql).

-- The kind by which a row is marked: standing pages are among the articles.
CREATE OR REPLACE FUNCTION search_marked_as(kind text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE kind WHEN 'page' THEN 'article' ELSE kind END;

CREATE VIEW search_found AS
    SELECT id, kind, object_id, language, part, shown_on, tags, title, body, files, title_words, words
    FROM search_entry
    WHERE live_from <= (SELECT site_now()) AND (live_until IS NULL OR live_until > (SELECT site_now()))
    AND (shown IS NULL OR shown @> (SELECT site_now()))
    AND kind <> ALL ((SELECT identity_kinds_off())::text[])
    AND (search_marked_as(kind), source_id) NOT IN (SELECT kind, thing_id FROM search_mark WHERE hides);

-- A withdrawn article stays readable below the reason: its last edition, without photographs and files.
CREATE VIEW search_withdrawn AS
    SELECT id, kind, object_id, language, part, shown_on, tags, title, body, ''::text AS files,
        title_words, words
    FROM search_entry e
    WHERE kind = 'article' AND is_withdrawn AND live_until <= site_now()
    AND news_history_is_open(object_id, language, live_from)
    AND (search_marked_as(kind), source_id) NOT IN (SELECT kind, thing_id FROM search_mark WHERE hides)
    AND NOT EXISTS (
        SELECT FROM search_entry later
        WHERE later.kind = 'article' AND later.object_id = e.object_id AND later.language = e.language
        AND later.id <> e.id AND later.live_from >= e.live_until AND later.live_from <= site_now()
    );

-- The forms of names of people whom visitors know, and of states.
CREATE VIEW search_known_name AS
    SELECT kind, key, form, words FROM search_name n
    WHERE kind = 'state' OR EXISTS (
        SELECT FROM search_found f WHERE f.kind = 'person' AND f.object_id = n.key::bigint
    );

GRANT SELECT ON search_found, search_withdrawn, search_known_name TO newsroom_visitor;

-- Words similar to a misspelt one. Only words that something public has are returned; visitors cannot read the list
-- itself. The most similar are checked in order until there are enough: with the list cut first, the words of a hidden
-- text would show by those they displace.
CREATE OR REPLACE FUNCTION search_similar(misspelt text, most integer) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH near AS (
        SELECT DISTINCT word, cardinality(ARRAY(
            SELECT unnest(trigrams) INTERSECT SELECT unnest(search_trigrams(misspelt))
        ))::real / greatest(cardinality(trigrams), length(misspelt)) AS likeness
        FROM search_word
        WHERE beginnings && search_beginnings(misspelt) AND abs(length(word) - length(misspelt)) <= 2
        AND word <> misspelt
    )
    SELECT word FROM (SELECT word, likeness FROM near ORDER BY likeness DESC, word OFFSET 0) n WHERE EXISTS (
        SELECT FROM search_found f
        WHERE f.words @@ to_tsquery('search_stemmed'::regconfig, '''' || n.word || '''')
        OR f.words @@ to_tsquery('search_simple'::regconfig, '''' || n.word || '''')
    ) LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION search_similar(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_similar(text, integer) TO newsroom_visitor;
