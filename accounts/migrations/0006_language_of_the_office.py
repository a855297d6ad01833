from django.db import migrations, models

import publishing.languages


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_demo_account")]

    operations = [
        migrations.AlterField(
            model_name="toldchoices",
            name="language",
            field=models.CharField(
                choices=[("ru", "Русский"), ("en", "English")],
                default=publishing.languages.interface_code,
                max_length=10,
                verbose_name="language",
            ),
        )
    ]
