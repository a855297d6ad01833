-- The role that visitors' requests take on. It reads what grants and policies let it read, and owns nothing.
-- Roles belong to the whole server, so two newsrooms on it share this one. Grants name it, so the first migration runs
-- this file, too.

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
