"""Bodies over time, ranks apart from terms, and the parts of papers."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

# A rank that was printed with a term is the person's, as far as that term tells when.
RANKS_OF_PEOPLE = """
INSERT INTO council_rank (person_id, kind, name, start, start_precision, "end", end_precision, seen)
    SELECT DISTINCT person_id, 'diplomatic', rank, start, start_precision, "end", end_precision, seen
    FROM council_term WHERE EXISTS (SELECT FROM jsonb_each_text(rank) given WHERE given.value <> '');
"""

# A file with a label was an appendix. What readers see does not change, so nothing is told of it.
APPENDICES = """
INSERT INTO council_appendix (document_id, number, title)
    SELECT document_id, row_number() OVER (PARTITION BY document_id ORDER BY min(position), min(id)), label
    FROM council_documentfile WHERE EXISTS (SELECT FROM jsonb_each_text(label) given WHERE given.value <> '')
    GROUP BY document_id, label;
ALTER TABLE council_documentfile DISABLE TRIGGER council_documentfile_recorded;
UPDATE council_documentfile file SET appendix_id = appendix.id
    FROM council_appendix appendix WHERE appendix.document_id = file.document_id AND appendix.title = file.label;
ALTER TABLE council_documentfile ENABLE TRIGGER council_documentfile_recorded;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0013_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="InterpretativeStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dated", models.DateField(blank=True, help_text="Empty: not known.", null=True, verbose_name="date")),
                (
                    "dated_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "not known")],
                        default="day",
                        max_length=7,
                        verbose_name="known to the",
                    ),
                ),
                ("text", models.JSONField(default=dict, verbose_name="text")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statements", to="council.document"
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="council.state",
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "interpretative statement",
                "verbose_name_plural": "interpretative statements",
                "ordering": [models.OrderBy(models.F("dated"), nulls_last=True), "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Appendix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="Their order: Appendix 1, Appendix 2.", verbose_name="number of the appendix"
                    ),
                ),
                ("title", models.JSONField(default=dict, verbose_name="title")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appendices", to="council.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "appendix",
                "verbose_name_plural": "appendices",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="council_appendix_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="council_appendix_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.JSONField(default=dict, verbose_name="name")),
                ("name_of", models.JSONField(blank=True, default=dict, verbose_name="name after “meeting of”")),
                ("abbreviation", models.JSONField(blank=True, default=dict, verbose_name="abbreviation")),
                (
                    "start",
                    models.DateField(blank=True, help_text="Empty: not known.", null=True, verbose_name="first day"),
                ),
                (
                    "start_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "not known")],
                        default="day",
                        max_length=7,
                        verbose_name="known to the",
                    ),
                ),
                ("end", models.DateField(help_text="The last day on which it was so called.", verbose_name="last day")),
                (
                    "end_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "not known")],
                        default="day",
                        max_length=7,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="council.body"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: of none, or not known.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.body",
                        verbose_name="part of, at that time",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier name of the body",
                "verbose_name_plural": "earlier names of the body",
                "ordering": ["-end"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("start__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                        name="council_bodyname_dates",
                        violation_error_message="The last day cannot come before the first.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("body"),
                                    models.F("body"),
                                    models.Value("[]"),
                                    function="int8range",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "start",
                                    "end",
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="council_bodyname_one",
                        violation_error_message="The body has another earlier name on some of these days.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "in the chair"),
                            ("member", "member"),
                            ("secretary", "secretary"),
                            ("observer", "observer"),
                        ],
                        default="member",
                        max_length=9,
                        verbose_name="as",
                    ),
                ),
                (
                    "start",
                    models.DateField(blank=True, help_text="Empty: not known.", null=True, verbose_name="first day"),
                ),
                (
                    "start_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "not known")],
                        default="day",
                        max_length=7,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "end",
                    models.DateField(
                        blank=True, help_text="Empty: still belongs to it.", null=True, verbose_name="last day"
                    ),
                ),
                (
                    "end_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "not known")],
                        default="day",
                        max_length=7,
                        verbose_name="known to the",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="council.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whoever holds it belongs to the body. Choose a state or an office.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="council.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="council.state",
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of the body",
                "verbose_name_plural": "members of the body",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office__isnull", True), ("state__isnull", False)),
                            models.Q(("office__isnull", False), ("state__isnull", True)),
                            _connector="OR",
                        ),
                        name="council_membership_of_one",
                        violation_error_message="Choose a state or an office, one of them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="council_membership_dates",
                        violation_error_message="The last day cannot come before the first.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state__isnull", False)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("body"),
                                    models.F("body"),
                                    models.Value("[]"),
                                    function="int8range",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("state"),
                                    models.F("state"),
                                    models.Value("[]"),
                                    function="int8range",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "start",
                                    "start_precision",
                                    "end",
                                    "end_precision",
                                    function="council_certain_days",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="council_membership_state_once",
                        violation_error_message="It is on record as a member of this body at that time already.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("office__isnull", False)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("body"),
                                    models.F("body"),
                                    models.Value("[]"),
                                    function="int8range",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("office"),
                                    models.F("office"),
                                    models.Value("[]"),
                                    function="int8range",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "start",
                                    "start_precision",
                                    "end",
                                    "end_precision",
                                    function="council_certain_days",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="council_membership_office_once",
                        violation_error_message="It is on record as a member of this body at that time already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("diplomatic", "diplomatic"), ("military", "military"), ("other", "other")],
                        default="diplomatic",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "name",
                    models.JSONField(
                        default=dict, help_text="“Ambassador Extraordinary and Plenipotentiary”.", verbose_name="rank"
                    ),
                ),
                (
                    "start",
                    models.DateField(blank=True, help_text="Empty: not known.", null=True, verbose_name="given on"),
                ),
                (
                    "start_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "not known")],
                        default="day",
                        max_length=7,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "end",
                    models.DateField(
                        blank=True,
                        help_text="Empty: it holds until the next of its kind.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                (
                    "end_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year"), ("unknown", "not known")],
                        default="day",
                        max_length=7,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "seen",
                    models.DateField(
                        blank=True,
                        help_text="For ranks given on a day that is not known: when it was met in print.",
                        null=True,
                        verbose_name="met on",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ranks", to="council.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "rank",
                "verbose_name_plural": "ranks",
                "ordering": [django.db.models.functions.comparison.Coalesce("start", "seen"), "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="council_rank_dates",
                        violation_error_message="The last day cannot come before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("start__isnull", False), ("seen__isnull", False), _connector="OR"),
                        name="council_rank_has_a_date",
                        violation_error_message="Say when the rank was given, or when it was met.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="documentfile",
            name="appendix",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="council.appendix",
                verbose_name="appendix",
            ),
        ),
        migrations.RunSQL(RANKS_OF_PEOPLE, migrations.RunSQL.noop),
        migrations.RunSQL(APPENDICES, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="documentfile",
            name="label",
        ),
        migrations.RemoveField(
            model_name="term",
            name="rank",
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                models.F("office"),
                models.OrderBy(django.db.models.functions.comparison.Coalesce("start", "seen"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="council_term_of_office",
            ),
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                models.OrderBy(django.db.models.functions.comparison.Coalesce("start", "seen"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="council_term_latest",
            ),
        ),
    ]
