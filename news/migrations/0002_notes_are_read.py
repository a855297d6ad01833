from django.db import migrations

from publishing import sql_files


class Migration(migrations.Migration):
    """The notes that an edition repeats are read from the editions before it (news/sql/notes.sql)."""

    dependencies = [
        ("news", "0001_initial"),
    ]

    operations = [
        sql_files.taken_down("news/sql/frozen.sql"),
        migrations.RemoveField(model_name="edition", name="earlier_notes"),
    ]
