"""The text search configurations of PostgreSQL for the languages of texts."""

# Languages with a stemmer in PostgreSQL. In others, words are found by their beginnings instead.
CONFIGURATIONS = {"ru": "search_stemmed", "en": "search_stemmed", "hy": "search_armenian"}
SIMPLE = "search_simple"


def configuration(language: str) -> str:
    return CONFIGURATIONS.get(language, SIMPLE)


def cases() -> str:
    """Return the same as the branches of a CASE in SQL (search/sql/0_languages.sql)."""
    return " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in CONFIGURATIONS.items())
