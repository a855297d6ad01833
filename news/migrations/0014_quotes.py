import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import publishing.clock


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0003_documents_for_a_meeting"),
        ("news", "0013_serial_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("utterance", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("spoken_in", models.CharField(max_length=10, verbose_name="said in")),
                ("words", models.TextField(max_length=3000, verbose_name="words")),
                ("speaker", models.CharField(blank=True, max_length=300, verbose_name="introduced as")),
                ("said_on", models.DateField(verbose_name="said on")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("created_at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotes",
                        to="news.article",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="council.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "quote",
                "verbose_name_plural": "quotes",
                "ordering": ["id"],
                "default_permissions": [],
                "indexes": [
                    models.Index(fields=["article", "language"], name="news_quote_of_article"),
                    models.Index(
                        models.F("person"),
                        models.F("language"),
                        models.OrderBy(models.F("said_on"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("confirmed_at__isnull", False), ("person__isnull", False)),
                        name="news_quote_of_person",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("utterance", "language"), name="news_quote_once_in_a_language"),
                    models.CheckConstraint(condition=models.Q(("words__regex", "\\S")), name="news_quote_has_words"),
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", False), ("speaker__regex", "\\S"), _connector="OR"),
                        name="news_quote_has_a_speaker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="news_quote_confirmed_by_somebody",
                    ),
                ],
            },
        ),
    ]
