"""Invitations to the media, and who asks to come."""

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import press.models.advisories
import publishing.clock


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0013_changes"),
        ("press", "0005_enquiries_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Advisory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live_from", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="public from")),
                (
                    "live_until",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="public until"),
                ),
                (
                    "title",
                    models.JSONField(
                        default=dict,
                        help_text="“Briefing after the meeting of the Permanent Council”.",
                        verbose_name="title",
                    ),
                ),
                (
                    "text",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What happens, who speaks, in what languages.",
                        verbose_name="text",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(verbose_name="begins at")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("Europe/Moscow", "Moscow"),
                            ("Asia/Yerevan", "Yerevan"),
                            ("Europe/Minsk", "Minsk"),
                            ("Asia/Almaty", "Astana"),
                            ("Asia/Bishkek", "Bishkek"),
                            ("Asia/Dushanbe", "Dushanbe"),
                            ("UTC", "UTC"),
                            ("Europe/Brussels", "Brussels"),
                            ("America/New_York", "New York"),
                        ],
                        default="Europe/Moscow",
                        max_length=40,
                        verbose_name="time zone",
                    ),
                ),
                (
                    "place",
                    models.JSONField(default=dict, help_text="With the street and the entrance.", verbose_name="place"),
                ),
                (
                    "access",
                    models.JSONField(
                        default=dict,
                        help_text="Who may come, from when the doors are open, what to bring.",
                        verbose_name="access",
                    ),
                ),
                (
                    "pool",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What is for the pool alone, and who is in it. Empty: no pool.",
                        verbose_name="pool",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The desk is told when more are approved. Empty: no limit.",
                        null=True,
                        verbose_name="places",
                    ),
                ),
                (
                    "requests_until",
                    models.DateTimeField(help_text="After this moment nobody can ask.", verbose_name="requests until"),
                ),
                (
                    "cancelled_because",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Written only when it does not take place: readers and everybody who asked are told.",
                        verbose_name="cancelled because",
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.DateTimeField(db_default=publishing.clock.SiteNow(), editable=False)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advisories",
                        to="press.contact",
                        verbose_name="whom to call",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advisories",
                        to="council.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "media advisory",
                "verbose_name_plural": "media advisories",
                "ordering": ["-held_on", "-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AccreditationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                (
                    "token",
                    models.CharField(
                        default=press.models.advisories.new_token, editable=False, max_length=40, unique=True
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("outlet", models.CharField(max_length=200, verbose_name="outlet")),
                ("country", models.CharField(blank=True, max_length=100, verbose_name="country")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reporter", "reporter"),
                            ("photographer", "photographer"),
                            ("camera", "camera operator"),
                            ("technician", "sound, light or transmission"),
                            ("other", "other"),
                        ],
                        default="reporter",
                        max_length=12,
                        verbose_name="comes as",
                    ),
                ),
                ("press_card", models.CharField(blank=True, max_length=100, verbose_name="press card")),
                ("equipment", models.TextField(blank=True, max_length=1000, verbose_name="equipment")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=publishing.clock.SiteNow(), editable=False, verbose_name="received"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn by the journalist"),
                        ],
                        default="received",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, editable=False, max_length=1000, verbose_name="reason")),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided")),
                ("told_sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="erased")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "advisory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="press.advisory",
                        verbose_name="media advisory",
                    ),
                ),
            ],
            options={
                "verbose_name": "accreditation request",
                "verbose_name_plural": "accreditation requests",
                "ordering": ["advisory", "number"],
            },
        ),
        migrations.AddIndex(
            model_name="advisory",
            index=models.Index(
                condition=models.Q(("live_from__isnull", False)), fields=["live_from"], name="press_advisory_from"
            ),
        ),
        migrations.AddIndex(
            model_name="advisory",
            index=models.Index(
                condition=models.Q(("live_until__isnull", False)), fields=["live_until"], name="press_advisory_until"
            ),
        ),
        migrations.AddIndex(
            model_name="advisory",
            index=models.Index(
                condition=models.Q(("live_from__isnull", False)), fields=["held_on"], name="press_advisory_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="advisory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("live_until__isnull", True), ("live_until__gt", models.F("live_from")), _connector="OR"
                ),
                name="press_advisory_live_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="advisory",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_until__isnull", True), ("live_from__isnull", False), _connector="OR"),
                name="press_advisory_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="accreditationrequest",
            index=models.Index(
                condition=models.Q(("state", "received")),
                fields=["advisory", "received_at"],
                name="press_accreditation_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditationrequest",
            constraint=models.UniqueConstraint(fields=("advisory", "number"), name="press_accreditation_number_once"),
        ),
        migrations.AddConstraint(
            model_name="accreditationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    ("reason__regex", "\\S"),
                    ("erased_at__isnull", False),
                    _connector="OR",
                ),
                name="press_accreditation_refused_with_reason",
            ),
        ),
    ]
