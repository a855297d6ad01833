"""The index follows every change by itself, in the same transaction, whoever makes it and however many rows at once."""

from django.db import migrations

# A trigger names what has to be read anew after its statement, in pairs: a kind, and a question for the ids among the
# changed rows, which are called `t` (after an update: as they are and as they were).
FOLLOW = """
CREATE FUNCTION search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
        ELSE 'SELECT * FROM new_rows UNION ALL SELECT * FROM old_rows'
    END;
    ids bigint[];
BEGIN
    IF current_setting('newsroom.search_rests', true) = 'on' THEN
        RETURN NULL;  -- a rebuilding reads everything afterwards
    END IF;
    FOR pair IN 0 .. TG_NARGS / 2 - 1 LOOP
        EXECUTE format(
            'WITH t AS (%s) SELECT array_agg(DISTINCT id) FROM (%s) AS concerned(id) WHERE id IS NOT NULL',
            changed, TG_ARGV[pair * 2 + 1]
        ) INTO ids;
        PERFORM search_refresh(TG_ARGV[pair * 2], ids);
    END LOOP;
    RETURN NULL;
END
$$;
"""

# Files are read once, by a job, as soon as somebody attaches them: long before the text they go with is public.
FILES = """
CREATE FUNCTION search_expect_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_filetext (file) SELECT DISTINCT file FROM new_rows WHERE file <> '' ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER search_expects_new AFTER INSERT ON news_attachment REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_expect_files();
CREATE TRIGGER search_expects_changed AFTER UPDATE ON news_attachment REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_expect_files();
CREATE TRIGGER search_expects_new AFTER INSERT ON council_documentfile REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_expect_files();
CREATE TRIGGER search_expects_changed AFTER UPDATE ON council_documentfile REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_expect_files();
"""
FILES_GO = """
DROP TRIGGER search_expects_new ON news_attachment;
DROP TRIGGER search_expects_changed ON news_attachment;
DROP TRIGGER search_expects_new ON council_documentfile;
DROP TRIGGER search_expects_changed ON council_documentfile;
DROP FUNCTION search_expect_files();
"""

ITSELF = "SELECT id FROM t"
SEATED = "SELECT a.person_id FROM council_participation a JOIN t ON t.id = a.meeting_id"
CHAIRED = "SELECT t.chair_id FROM t"
PICTURES_OF = "SELECT w.photo_id FROM council_personshown w WHERE w.person_id IN ({people})"
PORTRAITS_OF = "SELECT u.photo_id FROM council_portrait u WHERE u.person_id IN ({people})"

