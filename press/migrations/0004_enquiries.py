"""Enquiries, their answers and the lines that may stand in them. Visitors are granted nothing of these."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import publishing.clock


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("press", "0003_duty"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnquiryNumber",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField()),
            ],
            options={
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="ApprovedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        help_text="For the desk: what the words are about.", max_length=200, verbose_name="title"
                    ),
                ),
                ("text", models.JSONField(default=dict, verbose_name="words")),
                (
                    "written_at",
                    models.DateTimeField(db_default=publishing.clock.SiteNow(), editable=False, verbose_name="written"),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="approved")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "approved line",
                "verbose_name_plural": "approved lines",
                "ordering": ["title", "id"],
                "permissions": [("approve_approvedline", "Approve lines for answers")],
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(editable=False)),
                ("serial", models.PositiveIntegerField(editable=False)),
                ("token", models.CharField(editable=False, max_length=64, unique=True)),
                ("sent_key", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("outlet", models.CharField(blank=True, max_length=200, verbose_name="newsroom")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("question", models.TextField(blank=True, verbose_name="question")),
                ("file", models.CharField(blank=True, editable=False, max_length=300)),
                ("file_name", models.CharField(blank=True, editable=False, max_length=200)),
                ("file_size", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("comment", "A question for comment"),
                            ("interview", "Interview"),
                            ("pictures", "Photographs or video"),
                            ("accreditation", "Accreditation"),
                            ("correction", "Correction of a text"),
                            ("other", "Something else"),
                        ],
                        default="comment",
                        max_length=13,
                        verbose_name="subject",
                    ),
                ),
                ("article_id", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="release")),
                (
                    "language",
                    models.CharField(
                        choices=[("ru", "Русский"), ("en", "English")],
                        max_length=10,
                        verbose_name="language of the answer",
                    ),
                ),
                ("deadline", models.DateTimeField(blank=True, null=True, verbose_name="deadline")),
                ("zone", models.CharField(default="Europe/Moscow", max_length=40, verbose_name="on the clocks of")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("working", "Being worked on"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                        ],
                        default="received",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("received_at", models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name="received")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed")),
                ("escalated", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="erased")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
            ],
            options={
                "verbose_name": "enquiry",
                "verbose_name_plural": "enquiries",
                "ordering": ["-year", "-serial"],
                "permissions": [("answer_enquiry", "Answer and close enquiries")],
                "default_permissions": ["view", "change"],
            },
        ),
        migrations.CreateModel(
            name="EnquiryAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, verbose_name="answer")),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="press.enquiry"
                    ),
                ),
                ("lines", models.ManyToManyField(blank=True, related_name="answers", to="press.approvedline")),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["at", "id"],
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="EnquiryNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="note")),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="press.enquiry"
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["-at", "-id"],
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="EnquirySettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        help_text="Counted from the day an enquiry was closed. Askers are told of it beside the form.",
                        verbose_name="Days until personal data is erased",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of enquiries",
                "verbose_name_plural": "settings of enquiries",
                "default_permissions": ["change"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="press_enquirysettings_one"),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 3650)), name="press_enquirysettings_days"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="approvedline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("approved_by", models.F("written_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="press_approvedline_two_people",
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                condition=models.Q(("state__in", ["received", "working"])),
                fields=["deadline", "received_at"],
                name="press_enquiry_open",
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                condition=models.Q(("erased_at__isnull", True)), fields=["received_at"], name="press_enquiry_to_erase"
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.UniqueConstraint(fields=("year", "serial"), name="press_enquiry_number"),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("email", ""),
                        ("file", ""),
                        ("file_name", ""),
                        ("name", ""),
                        ("outlet", ""),
                        ("phone", ""),
                        ("question", ""),
                        ("sent_key__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="press_enquiry_erased_is_empty",
            ),
        ),
    ]
