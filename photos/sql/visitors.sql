-- Which photographs, files and albums visitors may read. Applications that show photographs add their own reasons.

ALTER TABLE photos_photo ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON photos_photo TO newsroom_visitor;
CREATE POLICY visitors_see_live ON photos_photo FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until));
-- A photo is visible if a visible album shows it. No EXISTS: where the planner expects many photos it would collect
-- all that the albums show, but a scalar subquery is asked for one photo at a time.
CREATE POLICY visitors_see_of_albums ON photos_photo FOR SELECT TO newsroom_visitor
    USING ((SELECT true FROM photos_albumphoto u WHERE u.photo_id = photos_photo.id LIMIT 1));

ALTER TABLE photos_rendition ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON photos_rendition TO newsroom_visitor;
CREATE POLICY visitors_see_of_photos_photo ON photos_rendition FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM photos_photo parent WHERE parent.id = photos_rendition.photo_id));

ALTER TABLE photos_album ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON photos_album TO newsroom_visitor;
CREATE POLICY visitors_see_live ON photos_album FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until));

ALTER TABLE photos_albumphoto ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON photos_albumphoto TO newsroom_visitor;
CREATE POLICY visitors_see_of_photos_album ON photos_albumphoto FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM photos_album parent WHERE parent.id = photos_albumphoto.album_id));
