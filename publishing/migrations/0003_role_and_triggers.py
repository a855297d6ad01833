"""The visitors' role, and the triggers that keep what has been published as it was."""

from django.db import migrations

# Roles belong to the whole server: two newsrooms on one server share this one, which owns nothing.
ROLE = """
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
"""

FROZEN = """
CREATE FUNCTION publishing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    movable text[] := TG_ARGV[0]::text[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.live_from <= site_now() THEN
            RAISE EXCEPTION 'What has been public is never deleted (% %).', TG_TABLE_NAME, OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF to_jsonb(NEW) - movable IS DISTINCT FROM to_jsonb(OLD) - movable THEN
        RAISE EXCEPTION 'What has been published is never changed (% %).', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.live_from <= site_now() AND NEW.live_from IS DISTINCT FROM OLD.live_from THEN
        RAISE EXCEPTION 'The moment of a publication is never moved (% %).', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION publishing_refuse_change_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parts jsonb[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW)]
        WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD)]
        ELSE ARRAY[to_jsonb(OLD), to_jsonb(NEW)]
    END;
    part jsonb;
    frozen boolean;
BEGIN
    FOREACH part IN ARRAY parts LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1 AND live_from IS NOT NULL)', TG_ARGV[0])
            INTO frozen USING (part ->> TG_ARGV[1])::bigint;
        IF frozen THEN
            RAISE EXCEPTION 'What has been published is never changed (% %).', TG_TABLE_NAME, part ->> 'id'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION publishing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The timeline is only ever added to.' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER publishing_timelineentry_frozen BEFORE UPDATE OR DELETE ON publishing_timelineentry
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse();
"""

FORGET = """
DROP TRIGGER publishing_timelineentry_frozen ON publishing_timelineentry;
DROP FUNCTION publishing_refuse();
DROP FUNCTION publishing_refuse_change_of_part();
DROP FUNCTION publishing_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_timeline")]
    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(FROZEN, FORGET),
    ]
