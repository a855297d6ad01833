import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models

from publishing import sql_files

# A number by which a file can be marked. The database alone knows it.
NUMBERS = "ALTER TABLE search_filetext ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY UNIQUE"
# The earlier triggers write a column that is renamed here, so they go first. What later migrations change is not
# followed, so everything is made anew.
MARKED = "INSERT INTO search_mark (kind, thing_id) SELECT DISTINCT kind, source_id FROM search_entry"


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_initial"),
        ("search", "0001_initial"),
    ]

    operations = [
        sql_files.taken_down("search/sql/5_follow.sql"),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("thing_id", models.BigIntegerField()),
                ("hides", models.BooleanField(db_default=False, default=False)),
                ("marked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "mark of the search",
                "verbose_name_plural": "marks of the search",
                "default_permissions": [],
            },
        ),
        migrations.RenameField(
            model_name="word",
            old_name="threes",
            new_name="trigrams",
        ),
        migrations.AddField(
            model_name="entry",
            name="source_id",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        kind="article",
                        then=django.db.models.functions.comparison.Cast(
                            django.db.models.functions.text.Substr("part", 9), models.BigIntegerField()
                        ),
                    ),
                    default="object_id",
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["kind", "source_id"], name="search_entry_source"),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(fields=["kind", "thing_id"], name="search_mark_thing"),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(
                condition=models.Q(("hides", True)), fields=["kind", "thing_id"], name="search_mark_hides"
            ),
        ),
        migrations.RunSQL(NUMBERS),
        migrations.RunSQL(MARKED),
    ]
