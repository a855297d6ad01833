"""What visitors may read: released photos. Applications that show photos add their own reasons."""

from django.db import migrations

from publishing.rowsecurity import visitors_see_children, visitors_see_live


class Migration(migrations.Migration):
    dependencies = [("photos", "0001_initial"), ("publishing", "0003_role_and_triggers")]
    operations = [
        visitors_see_live("photos_photo"),
        visitors_see_children("photos_rendition", parent="photos_photo", key="photo_id"),
    ]
