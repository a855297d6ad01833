from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("authenticity", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="record",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="entry",
            name="what",
            field=models.CharField(
                choices=[
                    ("key", "Key"),
                    ("revoked", "Revoked"),
                    ("issued", "Issued"),
                    ("replaced", "Replaced"),
                    ("withdrawn", "Withdrawn"),
                    ("photo", "Photo"),
                    ("record", "Record"),
                ],
                max_length=9,
            ),
        ),
    ]
