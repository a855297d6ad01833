"""The languages of the site and their text search configurations in PostgreSQL."""

from django.db import connection

from publishing.languages import language_codes
from search.models import Language

# Languages with a stemmer in PostgreSQL. In others, words are found by their beginnings instead.
CONFIGURATIONS = {"ru": "search_stemmed", "en": "search_stemmed", "hy": "search_armenian"}
SIMPLE = "search_simple"


def configuration(language: str) -> str:
    return CONFIGURATIONS.get(language, SIMPLE)


def update_language_view() -> bool:
    """Make the view search_language of the languages in the settings; return whether one of them is new."""
    known = dict(Language.objects.values_list("code", "configuration"))
    wanted = {code: configuration(code) for code in language_codes()}
    if known != wanted:
        rows = ", ".join(["(%s::text, %s::text)"] * len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE VIEW search_language AS"  # noqa: S608 names of our own, values as parameters
                f" SELECT * FROM (VALUES {rows}) AS languages (code, configuration)",
                [value for pair in wanted.items() for value in pair],
            )
    return not set(wanted) <= set(known)
