"""Templates of articles, plans, articles that only some may read, and what lists of a hundred thousand need."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import news.models.articles

# What a list asks of an article stands in its own row; the editions are its only source.
KEEP_ARTICLE = """
CREATE FUNCTION news_keep_article() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.article_id ELSE NEW.article_id END;
BEGIN
    UPDATE news_article SET shown_on = kept.shown_on, languages = kept.languages
    FROM (
        SELECT max(shown_on) AS shown_on,
               coalesce(array_agg(DISTINCT language ORDER BY language), '{}') AS languages
        FROM news_edition WHERE article_id = changed
    ) kept
    WHERE id = changed
    AND (news_article.shown_on, news_article.languages) IS DISTINCT FROM (kept.shown_on, kept.languages);
    RETURN NULL;
END $$;
CREATE TRIGGER news_edition_keeps_article AFTER INSERT OR DELETE OR UPDATE OF shown_on ON news_edition
FOR EACH ROW EXECUTE FUNCTION news_keep_article();
UPDATE news_article SET shown_on = kept.shown_on, languages = kept.languages
FROM (
    SELECT article_id, max(shown_on) AS shown_on, array_agg(DISTINCT language ORDER BY language) AS languages
    FROM news_edition GROUP BY article_id
) kept
WHERE kept.article_id = news_article.id;
"""

# The first page shows what was done last, by whomever, to whatever.
LATEST = "CREATE INDEX publishing_timeline_latest ON publishing_timelineentry (at DESC, id DESC);"

LET_GO = """
DROP TRIGGER news_edition_keeps_article ON news_edition;
DROP FUNCTION news_keep_article;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0007_language_work"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.JSONField(default=dict, verbose_name="name")),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("report", "Report"),
                            ("statement", "Statement"),
                            ("interview", "Interview"),
                            ("announcement", "Announcement"),
                            ("comment", "Comment"),
                        ],
                        default="report",
                        max_length=12,
                        verbose_name="genre",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="news.section",
                        verbose_name="section",
                    ),
                ),
            ],
            options={
                "verbose_name": "template",
                "verbose_name_plural": "templates",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="TemplateText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("headline", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("standfirst", models.TextField(blank=True, max_length=1000, verbose_name="standfirst")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="news.template"
                    ),
                ),
            ],
            options={
                "verbose_name": "text",
                "verbose_name_plural": "texts",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("template", "language"), name="news_templatetext_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="readers",
            field=models.ManyToManyField(
                blank=True,
                help_text="Who may read it on the desk. Nobody chosen: everybody of the desk.",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="only for",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="shown_on",
            field=models.DateField(editable=False, null=True, verbose_name="date"),
        ),
        migrations.AddField(
            model_name="article",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10), default=list, editable=False, size=None
            ),
        ),
        migrations.RunSQL(KEEP_ARTICLE, LET_GO),
        migrations.RunSQL(LATEST, "DROP INDEX publishing_timeline_latest;"),
        migrations.AddField(
            model_name="edition",
            name="planned_for",
            field=models.DateTimeField(
                editable=False,
                help_text="When the desk means to publish it: no promise.",
                null=True,
                verbose_name="planned for",
            ),
        ),
        migrations.AddIndex(
            model_name="article", index=models.Index(fields=["-shown_on", "-id"], name="news_article_list")
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("live_from__isnull", True)),
                fields=["stage", "-edited_at"],
                name="news_edition_open",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("live_from__isnull", True), ("planned_for__isnull", False)),
                fields=["planned_for"],
                name="news_edition_planned",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(
                    models.Q(("unreviewed_reason", ""), _negated=True), models.Q(("stage", "approved"), _negated=True)
                ),
                fields=["-live_from"],
                name="news_edition_unreviewed",
            ),
        ),
        migrations.AddIndex(
            model_name="edition", index=models.Index(fields=["genre", "article"], name="news_edition_genre")
        ),
        migrations.AddIndex(
            model_name="edition", index=models.Index(fields=["section", "article"], name="news_edition_section")
        ),
        migrations.AddIndex(
            model_name="edition",
            index=django.contrib.postgres.indexes.GinIndex(
                news.models.articles.TitleWords("title"), name="news_edition_title_words"
            ),
        ),
    ]
