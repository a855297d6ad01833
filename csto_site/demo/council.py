"""The record of the Permanent Council that the demo newsroom starts with.

Names, offices and dates stand on the organization's own publications and on press reports. A date is a string as
precise as the sources are: "2018-11-27", "2018-11", "2018". The end of a term or of a chairmanship is its last
day, month or year, as printed; whoever stores it says what comes after. Nothing between the known dates was
filled in: somebody of whom we know only the day in the chair has `seen` and neither start nor end.

Records whose key begins with "sample-" describe no real meeting or paper, and say so.
"""

STATES = [
    {
        "code": "AM",
        "name": {"ru": "Республика Армения", "en": "Republic of Armenia"},
        "short_name": {"ru": "Армения", "en": "Armenia"},
    },
    {
        "code": "BY",
        "name": {"ru": "Республика Беларусь", "en": "Republic of Belarus"},
        "short_name": {"ru": "Беларусь", "en": "Belarus"},
    },
    {
        "code": "KZ",
        "name": {"ru": "Республика Казахстан", "en": "Republic of Kazakhstan"},
        "short_name": {"ru": "Казахстан", "en": "Kazakhstan"},
    },
    {
        "code": "KG",
        "name": {"ru": "Кыргызская Республика", "en": "Kyrgyz Republic"},
        "short_name": {"ru": "Кыргызстан", "en": "Kyrgyzstan"},
    },
    {
        "code": "RU",
        "name": {"ru": "Российская Федерация", "en": "Russian Federation"},
        "short_name": {"ru": "Россия", "en": "Russia"},
    },
    {
        "code": "TJ",
        "name": {"ru": "Республика Таджикистан", "en": "Republic of Tajikistan"},
        "short_name": {"ru": "Таджикистан", "en": "Tajikistan"},
    },
]

# One person, one entry, whatever spellings are met in print: Zas also as Zass, Zaynetdinov as Zainetdinov,
# Taalatbek Masadykov as Talatbek Masadikov.
PEOPLE = [
    {"key": "nikolay-bordyuzha", "name": {"ru": "Николай Бордюжа", "en": "Nikolay Bordyuzha"}},
    {"key": "valery-semerikov", "name": {"ru": "Валерий Семериков", "en": "Valery Semerikov"}},
    {"key": "yuri-khachaturov", "name": {"ru": "Юрий Хачатуров", "en": "Yuri Khachaturov"}},
    {"key": "stanislav-zas", "name": {"ru": "Станислав Зась", "en": "Stanislav Zas"}},
    {"key": "imangali-tasmagambetov", "name": {"ru": "Имангали Тасмагамбетов", "en": "Imangali Tasmagambetov"}},
    {"key": "taalatbek-masadykov", "name": {"ru": "Таалатбек Масадыков", "en": "Taalatbek Masadykov"}},
    {"key": "v-rudenok", "name": {"ru": "В. Руденок", "en": "V. Rudenok"}},
    {"key": "igor-petrishenko", "name": {"ru": "Игорь Петришенко", "en": "Igor Petrishenko"}},
    {"key": "aman-mambetseitov", "name": {"ru": "Аман Мамбетсеитов", "en": "Aman Mambetseitov"}},
    {"key": "andrei-shvedov", "name": {"ru": "Андрей Шведов", "en": "Andrei Shvedov"}},
    {"key": "khasan-sultonov", "name": {"ru": "Хасан Султонов", "en": "Khasan Sultonov"}},
    {"key": "viktor-biyagov", "name": {"ru": "Виктор Биягов", "en": "Viktor Biyagov"}},
    {"key": "marat-syzdykov", "name": {"ru": "Марат Сыздыков", "en": "Marat Syzdykov"}},
    {"key": "viktor-vasiliev", "name": {"ru": "Виктор Васильев", "en": "Viktor Vasiliev"}},
    {"key": "vladimir-zaynetdinov", "name": {"ru": "Владимир Зайнетдинов", "en": "Vladimir Zaynetdinov"}},
    {"key": "yuri-shuvalov", "name": {"ru": "Юрий Шувалов", "en": "Yuri Shuvalov"}},
]

