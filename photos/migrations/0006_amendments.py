"""Changes of public photos and albums are recorded."""

from django.db import migrations

from publishing.rowsecurity import record_changes, record_changes_of_parts

# What says nothing to readers: how far the work on a photo has come.
MECHANICAL = ["likeness", "rendered_at", "confirmed_at", "confirmed_by_id"]


class Migration(migrations.Migration):
    dependencies = [("photos", "0005_kept_both"), ("publishing", "0005_amendments")]
    operations = [
        record_changes("photos_photo", "photos.photo", mechanical=MECHANICAL),
        record_changes("photos_album", "photos.album"),
        record_changes_of_parts("photos_albumphoto", "photos_album", "photos.album", key="album_id"),
    ]
