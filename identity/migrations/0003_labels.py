"""What the council part calls its body and its members becomes data, and stays what it was where there is an office."""

# ruff: noqa: E501

from django.db import migrations, models

# What the pages said up to now, in the languages in which they said it.
SAID = {
    "council": {
        "ru": "Постоянный совет",
        "en": "Permanent Council",
        "be": "Пастаянны савет",
        "hy": "Մշտական խորհուրդ",
        "kk": "Тұрақты кеңес",
        "ky": "Туруктуу кеңеш",
        "tg": "Шурои доимӣ",
    },
    "council_of": {
        "ru": "Постоянного совета",
        "en": "the Permanent Council",
        "be": "Пастаяннага савета",
        "hy": "Մշտական խորհրդի",
        "kk": "Тұрақты кеңестің",
        "ky": "Туруктуу кеңештин",
        "tg": "Шурои доимӣ",
    },
    "council_about": {
        "ru": "Представители государств-членов собираются в период между сессиями глав государств.",
        "en": "The representatives of the member states meet between the sessions of the heads of state.",
        "be": "Прадстаўнікі дзяржаў-членаў збіраюцца ў перыяд паміж сесіямі кіраўнікоў дзяржаў.",
        "hy": "Անդամ պետությունների ներկայացուցիչները հավաքվում են պետությունների ղեկավարների նստաշրջանների միջև ընկած ժամանակահատվածում։",
        "kk": "Мүше мемлекеттердің өкілдері мемлекет басшыларының сессиялары арасындағы кезеңде бас қосады.",
        "ky": "Мүчө мамлекеттердин өкүлдөрү мамлекет башчыларынын сессияларынын аралыгында жыйналышат.",
        "tg": "Намояндагони давлатҳои аъзо дар байни иҷлосияҳои сарони давлатҳо ҷамъ меоянд.",
    },
    "chair": {
        "ru": "Председательствует",
        "en": "Chair",
        "be": "Старшынствуе",
        "hy": "Նախագահող",
        "kk": "Төрағалық етуші",
        "ky": "Төрага",
        "tg": "Раис",
    },
    "representative": {
        "ru": "Представитель",
        "en": "Representative",
        "be": "Прадстаўнік",
        "hy": "Ներկայացուցիչ",
        "kk": "Өкіл",
        "ky": "Өкүл",
        "tg": "Намоянда",
    },
    "representatives": {
        "ru": "Представители",
        "en": "Representatives",
        "be": "Прадстаўнікі",
        "hy": "Ներկայացուցիչներ",
        "kk": "Өкілдер",
        "ky": "Өкүлдөр",
        "tg": "Намояндагон",
    },
    "representatives_full": {
        "ru": "Постоянные и полномочные представители",
        "en": "Permanent and plenipotentiary representatives",
        "be": "Пастаянныя і паўнамоцныя прадстаўнікі",
        "hy": "Մշտական և լիազոր ներկայացուցիչներ",
        "kk": "Тұрақты және өкілетті өкілдер",
        "ky": "Туруктуу жана ыйгарым укуктуу өкүлдөр",
        "tg": "Намояндагони доимӣ ва мухтор",
    },
    "representatives_about": {
        "ru": "Каждое государство-член представлено при Организации одним постоянным и полномочным представителем. Председательствующее государство отмечено.",
        "en": "Each member state is represented at the Organization by one permanent and plenipotentiary representative. The state in the chair is marked.",
        "be": "Кожная дзяржава-член прадстаўлена пры Арганізацыі адным пастаянным і паўнамоцным прадстаўніком. Дзяржава, якая старшынствуе, адзначана.",
        "hy": "Յուրաքանչյուր անդամ պետություն Կազմակերպությունում ներկայացված է մեկ մշտական և լիազոր ներկայացուցչով։ Նախագահող պետությունը նշված է։",
        "kk": "Ұйым жанында әр мүше мемлекеттің бір тұрақты және өкілетті өкілі болады. Төрағалық етуші мемлекет белгіленген.",
        "ky": "Ар бир мүчө мамлекетке Уюмда бир туруктуу жана ыйгарым укуктуу өкүл өкүлчүлүк кылат. Төрагалык кылуучу мамлекет белгиленген.",
        "tg": "Ҳар давлати аъзоро дар Созмон як намояндаи доимӣ ва мухтор намояндагӣ мекунад. Давлати раисикунанда қайд шудааст.",
    },
    "state": {
        "ru": "Государство",
        "en": "State",
        "be": "Дзяржава",
        "hy": "Պետություն",
        "kk": "Мемлекет",
        "ky": "Мамлекет",
        "tg": "Давлат",
    },
    "states": {
        "ru": "Государства-члены",
        "en": "Member states",
        "be": "Дзяржавы-члены",
        "hy": "Անդամ պետություններ",
        "kk": "Мүше мемлекеттер",
        "ky": "Мүчө мамлекеттер",
        "tg": "Давлатҳои аъзо",
    },
}  # fmt: skip
SYNONYM = "ПС | Постоянный совет | PC | Permanent Council"  # which the search knew of itself


def say_the_same(apps, schema_editor):
    for row in apps.get_model("identity", "Identity").objects.all():
        for name, words in SAID.items():
            setattr(row, name, words)
        row.synonyms = "\n".join(filter(None, [row.synonyms.strip(), SYNONYM]))
        row.save()


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_switches")]

    operations = [
        migrations.AddField(
            model_name="identity",
            name="chair",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="At meetings. Example: President. Empty: Chair",
                verbose_name="whoever chairs",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="council",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="In the menu and above its meetings. Example: General Assembly. Empty: Council",
                verbose_name="body that meets",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="council_about",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="A sentence or two above its meetings: who sits in it and when it meets. May stay empty.",
                verbose_name="about the body",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="council_of",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="In the genitive, in English with its article. Example: meetings of the General Assembly",
                verbose_name="body after “of”",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="representative",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="One of them. Example: Delegate. Empty: Representative",
                verbose_name="who sits in it",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="representatives",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="In the menu and above their page. Example: Delegates. Empty: Representatives",
                verbose_name="who sits in it, all",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="representatives_about",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="A sentence or two above their page: whom they represent and how they come into office.",
                verbose_name="about those who sit in it",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="representatives_full",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Above their page, where it is longer than in the menu. Example: Delegates and their alternates",
                verbose_name="who sits in it, in full",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="state",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="One of them. Example: Country; of a city’s council: District. Empty: Member",
                verbose_name="whom they represent",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="states",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Example: Countries; Districts. Empty: Members",
                verbose_name="whom they represent, all",
            ),
        ),
        migrations.RunPython(say_the_same, migrations.RunPython.noop),
    ]
