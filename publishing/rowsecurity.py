"""Migration operations that tell PostgreSQL what visitors may read and what nobody may change.

Every policy is permissive: a row is visible if any one of its policies lets it through, so an application further
down can add a reason (a photo is shown by an article) without the one above knowing it.
"""

from django.db import migrations

ROLE = "newsroom_visitor"
LIVE = "live_from <= site_now() AND (live_until IS NULL OR live_until > site_now())"


def visitors_see(table, condition="true", reason="public"):
    """Let visitors read the rows of `table` for which the SQL `condition` holds."""
    policy = f"visitors_see_{reason}"
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        GRANT SELECT ON {table} TO {ROLE};
        CREATE POLICY {policy} ON {table} FOR SELECT TO {ROLE} USING ({condition});
        """,
        f"DROP POLICY {policy} ON {table};",
    )


def visitors_see_live(table):
    """Let visitors read the rows of `table` whose range of time holds the present instant."""
    return visitors_see(table, LIVE, "live")


def visitors_see_children(table, parent, key):
    """Let visitors read the rows of `table` whose `parent` (by the foreign key `key`) they may read."""
    return visitors_see(
        table,
        f"EXISTS (SELECT 1 FROM {parent} parent WHERE parent.id = {table}.{key})",  # noqa: S608 names of our own
        f"of_{parent}",
    )


def freeze(table, movable):
    """Refuse changes of a row once it has a range; only the columns in `movable` may still change.

    A row that has been public may not be deleted either, nor its beginning be moved.
    """
    columns = ", ".join(movable)
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW WHEN (OLD.live_from IS NOT NULL) EXECUTE FUNCTION publishing_refuse_change('{{{columns}}}');
        """,
        f"DROP TRIGGER {table}_frozen ON {table};",
    )


def freeze_children(table, parent, key):
    """Refuse any change of the rows of `table` once their `parent` (by `key`) has a range."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION publishing_refuse_change_of_part('{parent}', '{key}');
        """,
        f"DROP TRIGGER {table}_frozen ON {table};",
    )


def record_changes(table, kind, mechanical=()):
    """Refuse changes of a row of `table` that visitors see unless publishing.amendments records them.

    `kind` is what the record calls such a thing: “council.meeting”. The columns in `mechanical` change freely; so do
    those of the range, which publishing.actions sets. Visitors read the notes on what they may see.
    """
    policy = f"visitors_see_of_{table}"
    free = ", ".join(["live_from", "live_until", *mechanical])
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_recorded BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION publishing_record_change('{kind}', '{table}', 'id', '{{{free}}}');
        CREATE POLICY {policy} ON publishing_amendment FOR SELECT TO {ROLE} USING (
            subject_kind = '{kind}' AND kind <> 'minor' AND EXISTS (SELECT 1 FROM {table} s WHERE s.id = subject_id)
        );
        """,  # noqa: S608 names of our own, values as parameters
        f"""
        DROP POLICY {policy} ON publishing_amendment;
        DROP TRIGGER {table}_recorded ON {table};
        """,
    )


def record_changes_of_parts(table, subject, kind, key):
    """Do the same for the rows of `table`: parts of the row of the table `subject` that the foreign key `key` names."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_recorded BEFORE INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION publishing_record_change('{kind}', '{subject}', '{key}', '{{}}');
        """,
        f"DROP TRIGGER {table}_recorded ON {table};",
    )


def sequence_changes(table, kind):
    """Enter every opening and closing of the rows of the publishable `table` among the numbered changes.

    `kind` is what they are called there: “council.meeting”. What has been public already is entered in its order.
    """
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_sequenced AFTER INSERT OR DELETE OR UPDATE OF live_from, live_until ON {table}
        FOR EACH ROW EXECUTE FUNCTION publishing_keep_boundaries('{kind}');
        INSERT INTO publishing_boundary (subject_kind, subject_id, what, at)
            SELECT '{kind}', id, 'opened', live_from FROM {table} WHERE live_from IS NOT NULL
            UNION ALL SELECT '{kind}', id, 'closed', live_until FROM {table} WHERE live_until IS NOT NULL;
        """,  # noqa: S608 names of our own, values as parameters
        f"DROP TRIGGER {table}_sequenced ON {table};",
    )


def chain(table):
    """Make `table` part of the sealed record: its rows are only ever added, and publishing.record seals them.

    The table has a numeric key `id`. A migration that uses this depends on publishing.0008_sealed_record.
    """
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_chained BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION publishing_keep_as_written();
        CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION publishing_keep_as_written();
        """,
        f"""
        DROP TRIGGER {table}_chained ON {table};
        DROP TRIGGER {table}_not_emptied ON {table};
        """,
    )
