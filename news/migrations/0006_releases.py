"""What becomes public together: stored as a promise that the database keeps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import publishing.clock

# What has been promised or has happened: neither the list of things nor the moment changes under it.
KEPT = """
CREATE FUNCTION news_refuse_change_of_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.opens_at <= site_now() AND (TG_OP = 'DELETE' OR NEW.opens_at IS DISTINCT FROM OLD.opens_at) THEN
        RAISE EXCEPTION 'A release that has taken place stays on record (% %).', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER news_release_kept BEFORE UPDATE OR DELETE ON news_release
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change_of_release();

CREATE FUNCTION news_refuse_change_of_release_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM news_release
        WHERE id IN (CASE TG_OP WHEN 'INSERT' THEN NEW.release_id ELSE OLD.release_id END,
                     CASE TG_OP WHEN 'DELETE' THEN OLD.release_id ELSE NEW.release_id END)
        AND opens_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'What is in a release does not change once it is scheduled (%).', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER news_releaseitem_kept BEFORE INSERT OR UPDATE OR DELETE ON news_releaseitem
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change_of_release_item();
"""
NOT_KEPT = """
DROP TRIGGER news_releaseitem_kept ON news_releaseitem;
DROP FUNCTION news_refuse_change_of_release_item();
DROP TRIGGER news_release_kept ON news_release;
DROP FUNCTION news_refuse_change_of_release();
"""

# Whatever path tries: a thing in a scheduled release opens with it, or was public before. Asked at the end of the
# transaction, in which a release may move all of its things.
TOGETHER = """
CREATE FUNCTION news_refuse_to_leave_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other text;
    begins timestamptz;
BEGIN
    EXECUTE format('SELECT live_from FROM %I WHERE id = $1', TG_TABLE_NAME) INTO begins USING OLD.id;
    SELECT name INTO other FROM news_release r
        JOIN news_releaseitem i ON i.release_id = r.id
        JOIN django_content_type t ON t.id = i.subject_type_id
        WHERE t.app_label = TG_ARGV[0] AND t.model = TG_ARGV[1] AND i.subject_id = OLD.id
        AND r.opens_at > site_now() AND (begins IS NULL OR begins > site_now() AND begins <> r.opens_at)
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'It is released together with other things: %.', other
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
"""
KINDS = ["news.edition", "council.meeting", "council.document", "council.term", "photos.album", "photos.photo"]


def stay_together(kind):
    application, model = kind.split(".")
    table = f"{application}_{model}"
    return migrations.RunSQL(
        f"""
        CREATE CONSTRAINT TRIGGER {table}_together AFTER UPDATE OF live_from OR DELETE ON {table}
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (OLD.live_from IS NOT NULL)
        EXECUTE FUNCTION news_refuse_to_leave_release('{application}', '{model}');
        """,
        f"DROP TRIGGER {table}_together ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0005_corrections"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("edition", "translation_follows", models.BooleanField(default=False, editable=False)),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="For the desk only: “Council meeting of 27 November”.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        choices=[("all", "Every article in all languages"), ("follows", "Translation follows")],
                        default="all",
                        help_text="Either nothing goes out while an article lacks a language, or readers are told "
                        "which languages follow.",
                        max_length=8,
                        verbose_name="languages",
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, help_text="For the desk only.", max_length=2000, verbose_name="note"),
                ),
                (
                    "opens_at",
                    models.DateTimeField(
                        blank=True, db_index=True, editable=False, null=True, verbose_name="public from"
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=publishing.clock.SiteNow(), verbose_name="created")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
            ],
            options={"verbose_name": "release", "verbose_name_plural": "releases", "ordering": ["-id"]},
        ),
        migrations.CreateModel(
            name="ReleaseItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_id", models.PositiveBigIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="news.release"
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="contenttypes.contenttype"),
                ),
            ],
            options={
                "verbose_name": "part of a release",
                "verbose_name_plural": "parts of a release",
                "ordering": ["position", "id"],
                "default_permissions": [],
                "indexes": [models.Index(fields=["subject_type", "subject_id"], name="news_releaseitem_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "subject_type", "subject_id"), name="news_releaseitem_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(TOGETHER, "DROP FUNCTION news_refuse_to_leave_release();"),
        *map(stay_together, KINDS),
    ]