OFFICES = [
    {
        "key": "secretary-general",
        "kind": "secretary_general",
        "state": None,
        "title": {"ru": "Генеральный секретарь ОДКБ", "en": "Secretary General of the CSTO"},
        "acting_title": {
            "ru": "Исполняющий обязанности Генерального секретаря ОДКБ",
            "en": "Acting Secretary General of the CSTO",
        },
    },
    {
        "key": "representative-am",
        "kind": "representative",
        "state": "AM",
        "title": {
            "ru": "Постоянный и Полномочный Представитель Республики Армения",
            "en": "Permanent and Plenipotentiary Representative of the Republic of Armenia",
        },
    },
    {
        "key": "representative-by",
        "kind": "representative",
        "state": "BY",
        "title": {
            "ru": "Постоянный и Полномочный Представитель Республики Беларусь",
            "en": "Permanent and Plenipotentiary Representative of the Republic of Belarus",
        },
    },
    {
        "key": "representative-kz",
        "kind": "representative",
        "state": "KZ",
        "title": {
            "ru": "Постоянный и Полномочный Представитель Республики Казахстан",
            "en": "Permanent and Plenipotentiary Representative of the Republic of Kazakhstan",
        },
    },
    {
        "key": "representative-kg",
        "kind": "representative",
        "state": "KG",
        "title": {
            "ru": "Постоянный и Полномочный Представитель Кыргызской Республики",
            "en": "Permanent and Plenipotentiary Representative of the Kyrgyz Republic",
        },
    },
    {
        "key": "representative-ru",
        "kind": "representative",
        "state": "RU",
        "title": {
            "ru": "Постоянный и Полномочный Представитель Российской Федерации",
            "en": "Permanent and Plenipotentiary Representative of the Russian Federation",
        },
    },
    {
        "key": "representative-tj",
        "kind": "representative",
        "state": "TJ",
        "title": {
            "ru": "Постоянный и Полномочный Представитель Республики Таджикистан",
            "en": "Permanent and Plenipotentiary Representative of the Republic of Tajikistan",
        },
    },
    {
        "key": "ambassador-by-ru",
        "kind": "other",
        "state": "BY",
        "title": {
            "ru": "Чрезвычайный и Полномочный Посол Республики Беларусь в Российской Федерации",
            "en": "Ambassador Extraordinary and Plenipotentiary of the Republic of Belarus to the Russian Federation",
        },
    },
    {
        "key": "press-secretary",
        "kind": "other",
        "state": None,
        "title": {"ru": "Пресс-секретарь ОДКБ", "en": "CSTO Press secretary"},
    },
    {
        "key": "head-of-information-department",
        "kind": "other",
        "state": None,
        "title": {
            "ru": "Начальник Управления информации и связей с общественностью",
            "en": "Head of the Information and Public Relations Department",
        },
    },
]

AMBASSADOR = {"ru": "Чрезвычайный и Полномочный Посол", "en": "Ambassador Extraordinary and Plenipotentiary"}


def term(person, office, start=None, end=None, *, seen=None, acting=False, note=""):
    """Return one row of TERMS; `note` is for whoever checks the record, not for visitors."""
    return {
        "person": person,
        "office": office,
        "start": start,
        "end": end,
        "seen": seen,
        "acting": acting,
        "note": note,
    }


TERMS = [
    term("nikolay-bordyuzha", "secretary-general", "2003", "2016-12-31"),
    term(
        "valery-semerikov",
        "secretary-general",
        seen="2017-04",
        acting=True,
        note="The office was held in an acting capacity from 1 January 2017; in April 2017 by him.",
    ),
    term("yuri-khachaturov", "secretary-general", "2017-05-02", "2018-11-02", note="Recalled."),
    term("valery-semerikov", "secretary-general", "2018-11-02", "2019", acting=True, note="To the end of 2019."),
    term("stanislav-zas", "secretary-general", "2020", "2022"),
    term("imangali-tasmagambetov", "secretary-general", "2023", "2025"),
    term(
        "taalatbek-masadykov",
        "secretary-general",
        "2026-01-01",
        "2028-12-31",
        note="The end of the term as announced. A notice gave the years as 2026-2029.",
    ),
    term("v-rudenok", "representative-by", seen="2006", note="Chaired the Permanent Council in 2006."),
    term("igor-petrishenko", "representative-by", seen="2017", note="Chaired the Permanent Council in 2017."),
    term("igor-petrishenko", "ambassador-by-ru", seen="2017", note="Two offices at once."),
    term(
        "aman-mambetseitov",
        "representative-kg",
        seen="2018-11-27",
        note="Chaired the Permanent Council on that day, and again in 2019.",
    ),
    term(
        "andrei-shvedov",
        "representative-ru",
        seen="2018-11-27",
        note="Printed as “the representative of Russia”, without the full title of the office.",
    ),
    term("khasan-sultonov", "representative-tj", seen="2021", note="Chaired the Permanent Council in 2021."),
    term("viktor-biyagov", "representative-am", seen="2021", note="Chaired the Permanent Council in 2021-22."),
    term("marat-syzdykov", "representative-kz", seen="2024", note="Chaired the Permanent Council in 2024."),
    term("viktor-vasiliev", "representative-ru", seen="2026", note="Chairs the Permanent Council in 2026."),
    term("vladimir-zaynetdinov", "press-secretary", "2012", "2023-05", note="The end: about May, year inferred."),
    term("yuri-shuvalov", "head-of-information-department", seen="2024", note="In office in February 2026 as well."),
]


