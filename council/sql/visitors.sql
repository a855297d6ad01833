-- Which rows of the Council's record visitors may read.

-- Always public.

ALTER TABLE council_state ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_state TO newsroom_visitor;
CREATE POLICY visitors_see_public ON council_state FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE council_statename ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_statename TO newsroom_visitor;
CREATE POLICY visitors_see_public ON council_statename FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE council_office ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_office TO newsroom_visitor;
CREATE POLICY visitors_see_public ON council_office FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE council_chairmanship ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_chairmanship TO newsroom_visitor;
CREATE POLICY visitors_see_public ON council_chairmanship FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE council_statusclaim ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_statusclaim TO newsroom_visitor;
CREATE POLICY visitors_see_public ON council_statusclaim FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE council_body ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_body TO newsroom_visitor;
CREATE POLICY visitors_see_public ON council_body FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE council_bodyname ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_bodyname TO newsroom_visitor;
CREATE POLICY visitors_see_public ON council_bodyname FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE council_membership ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_membership TO newsroom_visitor;
CREATE POLICY visitors_see_public ON council_membership FOR SELECT TO newsroom_visitor
    USING (true);

-- Public in their range of time.

ALTER TABLE council_term ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_term TO newsroom_visitor;
CREATE POLICY visitors_see_live ON council_term FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until));

ALTER TABLE council_document ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_document TO newsroom_visitor;
CREATE POLICY visitors_see_live ON council_document FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until));

ALTER TABLE council_meeting ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_meeting TO newsroom_visitor;
CREATE POLICY visitors_see_live ON council_meeting FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until));

-- Parts of a meeting.

ALTER TABLE council_meeting_bodies ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_meeting_bodies TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_meeting ON council_meeting_bodies FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_meeting parent WHERE parent.id = council_meeting_bodies.meeting_id));

ALTER TABLE council_participation ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_participation TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_meeting ON council_participation FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_meeting parent WHERE parent.id = council_participation.meeting_id));

ALTER TABLE council_agendaitem ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_agendaitem TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_meeting ON council_agendaitem FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_meeting parent WHERE parent.id = council_agendaitem.meeting_id));

ALTER TABLE council_meetingphoto ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_meetingphoto TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_meeting ON council_meetingphoto FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_meeting parent WHERE parent.id = council_meetingphoto.meeting_id));

ALTER TABLE council_consideration ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_consideration TO newsroom_visitor;
CREATE POLICY visitors_see_of_both ON council_consideration FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id)
        AND EXISTS (SELECT 1 FROM council_document d WHERE d.id = document_id)
    );

ALTER TABLE council_meetingpaper ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_meetingpaper TO newsroom_visitor;
CREATE POLICY visitors_see_of_both ON council_meetingpaper FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id)
        AND EXISTS (SELECT 1 FROM council_document d WHERE d.id = document_id)
    );

ALTER TABLE council_meetingalbum ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_meetingalbum TO newsroom_visitor;
CREATE POLICY visitors_see_of_both ON council_meetingalbum FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id)
        AND EXISTS (SELECT 1 FROM photos_album a WHERE a.id = album_id)
    );

-- How a public meeting was moved, and what calendars are told of meetings that changed or were withdrawn.
ALTER TABLE council_datechange ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_datechange TO newsroom_visitor;
CREATE POLICY visitors_see_of_public_meetings ON council_datechange FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id
        AND is_live(m.live_from, m.live_until))
        AND at <= site_now()
    );

ALTER TABLE council_entrychange ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_entrychange TO newsroom_visitor;
CREATE POLICY visitors_see_that_came ON council_entrychange FOR SELECT TO newsroom_visitor
    USING (at <= site_now() AND EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id));

ALTER TABLE council_withdrawnentry ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_withdrawnentry TO newsroom_visitor;
CREATE POLICY visitors_see_that_ended ON council_withdrawnentry FOR SELECT TO newsroom_visitor
    USING (at <= site_now());

-- Parts of a document.

ALTER TABLE council_documentfile ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_documentfile TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_document ON council_documentfile FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_document parent WHERE parent.id = council_documentfile.document_id));

ALTER TABLE council_signatory ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_signatory TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_document ON council_signatory FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_document parent WHERE parent.id = council_signatory.document_id));

ALTER TABLE council_appendix ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_appendix TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_document ON council_appendix FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_document parent WHERE parent.id = council_appendix.document_id));

ALTER TABLE council_interpretativestatement ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_interpretativestatement TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_document ON council_interpretativestatement FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT 1 FROM council_document parent WHERE parent.id = council_interpretativestatement.document_id)
    );

ALTER TABLE council_bearing ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_bearing TO newsroom_visitor;
CREATE POLICY visitors_see_of_both ON council_bearing FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT 1 FROM council_document d WHERE d.id = document_id)
        AND EXISTS (SELECT 1 FROM council_document e WHERE e.id = earlier_id)
    );

-- People are known by a term, or by a meeting that they chair or take part in: see 1_known.sql.

ALTER TABLE council_personname ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_personname TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_person ON council_personname FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_person parent WHERE parent.id = council_personname.person_id));

ALTER TABLE council_rank ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_rank TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_person ON council_rank FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_person parent WHERE parent.id = council_rank.person_id));

ALTER TABLE council_mergedperson ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_mergedperson TO newsroom_visitor;
CREATE POLICY visitors_see_of_council_person ON council_mergedperson FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_person parent WHERE parent.id = council_mergedperson.into_id));

ALTER TABLE council_portrait ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_portrait TO newsroom_visitor;
CREATE POLICY visitors_see_of_holders ON council_portrait FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM council_term t WHERE t.person_id = council_portrait.person_id));

-- Who is in a photo: visible to those who see the photo and know the person.
ALTER TABLE council_personshown ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_personshown TO newsroom_visitor;
CREATE POLICY visitors_see_of_both ON council_personshown FOR SELECT TO newsroom_visitor
    USING (photos_is_public(photo_id) AND council_person_is_known(person_id));
