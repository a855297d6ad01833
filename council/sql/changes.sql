-- Changes of the public record are recorded, and its openings and ends are numbered.

-- The columns that the database fills in by itself may change without a record.
CREATE TRIGGER council_meeting_recorded BEFORE UPDATE OR DELETE ON council_meeting
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change(
        'council.meeting', 'council_meeting', 'id', '{live_from, live_until, uid, sequence, changed_at}'
    );
CREATE POLICY visitors_see_of_council_meeting ON publishing_amendment FOR SELECT TO newsroom_visitor
    USING (
        subject_kind = 'council.meeting' AND kind <> 'minor'
        AND EXISTS (SELECT 1 FROM council_meeting s WHERE s.id = subject_id)
    );

CREATE TRIGGER council_meeting_bodies_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_meeting_bodies
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.meeting', 'council_meeting', 'meeting_id', '{}');
CREATE TRIGGER council_participation_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_participation
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.meeting', 'council_meeting', 'meeting_id', '{}');
CREATE TRIGGER council_agendaitem_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_agendaitem
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.meeting', 'council_meeting', 'meeting_id', '{}');
CREATE TRIGGER council_consideration_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_consideration
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.meeting', 'council_meeting', 'meeting_id', '{}');
CREATE TRIGGER council_meetingpaper_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_meetingpaper
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.meeting', 'council_meeting', 'meeting_id', '{}');
CREATE TRIGGER council_meetingphoto_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_meetingphoto
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.meeting', 'council_meeting', 'meeting_id', '{}');

-- Documents.

CREATE TRIGGER council_document_recorded BEFORE UPDATE OR DELETE ON council_document
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change(
        'council.document', 'council_document', 'id', '{live_from, live_until}'
    );
CREATE POLICY visitors_see_of_council_document ON publishing_amendment FOR SELECT TO newsroom_visitor
    USING (
        subject_kind = 'council.document' AND kind <> 'minor'
        AND EXISTS (SELECT 1 FROM council_document s WHERE s.id = subject_id)
    );

CREATE TRIGGER council_documentfile_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_documentfile
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.document', 'council_document', 'document_id', '{}');
CREATE TRIGGER council_signatory_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_signatory
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.document', 'council_document', 'document_id', '{}');
CREATE TRIGGER council_bearing_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_bearing
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.document', 'council_document', 'document_id', '{}');
CREATE TRIGGER council_appendix_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_appendix
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.document', 'council_document', 'document_id', '{}');
CREATE TRIGGER council_interpretativestatement_recorded
    BEFORE INSERT OR UPDATE OR DELETE ON council_interpretativestatement
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.document', 'council_document', 'document_id', '{}');

-- Terms and people.

CREATE TRIGGER council_term_recorded BEFORE UPDATE OR DELETE ON council_term
    FOR EACH ROW
    EXECUTE FUNCTION publishing_record_change('council.term', 'council_term', 'id', '{live_from, live_until}');
CREATE POLICY visitors_see_of_council_term ON publishing_amendment FOR SELECT TO newsroom_visitor
    USING (
        subject_kind = 'council.term' AND kind <> 'minor'
        AND EXISTS (SELECT 1 FROM council_term s WHERE s.id = subject_id)
    );

CREATE TRIGGER council_person_recorded BEFORE UPDATE OR DELETE ON council_person
    FOR EACH ROW
    EXECUTE FUNCTION publishing_record_change('council.person', 'council_person', 'id', '{live_from, live_until}');
CREATE POLICY visitors_see_of_council_person ON publishing_amendment FOR SELECT TO newsroom_visitor
    USING (subject_kind = 'council.person' AND kind <> 'minor' AND council_person_is_known(subject_id));

CREATE TRIGGER council_personname_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_personname
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.person', 'council_person', 'person_id', '{}');
CREATE TRIGGER council_rank_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_rank
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.person', 'council_person', 'person_id', '{}');
CREATE TRIGGER council_portrait_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_portrait
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('council.person', 'council_person', 'person_id', '{}');

-- Who is in a photo is recorded as a change of the photo.
CREATE TRIGGER council_personshown_recorded BEFORE INSERT OR UPDATE OR DELETE ON council_personshown
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('photos.photo', 'photos_photo', 'photo_id', '{taken_on}');

CREATE TRIGGER council_meeting_sequenced AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until ON council_meeting
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('council.meeting');
CREATE TRIGGER council_document_sequenced
    AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until ON council_document
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('council.document');
CREATE TRIGGER council_term_sequenced AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until ON council_term
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('council.term');
