-- Which old addresses visitors may follow: those that lead to something they may see.

-- Whether whoever asks may see what an old address leads to. It reads with their own rights, so each question follows
-- the policies of the thing itself. In PL/pgSQL, only the question of the kind at hand is planned and begun; in the policy,
-- those of all ten kinds would be, with all policies of their tables, for each address that somebody asks for.
CREATE OR REPLACE FUNCTION moving_leads_to_public(leads_to text, thing bigint, file_key text, in_language text)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE leads_to
        WHEN 'article' THEN
            RETURN EXISTS (SELECT FROM news_edition e WHERE e.article_id = thing AND e.language = in_language)
                OR EXISTS (SELECT FROM news_withdrawal w WHERE w.article_id = thing AND w.language = in_language);
        WHEN 'photo', 'photo file' THEN RETURN EXISTS (SELECT FROM photos_photo p WHERE p.id = thing);
        WHEN 'file' THEN
            RETURN EXISTS (SELECT FROM news_attachment a WHERE a.key = file_key)
                OR EXISTS (SELECT FROM council_documentfile f WHERE f.key = file_key);
        WHEN 'document' THEN RETURN EXISTS (SELECT FROM council_document d WHERE d.id = thing);
        WHEN 'meeting' THEN RETURN EXISTS (SELECT FROM council_meeting m WHERE m.id = thing);
        WHEN 'album' THEN RETURN EXISTS (SELECT FROM photos_album a WHERE a.id = thing);
        WHEN 'person' THEN RETURN EXISTS (SELECT FROM council_person p WHERE p.id = thing);
        ELSE RETURN true;
    END CASE;
END
$$;

ALTER TABLE moving_oldaddress ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON moving_oldaddress TO newsroom_visitor;
CREATE POLICY visitors_see_what_leads_to_public ON moving_oldaddress FOR SELECT TO newsroom_visitor
    USING (moving_leads_to_public(kind, number, key, language));

-- What was asked for in vain is for the newsroom alone.
ALTER TABLE moving_askedinvain ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON moving_askedinvain FROM newsroom_visitor;
