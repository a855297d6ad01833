from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnsealedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "entry of the record to be sealed",
                "verbose_name_plural": "entries of the record to be sealed",
                "default_permissions": [],
            },
        ),
        migrations.AlterField(
            model_name="sealedentry",
            name="hash",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
