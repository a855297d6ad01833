"""Previews for readers outside the office."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import publishing.clock


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_two_people"),
        ("news", "0003_review"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recipient",
                    models.CharField(
                        help_text="It is printed across every page they see.", max_length=200, verbose_name="name"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="For you: why they read it, what they are to check.",
                        max_length=500,
                        verbose_name="note",
                    ),
                ),
                ("version", models.PositiveIntegerField(editable=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=publishing.clock.SiteNow(), editable=False, verbose_name="made"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken back"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preview_links", to="news.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "preview for a reader outside",
                "verbose_name_plural": "previews for readers outside",
                "ordering": ["-id"],
                "default_permissions": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(expires_at__gt=models.F("created_at")), name="desk_previewlink_ends_later"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreviewView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ("version", models.PositiveIntegerField()),
                ("network", models.CharField(max_length=64)),
                ("program", models.CharField(blank=True, max_length=200)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="views", to="desk.previewlink"
                    ),
                ),
            ],
            options={
                "verbose_name": "look at a preview",
                "verbose_name_plural": "looks at previews",
                "ordering": ["-at", "-id"],
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="PreviewComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ("version", models.PositiveIntegerField()),
                (
                    "quoted",
                    models.CharField(
                        blank=True,
                        help_text="Copied from the text, if it is about some.",
                        max_length=500,
                        verbose_name="the words it is about",
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="your remark")),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="desk.previewlink"
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "remark of a reader outside",
                "verbose_name_plural": "remarks of readers outside",
                "ordering": ["at", "id"],
                "default_permissions": [],
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved_at__isnull", True)),
                        fields=["link"],
                        name="desk_previewcomment_open",
                    )
                ],
            },
        ),
    ]
