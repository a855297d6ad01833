-- Which old addresses visitors may follow: those that lead to something they may see. The conditions read with the
-- visitor's own rights, so each follows the policies of the thing itself.

ALTER TABLE moving_oldaddress ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON moving_oldaddress TO newsroom_visitor;
CREATE POLICY visitors_see_what_leads_to_public ON moving_oldaddress FOR SELECT TO newsroom_visitor
    USING (
        CASE kind
            WHEN 'article' THEN
                EXISTS (
                    SELECT FROM news_edition e
                    WHERE e.article_id = moving_oldaddress.number AND e.language = moving_oldaddress.language
                ) OR EXISTS (
                    SELECT FROM news_withdrawal w
                    WHERE w.article_id = moving_oldaddress.number AND w.language = moving_oldaddress.language
                )
            WHEN 'photo' THEN EXISTS (SELECT FROM photos_photo p WHERE p.id = moving_oldaddress.number)
            WHEN 'photo file' THEN EXISTS (SELECT FROM photos_photo p WHERE p.id = moving_oldaddress.number)
            WHEN 'file' THEN
                EXISTS (SELECT FROM news_attachment a WHERE a.key = moving_oldaddress.key)
                OR EXISTS (SELECT FROM council_documentfile f WHERE f.key = moving_oldaddress.key)
            WHEN 'document' THEN EXISTS (SELECT FROM council_document d WHERE d.id = moving_oldaddress.number)
            WHEN 'meeting' THEN EXISTS (SELECT FROM council_meeting m WHERE m.id = moving_oldaddress.number)
            WHEN 'album' THEN EXISTS (SELECT FROM photos_album a WHERE a.id = moving_oldaddress.number)
            WHEN 'person' THEN EXISTS (SELECT FROM council_person p WHERE p.id = moving_oldaddress.number)
            ELSE true
        END
    );

-- What was asked for in vain is for the newsroom alone.
ALTER TABLE moving_askedinvain ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON moving_askedinvain FROM newsroom_visitor;
