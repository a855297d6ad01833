-- What people may read of their own enquiry, given its token.

-- The enquiry with this token, with its answers as [{text, at}] in their order; not who wrote them.
CREATE OR REPLACE FUNCTION press_enquiry_by_token(of_token text)
RETURNS TABLE (
    year integer, serial integer, state text, topic text, question text, email text, article_id bigint,
    language text, deadline timestamptz, zone text, file_name text, received_at timestamptz, answered_at timestamptz,
    closed_at timestamptz, erased_at timestamptz, answers jsonb
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT e.year, e.serial, e.state, e.topic, e.question, e.email, e.article_id, e.language, e.deadline, e.zone,
        e.file_name, e.received_at, e.answered_at, e.closed_at, e.erased_at,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('text', a.text, 'at', a.at) ORDER BY a.at, a.id), '[]')
            FROM press_enquiryanswer a WHERE a.enquiry_id = e.id AND a.text <> '')
    FROM press_enquiry e WHERE e.token = of_token
$$;
REVOKE EXECUTE ON FUNCTION press_enquiry_by_token(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION press_enquiry_by_token(text) TO newsroom_visitor;
