-- The photographs that visitors see. The view reads with its owner's rights. It is no security barrier, because the
-- conditions of a list must reach the indexes; visitors' requests send no functions of their own.

-- Whether visitors see a photo, which depends on whatever shows it, in five tables. With one condition, as in the
-- policies and in PhotoQuerySet.public(), the planner would collect everything that each kind shows before it finds
-- the first photo. This function needs a few index look-ups for a photo; a list calls it in the order of an index
-- until it has enough.
CREATE OR REPLACE FUNCTION photos_is_shown(photo bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (
        EXISTS (SELECT FROM photos_photo p WHERE p.id = photo
            AND is_live(live_from, live_until))
        OR EXISTS (SELECT FROM photos_albumphoto u JOIN photos_album a ON a.id = u.album_id
            WHERE u.photo_id = photo
            AND is_live(live_from, live_until))
        OR EXISTS (SELECT FROM news_editionphoto u JOIN news_edition e ON e.id = u.edition_id
            WHERE u.photo_id = photo
            AND is_live(live_from, live_until))
        OR EXISTS (SELECT FROM council_meetingphoto u JOIN council_meeting m ON m.id = u.meeting_id
            WHERE u.photo_id = photo
            AND is_live(live_from, live_until))
        OR EXISTS (SELECT FROM council_portrait u JOIN council_term t ON t.person_id = u.person_id
            WHERE u.photo_id = photo
            AND is_live(live_from, live_until))
    ) AND NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = photo AND s.lifted_at IS NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION photos_is_shown(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION photos_is_shown(bigint) TO newsroom_visitor;

-- The photographs that visitors see. The view reads with its owner's rights. Like those of the search it is no
-- security barrier, for the conditions of a list must reach the indexes, and visitors' requests send no functions of
-- their own.
CREATE VIEW photos_archive AS
SELECT id, taken_at, creator, place, md5(place::text) AS place_key,
    CASE WHEN width > height * 1.05 THEN 'landscape' WHEN height > width * 1.05 THEN 'portrait' ELSE 'square' END
    AS orientation, file_name, caption, likeness
FROM photos_photo WHERE photos_is_shown(id);
GRANT SELECT ON photos_archive TO newsroom_visitor;

-- The values that the filters offer. Each is looked up after the one before it, so that a thousand photographs with
-- the same value cost no more than one.
CREATE VIEW photos_offered AS
WITH RECURSIVE creators AS (
    (SELECT creator AS value FROM photos_archive WHERE creator > '' ORDER BY creator LIMIT 1)
    UNION ALL
    SELECT (SELECT creator FROM photos_archive WHERE creator > value ORDER BY creator LIMIT 1)
    FROM creators WHERE value IS NOT NULL
), places AS (
    (SELECT place_key AS value, place::text AS place FROM photos_archive ORDER BY place_key LIMIT 1)
    UNION ALL
    SELECT following.* FROM places CROSS JOIN LATERAL (
        SELECT place_key, place::text FROM photos_archive WHERE place_key > value ORDER BY place_key LIMIT 1
    ) following
), years AS (
    (SELECT date_trunc('year', taken_at AT TIME ZONE 'Europe/Moscow') AS first FROM photos_archive
        WHERE taken_at IS NOT NULL ORDER BY taken_at DESC NULLS LAST, id DESC LIMIT 1)
    UNION ALL
    SELECT (SELECT date_trunc('year', taken_at AT TIME ZONE 'Europe/Moscow') FROM photos_archive
        WHERE taken_at < first AT TIME ZONE 'Europe/Moscow' ORDER BY taken_at DESC NULLS LAST, id DESC LIMIT 1)
    FROM years WHERE first IS NOT NULL
)
SELECT 'photographer' AS name, value FROM creators WHERE value IS NOT NULL
UNION ALL SELECT 'place', place FROM places
UNION ALL SELECT 'year', to_char(first, 'FMYYYY') FROM years WHERE first IS NOT NULL
UNION ALL SELECT 'orientation', one FROM unnest(ARRAY['landscape', 'portrait', 'square']) one CROSS JOIN LATERAL (
    SELECT FROM photos_archive WHERE orientation = one ORDER BY taken_at DESC NULLS LAST, id DESC LIMIT 1
) any_of_it;
GRANT SELECT ON photos_offered TO newsroom_visitor;
