-- The windows through which visitors see the index.

-- The views read with the rights of their owner and let nothing through but these rows. They are no security barriers:
-- those would keep the conditions of a search from the index, and visitors' requests send no functions of their own.
-- The clock is asked once and not for every row.

CREATE VIEW search_found AS
    SELECT id, kind, object_id, language, part, shown_on, tags, title, body, files, title_words, words
    FROM search_entry
    WHERE live_from <= (SELECT site_now()) AND (live_until IS NULL OR live_until > (SELECT site_now()))
    AND (shown IS NULL OR shown @> (SELECT site_now()));

-- What was withdrawn stays readable below its reason: without photographs and files, and as it stood last.
CREATE VIEW search_withdrawn AS
    SELECT id, kind, object_id, language, part, shown_on, tags, title, body, ''::text AS files,
        title_words, words
    FROM search_entry e
    WHERE kind = 'article' AND is_withdrawn AND live_until <= site_now()
    AND news_history_is_open(object_id, language, live_from)
    AND NOT EXISTS (
        SELECT FROM search_entry later
        WHERE later.kind = 'article' AND later.object_id = e.object_id AND later.language = e.language
        AND later.id <> e.id AND later.live_from >= e.live_until AND later.live_from <= site_now()
    );

-- The forms of the names of those whom visitors know.
CREATE VIEW search_known_name AS
    SELECT kind, key, form, words FROM search_name n
    WHERE kind = 'state' OR EXISTS (
        SELECT FROM search_found f WHERE f.kind = 'person' AND f.object_id = n.key::bigint
    );

GRANT SELECT ON search_found, search_withdrawn, search_known_name TO newsroom_visitor;

-- Words near a misspelt one. Words are told only if something public has them now: the list itself stays closed. The
-- nearest are looked at in their order until there are enough that something public has. To cut the list first would
-- let a hidden text be felt by the words it displaces.
CREATE OR REPLACE FUNCTION search_similar(misspelt text, most integer) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH near AS (
        SELECT DISTINCT word, cardinality(ARRAY(
            SELECT unnest(threes) INTERSECT SELECT unnest(search_threes(misspelt))
        ))::real / greatest(cardinality(threes), length(misspelt)) AS likeness
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