def chairmanship(state, start, end=None, *, inferred=(), note=""):
    """Return one row of CHAIRMANSHIPS; `inferred` names the limits that no source prints."""
    return {"state": state, "start": start, "end": end, "inferred": list(inferred), "note": note}


# Handovers took place at a session of the Collective Security Council, of late on 1 January: so each limit is
# written down, none is computed from the turn of the states. An inferred end is where the next state is on record.
CHAIRMANSHIPS = [
    chairmanship(
        "KG",
        "2018",
        "2019",
        inferred=["start"],
        note="2019 is on record; its representative was in the chair on 27 November 2018 already.",
    ),
    chairmanship("RU", "2020", "2020"),
    chairmanship("TJ", "2021", "2021-09", inferred=["end"]),
    chairmanship("AM", "2021-09", "2022-11", inferred=["end"]),
    chairmanship("BY", "2022-11", "2023", inferred=["end"]),
    chairmanship("KZ", "2024", "2024"),
    chairmanship("KG", "2025", "2025"),
    chairmanship("RU", "2026", "2026"),
]

TASHKENT = {"ru": "Ташкент", "en": "Tashkent"}
CHISINAU = {"ru": "Кишинёв", "en": "Chisinau"}

# The two drafts of 27 November 2018 bear titles in our own words; the papers themselves were never seen.
DOCUMENTS = [
    {
        "key": "draft-statement-non-proliferation",
        "kind": "draft_statement",
        "title": {
            "ru": (
                "Проект заявления о нераспространении оружия массового уничтожения "
                "и резолюции 1540 Совета Безопасности ООН"
            ),
            "en": (
                "Draft statement on the non-proliferation of weapons of mass destruction "
                "and United Nations Security Council resolution 1540"
            ),
        },
        "dated": None,
        "place": None,
        "note": None,
    },
    {
        "key": "draft-statement-mutual-confidence",
        "kind": "draft_statement",
        "title": {
            "ru": "Проект заявления о мерах по укреплению взаимного доверия, в целях мира и глобальной безопасности",
            "en": "Draft statement on measures of mutual confidence in the interest of peace and global security",
        },
        "dated": None,
        "place": None,
        "note": None,
    },
    {
        "key": "collective-security-treaty",
        "kind": "agreement",
        "title": {"ru": "Договор о коллективной безопасности", "en": "Collective Security Treaty"},
        "dated": "1992-05-15",
        "place": TASHKENT,
        "note": {
            "ru": (
                "Подписан Арменией, Казахстаном, Кыргызстаном, Россией, Таджикистаном и Узбекистаном. "
                "Вступил в силу 20 апреля 1994 года."
            ),
            "en": (
                "Signed by Armenia, Kazakhstan, Kyrgyzstan, Russia, Tajikistan and Uzbekistan. "
                "In force since 20 April 1994."
            ),
        },
    },
    {
        "key": "charter",
        "kind": "agreement",
        "title": {
            "ru": "Устав Организации Договора о коллективной безопасности",
            "en": "Charter of the Collective Security Treaty Organization",
        },
        "dated": "2002-10-07",
        "place": CHISINAU,
        "note": {
            "ru": "Вступил в силу 18 сентября 2003 года. В тексте есть отметка об изменениях от 10 декабря 2010 года.",
            "en": "In force since 18 September 2003. The text carries a note of amendments of 10 December 2010.",
        },
    },
    {
        "key": "resolution-1540",
        "kind": "other",
        "title": {
            "ru": "Резолюция 1540 (2004) Совета Безопасности ООН",
            "en": "United Nations Security Council resolution 1540 (2004)",
        },
        "dated": "2004",
        "place": None,
        "note": {
            "ru": "Документ ООН; о нём говорится в одном из проектов, рассмотренных 27 ноября 2018 года.",
            "en": "A document of the United Nations, referred to in one of the drafts reviewed on 27 November 2018.",
        },
    },
    {
        "key": "sample-plan-of-consultations",
        "kind": "plan",
        "title": {"ru": "Образец документа: план консультаций", "en": "Sample document: plan of consultations"},
        "dated": None,
        "place": None,
        "note": {
            "ru": "Запись показывает путь документа через два заседания. Такого документа нет.",
            "en": "This record shows the path of a document through two meetings. There is no such document.",
        },
    },
    {
        "key": "sample-plan-of-action",
        "kind": "plan",
        "title": {"ru": "Образец документа: план мероприятий", "en": "Sample document: plan of action"},
        "dated": None,
        "place": None,
        "note": {
            "ru": "Запись показывает документ, к которому вернулись через несколько лет. Такого документа нет.",
            "en": "This record shows a document taken up again after some years. There is no such document.",
        },
    },
    {
        "key": "sample-list-of-joint-statements",
        "kind": "other",
        "title": {
            "ru": "Образец документа: перечень совместных заявлений",
            "en": "Sample document: list of joint statements",
        },
        "dated": None,
        "place": None,
        "note": {
            "ru": "Запись показывает документ, согласованный в последнем чтении. Такого документа нет.",
            "en": "This record shows a document agreed at its last reading. There is no such document.",
        },
    },
]

