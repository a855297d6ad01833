"""Remarks on texts, the glossary, and what a translation was compared with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import publishing.clock

# An article was written first in the language of its first edition.
ORIGINAL_LANGUAGES = """
UPDATE news_article SET original_language = first.language
FROM (SELECT DISTINCT ON (article_id) article_id, language FROM news_edition ORDER BY article_id, id) first
WHERE first.article_id = news_article.id;
"""

# A translation was begun from the text that visitors of its original had then, or from the first draft of it.
COMPARISONS = """
INSERT INTO news_translationcheck (article_id, language, edition_id, source_id, source_version, by_id, at)
SELECT translation.article_id, translation.language, translation.id, source.id, source.version,
    translation.created_by_id, coalesce(translation.first_published_at, translation.edited_at)
FROM (SELECT DISTINCT ON (article_id, language) * FROM news_edition ORDER BY article_id, language, number) translation
JOIN news_article article ON article.id = translation.article_id AND article.original_language <> translation.language
JOIN LATERAL (
    SELECT * FROM news_edition edition
    WHERE edition.article_id = translation.article_id AND edition.language = article.original_language
    ORDER BY edition.live_from <= translation.live_from DESC NULLS LAST,
        CASE WHEN edition.live_from <= translation.live_from THEN -edition.number ELSE edition.number END
    LIMIT 1
) source ON true;
"""

# Which of these are stale is found out when they are asked for.
PERHAPS_STALE = """
UPDATE news_article SET has_stale = true WHERE id IN (
    SELECT article_id FROM news_edition
    WHERE change IN ('update', 'correction', 'clarification', 'retraction') AND live_from IS NOT NULL
);
"""

ONLY_ADDED_TO = """
CREATE FUNCTION news_refuse_other_comparison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a translation was compared with is only ever added to.'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER news_translationcheck_frozen BEFORE UPDATE ON news_translationcheck
    FOR EACH ROW EXECUTE FUNCTION news_refuse_other_comparison();
"""

NO_SUCH_LAW = """
DROP TRIGGER news_translationcheck_frozen ON news_translationcheck;
DROP FUNCTION news_refuse_other_comparison();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0006_releases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="GlossaryEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "wrong",
                    models.TextField(
                        help_text="One form a line, as in a dictionary; other cases of Russian words are found, too.",
                        max_length=1000,
                        verbose_name="not to be printed",
                    ),
                ),
                (
                    "right",
                    models.CharField(
                        help_text="The official name; a second one goes after a slash.",
                        max_length=300,
                        verbose_name="to be printed",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="Why, for the writer who asks.", max_length=1000, verbose_name="note"
                    ),
                ),
            ],
            options={
                "verbose_name": "glossary entry",
                "verbose_name_plural": "glossary",
                "ordering": ["language", "right", "id"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="original_language",
            field=models.CharField(blank=True, editable=False, max_length=10, verbose_name="original language"),
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("rule", models.CharField(max_length=20, verbose_name="rule")),
                ("digest", models.CharField(max_length=64)),
                ("words", models.TextField(verbose_name="words")),
                ("shown_at", models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name="first shown")),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("shown", "shown"),
                            ("applied", "replaced as proposed"),
                            ("accepted", "accepted with a reason"),
                        ],
                        default="shown",
                        max_length=8,
                        verbose_name="what became of it",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="reason")),
                ("at", models.DateTimeField(null=True, verbose_name="when")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="news.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark on a text",
                "verbose_name_plural": "remarks on texts",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["rule", "fate"], name="news_remark_rates")],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "language", "rule", "digest"), name="news_remark_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("at__isnull", False),
                                ("by__isnull", False),
                                ("fate", "accepted"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(("fate", "accepted"), _negated=True),
                            _connector="OR",
                        ),
                        name="news_remark_accepted_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TranslationCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("source_version", models.PositiveIntegerField()),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translation_checks",
                        to="news.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="compared_with", to="news.edition"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="compared_by", to="news.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "comparison with the original",
                "verbose_name_plural": "comparisons with the original",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["article", "language"], name="news_translationcheck_article")],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="has_stale",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(has_stale=True), fields=["id"], name="news_article_stale"),
        ),
        migrations.RunSQL(ORIGINAL_LANGUAGES, migrations.RunSQL.noop),
        migrations.RunSQL(COMPARISONS, migrations.RunSQL.noop),
        migrations.RunSQL(PERHAPS_STALE, migrations.RunSQL.noop),
        migrations.RunSQL(ONLY_ADDED_TO, NO_SUCH_LAW),
    ]
