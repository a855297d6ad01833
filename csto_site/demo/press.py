"""Whom the press calls. Dates are as precise as they are known; `until` is the first day out of office."""

import datetime

# Both numbers and the address as the organization prints them under its reports.
PHONES = [("+7495-795-27-10", "phone"), ("+7495-621-33-23", "tel/fax")]
EMAIL = "odkb-pressa@gov.ru"

CONTACTS = [
    {
        "key": "vladimir-zaynetdinov",
        "name": {"ru": "Владимир Зайнетдинов", "en": "Vladimir Zaynetdinov"},
        "office": {"ru": "Пресс-секретарь ОДКБ", "en": "CSTO Press secretary"},
        "phones": PHONES,
        "email": EMAIL,
        "since": "2012",
        "until": "2023-05",
    },
    # Since 2024 Yuri Shuvalov is on record as Head of the Information and Public Relations Department. No number of
    # his was ever seen in print, and the desk's numbers are not known to be his: so the office answers, not a person.
    {
        "key": "press-office",
        "name": {"ru": "Пресс-служба ОДКБ", "en": "CSTO Press Office"},
        "office": {"ru": "", "en": ""},
        "phones": PHONES,
        "email": EMAIL,
        "since": "2023-05",
        "until": None,
    },
]

# Opening hours of the real office were never seen in print, so none are claimed. The rota is a demo's: from Monday of
# this week, day and night in turns of twelve hours; the last Sunday is left open, to show how the desk tells of gaps.
ROTA_WEEKS = 3
ROTA_TURNS = [(9, 21), (21, 33)]

# All askers are invented, and so are their newsrooms. `due` counts in hours from now.
ENQUIRIES = [
    {
        "name": "Анна Корреспондентова",
        "outlet": "Газета «Пример»",
        "email": "anna@gazeta.example",
        "phone": "+7 000 000-00-01",
        "topic": "comment",
        "about": "2018-11-27",
        "language": "ru",
        "question": "Когда состоится следующее заседание Постоянного совета и будет ли в начале протокольная съёмка?",
        "due": 1.5,
        "zone": "Europe/Moscow",
        "state": "working",
        "note": "Справиться в Секретариате о времени.",
    },
    {
        "name": "Daniel Example",
        "outlet": "Example Newsroom",
        "email": "daniel@newsroom.example",
        "phone": "",
        "topic": "pictures",
        "language": "en",
        "question": "May we have the photograph of the round table in full size, and how should it be credited?",
        "due": 20,
        "zone": "Europe/Brussels",
        "state": "received",
    },
    {
        "name": "Aigerim Sample",
        "outlet": "Sample Agency",
        "email": "aigerim@agency.example",
        "phone": "",
        "topic": "correction",
        "language": "en",
        "question": "Which document says when the Treaty was signed?",
        "due": 30,
        "zone": "Asia/Almaty",
        "state": "answered",
        "line": "treaty",
    },
]
LINES = {
    "treaty": {
        "title": "Когда подписан Договор",
        "text": {
            "ru": "Договор о коллективной безопасности подписан в Ташкенте 15 мая 1992 года.",
            "en": "The Collective Security Treaty was signed in Tashkent on 15 May 1992.",
        },
    },
    "pictures": {
        "title": "Как подписывать фотографии",
        "text": {
            "ru": "Тексты и фотографии с этого сайта можно перепечатывать бесплатно со ссылкой на источник; "
            "подпись указана рядом с каждой фотографией в фотоархиве.",
            "en": "Texts and photographs of this site may be reprinted free of charge if the source is named; "
            "the credit stands beside each photograph in the archive.",
        },
    },
}

# Invented like the enquiries: an event for the media so many days from whenever the demo is made, and who asks to come.
ADVISORIES = [
    {
        "title": {
            "ru": "Брифинг по итогам заседания Постоянного совета",
            "en": "Briefing after the meeting of the Permanent Council",
        },
        "text": {
            "ru": "Председатель Постоянного совета расскажет о решениях заседания и ответит на вопросы.",
            "en": "The Chairman of the Permanent Council tells of the decisions of the meeting and answers questions.",
        },
        "place": {"ru": "Москва, Секретариат ОДКБ, вход для прессы", "en": "Moscow, CSTO Secretariat, press entrance"},
        "access": {
            "ru": "Вход открыт за 45 минут до начала. Возьмите с собой пресс-карту и удостоверение личности.",
            "en": "The doors are open from 45 minutes before. Bring your press card and an identity document.",
        },
        "pool": {
            "ru": "Протокольная съёмка в начале заседания: только пул.",
            "en": "Photographs at the opening of the meeting: for the pool alone.",
        },
        "places": 40,
        "in_days": 9,
        "starts_at": datetime.time(15),
        "requests": [
            {
                "language": "en",
                "name": "Anna Sample",
                "outlet": "Example News Agency",
                "email": "anna@agency.example",
                "role": "reporter",
                "decision": "approved",
            },
            {
                "language": "ru",
                "name": "Борис Пример",
                "outlet": "Телеканал «Пример»",
                "email": "boris@tv.example",
                "role": "camera",
                "equipment": "Камера, передатчик",
            },
        ],
    },
]