AT_THE_UN = {
    "ru": "постоянным представителям государств — членов ОДКБ при ООН",
    "en": "permanent representatives of the CSTO member states at the United Nations",
}
FOREIGN_MINISTERS = {"ru": "министрам иностранных дел", "en": "foreign ministers"}
IN_THE_ROOM = {"ru": "очное заседание", "en": "in person"}
BY_VIDEO = {"ru": "видеоконференция", "en": "videoconference"}
MOSCOW = {"ru": "Москва", "en": "Moscow"}

# What the sources do not say stays None: they name neither the place of the meeting of 27 November 2018 nor the
# representatives of Armenia, Belarus, Kazakhstan and Tajikistan at it. The chair stands first among participants.
# The page of a meeting is public from `announced_on`.
MEETINGS = [
    {
        "key": "permanent-council-2018-11-27",
        "held_on": "2018-11-27",
        "place": None,
        "mode": None,
        "chair": "aman-mambetseitov",
        "chair_state": "KG",
        "summary": {
            "ru": (
                "Согласованы проекты двух заявлений; их решено направить постоянным представителям "
                "государств-членов при ООН. Совет выслушал информацию российской стороны."
            ),
            "en": (
                "Two draft statements were agreed; they go on to the permanent representatives of the member "
                "states at the United Nations. The Council heard information from the Russian side."
            ),
        },
        "participants": [
            {"person": "aman-mambetseitov", "state": "KG"},
            {"person": "andrei-shvedov", "state": "RU"},
            {"person": "valery-semerikov", "state": None},
        ],
        "agenda": [
            {
                "ru": "Проект заявления о нераспространении оружия массового уничтожения и резолюции 1540",
                "en": "A draft statement on the non-proliferation of weapons of mass destruction and resolution 1540",
            },
            {
                "ru": "Проект заявления о мерах по укреплению взаимного доверия",
                "en": "A draft statement on measures of mutual confidence",
            },
            {
                "ru": "Информация представителя Российской Федерации о событиях в Чёрном море 25 ноября 2018 года",
                "en": (
                    "Information from the representative of the Russian Federation about the events "
                    "in the Black Sea of 25 November 2018"
                ),
            },
        ],
        "documents": [
            {
                "document": "draft-statement-non-proliferation",
                "verbs": ["reviewed", "finalized", "agreed", "sent_on"],
                "recipient": AT_THE_UN,
            },
            {
                "document": "draft-statement-mutual-confidence",
                "verbs": ["reviewed", "finalized", "agreed", "sent_on"],
                "recipient": AT_THE_UN,
            },
        ],
        "articles": ["permanent-council-2018-11-27"],
        "photos": [
            "ZVF_2142.JPG",
            "ZVF_2150.JPG",
            "ZVF_2144.JPG",
            "ZVF_2147.JPG",
            "ZVF_2153.JPG",
            "ZVF_2156.JPG",
        ],
        "announced_on": "2018-11-27",
    },
]


def sample_meeting(
    held_on, state, about, *, articles, agenda, documents=(), photos=(), mode=IN_THE_ROOM, announced_on=None
):
    """Return a meeting that never took place; `about` says in each language what its record shows."""
    return {
        "key": f"sample-{held_on}",
        "held_on": held_on,
        "place": MOSCOW,
        "mode": mode,
        "chair": None,
        "chair_state": state,
        "summary": {
            "ru": f"Образец записи: {about['ru']} Заседание вымышлено.",
            "en": f"Sample record: {about['en']} The meeting is invented.",
        },
        "participants": [],
        "agenda": agenda,
        "documents": list(documents),
        "articles": articles,
        "photos": list(photos),
        "announced_on": announced_on or held_on,
    }


