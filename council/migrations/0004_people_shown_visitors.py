"""Visitors read who is in a photo where they may see the photo and know the person."""

from django.db import migrations

from publishing.rowsecurity import visitors_see


class Migration(migrations.Migration):
    dependencies = [("council", "0003_people_shown"), ("photos", "0004_album_visitors")]
    operations = [
        visitors_see(
            "council_personshown",
            """EXISTS (SELECT 1 FROM photos_photo p WHERE p.id = photo_id)
            AND EXISTS (SELECT 1 FROM council_person who WHERE who.id = person_id)""",
            "of_both",
        ),
    ]
