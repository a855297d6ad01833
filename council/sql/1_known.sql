-- When visitors know a person: from a term, or from a meeting that the person chairs or takes part in.

CREATE VIEW council_known_range AS
    SELECT person_id, live_from, live_until FROM council_term WHERE live_from IS NOT NULL
    UNION ALL SELECT chair_id, live_from, live_until FROM council_meeting WHERE live_from IS NOT NULL
    UNION ALL SELECT a.person_id, m.live_from, m.live_until
    FROM council_participation a JOIN council_meeting m ON m.id = a.meeting_id WHERE m.live_from IS NOT NULL;

-- All times at which visitors know a person, past and future; null if there are none.
CREATE OR REPLACE FUNCTION council_known_ranges(person bigint) RETURNS tstzmultirange
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (SELECT range_agg(tstzrange(live_from, live_until)) FROM council_known_range WHERE person_id = person);
END
$$;

-- Whether council_known_ranges() holds an instant. A function, for the reason given in photos/sql/1_public.sql.
CREATE OR REPLACE FUNCTION council_person_is_known(person bigint, at timestamptz DEFAULT site_now()) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN EXISTS (SELECT FROM council_known_range WHERE person_id = person AND is_live(live_from, live_until, at));
END
$$;
REVOKE EXECUTE ON FUNCTION council_known_ranges(bigint), council_person_is_known(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION council_person_is_known(bigint, timestamptz) TO newsroom_visitor;

-- The same for the policy, as in photos/sql/1_public.sql.
CREATE VIEW council_known_person AS SELECT person_id FROM council_known_range WHERE is_live(live_from, live_until);
GRANT SELECT ON council_known_person TO newsroom_visitor;

ALTER TABLE council_person ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON council_person TO newsroom_visitor;
CREATE POLICY visitors_see_known ON council_person FOR SELECT TO newsroom_visitor
    USING ((SELECT true FROM council_known_person k WHERE k.person_id = council_person.id LIMIT 1));
