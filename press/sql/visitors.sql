-- What visitors may read of contacts, hours, duty and advisories. Enquiries and accreditation requests are not among
-- it.

ALTER TABLE press_contact ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON press_contact TO newsroom_visitor;
CREATE POLICY visitors_see_known ON press_contact FOR SELECT TO newsroom_visitor
    USING (since <= (site_now() AT TIME ZONE '{{ time zone }}')::date);

ALTER TABLE press_phone ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON press_phone TO newsroom_visitor;
CREATE POLICY visitors_see_of_press_contact ON press_phone FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM press_contact parent WHERE parent.id = press_phone.contact_id));

ALTER TABLE press_opening ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON press_opening TO newsroom_visitor;
CREATE POLICY visitors_see_of_press_contact ON press_opening FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM press_contact parent WHERE parent.id = press_opening.contact_id));

ALTER TABLE press_specialday ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON press_specialday TO newsroom_visitor;
CREATE POLICY visitors_see_public ON press_specialday FOR SELECT TO newsroom_visitor
    USING (true);

-- Visitors see who is on duty and who comes next. Notes, and the rota of later weeks, are for the desk.
ALTER TABLE press_shift ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, contact_id, starts, ends) ON press_shift TO newsroom_visitor;
CREATE POLICY visitors_see_near ON press_shift FOR SELECT TO newsroom_visitor
    USING (ends > site_now() AND starts < site_now() + interval '8 days');

-- The form says after how many days enquiries are erased.
ALTER TABLE press_enquirysettings ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON press_enquirysettings TO newsroom_visitor;
CREATE POLICY visitors_see_public ON press_enquirysettings FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE press_advisory ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON press_advisory TO newsroom_visitor;
CREATE POLICY visitors_see_live ON press_advisory FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until));

ALTER TABLE press_advisorydatechange ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON press_advisorydatechange TO newsroom_visitor;
CREATE POLICY visitors_see_of_public_advisories ON press_advisorydatechange FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT 1 FROM press_advisory a WHERE a.id = advisory_id AND is_live(a.live_from, a.live_until))
        AND at <= site_now()
    );
