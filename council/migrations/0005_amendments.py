"""Changes of the public record are recorded."""

from django.db import migrations

from publishing.rowsecurity import record_changes, record_changes_of_parts


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0004_people_shown_visitors"),
        ("photos", "0006_amendments"),
        ("publishing", "0005_amendments"),
    ]
    operations = [
        record_changes("council_meeting", "council.meeting"),
        *(
            record_changes_of_parts(table, "council_meeting", "council.meeting", key="meeting_id")
            for table in [
                "council_participation",
                "council_agendaitem",
                "council_consideration",
                "council_meetingphoto",
            ]
        ),
        record_changes("council_document", "council.document"),
        record_changes("council_term", "council.term"),
        record_changes("council_person", "council.person"),
        record_changes_of_parts("council_portrait", "council_person", "council.person", key="person_id"),
        record_changes_of_parts("council_personshown", "photos_photo", "photos.photo", key="photo_id"),
    ]
