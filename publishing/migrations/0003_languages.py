from django.conf import settings
from django.db import migrations, models


def begin_with_the_interface(apps, schema_editor):
    """The office writes in the languages of the interface until an administrator says otherwise."""
    Language = apps.get_model("publishing", "Language")
    for position, (code, _name) in enumerate(settings.LANGUAGES):
        Language.objects.create(code=code, position=position, is_principal=True)


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0002_one_chain"),
    ]

    operations = [
        migrations.CreateModel(
            name="Language",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("is_on", models.BooleanField(default=True, verbose_name="switched on")),
                ("is_principal", models.BooleanField(default=False, verbose_name="required")),
                ("falls_back_to", models.CharField(blank=True, max_length=10, verbose_name="missing words")),
            ],
            options={
                "verbose_name": "language of texts",
                "verbose_name_plural": "languages of texts",
                "ordering": ["position", "code"],
                "default_permissions": ["change"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(code__regex="^[a-z]{2,3}(-[a-z0-9]{2,8})*$"),
                        name="publishing_language_code_of_bcp47",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(is_on=True) | models.Q(is_principal=False),
                        name="publishing_language_principal_is_on",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(falls_back_to=models.F("code")), name="publishing_language_not_itself"
                    ),
                ],
            },
        ),
        migrations.RunPython(begin_with_the_interface, migrations.RunPython.noop),
    ]
