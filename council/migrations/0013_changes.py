"""What opens and closes is entered among the numbered changes."""

from django.db import migrations

from publishing.rowsecurity import sequence_changes


class Migration(migrations.Migration):
    dependencies = [("council", "0012_dated_truth_visitors"), ("publishing", "0006_changes")]
    operations = [
        sequence_changes("council_meeting", "council.meeting"),
        sequence_changes("council_document", "council.document"),
        sequence_changes("council_term", "council.term"),
    ]
