-- Who is in the photographs that visitors see. Functions check row by row, for the reason given in
-- photos/sql/1_public.sql.

CREATE VIEW council_pictured AS
SELECT w.id, w.photo_id, w.person_id, p.taken_at
FROM council_personshown w JOIN photos_photo p ON p.id = w.photo_id JOIN council_person who ON who.id = w.person_id
WHERE photos_is_public(p.id) AND council_person_is_known(who.id);
GRANT SELECT ON council_pictured TO newsroom_visitor;
