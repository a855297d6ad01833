-- Changes of public photographs and albums are recorded, and their openings and ends are numbered.

-- These columns may change without a record: they say how far the work on a photo has come and until when it may be
-- used, and nothing to readers.
CREATE TRIGGER photos_photo_recorded BEFORE UPDATE OR DELETE ON photos_photo
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change(
        'photos.photo', 'photos_photo', 'id',
        '{live_from, live_until, licence_ends_at, likeness, rendered_at, confirmed_at, confirmed_by_id}'
    );
CREATE POLICY visitors_see_of_photos_photo ON publishing_amendment FOR SELECT TO newsroom_visitor
    USING (subject_kind = 'photos.photo' AND kind <> 'minor' AND photos_is_public(subject_id));

CREATE TRIGGER photos_album_recorded BEFORE UPDATE OR DELETE ON photos_album
    FOR EACH ROW
    EXECUTE FUNCTION publishing_record_change('photos.album', 'photos_album', 'id', '{live_from, live_until}');
CREATE POLICY visitors_see_of_photos_album ON publishing_amendment FOR SELECT TO newsroom_visitor
    USING (
        subject_kind = 'photos.album' AND kind <> 'minor'
        AND EXISTS (SELECT 1 FROM photos_album s WHERE s.id = subject_id)
    );
CREATE TRIGGER photos_albumphoto_recorded BEFORE INSERT OR UPDATE OR DELETE ON photos_albumphoto
    FOR EACH ROW EXECUTE FUNCTION publishing_record_change('photos.album', 'photos_album', 'album_id', '{}');

CREATE TRIGGER photos_photo_sequenced
    AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until, licence_ends_at ON photos_photo
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('photos.photo', 'licence_ends_at');
CREATE TRIGGER photos_album_sequenced AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until ON photos_album
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('photos.album');
