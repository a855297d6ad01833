-- What the archive of photographs lists, and by what it is filtered.

-- The photographs that visitors see. The view reads with its owner's rights. Like those of the search it is no
-- security barrier, for the conditions of a list must reach the indexes, and visitors' requests send no functions of
-- their own.
CREATE VIEW photos_archive AS
SELECT id, COALESCE(taken_at, uploaded_at) AS dated_at, creator, place, md5(place::text) AS place_key,
    CASE WHEN width > height * 1.05 THEN 'landscape' WHEN height > width * 1.05 THEN 'portrait' ELSE 'square' END
    AS orientation, file_name, headline, caption, likeness
FROM photos_photo WHERE photos_is_public(id);
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
    (SELECT date_trunc('year', dated_at AT TIME ZONE 'Europe/Moscow') AS first FROM photos_archive
        ORDER BY dated_at DESC, id DESC LIMIT 1)
    UNION ALL
    SELECT (SELECT date_trunc('year', dated_at AT TIME ZONE 'Europe/Moscow') FROM photos_archive
        WHERE dated_at < first AT TIME ZONE 'Europe/Moscow' ORDER BY dated_at DESC, id DESC LIMIT 1)
    FROM years WHERE first IS NOT NULL
), orientations AS (
    (SELECT orientation AS value FROM photos_archive ORDER BY orientation LIMIT 1)
    UNION ALL
    SELECT (SELECT orientation FROM photos_archive WHERE orientation > value ORDER BY orientation LIMIT 1)
    FROM orientations WHERE value IS NOT NULL
)
SELECT 'photographer' AS name, value FROM creators WHERE value IS NOT NULL
UNION ALL SELECT 'place', place FROM places
UNION ALL SELECT 'year', to_char(first, 'FMYYYY') FROM years WHERE first IS NOT NULL
UNION ALL SELECT 'orientation', value FROM orientations WHERE value IS NOT NULL;
GRANT SELECT ON photos_offered TO newsroom_visitor;
