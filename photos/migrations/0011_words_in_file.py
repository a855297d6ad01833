"""What files say of themselves moves out of the words of the library until somebody has confirmed it.

Photographs that visitors see now keep the words they are shown with, for nobody may change these without a record;
there the words stand in both places, and the desk lists them as waiting for a look.
"""

import django.db.models.deletion
from django.db import migrations, models

FIELDS = [
    "headline", "caption", "alt", "extended_description", "credit", "creator", "copyright", "usage_terms",
    "rights_url", "place", "keywords", "persons_named",
]  # fmt: skip


def move(apps, schema_editor):
    Photo, WordsInFile = apps.get_model("photos", "Photo"), apps.get_model("photos", "WordsInFile")
    for photo in Photo.objects.filter(confirmed_at__isnull=True).iterator():
        words = {name: getattr(photo, name) for name in FIELDS if getattr(photo, name)}
        if words:
            WordsInFile.objects.create(photo=photo, words=words)
            if not is_shown(photo, schema_editor.connection):
                empty = {name: type(value)() for name, value in words.items()}
                Photo.objects.filter(pk=photo.pk).update(**empty)


def is_shown(photo, connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT photos_is_shown(%s)", [photo.pk])
        return cursor.fetchone()[0]


def move_back(apps, schema_editor):
    for brought in apps.get_model("photos", "WordsInFile").objects.select_related("photo"):
        for name, value in brought.words.items():
            setattr(brought.photo, name, getattr(brought.photo, name) or value)
        brought.photo.save(update_fields=list(brought.words))


class Migration(migrations.Migration):
    dependencies = [("photos", "0010_archive")]

    operations = [
        migrations.CreateModel(
            name="WordsInFile",
            fields=[
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words_in_file",
                        serialize=False,
                        to="photos.photo",
                    ),
                ),
                ("words", models.JSONField()),
            ],
            options={
                "verbose_name": "words in the file",
                "verbose_name_plural": "words in the file",
                "default_permissions": [],
            },
        ),
        migrations.RunPython(move, move_back),
    ]
