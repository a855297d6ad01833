"""Look-alikes that somebody has decided to keep both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("photos", "0004_album_visitors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="KeptBoth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="photos.photo"),
                ),
                (
                    "second",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="photos.photo"),
                ),
            ],
            options={
                "verbose_name": "look-alikes kept both",
                "verbose_name_plural": "look-alikes kept both",
                "default_permissions": [],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="photos_keptboth_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="photos_keptboth_in_order"
                    ),
                ],
            },
        ),
    ]
