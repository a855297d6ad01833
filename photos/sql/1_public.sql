-- When a photograph is public, and what visitors may read of photographs and their files.

-- The ranges in which a photo is public: its own, and those of whatever shows it. What shows photos is a subclass of
-- PhotoUse, in any application, and what stops them one of PhotoStop (photos/models.py); publishing/sql_files.py puts
-- the queries for them in here. All else about photographs being public asks this view.
CREATE VIEW photos_public_range AS
    SELECT photo_id, live_from, live_until FROM (
        SELECT id AS photo_id, live_from, live_until FROM photos_photo
        UNION ALL {{ ranges in which uses show a photo }}
    ) AS shown
    WHERE live_from IS NOT NULL AND NOT EXISTS (
        SELECT FROM ({{ photos that are stopped }}) AS stopped (photo_id) WHERE stopped.photo_id = shown.photo_id
    );

-- All times at which visitors see a photo, past and future; null if there are none.
CREATE OR REPLACE FUNCTION photos_public_ranges(photo bigint) RETURNS tstzmultirange
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (SELECT range_agg(tstzrange(live_from, live_until)) FROM photos_public_range WHERE photo_id = photo);
END
$$;

-- Whether photos_public_ranges() holds an instant. It looks no further than the first range that does. A list calls it
-- in the order of an index, for one photo after the other, until it has enough: as a condition of the query, the
-- planner would collect everything that each kind of thing shows before it finds the first photo.
CREATE OR REPLACE FUNCTION photos_is_public(photo bigint, at timestamptz DEFAULT site_now()) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN EXISTS (SELECT FROM photos_public_range WHERE photo_id = photo AND is_live(live_from, live_until, at));
END
$$;
REVOKE EXECUTE ON FUNCTION photos_public_ranges(bigint), photos_is_public(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION photos_is_public(bigint, timestamptz) TO newsroom_visitor;

-- The same for policies, which are part of every query: put in its place it costs a fifth of the call. No EXISTS:
-- where the planner expects many photos it would collect all that are public, but a scalar subquery is asked for one
-- photo at a time.
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
