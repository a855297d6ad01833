from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_unpublished"),
    ]

    operations = [
        migrations.DeleteModel(name="Language"),  # a view, which search/sql/0_languages.sql makes
    ]
