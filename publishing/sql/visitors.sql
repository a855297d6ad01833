-- Visitors read in which languages the office writes; every page names them, and the addresses of one that is switched
-- off still lead somewhere.

ALTER TABLE publishing_language ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON publishing_language TO newsroom_visitor;
CREATE POLICY visitors_see_public ON publishing_language FOR SELECT TO newsroom_visitor
    USING (true);
