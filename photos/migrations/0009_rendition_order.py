from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("photos", "0008_archive")]
    operations = [
        migrations.AlterModelOptions(
            "rendition",
            {"ordering": ["kind", "width", "crop"], "verbose_name": "rendition", "verbose_name_plural": "renditions"},
        ),
    ]
