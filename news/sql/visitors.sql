-- What visitors may read of articles and their editions, and which photographs editions show.

ALTER TABLE news_section ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_section TO newsroom_visitor;
CREATE POLICY visitors_see_public ON news_section FOR SELECT TO newsroom_visitor
    USING (true);

ALTER TABLE news_article ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_article TO newsroom_visitor;
CREATE POLICY visitors_see_that_appeared ON news_article FOR SELECT TO newsroom_visitor
    USING (
        EXISTS (SELECT 1 FROM news_edition e WHERE e.article_id = news_article.id)
        OR EXISTS (SELECT 1 FROM news_withdrawal w WHERE w.article_id = news_article.id)
    );

-- Whether an article was erased without trace after a moment: then visitors do not see its earlier withdrawals either.
-- This function and the next read with their owner's rights; with the visitor's, the policy that calls them would call
-- itself.
CREATE OR REPLACE FUNCTION news_has_vanished(of_article bigint, in_language text, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT FROM news_withdrawal
        WHERE article_id = of_article AND language = in_language AND kind = 'vanished'
        AND at >= since AND at <= site_now()
    )
$$;

-- Whether visitors may read past editions of an article. Every kind of exit but a withdrawal closes them for good.
CREATE OR REPLACE FUNCTION news_history_is_open(of_article bigint, in_language text, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT (
        EXISTS (
            SELECT FROM news_edition WHERE article_id = of_article AND language = in_language
            AND is_live(live_from, live_until)
        )
        OR 'withdrawn' = (
            SELECT kind FROM news_withdrawal
            WHERE article_id = of_article AND language = in_language AND at <= site_now()
            ORDER BY at DESC, id DESC LIMIT 1
        )
    ) AND NOT EXISTS (
        SELECT FROM news_withdrawal
        WHERE article_id = of_article AND language = in_language AND at <= site_now() AND at >= since
        AND kind <> 'withdrawn'
    )
$$;

-- When an article ended by itself in a language: its last edition did, nothing followed it, and it was not withdrawn.
-- With the visitors' rights nobody could tell, for they see no edition that has ended.
CREATE OR REPLACE FUNCTION news_ended_at(of_article bigint, in_language text) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT last.live_until FROM (
        SELECT live_until FROM news_edition
        WHERE article_id = of_article AND language = in_language AND live_from <= site_now() AND NOT is_page
        ORDER BY live_from DESC, id DESC LIMIT 1
    ) AS last
    WHERE last.live_until <= site_now() AND NOT EXISTS (
        SELECT FROM news_withdrawal
        WHERE article_id = of_article AND language = in_language AND at >= last.live_until AND at <= site_now()
    )
$$;

-- Past editions are visible only while a connection has set newsroom.history, so that no list and no feed shows one by
-- accident. In the same way standing pages, which are no news, are visible only while it has set newsroom.pages.
ALTER TABLE news_edition ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_edition TO newsroom_visitor;
CREATE POLICY visitors_see_live ON news_edition FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until) AND (NOT is_page OR current_setting('newsroom.pages', true) = 'on'));
CREATE POLICY visitors_see_history ON news_edition FOR SELECT TO newsroom_visitor
    USING (
        live_from <= site_now()
        AND current_setting('newsroom.history', true) = 'on'
        AND (NOT is_page OR current_setting('newsroom.pages', true) = 'on')
        AND news_history_is_open(article_id, language, live_from)
    );

ALTER TABLE news_editionphoto ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_editionphoto TO newsroom_visitor;
CREATE POLICY visitors_see_of_news_edition ON news_editionphoto FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM news_edition parent WHERE parent.id = news_editionphoto.edition_id));

ALTER TABLE news_turn ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_turn TO newsroom_visitor;
CREATE POLICY visitors_see_of_news_edition ON news_turn FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM news_edition parent WHERE parent.id = news_turn.edition_id));

ALTER TABLE news_attachment ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_attachment TO newsroom_visitor;
CREATE POLICY visitors_see_of_news_edition ON news_attachment FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM news_edition parent WHERE parent.id = news_attachment.edition_id));

-- What an edition is about is seen with it, and a topic from its first public text on: before that its name could betray
-- what is to come. One that was joined with another is seen with that one, for its address leads on. LIMIT keeps
-- PostgreSQL from reading all editions at once to look for one of them, and the order keeps it to the index.
ALTER TABLE news_subject ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_subject TO newsroom_visitor;
CREATE POLICY visitors_see_of_news_edition ON news_subject FOR SELECT TO newsroom_visitor
    USING ((SELECT true FROM news_edition parent WHERE parent.id = news_subject.edition_id LIMIT 1));

ALTER TABLE news_topic ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_topic TO newsroom_visitor;
CREATE POLICY visitors_see_with_texts ON news_topic FOR SELECT TO newsroom_visitor
    USING ((
        SELECT true FROM news_subject s WHERE s.listed_id = news_topic.id
        ORDER BY s.listed_id, s.language, s.shown_on DESC, s.article_id DESC LIMIT 1
    ));
CREATE POLICY visitors_see_joined ON news_topic FOR SELECT TO newsroom_visitor
    USING ((
        SELECT true FROM news_subject s WHERE s.listed_id = news_topic.joined_into_id
        ORDER BY s.listed_id, s.language, s.shown_on DESC, s.article_id DESC LIMIT 1
    ));

ALTER TABLE news_formertopicaddress ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_formertopicaddress TO newsroom_visitor;
CREATE POLICY visitors_see_of_news_topic ON news_formertopicaddress FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT 1 FROM news_topic parent WHERE parent.id = topic_id));

ALTER TABLE news_withdrawal ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_withdrawal TO newsroom_visitor;
CREATE POLICY visitors_see_past ON news_withdrawal FOR SELECT TO newsroom_visitor
    USING (at <= site_now() AND NOT news_has_vanished(article_id, language, at));

ALTER TABLE news_tombstone ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_tombstone TO newsroom_visitor;
CREATE POLICY visitors_see_past ON news_tombstone FOR SELECT TO newsroom_visitor
    USING (at <= site_now());

-- Which press kits were delivered is for the newsroom alone (news/deliveries.py).
ALTER TABLE news_kitdelivery ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON news_kitdelivery FROM newsroom_visitor;

-- While past editions are read, so are their photographs; what may be shown of them is asked again (news/history.py).
CREATE POLICY visitors_see_history ON photos_photo FOR SELECT TO newsroom_visitor
    USING (
        current_setting('newsroom.history', true) = 'on'
        AND (SELECT true FROM news_editionphoto u WHERE u.photo_id = photos_photo.id LIMIT 1)
    );
