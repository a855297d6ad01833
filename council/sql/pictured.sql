-- Who is in the photographs that visitors see. Functions check row by row, for the reason given in
-- photos/sql/archive.sql.

-- Whether visitors know a person: from a public term, or a public meeting.
CREATE OR REPLACE FUNCTION council_is_known(person bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN EXISTS (SELECT FROM council_term t WHERE t.person_id = person
            AND is_live(live_from, live_until))
        OR EXISTS (SELECT FROM council_meeting m WHERE m.chair_id = person
            AND is_live(live_from, live_until))
        OR EXISTS (SELECT FROM council_participation a JOIN council_meeting m ON m.id = a.meeting_id
            WHERE a.person_id = person
            AND is_live(live_from, live_until));
END
$$;
REVOKE EXECUTE ON FUNCTION council_is_known(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION council_is_known(bigint) TO newsroom_visitor;

CREATE VIEW council_pictured AS
SELECT w.id, w.photo_id, w.person_id, p.taken_at
FROM council_personshown w JOIN photos_photo p ON p.id = w.photo_id JOIN council_person who ON who.id = w.person_id
WHERE photos_is_shown(p.id) AND council_is_known(who.id);
GRANT SELECT ON council_pictured TO newsroom_visitor;
