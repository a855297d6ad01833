"""What visitors may read of the Council's record."""

from django.db import migrations

from publishing.rowsecurity import visitors_see, visitors_see_children, visitors_see_live


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0001_initial"),
        ("photos", "0002_visitors"),
        ("publishing", "0003_role_and_triggers"),
    ]
    operations = [
        visitors_see("council_state"),
        visitors_see("council_office"),
        visitors_see("council_chairmanship"),
        visitors_see_live("council_term"),
        visitors_see_live("council_document"),
        visitors_see_live("council_meeting"),
        visitors_see_children("council_participation", parent="council_meeting", key="meeting_id"),
        visitors_see_children("council_agendaitem", parent="council_meeting", key="meeting_id"),
        visitors_see_children("council_meetingphoto", parent="council_meeting", key="meeting_id"),
        visitors_see(
            "council_consideration",
            """EXISTS (SELECT 1 FROM council_meeting m WHERE m.id = meeting_id)
            AND EXISTS (SELECT 1 FROM council_document d WHERE d.id = document_id)""",
            "of_both",
        ),
        visitors_see(
            "council_person",
            """EXISTS (SELECT 1 FROM council_term t WHERE t.person_id = council_person.id)
            OR EXISTS (SELECT 1 FROM council_meeting m WHERE m.chair_id = council_person.id)
            OR EXISTS (SELECT 1 FROM council_participation p WHERE p.person_id = council_person.id)""",
            "who_appear",
        ),
        visitors_see(
            "council_portrait",
            "EXISTS (SELECT 1 FROM council_term t WHERE t.person_id = council_portrait.person_id)",
            "of_holders",
        ),
        visitors_see(
            "photos_photo",
            "EXISTS (SELECT 1 FROM council_meetingphoto u WHERE u.photo_id = photos_photo.id)",
            "of_meetings",
        ),
        visitors_see(
            "photos_photo",
            "EXISTS (SELECT 1 FROM council_portrait u WHERE u.photo_id = photos_photo.id)",
            "of_people",
        ),
    ]
