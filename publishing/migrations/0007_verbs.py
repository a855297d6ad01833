"""The verbs of what the press asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0006_changes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="timelineentry",
            name="verb",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("edited", "edited"),
                    ("submitted", "sent for review"),
                    ("returned", "sent back"),
                    ("approved", "approved"),
                    ("published", "published"),
                    ("scheduled", "scheduled"),
                    ("unscheduled", "took off the schedule"),
                    ("replaced", "replaced by a new edition"),
                    ("withdrawn", "withdrew"),
                    ("rescheduled", "rescheduled"),
                    ("restored", "restored from an earlier edition"),
                    ("discarded", "discarded the draft"),
                    ("amended", "changed while public"),
                    ("limited", "limited who may read it"),
                    ("shared", "sent a preview"),
                    ("checked", "compared with the original"),
                    ("accepted", "accepted a remark"),
                    ("assigned", "took on"),
                    ("answered", "answered"),
                    ("refused", "refused"),
                    ("closed", "closed"),
                    ("reopened", "opened again"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
    ]
