-- The tree of standing pages: what visitors may know of it, and that it has no loops.

-- Whether a page has been public in any language. It reads with its owner's rights.
CREATE OR REPLACE FUNCTION pages_is_known(of_article bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT FROM news_edition WHERE article_id = of_article AND live_from <= site_now())
$$;
REVOKE EXECUTE ON FUNCTION pages_is_known(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pages_is_known(bigint) TO newsroom_visitor;

ALTER TABLE pages_page ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON pages_page TO newsroom_visitor;
CREATE POLICY visitors_see_known ON pages_page FOR SELECT TO newsroom_visitor
    USING (pages_is_known(article_id));

ALTER TABLE pages_formeraddress ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON pages_formeraddress TO newsroom_visitor;
CREATE POLICY visitors_see_of_known ON pages_formeraddress FOR SELECT TO newsroom_visitor
    USING (EXISTS (SELECT FROM pages_page p WHERE p.id = pages_formeraddress.page_id));

ALTER TABLE pages_menu ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON pages_menu TO newsroom_visitor;
CREATE POLICY visitors_see_menus ON pages_menu FOR SELECT TO newsroom_visitor
    USING (true);

-- What is read of the pages for every page of the site, in one value (pages/tree.py). It reads with the caller's rights:
-- a visitor learns no title before its second.
CREATE OR REPLACE FUNCTION pages_overview() RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    -- Not by a clause SET of the function, as in news/sql/notes.sql.
    before text := coalesce(current_setting('newsroom.pages', true), '');
    overview jsonb;
BEGIN
    PERFORM set_config('newsroom.pages', 'on', true);
    SELECT jsonb_build_object(
        'places', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'article', p.article_id, 'path', p.path, 'titles', (
                    SELECT coalesce(jsonb_object_agg(e.language, e.title), '{}') FROM news_edition e
                    WHERE e.article_id = p.article_id AND is_live(e.live_from, e.live_until)
                )
            ) ORDER BY p.position, p.path), '[]') FROM pages_page p
        ),
        'former', (
            SELECT coalesce(jsonb_object_agg(f.path, p.path), '{}')
            FROM pages_formeraddress f JOIN pages_page p ON p.id = f.page_id
        ),
        'menus', (SELECT coalesce(jsonb_object_agg(m.name, m.entries), '{}') FROM pages_menu m)
    ) INTO overview;
    PERFORM set_config('newsroom.pages', before, true);
    RETURN overview;
END
$$;

-- A page's path is that of the page above it and its own address. So no page can stand below itself.
CREATE OR REPLACE FUNCTION pages_refuse_wrong_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM pages_page p LEFT JOIN pages_page above ON above.id = p.parent_id
        WHERE (p.id = NEW.id OR p.parent_id = NEW.id) AND p.path <> concat_ws('/', above.path, p.slug)
    ) THEN
        RAISE EXCEPTION 'The path of a page is that of the page above it and its own address (%).', NEW.path
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER pages_page_in_its_place AFTER INSERT OR UPDATE ON pages_page
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pages_refuse_wrong_path();

-- Every edition of a standing page is marked as one, whoever makes it.
CREATE OR REPLACE FUNCTION pages_mark_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_page := EXISTS (SELECT FROM pages_page WHERE article_id = NEW.article_id);
    RETURN NEW;
END
$$;

CREATE TRIGGER pages_mark_edition BEFORE INSERT ON news_edition
    FOR EACH ROW EXECUTE FUNCTION pages_mark_edition();
