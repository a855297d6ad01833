"""The kinds of exit and who took what away; earlier editions for visitors who ask for them; photos stopped at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import publishing.clock
from publishing.rowsecurity import LIVE, ROLE, visitors_see

# Past editions are seen by a connection that says it looks back, so that no list and no feed shows one by accident.
# An exit other than a withdrawal closes what came before it for good. The function reads with its owner's rights: under
# the visitor's own the policy would ask itself.
HISTORY = f"""
CREATE FUNCTION news_history_is_open(of_article bigint, in_language text, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT (
        EXISTS (
            SELECT FROM news_edition WHERE article_id = of_article AND language = in_language AND {LIVE}
        )
        OR 'withdrawn' = (
            SELECT kind FROM news_withdrawal
            WHERE article_id = of_article AND language = in_language AND at <= site_now()
            ORDER BY at DESC, id DESC LIMIT 1
        )
    ) AND NOT EXISTS (
        SELECT FROM news_withdrawal
        WHERE article_id = of_article AND language = in_language AND at <= site_now() AND at >= since
        AND kind <> 'withdrawn'
    )
$$;
"""

# What vanished takes along what was said of the article before, so that nothing at all is known of it.
VANISHED = """
CREATE FUNCTION news_has_vanished(of_article bigint, in_language text, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT FROM news_withdrawal
        WHERE article_id = of_article AND language = in_language AND kind = 'vanished'
        AND at >= since AND at <= site_now()
    )
$$;
"""
PAST = """
live_from <= site_now() AND current_setting('newsroom.history', true) = 'on'
AND news_history_is_open(article_id, language, live_from)
"""

# What has ended has ended, and when it was first public is not told anew.
PAST_STAYS = """
CREATE FUNCTION news_refuse_change_of_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.live_until <= site_now() AND NEW.live_until IS DISTINCT FROM OLD.live_until
        OR OLD.live_from <= site_now() AND OLD.first_published_at IS NOT NULL
        AND NEW.first_published_at IS DISTINCT FROM OLD.first_published_at
    THEN
        RAISE EXCEPTION 'The past of an edition is never changed (% %).', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER news_edition_past_stays BEFORE UPDATE ON news_edition
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change_of_the_past();
"""

ADDED_TO = """
CREATE FUNCTION news_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What has been published or recorded is never changed or emptied away (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
NOT_EMPTIED = [
    "news_article", "news_edition", "news_editionphoto", "news_turn", "news_attachment", "news_savedversion",
    "news_withdrawal", "news_tombstone", "news_kitdelivery", "news_stoppedphoto",
]  # fmt: skip
ONLY_ADDED_TO = ["news_withdrawal", "news_tombstone", "news_kitdelivery"]

# A delivery is written by the visitor's own request, which can neither read it nor any other.
DELIVERIES = f"""
ALTER TABLE news_kitdelivery ENABLE ROW LEVEL SECURITY;
GRANT INSERT ON news_kitdelivery TO {ROLE};
CREATE POLICY visitors_leave_a_trace ON news_kitdelivery FOR INSERT TO {ROLE} WITH CHECK (true);
"""

STOPPED = f"""
ALTER TABLE news_stoppedphoto ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, photo_id, lifted_at) ON news_stoppedphoto TO {ROLE};
CREATE POLICY visitors_see_stops ON news_stoppedphoto FOR SELECT TO {ROLE} USING (lifted_at IS NULL);
"""
# The photo, and every place that shows it: a list that counts its pictures, or asks for a portrait, finds none.
STOPPED_IN = {
    "photos_photo": "id",
    "photos_albumphoto": "photo_id",
    "council_meetingphoto": "photo_id",
    "council_portrait": "photo_id",
    "news_editionphoto": "photo_id",
}

SEES_ALL_WITHDRAWALS = visitors_see("news_withdrawal", "at <= site_now()", "past")
SEES_WITHDRAWALS = visitors_see(
    "news_withdrawal", "at <= site_now() AND NOT news_has_vanished(article_id, language, at)", "past"
)


def hide_stopped(table, key):
    return migrations.RunSQL(
        f"""
        CREATE POLICY visitors_do_not_see_stopped ON {table} AS RESTRICTIVE FOR SELECT TO {ROLE} USING (
            NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = {table}.{key} AND s.lifted_at IS NULL)
        );
        """,
        f"DROP POLICY visitors_do_not_see_stopped ON {table};",
    )


def not_emptied(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION news_refuse();",
        f"DROP TRIGGER {table}_not_emptied ON {table};",
    )


def only_added_to(table):
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION news_refuse();
        """,
        f"DROP TRIGGER {table}_frozen ON {table};",
    )


def somebody(**facts):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **facts
    )


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0004_review_movable"),
        ("photos", "0004_album_visitors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        # How articles leave
        migrations.AddField("withdrawal", "by", somebody(null=True)),
        migrations.AddField("withdrawal", "emergency", models.BooleanField(default=False)),
        migrations.AddField(
            "withdrawal",
            "kind",
            models.CharField(
                choices=[
                    ("withdrawn", "Withdrawn: the text stays, with the reason above it"),
                    ("superseded", "Superseded: the address leads to another article"),
                    ("gone", "Gone: the address gives the reason and nothing else"),
                    ("vanished", "Vanished: as if it never was"),
                ],
                default="withdrawn",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "withdrawal",
            "successor",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="news.article",
            ),
        ),
        migrations.AlterModelOptions(
            "withdrawal",
            {"ordering": ["-at", "-id"], "verbose_name": "withdrawal", "verbose_name_plural": "withdrawals"},
        ),
        migrations.AddConstraint(
            "withdrawal",
            models.CheckConstraint(
                condition=Q(("kind", "superseded"), ("successor__isnull", False))
                | (Q(("kind", "superseded"), _negated=True) & Q(("successor__isnull", True))),
                name="news_withdrawal_successor",
            ),
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feed", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("entry", models.CharField(max_length=100)),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
            ],
            options={
                "verbose_name": "tombstone",
                "verbose_name_plural": "tombstones",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["feed", "language", "-at"], name="news_tombstone_feed")],
            },
        ),
        migrations.CreateModel(
            name="KitDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("editions", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ("network", models.CharField(blank=True, max_length=50)),
                ("program", models.CharField(blank=True, max_length=200)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kit_deliveries", to="news.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "press kit taken",
                "verbose_name_plural": "press kits taken",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StoppedPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lifted_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField(db_default=publishing.clock.SiteNow())),
                ("reason", models.TextField()),
                ("by", somebody()),
                ("lifted_by", somebody(null=True)),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(app_label)s_%(class)s_set",
                        to="photos.photo",
                        verbose_name="photograph",
                    ),
                ),
            ],
            options={
                "verbose_name": "stopped photograph",
                "verbose_name_plural": "stopped photographs",
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("lifted_at__isnull", True)), fields=("photo",), name="news_stoppedphoto_once"
                    )
                ],
            },
        ),
        # Changes that readers are told of
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=Q(("live_from__isnull", True))
                | Q(("change__in", ["first", "minor"]))
                | Q(("change_note__regex", r"\S")),
                name="news_edition_change_has_note",
            ),
        ),
        migrations.AddIndex(
            "edition",
            models.Index(
                fields=["language", "-live_from", "-id"],
                name="news_edition_corrections",
                condition=Q(("live_from__isnull", False)) & Q(("change__in", ["first", "minor"]), _negated=True),
            ),
        ),
        # What visitors may read and write
        migrations.RunSQL(VANISHED, "DROP FUNCTION news_has_vanished;"),
        migrations.RunSQL(SEES_ALL_WITHDRAWALS.reverse_sql, SEES_ALL_WITHDRAWALS.sql),
        SEES_WITHDRAWALS,
        migrations.RunSQL(HISTORY, "DROP FUNCTION news_history_is_open;"),
        visitors_see("news_edition", PAST, "history"),
        visitors_see("news_tombstone", "at <= site_now()", "past"),
        migrations.RunSQL(DELIVERIES, "DROP POLICY visitors_leave_a_trace ON news_kitdelivery;"),
        migrations.RunSQL(STOPPED, "DROP POLICY visitors_see_stops ON news_stoppedphoto;"),
        *(hide_stopped(table, key) for table, key in STOPPED_IN.items()),
        # What nobody may change
        migrations.RunSQL(
            PAST_STAYS,
            """
            DROP TRIGGER news_edition_past_stays ON news_edition;
            DROP FUNCTION news_refuse_change_of_the_past();
            """,
        ),
        migrations.RunSQL(ADDED_TO, "DROP FUNCTION news_refuse();"),
        *map(not_emptied, NOT_EMPTIED),
        *map(only_added_to, ONLY_ADDED_TO),
    ]
