-- What readers are told of the changes before an edition, from the editions themselves.

-- The notes of the editions with a lower number in the same language, the latest first: kind, text, and the instant at
-- which each was or will be public. It reads with the caller's rights, and past editions: visitors are told of those
-- that they may open, the desk of those on the schedule, too.
CREATE OR REPLACE FUNCTION news_notes_before(of_article bigint, in_language text, edition integer) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    -- Not by a clause SET of the function: with a name of our own only a superuser may write one.
    before text := coalesce(current_setting('newsroom.history', true), '');
    notes jsonb;
BEGIN
    PERFORM set_config('newsroom.history', 'on', true);
    SELECT coalesce(
        jsonb_agg(jsonb_build_object('kind', change, 'text', change_note, 'at', live_from) ORDER BY number DESC), '[]'
    ) INTO notes
    FROM news_edition
    WHERE article_id = of_article AND language = in_language AND number < edition AND live_from IS NOT NULL
    AND change NOT IN ('first', 'minor');
    PERFORM set_config('newsroom.history', before, true);
    RETURN notes;
END
$$;