# What follows from a change of which table. Drafts have no rows; children of an edition are fixed once it has a range.
CONCERNED = {
    "news_edition": [
        ("article", "SELECT id FROM t WHERE live_from IS NOT NULL"),
        (
            "photo",
            "SELECT u.photo_id FROM news_editionphoto u JOIN t ON t.id = u.edition_id WHERE t.live_from IS NOT NULL",
        ),
    ],
    "news_editionphoto": [
        ("photo", "SELECT t.photo_id FROM t JOIN news_edition e ON e.id = t.edition_id WHERE e.live_from IS NOT NULL"),
    ],
    "news_withdrawal": [
        (
            "article",
            "SELECT e.id FROM news_edition e JOIN t ON t.article_id = e.article_id AND t.language = e.language"
            " AND t.at = e.live_until",
        ),
    ],
    "news_stoppedphoto": [
        ("photo", "SELECT photo_id FROM t"),
        ("article", "SELECT u.edition_id FROM news_editionphoto u JOIN t USING (photo_id)"),
        ("meeting", "SELECT u.meeting_id FROM council_meetingphoto u JOIN t USING (photo_id)"),
    ],
    "council_meeting": [
        ("meeting", ITSELF),
        ("person", f"{CHAIRED} UNION {SEATED}"),
        (
            "photo",
            "SELECT u.photo_id FROM council_meetingphoto u JOIN t ON t.id = u.meeting_id UNION "
            + PICTURES_OF.format(people=f"{CHAIRED} UNION {SEATED}"),
        ),
    ],
    "council_meeting_bodies": [("meeting", "SELECT meeting_id FROM t")],
    "council_body": [
        ("meeting", "SELECT b.meeting_id FROM council_meeting_bodies b JOIN t ON t.id = b.body_id"),
        ("document", "SELECT d.id FROM council_document d JOIN t ON t.id = d.body_id"),
    ],
    "council_agendaitem": [("meeting", "SELECT meeting_id FROM t")],
    "council_meetingphoto": [("photo", "SELECT photo_id FROM t"), ("meeting", "SELECT meeting_id FROM t")],
    "council_participation": [
        ("meeting", "SELECT meeting_id FROM t"),
        ("person", "SELECT person_id FROM t"),
        ("photo", PICTURES_OF.format(people="SELECT person_id FROM t")),
    ],
    "council_person": [
        ("names of person", ITSELF),
        ("person", ITSELF),
        (
            "meeting",
            "SELECT m.id FROM council_meeting m JOIN t ON t.id = m.chair_id"
            " UNION SELECT a.meeting_id FROM council_participation a JOIN t ON t.id = a.person_id",
        ),
        ("photo", PICTURES_OF.format(people=ITSELF)),
    ],
    "council_personname": [
        ("names of person", "SELECT person_id FROM t"),
        ("person", "SELECT person_id FROM t"),
        ("photo", PICTURES_OF.format(people="SELECT person_id FROM t")),
    ],
    "council_rank": [("person", "SELECT person_id FROM t")],
    "council_term": [
        ("person", "SELECT person_id FROM t"),
        (
            "photo",
            PORTRAITS_OF.format(people="SELECT person_id FROM t")
            + " UNION "
            + PICTURES_OF.format(people="SELECT person_id FROM t"),
        ),
    ],
    "council_office": [("person", "SELECT p.person_id FROM council_term p JOIN t ON t.id = p.office_id")],
    "council_portrait": [("photo", "SELECT photo_id FROM t")],
    "council_personshown": [("photo", "SELECT photo_id FROM t")],
    "council_state": [
        ("names of state", ITSELF),
        (
            "person",
            "SELECT p.person_id FROM council_term p JOIN council_office o ON o.id = p.office_id"
            " JOIN t ON t.id = o.state_id",
        ),
    ],
    "council_statename": [("names of state", "SELECT state_id FROM t")],
    "council_document": [("document", ITSELF)],
    "council_documentfile": [("document", "SELECT document_id FROM t")],
    "council_signatory": [("document", "SELECT document_id FROM t")],
    "council_appendix": [("document", "SELECT document_id FROM t")],
    "council_interpretativestatement": [("document", "SELECT document_id FROM t")],
    "photos_photo": [("photo", ITSELF)],
    "photos_album": [("photo", "SELECT u.photo_id FROM photos_albumphoto u JOIN t ON t.id = u.album_id")],
    "photos_albumphoto": [("photo", "SELECT photo_id FROM t")],
    "search_filetext": [
        ("article", "SELECT a.edition_id FROM news_attachment a JOIN t USING (file) WHERE t.text <> ''"),
        ("document", "SELECT f.document_id FROM council_documentfile f JOIN t USING (file) WHERE t.text <> ''"),
    ],
}
TABLES = {
    "new": ("INSERT", "NEW TABLE AS new_rows"),
    "changed": ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
    "gone": ("DELETE", "OLD TABLE AS old_rows"),
}


def followed(table, concerned):
    arguments = ", ".join("'" + word.replace("'", "''") + "'" for pair in concerned for word in pair)
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER search_follows_{name} AFTER {event} ON {table} REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION search_follow({arguments});"
            for name, (event, rows) in TABLES.items()
        ],
        [f"DROP TRIGGER search_follows_{name} ON {table};" for name in TABLES],
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_rows")]
    operations = [
        migrations.RunSQL(FOLLOW, "DROP FUNCTION search_follow();"),
        *(followed(table, concerned) for table, concerned in CONCERNED.items()),
        migrations.RunSQL(FILES, FILES_GO),
    ]
