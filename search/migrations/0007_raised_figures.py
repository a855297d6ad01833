"""A raised figure is one of its own to those who search and read excerpts: 1540<sup>2</sup> is 1540², not 15402."""

from importlib import import_module

from django.db import migrations

ACCENTED = import_module("search.migrations.0002_words").ACCENTED

RAISED = """
-- What stands in <sup> in Unicode's raised letters, as far as there are any.
CREATE FUNCTION search_raised(html text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN html LIKE '%<sup>%' THEN (
        SELECT string_agg(
            CASE WHEN place % 2 = 0 THEN translate(part, '0123456789+-−=()in', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ') ELSE part END,
            '' ORDER BY place
        )
        FROM regexp_split_to_table(html, '</?sup>') WITH ORDINALITY AS parts(part, place)
    ) ELSE html END;
"""

WORDS = r"""
CREATE OR REPLACE FUNCTION search_of_html(html text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    replace(replace(replace(replace(replace(
        regexp_replace(
            regexp_replace(READ, '</?(?:strong|em|b|i|a|u|s|sub|sup)(?: [^>]*)?>', '', 'g'), '<[^>]*>', ' ', 'g'
        ),
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&');
"""

# As in 0002, and besides: a raised figure is a space (¹, ² and ³ were), a lowered one is the figure.
FOLDED = r"""
CREATE OR REPLACE FUNCTION search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN translate(
    CASE WHEN words ~ U&'[\00C0-\024F]' THEN translate(
        regexp_replace(words, U&'[!-/:-@[-`{-~\00A0-\00BF\00D7\00F7\2010-\205E\2116]', ' ', 'g'), 'ACCENTED', 'PLAIN'
    ) ELSE regexp_replace(words, U&'[!-/:-@[-`{-~\00A0-\00BF\2010-\205E\2116]', ' ', 'g') END,
    'ёЁFIGURES', 'еЕREAD'
);
""".replace("ACCENTED", "".join(ACCENTED)).replace("PLAIN", "".join(ACCENTED.values()))


class Migration(migrations.Migration):
    dependencies = [("search", "0006_similar")]

    operations = [
        migrations.RunSQL(
            [
                RAISED,
                WORDS.replace("READ", "search_raised(html)"),
                FOLDED.replace("FIGURES", "⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉").replace("READ", "       0123456789"),
            ],
            [
                FOLDED.replace("FIGURES", "").replace("READ", ""),
                WORDS.replace("READ", "html"),
                "DROP FUNCTION search_raised",
            ],
        )
    ]
