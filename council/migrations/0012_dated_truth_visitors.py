"""What visitors may read of names and claims."""

from django.db import migrations

from publishing.rowsecurity import record_changes_of_parts, visitors_see, visitors_see_children


class Migration(migrations.Migration):
    dependencies = [("council", "0011_dated_truth")]
    operations = [
        visitors_see("council_statename"),
        visitors_see("council_statusclaim"),
        record_changes_of_parts("council_personname", "council_person", "council.person", key="person_id"),
        visitors_see_children("council_personname", parent="council_person", key="person_id"),
        visitors_see_children("council_mergedperson", parent="council_person", key="into_id"),
    ]
