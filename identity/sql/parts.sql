-- Rows of the parts that are switched off are hidden from visitors, whatever else they may read (identity/parts.py).

{{ policies of parts }}

-- The kinds of things that the search does not find.
CREATE OR REPLACE FUNCTION identity_kinds_off() RETURNS text[] LANGUAGE sql STABLE RETURN ARRAY(
    SELECT kind FROM (VALUES {{ kinds of parts }}) AS kinds(part, kind)
    WHERE part IN (SELECT unnest(switched_off) FROM identity_identity)
);
