-- What editors have put on top of the home page. Visitors see the choice that stands now, and of it only articles that
-- they may read in some language: a lead that is chosen before its article is public betrays nothing.

CREATE TRIGGER news_frontpage_sequenced AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until ON news_frontpage
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('news.frontpage');

-- The front page that stands now: the one that began last, unless it has ended. With the visitors' rights, the policy
-- that calls this would call itself.
CREATE OR REPLACE FUNCTION news_front_page_now() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT CASE WHEN is_live(live_from, live_until) THEN id END FROM news_frontpage
    WHERE live_from <= site_now() ORDER BY live_from DESC, id DESC LIMIT 1
$$;

ALTER TABLE news_frontpage ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_frontpage TO newsroom_visitor;
CREATE POLICY visitors_see_live ON news_frontpage FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until) AND id = news_front_page_now());

ALTER TABLE news_frontplace ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_frontplace TO newsroom_visitor;
CREATE POLICY visitors_see_of_public ON news_frontplace FOR SELECT TO newsroom_visitor
    USING (
        front_page_id = news_front_page_now()
        AND EXISTS (SELECT FROM news_edition e WHERE e.article_id = news_frontplace.article_id)
    );

CREATE TRIGGER news_banner_sequenced AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until ON news_banner
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('news.banner');

ALTER TABLE news_banner ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON news_banner TO newsroom_visitor;
CREATE POLICY visitors_see_live ON news_banner FOR SELECT TO newsroom_visitor
    USING (is_live(live_from, live_until));

-- What is read of all this together with the identity, for every page: the articles as {position: article}, and the
-- banners in their order, as whoever asks may see them (news/front_page.py).
CREATE OR REPLACE FUNCTION news_front_overview() RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'places', (
            SELECT coalesce(jsonb_object_agg(position, article_id), '{}') FROM news_frontplace
            WHERE front_page_id = news_front_page_now()
        ),
        'banners', (
            SELECT coalesce(jsonb_agg(
                jsonb_build_object('kind', kind, 'text', text, 'link', link) ORDER BY kind, live_from DESC, id DESC
            ), '[]') FROM news_banner WHERE is_live(live_from, live_until)
        )
    )
$$;
