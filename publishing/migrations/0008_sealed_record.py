"""The record of who did what is sealed: each entry is chained to all before it, and none is rewritten."""

from django.db import migrations, models

from publishing.rowsecurity import chain

SEALED = """
CREATE FUNCTION publishing_keep_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record is only ever added to (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

-- Seal what has been committed since the last time. One at a time; whoever writes entries does not wait for it.
CREATE FUNCTION publishing_seal_record() RETURNS void LANGUAGE plpgsql
SET search_path FROM CURRENT SET timezone TO 'UTC' AS $$
DECLARE
    number bigint;
    head text;
    kept name;
    entry jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('publishing_sealedentry'));
    SELECT sequence, hash INTO number, head FROM publishing_sealedentry ORDER BY sequence DESC LIMIT 1;
    number := coalesce(number, 0);
    head := coalesce(head, '');
    FOR kept IN
        SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE t.tgname = c.relname || '_chained' ORDER BY 1
    LOOP
        FOR entry IN EXECUTE format(
            'SELECT to_jsonb(t) FROM %I t WHERE NOT EXISTS (SELECT FROM publishing_sealedentry s'
            ' WHERE s.table_name = %L AND s.row_id = t.id) ORDER BY t.id', kept, kept)
        LOOP
            number := number + 1;
            head := encode(sha256(convert_to(concat_ws(' ', head, number, kept, entry), 'UTF8')), 'hex');
            INSERT INTO publishing_sealedentry (sequence, table_name, row_id, content, hash)
                VALUES (number, kept, (entry ->> 'id')::bigint, entry, head);
        END LOOP;
    END LOOP;
END
$$;

CREATE TRIGGER publishing_sealedentry_frozen BEFORE UPDATE OR DELETE ON publishing_sealedentry
    FOR EACH ROW EXECUTE FUNCTION publishing_keep_as_written();
CREATE TRIGGER publishing_sealedentry_not_emptied BEFORE TRUNCATE ON publishing_sealedentry
    EXECUTE FUNCTION publishing_keep_as_written();
"""

BROKEN = """
DROP FUNCTION publishing_seal_record();
DROP TRIGGER publishing_sealedentry_frozen ON publishing_sealedentry;
DROP TRIGGER publishing_sealedentry_not_emptied ON publishing_sealedentry;
DROP FUNCTION publishing_keep_as_written();
"""

# What guarded the same tables before, one function each.
FORGET_OLD_GUARDS = """
DROP TRIGGER publishing_timelineentry_frozen ON publishing_timelineentry;
DROP FUNCTION publishing_refuse();
DROP TRIGGER publishing_amendment_frozen ON publishing_amendment;
DROP TRIGGER publishing_amendedrow_frozen ON publishing_amendedrow;
DROP FUNCTION publishing_refuse_rewriting();
"""

OLD_GUARDS = """
CREATE FUNCTION publishing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The timeline is only ever added to.' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE FUNCTION publishing_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record of changes is only ever added to.' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER publishing_timelineentry_frozen BEFORE UPDATE OR DELETE ON publishing_timelineentry
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse();
CREATE TRIGGER publishing_amendment_frozen BEFORE UPDATE OR DELETE ON publishing_amendment
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_rewriting();
CREATE TRIGGER publishing_amendedrow_frozen BEFORE UPDATE OR DELETE ON publishing_amendedrow
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0007_verbs")]
    operations = [
        migrations.CreateModel(
            name="SealedEntry",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
                ("content", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "sealed entry of the record",
                "verbose_name_plural": "sealed entries of the record",
                "ordering": ["sequence"],
                "default_permissions": [],
                "constraints": [
                    models.UniqueConstraint(fields=("table_name", "row_id"), name="publishing_sealed_once"),
                ],
            },
        ),
        migrations.RunSQL(SEALED, BROKEN),
        migrations.RunSQL(FORGET_OLD_GUARDS, OLD_GUARDS),
        chain("publishing_timelineentry"),
        chain("publishing_amendment"),
        chain("publishing_amendedrow"),
    ]
