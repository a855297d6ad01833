"""Opening hours as data, days that differ, and the rota of those on duty."""

import django.db.models.deletion
from django.db import migrations, models

from publishing.rowsecurity import visitors_see, visitors_see_children

ONE_AT_A_TIME = """
-- Deferrable, so that a whole week may be put in another order within one transaction.
ALTER TABLE press_shift ADD CONSTRAINT press_shift_one_at_a_time
    EXCLUDE USING gist (tstzrange(starts, ends) WITH &&) DEFERRABLE INITIALLY IMMEDIATE;

-- Visitors are told who is on duty and who comes next; the note beside it, and the rota of later weeks, are the desk's.
ALTER TABLE press_shift ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, contact_id, starts, ends) ON press_shift TO newsroom_visitor;
CREATE POLICY visitors_see_near ON press_shift FOR SELECT TO newsroom_visitor
    USING (ends > site_now() AND starts < site_now() + interval '8 days');
"""
NOT_ANY_MORE = """
DROP POLICY visitors_see_near ON press_shift;
ALTER TABLE press_shift DROP CONSTRAINT press_shift_one_at_a_time;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0002_visitors"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="languages",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="In which the contact answers the telephone.",
                verbose_name="languages",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="zone",
            field=models.CharField(
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
                help_text="Where the opening hours below are counted.",
                max_length=40,
                verbose_name="on the clocks of",
            ),
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first_day",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        default=0,
                        verbose_name="from",
                    ),
                ),
                (
                    "last_day",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        default=4,
                        verbose_name="to",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="opens")),
                ("closes", models.TimeField(help_text="00:00 is the end of the day.", verbose_name="closes")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="press.contact"
                    ),
                ),
            ],
            options={
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
                "ordering": ["first_day", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day")), ("last_day__lte", 6)),
                        name="press_opening_days",
                        violation_error_message="The last day comes before the first. Write two lines.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens")), ("closes", "00:00"), _connector="OR"),
                        name="press_opening_times",
                        violation_error_message="The hours end before they begin.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateTimeField(verbose_name="from")),
                ("ends", models.DateTimeField(verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="press.contact",
                        verbose_name="press contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty",
                "verbose_name_plural": "duty rota",
                "ordering": ["starts"],
                "indexes": [models.Index(fields=["ends"], name="press_shift_ends")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="press_shift_range"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="As journalists know it: “Day of Russia”.",
                        verbose_name="what day it is",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "opens",
                    models.TimeField(
                        blank=True, help_text="Leave both times empty: closed all day.", null=True, verbose_name="opens"
                    ),
                ),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="closes")),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: for all of them.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="special_days",
                        to="press.contact",
                        verbose_name="press contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "holiday or special day",
                "verbose_name_plural": "holidays and special days",
                "ordering": ["-first_day", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="press_specialday_dates",
                        violation_error_message="The last day comes before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes__isnull", True), ("opens__isnull", True)),
                            models.Q(
                                ("closes__gt", models.F("opens")), ("closes__isnull", False), ("opens__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="press_specialday_times",
                        violation_error_message="Give both times, the earlier one first, or none.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ONE_AT_A_TIME, NOT_ANY_MORE),
        visitors_see_children("press_opening", parent="press_contact", key="contact_id"),
        visitors_see("press_specialday"),
    ]
