"""The languages of the demo, switched on and arranged as an administrator does it on the desk."""

from demo import content
from publishing import switching_languages
from publishing.languages import language_codes


def load(users):
    rows = content.read("languages")["languages"]
    for row in rows:
        if row["code"] not in language_codes():
            switching_languages.switch_on(row["code"], by=users["admin"])
    wanted = [(row["code"], row.get("required", False), row.get("falls_back_to", "")) for row in rows]
    switching_languages.arrange(wanted, by=users["admin"])
