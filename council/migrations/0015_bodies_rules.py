"""What visitors may read of bodies over time, ranks and parts of papers, and how their changes are recorded."""

from django.db import migrations

from publishing.rowsecurity import record_changes_of_parts, visitors_see, visitors_see_children


class Migration(migrations.Migration):
    dependencies = [("council", "0014_bodies")]
    operations = [
        visitors_see("council_bodyname"),
        visitors_see("council_membership"),
        record_changes_of_parts("council_rank", "council_person", "council.person", key="person_id"),
        visitors_see_children("council_rank", parent="council_person", key="person_id"),
        *(
            operation
            for table in ["council_appendix", "council_interpretativestatement"]
            for operation in [
                record_changes_of_parts(table, "council_document", "council.document", key="document_id"),
                visitors_see_children(table, parent="council_document", key="document_id"),
            ]
        ),
    ]
