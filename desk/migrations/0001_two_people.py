"""Who is writing where, and what they have not saved yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import publishing.clock


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0008_templates_and_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("screen", models.CharField(max_length=24)),
                ("is_unsaved", models.BooleanField(default=False)),
                ("since", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ("heard_at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="news.article"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "open article",
                "verbose_name_plural": "open articles",
                "ordering": ["since", "id"],
                "default_permissions": [],
                "indexes": [models.Index(fields=["heard_at"], name="desk_presence_heard")],
                "constraints": [models.UniqueConstraint(fields=("user", "screen"), name="desk_presence_once")],
            },
        ),
        migrations.CreateModel(
            name="UnsavedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("screen", models.CharField(max_length=24)),
                ("values", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="unsaved_copies",
                        to="news.article",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved work",
                "verbose_name_plural": "unsaved work",
                "ordering": ["-at", "-id"],
                "default_permissions": [],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["user", "article"],
                        name="desk_unsavedcopy_open",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("user", "screen"), name="desk_unsavedcopy_once")],
            },
        ),
    ]
