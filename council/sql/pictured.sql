-- Who is in the photographs that visitors see, with the time by which the archive sorts: a view, so that the conditions
-- of a list enter the indexes before the functions check what is left, row by row.

CREATE VIEW council_pictured AS
SELECT w.id, w.photo_id, w.person_id, w.taken_on, COALESCE(p.taken_at, p.uploaded_at) AS dated_at
FROM council_personshown w JOIN photos_photo p ON p.id = w.photo_id
WHERE photos_is_public(w.photo_id) AND council_person_is_known(w.person_id);
GRANT SELECT ON council_pictured TO newsroom_visitor;

-- Who is in a photo is looked for by the day, so each row has the photo's. The trigger that records the row has locked
-- the photo by then: triggers run in the order of their names.
CREATE OR REPLACE FUNCTION council_take_day_of_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.taken_on := (SELECT (taken_at AT TIME ZONE '{{ time zone }}')::date FROM photos_photo WHERE id = NEW.photo_id);
    RETURN NEW;
END
$$;
CREATE TRIGGER council_personshown_taken BEFORE INSERT OR UPDATE OF photo_id ON council_personshown
    FOR EACH ROW EXECUTE FUNCTION council_take_day_of_photo();

-- The day follows when the time of the camera is corrected, or the photo replaced.
CREATE OR REPLACE FUNCTION council_follow_day_of_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE council_personshown SET taken_on = (NEW.taken_at AT TIME ZONE '{{ time zone }}')::date
        WHERE photo_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER council_photo_taken AFTER UPDATE OF taken_at ON photos_photo
    FOR EACH ROW WHEN (OLD.taken_at IS DISTINCT FROM NEW.taken_at) EXECUTE FUNCTION council_follow_day_of_photo();
