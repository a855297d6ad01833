"""The tables of the index, and two views that stand for what visitors may find in it."""

import django.contrib.postgres.fields
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Found",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("object_id", models.BigIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("part", models.CharField(default="", max_length=30)),
                ("shown_on", models.DateField(null=True)),
                ("tags", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("files", models.TextField()),
                ("title_words", django.contrib.postgres.search.SearchVectorField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "search_found",
                "managed": False,
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Withdrawn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("object_id", models.BigIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("part", models.CharField(default="", max_length=30)),
                ("shown_on", models.DateField(null=True)),
                ("tags", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("files", models.TextField()),
                ("title_words", django.contrib.postgres.search.SearchVectorField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "search_withdrawn",
                "managed": False,
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Language",
            fields=[
                ("code", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("configuration", models.CharField(max_length=63)),
            ],
            options={
                "verbose_name": "language of the search",
                "verbose_name_plural": "languages of the search",
                "managed": False,
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                ("beginnings", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("threes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "verbose_name": "word in the search",
                "verbose_name_plural": "words in the search",
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("object_id", models.BigIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("part", models.CharField(default="", max_length=30)),
                ("shown_on", models.DateField(null=True)),
                ("tags", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("files", models.TextField()),
                ("title_words", django.contrib.postgres.search.SearchVectorField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("live_from", models.DateTimeField()),
                ("live_until", models.DateTimeField(null=True)),
                ("is_withdrawn", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "entry of the search",
                "verbose_name_plural": "entries of the search",
                "default_permissions": [],
                "indexes": [
                    models.Index(
                        models.F("language"),
                        models.OrderBy(models.F("shown_on"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="search_entry_by_date",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id", "language", "part"), name="search_entry_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FileText",
            fields=[
                ("file", models.CharField(max_length=255, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("read", "read"), ("unreadable", "cannot be read")],
                        db_default="waiting",
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(db_default="", default="")),
                ("was_cut", models.BooleanField(db_default=False, default=False)),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                "verbose_name": "text of a file",
                "verbose_name_plural": "texts of files",
                "default_permissions": [],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["file"], name="search_filetext_waiting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=20)),
                ("form", models.TextField()),
                ("words", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "verbose_name": "name in the search",
                "verbose_name_plural": "names in the search",
                "default_permissions": [],
                "constraints": [models.UniqueConstraint(fields=("kind", "key", "form"), name="search_name_once")],
            },
        ),
    ]
