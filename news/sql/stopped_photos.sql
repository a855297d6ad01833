-- A photograph that was stopped, or may no longer be used, is visible nowhere (photos/sql/1_public.sql). Restrictive
-- policies also hide the rows that show it, so that a list which counts its pictures, or a page with a portrait, finds
-- none.

ALTER TABLE news_stoppedphoto ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, photo_id, lifted_at) ON news_stoppedphoto TO newsroom_visitor;
CREATE POLICY visitors_see_stops ON news_stoppedphoto FOR SELECT TO newsroom_visitor
    USING (lifted_at IS NULL);

CREATE POLICY visitors_do_not_see_stopped_or_past_licence ON photos_albumphoto AS RESTRICTIVE FOR SELECT TO newsroom_visitor
    USING (
        NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = photos_albumphoto.photo_id
        AND s.lifted_at IS NULL)
        AND NOT EXISTS (SELECT FROM photos_past_licence l WHERE l.photo_id = photos_albumphoto.photo_id)
    );

CREATE POLICY visitors_do_not_see_stopped_or_past_licence ON council_meetingphoto AS RESTRICTIVE FOR SELECT TO newsroom_visitor
    USING (
        NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = council_meetingphoto.photo_id
        AND s.lifted_at IS NULL)
        AND NOT EXISTS (SELECT FROM photos_past_licence l WHERE l.photo_id = council_meetingphoto.photo_id)
    );

CREATE POLICY visitors_do_not_see_stopped_or_past_licence ON council_portrait AS RESTRICTIVE FOR SELECT TO newsroom_visitor
    USING (
        NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = council_portrait.photo_id
        AND s.lifted_at IS NULL)
        AND NOT EXISTS (SELECT FROM photos_past_licence l WHERE l.photo_id = council_portrait.photo_id)
    );

CREATE POLICY visitors_do_not_see_stopped_or_past_licence ON news_editionphoto AS RESTRICTIVE FOR SELECT TO newsroom_visitor
    USING (
        NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = news_editionphoto.photo_id
        AND s.lifted_at IS NULL)
        AND NOT EXISTS (SELECT FROM photos_past_licence l WHERE l.photo_id = news_editionphoto.photo_id)
    );
