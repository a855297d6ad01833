"""The newsroom's clock: now, unless the connection has been moved to another instant."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION site_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
                SELECT coalesce(nullif(current_setting('newsroom.now', true), '')::timestamptz, statement_timestamp())
            $$;
            """,
            "DROP FUNCTION site_now();",
        )
    ]
