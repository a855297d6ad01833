import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A document is prepared for a meeting before the meeting has done anything with it."""

    dependencies = [("council", "0002_the_day_of_the_photo")]

    operations = [
        migrations.CreateModel(
            name="MeetingPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prepared_for",
                        to="council.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="prepared", to="council.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "document for the meeting",
                "verbose_name_plural": "documents for the meeting",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "document"), name="council_meetingpaper_once")
                ],
            },
        ),
    ]
