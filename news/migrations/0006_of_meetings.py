from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0005_names_in_the_interface"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["-shown_on", "-article_id"],
                name="news_edition_of_meetings",
                condition=models.Q(("live_from__isnull", False), ("meeting__isnull", False)),
            ),
        ),
    ]
