-- Visitors read whose newsroom this is; it stands on every page.

ALTER TABLE identity_identity ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON identity_identity TO newsroom_visitor;
CREATE POLICY visitors_see_public ON identity_identity FOR SELECT TO newsroom_visitor
    USING (true);
