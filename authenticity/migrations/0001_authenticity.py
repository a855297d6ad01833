"""The log of what was signed, the words behind it, and who may read which of them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from publishing.rowsecurity import ROLE, visitors_see, visitors_see_children

# Which editions share words in a row with a text. The function reads with its owner's rights, for the rows of a table
# that nobody may read are of all editions; who asked has to ask for the editions themselves as a visitor.
FINGERPRINTS = f"""
CREATE TABLE authenticity_fingerprint (
    hash bigint NOT NULL,
    edition_id bigint NOT NULL REFERENCES news_edition,
    PRIMARY KEY (hash, edition_id)
);
CREATE FUNCTION authenticity_alike(asked bigint[], most integer) RETURNS TABLE (edition bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT edition_id FROM authenticity_fingerprint WHERE hash = ANY (asked)
    GROUP BY edition_id ORDER BY count(*) DESC, edition_id DESC LIMIT most
$$;
GRANT EXECUTE ON FUNCTION authenticity_alike(bigint[], integer) TO {ROLE};
"""
FORGET_FINGERPRINTS = """
DROP FUNCTION authenticity_alike(bigint[], integer);
DROP TABLE authenticity_fingerprint;
"""

NOT_STOPPED = """
EXISTS (SELECT FROM authenticity_seal parent WHERE parent.edition_id = authenticity_statement.seal_id)
AND NOT EXISTS (SELECT FROM news_stoppedphoto s WHERE s.photo_id = ANY (photos) AND s.lifted_at IS NULL)
"""


def only_added_to(table):
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION news_refuse();
        CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION news_refuse();
        """,
        f"""
        DROP TRIGGER {table}_frozen ON {table};
        DROP TRIGGER {table}_not_emptied ON {table};
        """,
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("news", "0010_genre_list"),
        ("photos", "0007_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seal",
                        serialize=False,
                        to="news.edition",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("key", "Key"),
                            ("revoked", "Revoked"),
                            ("issued", "Issued"),
                            ("replaced", "Replaced"),
                            ("withdrawn", "Withdrawn"),
                            ("photo", "Photo"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "files",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("key", models.CharField(max_length=43)),
                ("line", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("change", models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                "verbose_name": "entry of the log",
                "verbose_name_plural": "log",
                "ordering": ["number"],
                "default_permissions": [],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["files"], name="authenticity_entry_files")
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rendition", models.BigIntegerField(unique=True)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="authenticity.entry"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="issued_files", to="photos.photo"
                    ),
                ),
            ],
            options={
                "verbose_name": "issued file",
                "verbose_name_plural": "issued files",
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "seal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="statement",
                        serialize=False,
                        to="authenticity.seal",
                    ),
                ),
                ("text", models.TextField()),
                (
                    "photos",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "files",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "signed statement",
                "verbose_name_plural": "signed statements",
                "default_permissions": [],
            },
        ),
        migrations.RunSQL(FINGERPRINTS, FORGET_FINGERPRINTS),
        *map(only_added_to, ["authenticity_entry", "authenticity_seal", "authenticity_statement"]),
        visitors_see("authenticity_entry"),
        visitors_see_children("authenticity_seal", parent="news_edition", key="edition_id"),
        visitors_see("authenticity_statement", NOT_STOPPED, "of_authenticity_seal"),
        visitors_see_children("authenticity_issuedfile", parent="photos_photo", key="photo_id"),
    ]
