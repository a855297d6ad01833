-- Which albums visitors may read. What they may read of photographs stands in 1_public.sql.

ALTER TABLE photos_album ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON photos_album TO newsroom_visitor;
CREATE POLICY visitors_see_live ON photos_album FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until));

ALTER TABLE photos_albumphoto ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON photos_albumphoto TO newsroom_visitor;
CREATE POLICY visitors_see_of_photos_album ON photos_albumphoto FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM photos_album parent WHERE parent.id = photos_albumphoto.album_id));
