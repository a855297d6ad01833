"""What somebody types into the five steps of the first run."""

PASSWORD = "a long enough secret"
NAMES = {
    "name_ru": "Совет городов",
    "name_en": "Council of Cities",
    "abbreviation_ru": "СГ",
    "abbreviation_en": "CoC",
    "name_of_ru": "Совета городов",
    "name_of_en": "",
}
MARK = {"colour": "#1d4d3b", "parts": "3", "mark": ""}
CONTACT = {
    "answers_ru": "Пресс-служба",
    "answers_en": "Press Office",
    "phone": "+374 10 00-00-00",
    "phone_fax": "",
    "email": "press@cities.example",
}
SECTIONS = {
    "sections": ["news", "interviews"],
    "own_ru": "Города",
    "own_en": "Cities",
    "body_ru": "Совет мэров",
    "body_en": "Council of Mayors",
}
ACCOUNT = {
    "first_name": "Ани",
    "last_name": "Саркисян",
    "email": "ani@cities.example",
    "username": "ani",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
STEPS = {"names": NAMES, "mark": MARK, "contact": CONTACT, "sections": SECTIONS}
