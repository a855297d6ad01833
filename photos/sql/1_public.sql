-- When a photograph is public, what visitors may read of photographs and their files, and what the archive lists.

-- The ranges in which a photo is public: its own, and those of whatever shows it, as far as its licence goes. What shows
-- photos is a subclass of PhotoUse, in any application, and what stops them one of PhotoStop (photos/models.py);
-- publishing/sql_files.py puts the queries for them in here. All else about photographs being public asks this view.
CREATE VIEW photos_public_range AS
    SELECT photo_id, shown.live_from, least(shown.live_until, photo.licence_ends_at) AS live_until FROM (
        SELECT id AS photo_id, live_from, live_until FROM photos_photo
        UNION ALL {{ ranges in which uses show a photo }}
    ) AS shown JOIN photos_photo photo ON photo.id = shown.photo_id
    WHERE shown.live_from < coalesce(photo.licence_ends_at, 'infinity') AND NOT EXISTS (
        SELECT FROM ({{ photos that are stopped }}) AS stopped (photo_id) WHERE stopped.photo_id = shown.photo_id
    );

-- The photographs that may no longer be used.
CREATE VIEW photos_past_licence AS SELECT id AS photo_id FROM photos_photo WHERE licence_ends_at <= site_now();
GRANT SELECT ON photos_past_licence TO newsroom_visitor;

-- All times at which visitors see a photo, past and future; null if there are none.
CREATE OR REPLACE FUNCTION photos_public_ranges(photo bigint) RETURNS tstzmultirange
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (SELECT range_agg(tstzrange(live_from, live_until)) FROM photos_public_range WHERE photo_id = photo);
END
$$;

-- Whether photos_public_ranges() holds an instant. It looks no further than the first range that does. It is for single
-- photographs, and for tables that are rarely read.
CREATE OR REPLACE FUNCTION photos_is_public(photo bigint, at timestamptz DEFAULT site_now()) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN EXISTS (SELECT FROM photos_public_range WHERE photo_id = photo AND is_live(live_from, live_until, at));
END
$$;
REVOKE EXECUTE ON FUNCTION photos_public_ranges(bigint), photos_is_public(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION photos_is_public(bigint, timestamptz) TO newsroom_visitor;

-- The same now, for policies, lists and querysets: put in its place it costs a seventh of the call. No EXISTS: where the
-- planner expects many photos it would collect all that are public before it finds the first one, but a scalar subquery
-- is asked for one photo after the other, in the order of an index, until a list has enough.
CREATE VIEW photos_public AS SELECT photo_id FROM photos_public_range WHERE is_live(live_from, live_until);
GRANT SELECT ON photos_public TO newsroom_visitor;

ALTER TABLE photos_photo ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON photos_photo TO newsroom_visitor;
CREATE POLICY visitors_see_public ON photos_photo FOR SELECT TO newsroom_visitor
    USING ((SELECT true FROM photos_public p WHERE p.photo_id = photos_photo.id LIMIT 1));

ALTER TABLE photos_rendition ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON photos_rendition TO newsroom_visitor;
CREATE POLICY visitors_see_of_public ON photos_rendition FOR SELECT TO newsroom_visitor
    USING ((SELECT true FROM photos_public p WHERE p.photo_id = photos_rendition.photo_id LIMIT 1));

-- The archive: the photographs that visitors see, with what a list is sorted and filtered by. The view reads with its
-- owner's rights. Like those of the search it is no security barrier, for the conditions of a list must reach the
-- indexes, and visitors' requests send no functions of their own.
CREATE VIEW photos_archive AS
SELECT id, COALESCE(taken_at, uploaded_at) AS dated_at, creator, place, md5(place::text) AS place_key,
    CASE WHEN width > height * 1.05 THEN 'landscape' WHEN height > width * 1.05 THEN 'portrait' ELSE 'square' END
    AS orientation, file_name, headline, caption, likeness
FROM photos_photo WHERE (SELECT true FROM photos_public p WHERE p.photo_id = photos_photo.id LIMIT 1);
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
    (SELECT date_trunc('year', dated_at AT TIME ZONE '{{ time zone }}') AS first FROM photos_archive
        ORDER BY dated_at DESC, id DESC LIMIT 1)
    UNION ALL
    SELECT (SELECT date_trunc('year', dated_at AT TIME ZONE '{{ time zone }}') FROM photos_archive
        WHERE dated_at < first AT TIME ZONE '{{ time zone }}' ORDER BY dated_at DESC, id DESC LIMIT 1)
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
