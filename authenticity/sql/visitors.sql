-- Which entries of the log, and which of the signed words, visitors may read.

ALTER TABLE authenticity_entry ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON authenticity_entry TO newsroom_visitor;
CREATE POLICY visitors_see_public ON authenticity_entry FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE authenticity_seal ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON authenticity_seal TO newsroom_visitor;
CREATE POLICY visitors_see_of_news_edition ON authenticity_seal FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM news_edition parent WHERE parent.id = authenticity_seal.edition_id));

ALTER TABLE authenticity_statement ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON authenticity_statement TO newsroom_visitor;
CREATE POLICY visitors_see_of_authenticity_seal ON authenticity_statement FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT FROM authenticity_seal parent WHERE parent.edition_id = authenticity_statement.seal_id)
        AND NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = ANY (photos)
        AND s.lifted_at IS NULL)
    );

ALTER TABLE authenticity_issuedfile ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON authenticity_issuedfile TO newsroom_visitor;
CREATE POLICY visitors_see_of_photos_photo ON authenticity_issuedfile FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM photos_photo parent WHERE parent.id = authenticity_issuedfile.photo_id));
