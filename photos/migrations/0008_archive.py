"""The photographs in the order of the archive: the neighbours of each are found at its place."""

from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies = [("photos", "0007_changes")]

    operations = [
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(F("taken_at").desc(nulls_last=True), F("id").desc(), name="photos_photo_archive"),
        ),
    ]
