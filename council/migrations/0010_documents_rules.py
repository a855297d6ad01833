"""What visitors may read of papers, and numbers that stay given."""

from django.db import migrations

from publishing.rowsecurity import record_changes_of_parts, visitors_see, visitors_see_children

NUMBERS_STAY = """
CREATE FUNCTION council_refuse_change_of_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A number that was given is never given again or taken back.'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER council_numbergiven_frozen BEFORE UPDATE OR DELETE ON council_numbergiven
    FOR EACH ROW EXECUTE FUNCTION council_refuse_change_of_number();
"""

NUMBERS_GO = """
DROP TRIGGER council_numbergiven_frozen ON council_numbergiven;
DROP FUNCTION council_refuse_change_of_number();
"""


class Migration(migrations.Migration):
    dependencies = [("council", "0009_documents")]
    operations = [
        migrations.RunSQL(NUMBERS_STAY, NUMBERS_GO),
        *(
            record_changes_of_parts(table, "council_document", "council.document", key="document_id")
            for table in ["council_documentfile", "council_signatory", "council_bearing"]
        ),
        visitors_see_children("council_documentfile", parent="council_document", key="document_id"),
        visitors_see_children("council_signatory", parent="council_document", key="document_id"),
        visitors_see(
            "council_bearing",
            """EXISTS (SELECT 1 FROM council_document d WHERE d.id = document_id)
            AND EXISTS (SELECT 1 FROM council_document e WHERE e.id = earlier_id)""",
            "of_both",
        ),
    ]
