-- Quotes: words of a text with who said them. A quote is public exactly while a public edition has its words.

-- The letters of words without mark-up and spaces, so that neither a line break nor bold type hides words from a search.
CREATE OR REPLACE FUNCTION news_letters_of(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(words, '[\s\u00a0\u00ad\u2009\u202f]', '', 'g')
$$;
CREATE OR REPLACE FUNCTION news_letters_of_html(html text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT news_letters_of(replace(replace(replace(replace(replace(replace(replace(
        regexp_replace(html, '<[^>]*>', '', 'g'),
        '&nbsp;', ''), '&shy;', ''), '&quot;', '"'), '&#39;', ''''), '&lt;', '<'), '&gt;', '>'), '&amp;', '&'))
$$;

-- Where words begin in the text of an edition, with the answers of an interview; 0 if they do not stand in it.
CREATE OR REPLACE FUNCTION news_place_in_edition(of_edition bigint, words text) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT position(news_letters_of(words) IN news_letters_of_html(e.body || coalesce((
            SELECT string_agg(t.answer, '<hr>' ORDER BY t.position, t.id) FROM news_turn t WHERE t.edition_id = e.id
        ), '')))
        FROM news_edition e WHERE e.id = of_edition
    );
END
$$;

ALTER TABLE news_quote ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_quote TO newsroom_visitor;
CREATE POLICY visitors_see_of_news_edition ON news_quote FOR SELECT TO newsroom_visitor
    USING (confirmed_at IS NOT NULL AND (
        SELECT true FROM news_edition e
        WHERE e.article_id = news_quote.article_id AND e.language = news_quote.language
            AND news_place_in_edition(e.id, news_quote.words) > 0
        LIMIT 1
    ));

-- A quote is what was confirmed: it is never changed, but for the confirmation, and for two entries of one person that
-- become one.
CREATE OR REPLACE FUNCTION news_keep_quote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.utterance, NEW.article_id, NEW.language, NEW.spoken_in, NEW.words, NEW.speaker, NEW.said_on, NEW.place)
        IS DISTINCT FROM
        (OLD.utterance, OLD.article_id, OLD.language, OLD.spoken_in, OLD.words, OLD.speaker, OLD.said_on, OLD.place)
    THEN
        RAISE EXCEPTION 'A quote is never changed (%).', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER news_quote_kept BEFORE UPDATE ON news_quote FOR EACH ROW EXECUTE FUNCTION news_keep_quote();

-- What readers see of the confirmed quotes of an edition, in the order of its text, null if there are none. For the
-- desk, which reads everything, it says itself who is public. A function, so that the page of an article asks it along
-- with the edition; in PL/pgSQL, which keeps its plans.
CREATE OR REPLACE FUNCTION news_quotes_of(of_edition bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT jsonb_agg(jsonb_build_object('id', id, 'language', language, 'spoken_in', spoken_in, 'words', words,
            'speaker', speaker, 'said_on', said_on, 'place', place, 'person', person) ORDER BY stands_at, id)
        FROM (
            SELECT q.*, news_place_in_edition(e.id, q.words) AS stands_at, (
                SELECT jsonb_build_object('id', p.id, 'name', p.name) FROM council_person p
                WHERE p.id = q.person_id AND council_person_is_known(p.id)
            ) AS person
            FROM news_edition e JOIN news_quote q ON q.article_id = e.article_id AND q.language = e.language
            WHERE e.id = of_edition AND q.confirmed_at IS NOT NULL AND NOT e.is_page
        ) AS said WHERE stands_at > 0
    );
END
$$;

-- The newest confirmed quotes of a person in a language, each with the public edition that has it.
CREATE OR REPLACE FUNCTION news_quotes_by(of_person bigint, in_language text, wanted integer) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT jsonb_agg(to_jsonb(said) ORDER BY said_on DESC, id DESC)
        FROM (
            SELECT q.id, q.language, q.spoken_in, q.words, q.speaker, q.said_on, q.place,
                jsonb_build_object('article_id', e.article_id, 'slug', e.slug, 'title', e.title, 'language', q.language)
                    AS edition
            FROM news_quote q CROSS JOIN LATERAL (
                SELECT o.article_id, o.slug, o.title FROM news_edition o
                WHERE o.article_id = q.article_id AND o.language = q.language AND is_live(o.live_from, o.live_until)
                    AND NOT o.is_page AND news_place_in_edition(o.id, q.words) > 0
                LIMIT 1
            ) AS e
            WHERE q.person_id = of_person AND q.language = in_language AND q.confirmed_at IS NOT NULL
            ORDER BY q.said_on DESC, q.id DESC LIMIT wanted
        ) AS said
    );
END
$$;
