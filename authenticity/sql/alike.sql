-- Recognising a text by its words.

-- Which editions share words in a row with a text. The function reads with its owner's rights, for the rows of a table
-- that nobody may read are of all editions; who asked has to ask for the editions themselves as a visitor.
CREATE OR REPLACE FUNCTION authenticity_alike(asked bigint[], most integer) RETURNS TABLE (edition bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT edition_id FROM authenticity_fingerprint WHERE hash = ANY (asked)
    GROUP BY edition_id ORDER BY count(*) DESC, edition_id DESC LIMIT most
$$;
GRANT EXECUTE ON FUNCTION authenticity_alike(bigint[], integer) TO newsroom_visitor;

-- What has been taken away is recognised by whoever has its words, though nobody can read it here any more. Numbers
-- and a yes alone come out. Why an article left, visitors may read or not: the policy of the withdrawals says. The
-- words are those of sealing.bare_words, with one blank between them and at both ends; its letters are Latin, Greek,
-- Cyrillic, Armenian and Arabic.
CREATE OR REPLACE FUNCTION authenticity_ended(fingerprints bigint[], words text)
RETURNS TABLE (article bigint, language varchar, is_part boolean, shared bigint, kept bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH near AS (
        SELECT f.edition_id, count(*) FILTER (WHERE f.hash = ANY (fingerprints)) AS shared, count(*) AS kept
        FROM authenticity_fingerprint f
        WHERE f.edition_id IN (SELECT edition_id FROM authenticity_fingerprint WHERE hash = ANY (fingerprints))
        GROUP BY f.edition_id ORDER BY 2 DESC, f.edition_id DESC LIMIT 30
    )
    SELECT e.article_id, e.language,
        position(words IN ' ' || regexp_replace(
            translate(s.text::json ->> 'text', 'ёЁ', 'еЕ') COLLATE "C", '[^0-9A-Za-zÀ-ɏͰ-֏؀-ۿ]+', ' ', 'g') || ' ') > 0,
        near.shared, near.kept
    FROM near JOIN news_edition e ON e.id = near.edition_id JOIN authenticity_statement s ON s.seal_id = e.id
    WHERE e.live_until <= site_now()
    ORDER BY near.shared DESC, e.id DESC
$$;
REVOKE EXECUTE ON FUNCTION authenticity_ended(bigint[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticity_ended(bigint[], text) TO newsroom_visitor;
