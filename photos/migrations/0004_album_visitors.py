"""What visitors may read of albums, and the photos that albums show."""

from django.db import migrations

from publishing.rowsecurity import visitors_see, visitors_see_children, visitors_see_live


class Migration(migrations.Migration):
    dependencies = [("photos", "0003_photo_desk")]
    operations = [
        visitors_see_live("photos_album"),
        visitors_see_children("photos_albumphoto", parent="photos_album", key="album_id"),
        visitors_see(
            "photos_photo",
            "EXISTS (SELECT 1 FROM photos_albumphoto u WHERE u.photo_id = photos_photo.id)",
            "of_albums",
        ),
    ]
