"""What opens and closes is entered among the numbered changes."""

from django.db import migrations

from publishing.rowsecurity import sequence_changes


class Migration(migrations.Migration):
    dependencies = [("news", "0008_templates_and_access"), ("publishing", "0006_changes")]
    operations = [
        sequence_changes("news_edition", "news.edition"),
    ]
