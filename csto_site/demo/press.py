"""Whom the press calls. Dates are as precise as they are known; `until` is the first day out of office."""

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
