"""The newest texts of one kind, for its feed."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0016_workspace"),
        ("news", "0009_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("live_from__isnull", False)),
                fields=["genre", "language", "-shown_on", "-article_id"],
                name="news_edition_genre_list",
            ),
        ),
    ]