def considered(document, *verbs, recipient=None):
    return {"document": document, "verbs": list(verbs), "recipient": recipient}


PLAN_OF_CONSULTATIONS = {"ru": "Проект плана консультаций", "en": "The draft plan of consultations"}
PLAN_OF_ACTION = {"ru": "Проект плана мероприятий", "en": "The draft plan of action"}
DRAFT_AGENDAS = {"ru": "Проекты повесток дня", "en": "Draft agendas"}
JOINT_EVENTS = {
    "ru": "Информация о подготовке совместных мероприятий",
    "en": "Information on the preparation of joint events",
}
LIST_OF_STATEMENTS = {"ru": "Проект перечня совместных заявлений", "en": "The draft list of joint statements"}
BUDGET_PAPERS = {"ru": "Бюджетные документы", "en": "Budget papers"}
OTHER_BUSINESS = {"ru": "Разное", "en": "Other business"}

MEETINGS += [
    sample_meeting(
        "2019-05-14",
        "KG",
        {
            "ru": "документ рассмотрен, работа над ним продолжается.",
            "en": "a document has been reviewed and work on it continues.",
        },
        agenda=[PLAN_OF_CONSULTATIONS, OTHER_BUSINESS],
        documents=[considered("sample-plan-of-consultations", "reviewed", "continues")],
        articles=["sample-meeting-2019"],
        photos=["ZVF_2031.JPG", "ZVF_2153.JPG"],
    ),
    sample_meeting(
        "2020-12-08",
        "RU",
        {
            "ru": "заседание в режиме видеоконференции.",
            "en": "a meeting held by videoconference.",
        },
        mode=BY_VIDEO,
        agenda=[DRAFT_AGENDAS, PLAN_OF_ACTION],
        documents=[considered("sample-plan-of-action", "reviewed", "continues")],
        articles=["sample-meeting-2020"],
        photos=["ZVF_4519.JPG", "ZVF_2034.JPG"],
    ),
    sample_meeting(
        "2021-04-13",
        "TJ",
        {
            "ru": "документ согласован и направлен дальше.",
            "en": "a document has been agreed and sent on.",
        },
        agenda=[PLAN_OF_CONSULTATIONS, OTHER_BUSINESS],
        documents=[
            considered("sample-plan-of-consultations", "reviewed", "agreed", "sent_on", recipient=FOREIGN_MINISTERS)
        ],
        articles=["sample-meeting-2021"],
        photos=["ZVF_2144.JPG", "ZVF_2156.JPG"],
    ),
    sample_meeting(
        "2022-03-15",
        "AM",
        {
            "ru": "информация принята к сведению, документов нет.",
            "en": "information was noted and there are no documents.",
        },
        agenda=[JOINT_EVENTS],
        articles=["sample-meeting-2022"],
        photos=["ZVF_2147.JPG"],
    ),
    sample_meeting(
        "2024-05-21",
        "KZ",
        {
            "ru": "в повестке один вопрос.",
            "en": "there is one item on the agenda.",
        },
        agenda=[DRAFT_AGENDAS],
        articles=["sample-meeting-2024"],
        photos=["ZVF_2147.JPG", "ZVF_2156.JPG"],
    ),
    sample_meeting(
        "2025-10-14",
        "KG",
        {
            "ru": "документ согласован после нескольких чтений.",
            "en": "a document has been agreed after several readings.",
        },
        agenda=[LIST_OF_STATEMENTS, OTHER_BUSINESS],
        documents=[considered("sample-list-of-joint-statements", "reviewed", "agreed", "sent_on")],
        articles=["sample-meeting-2025"],
        photos=["ZVF_2144.JPG", "ZVF_6041.JPG"],
    ),
    sample_meeting(
        "2026-06-16",
        "RU",
        {
            "ru": "два документа в разном состоянии.",
            "en": "two documents in different states.",
        },
        agenda=[PLAN_OF_ACTION, BUDGET_PAPERS],
        documents=[considered("sample-plan-of-action", "reviewed", "agreed")],
        articles=["sample-meeting-2026"],
        photos=["ZVF_2147.JPG", "ZVF_8260.JPG"],
    ),
    sample_meeting(
        "2026-12-15",
        "RU",
        {
            "ru": "предстоящее заседание, у которого ещё нет документов и снимков.",
            "en": "a coming meeting that has no documents and photographs yet.",
        },
        agenda=[PLAN_OF_CONSULTATIONS, LIST_OF_STATEMENTS],
        articles=["sample-accreditation-december", "sample-photo-opportunity-december"],
        announced_on="2026-11-18",
    ),
]
