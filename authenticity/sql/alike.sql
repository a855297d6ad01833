-- Which published editions a text resembles, for the page “Check a text”.

-- The editions that share the most sequences of words with a text. SECURITY DEFINER, because nobody may read the table
-- of fingerprints, which holds those of all editions. The caller then reads the editions themselves as a visitor.
CREATE OR REPLACE FUNCTION authenticity_similar_editions(asked bigint[], most integer) RETURNS TABLE (edition bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT edition_id FROM authenticity_fingerprint WHERE hash = ANY (asked)
    GROUP BY edition_id ORDER BY count(*) DESC, edition_id DESC LIMIT most
$$;
GRANT EXECUTE ON FUNCTION authenticity_similar_editions(bigint[], integer) TO newsroom_visitor;

-- The editions that are no longer public and share words with a text: numbers and a yes or no, never their words.
-- Whether visitors may read why an article was taken away is up to the policy of news_withdrawal. The words are those
-- of sealing.bare_words, with a space between them and at both ends; the letters in the pattern are Latin, Greek,
-- Cyrillic, Armenian and Arabic.
CREATE OR REPLACE FUNCTION authenticity_ended_editions(fingerprints bigint[], words text)
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
REVOKE EXECUTE ON FUNCTION authenticity_ended_editions(bigint[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticity_ended_editions(bigint[], text) TO newsroom_visitor;

-- The number of the entry of the log that signed a photograph which looks like the asked one, though visitors may not
-- see it any more; nothing else of the photograph. SECURITY DEFINER, because they may read neither it nor its issued files. The caller has
-- looked among the photographs that they may see. What differs is counted as photos/likeness.py counts it.
CREATE OR REPLACE FUNCTION authenticity_removed_photo_like(asked bigint, most integer) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT file.entry_id FROM photos_photo photo JOIN authenticity_issuedfile file ON file.photo_id = photo.id
    WHERE photo.likeness IS NOT NULL AND bit_count((photo.likeness # asked)::bit(64)) <= most
    ORDER BY bit_count((photo.likeness # asked)::bit(64)), file.entry_id LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION authenticity_removed_photo_like(bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authenticity_removed_photo_like(bigint, integer) TO newsroom_visitor;
