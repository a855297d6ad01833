-- The role that visitors' requests have in the database, which reads what policies let it read. The first migration
-- runs this file, too, for the others name the role.
-- Roles belong to the whole server: two newsrooms on one server share this one, which owns nothing.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'newsroom_visitor') THEN
        CREATE ROLE newsroom_visitor NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'newsroom_visitor', 'SET') THEN
        EXECUTE format('GRANT newsroom_visitor TO %I', current_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The database user may not make the role newsroom_visitor. As an administrator of the server '
            'run: CREATE ROLE newsroom_visitor NOLOGIN; GRANT newsroom_visitor TO %;', current_user;
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another newsroom made it in the same moment
END
$$;

GRANT USAGE ON SCHEMA public TO newsroom_visitor;
