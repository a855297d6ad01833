from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("photos", "0003_dated_by_upload")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="licence_ends_at",
            field=models.DateTimeField(
                blank=True,
                help_text="At this time the photograph goes from every page by itself. Without a date it stays.",
                null=True,
                verbose_name="may be used until",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                fields=["licence_ends_at"],
                condition=models.Q(("licence_ends_at__isnull", False)),
                name="photos_photo_licence_ends",
            ),
        ),
    ]
