"""What opens and closes is entered among the numbered changes."""

from django.db import migrations

from publishing.rowsecurity import sequence_changes


class Migration(migrations.Migration):
    dependencies = [("photos", "0006_amendments"), ("publishing", "0006_changes")]
    operations = [
        sequence_changes("photos_photo", "photos.photo"),
        sequence_changes("photos_album", "photos.album"),
    ]
