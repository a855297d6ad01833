from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0002_names_in_the_interface"),
    ]

    operations = [
        migrations.AlterField(
            model_name="enquiry",
            name="language",
            field=models.CharField(max_length=10, verbose_name="language of the answer"),
        ),
    ]
