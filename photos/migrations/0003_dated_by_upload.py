from django.db import migrations

# What the archive of photographs is filtered by, in its order: by the time of the camera, or else of the upload.
ORDER = {
    "creator": "creator",
    "place": "md5(place::text)",
    "orientation": "(CASE WHEN width > height * 1.05 THEN 'landscape'"
    " WHEN height > width * 1.05 THEN 'portrait' ELSE 'square' END)",
}
ANEW = "".join(
    f"DROP INDEX photos_photo_of_{name};"
    f"CREATE INDEX photos_photo_of_{name} ON photos_photo ({value}, COALESCE(taken_at, uploaded_at) DESC, id DESC);"
    for name, value in ORDER.items()
)
AS_BEFORE = ANEW.replace("COALESCE(taken_at, uploaded_at) DESC", "taken_at DESC NULLS LAST")


class Migration(migrations.Migration):
    dependencies = [("photos", "0002_found_by_words")]

    operations = [
        migrations.RunSQL(ANEW, AS_BEFORE),
        migrations.RemoveIndex(model_name="photo", name="photos_photo_archive"),
    ]
