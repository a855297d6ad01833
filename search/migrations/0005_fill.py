"""Read what the newsroom holds already."""

from django.db import migrations

# Kept here as it was at this step: search.rebuilding goes on to change.
SOURCES = {
    "names of state": "council_state",
    "names of person": "council_person",
    "article": "news_edition",
    "meeting": "council_meeting",
    "document": "council_document",
    "person": "council_person",
    "photo": "photos_photo",
}


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_filetext (file)"
            " SELECT file FROM news_attachment UNION SELECT file FROM council_documentfile"
        )
        for kind, table in SOURCES.items():
            cursor.execute(f"SELECT array_agg(id ORDER BY id) FROM {table}")
            ids = cursor.fetchone()[0] or []
            for start in range(0, len(ids), 500):
                cursor.execute("SELECT search_refresh(%s, %s)", [kind, ids[start : start + 500]])


class Migration(migrations.Migration):
    dependencies = [("search", "0004_triggers")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
