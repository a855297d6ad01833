"""How texts become words, and the windows through which visitors see the index."""

import unicodedata

from django.conf import settings
from django.db import migrations

from publishing import rowsecurity
from publishing.rowsecurity import ROLE

# One configuration serves Russian and English: Cyrillic words are reduced by the Russian rules and Latin ones by the
# English, so that a Russian name is found in an English text in any of its cases, too.
CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION search_simple (COPY = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION search_stemmed (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION search_stemmed ALTER MAPPING FOR asciiword WITH pg_catalog.english_stem;
ALTER TEXT SEARCH CONFIGURATION search_stemmed ALTER MAPPING FOR word WITH pg_catalog.russian_stem;
CREATE TEXT SEARCH CONFIGURATION search_armenian (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION search_armenian ALTER MAPPING FOR asciiword WITH pg_catalog.english_stem;
ALTER TEXT SEARCH CONFIGURATION search_armenian ALTER MAPPING FOR word WITH pg_catalog.armenian_stem;
"""

# Latin letters with accents, and “ё”: people type them without. The Cyrillic letters of other languages stay apart.
ACCENTED = {
    sign: base
    for sign in map(chr, range(0xC0, 0x250))
    if (base := unicodedata.normalize("NFD", sign)[0]) != sign and base.isascii() and base.isalpha()
} | dict(zip("łŁøØđĐ", "lLoOdD"))

FUNCTIONS = r"""
-- A text as the index reads it, letter for letter of the same length, so that what is found can be marked in the
-- original: all that is no letter or figure is a space (so numbers, names of files and dates fall into their parts, and
-- a word with a hyphen into its own), and letters lose their accents.
CREATE FUNCTION search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN translate(
    CASE WHEN words ~ U&'[\00C0-\024F]' THEN translate(
        regexp_replace(words, U&'[!-/:-@[-`{-~\00A0-\00BF\00D7\00F7\2010-\205E\2116]', ' ', 'g'), 'ACCENTED', 'PLAIN'
    ) ELSE regexp_replace(words, U&'[!-/:-@[-`{-~\00A0-\00BF\2010-\205E\2116]', ' ', 'g') END,
    'ёЁ', 'еЕ'
);

-- A text fit to be shown and searched: composed, without invisible signs, on one line.
CREATE FUNCTION search_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN btrim(
    regexp_replace(
        regexp_replace(
            normalize(coalesce(words, ''), NFC), U&'[\00AD\200B-\200F\202A-\202E\2060-\2069\FEFF]', '', 'g'
        ),
        '\s+', ' ', 'g'
    )
);

-- The words of clean HTML. What stands inside a word takes no space, everything else does.
CREATE FUNCTION search_of_html(html text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    replace(replace(replace(replace(replace(
        regexp_replace(
            regexp_replace(html, '</?(?:strong|em|b|i|a|u|s|sub|sup)(?: [^>]*)?>', '', 'g'), '<[^>]*>', ' ', 'g'
        ),
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&');

-- Whatever somebody wrote by hand into such a column must not keep the thing itself from being saved.
CREATE FUNCTION search_object(texts jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN jsonb_typeof(texts) = 'object' THEN texts ELSE '{}' END;

CREATE FUNCTION search_localized(texts jsonb, of_language text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    coalesce(
        nullif(texts ->> of_language, ''),
        (SELECT value FROM jsonb_each_text(search_object(texts)) WHERE value <> '' LIMIT 1)
    );

CREATE FUNCTION search_all_languages(texts jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    (SELECT string_agg(DISTINCT value, ' · ') FROM jsonb_each_text(search_object(texts)) WHERE value <> '');

-- A day as people write it into a search box.
CREATE FUNCTION search_day(day date, of_language text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    to_char(day, 'DD.MM.YYYY') || ' · ' || CASE of_language
        WHEN 'ru' THEN to_char(day, 'FMDD ') || (
            ARRAY['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября',
                'ноября', 'декабря']
        )[extract(month FROM day)::integer] || to_char(day, ' YYYY')
        ELSE (extract(day FROM day))::text || ' ' || (
            ARRAY['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
                'November', 'December']
        )[extract(month FROM day)::integer] || ' ' || extract(year FROM day)::text
    END;

-- The numbers in a printed text by which somebody may ask for it: “PC.DEC/1307” gives pcdec1307 and 1307.
CREATE FUNCTION search_numbers(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ARRAY(
    SELECT DISTINCT 'number:' || lower(regexp_replace(part, '[^[:alnum:]]', '', 'g'))
    FROM (
        SELECT (regexp_matches(words, '[[:alnum:].№/-]*[0-9][[:alnum:]./-]*', 'g'))[1]
        UNION ALL SELECT (regexp_matches(words, '[0-9]+', 'g'))[1]
    ) AS parts(part)
    WHERE length(part) <= 40
);

-- The words of a text once each, as the lists of words and of names hold them.
CREATE FUNCTION search_each_word(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    tsvector_to_array(to_tsvector('search_simple'::regconfig, search_folded(words)));

-- The question that finds a name in a text. Russian surnames lose more of their end in some cases than in others.
CREATE FUNCTION search_question(form text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT to_tsquery('search_stemmed'::regconfig, string_agg(
        CASE WHEN word ~ '([ое]в|[иы]н)$' THEN format('(''%s'' | ''%sа'')', word, word)
            ELSE format('''%s''', word) END,
        ' <-> ' ORDER BY place
    ))
    FROM regexp_split_to_table(lower(search_folded(form)), '\s+') WITH ORDINALITY AS words(word, place)
    WHERE word <> ''
);

-- The beginnings of a word, and these with one or two letters left out: a misspelt word shares one with the right one.
CREATE FUNCTION search_beginnings(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH beginning(letters) AS (VALUES (left(word, 7))),
    less_one(letters, cut) AS (
        SELECT overlay(letters PLACING '' FROM place FOR 1), place
        FROM beginning, generate_series(1, length(letters)) place
    )
    SELECT ARRAY(
        SELECT letters FROM beginning
        UNION SELECT letters FROM less_one
        UNION SELECT overlay(letters PLACING '' FROM place FOR 1)
        FROM less_one, generate_series(cut, length(letters)) place WHERE length(word) > 4
    )
$$;

CREATE FUNCTION search_threes(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ARRAY(
    SELECT DISTINCT substr('  ' || word || ' ', place, 3) FROM generate_series(1, length(word) + 1) place
);
""".replace("ACCENTED", "".join(ACCENTED)).replace("PLAIN", "".join(ACCENTED.values()))

FUNCTIONS_GO = """
DROP FUNCTION search_threes, search_beginnings, search_question, search_each_word, search_numbers, search_day,
    search_all_languages, search_localized, search_object, search_of_html, search_plain, search_folded;
DROP TEXT SEARCH CONFIGURATION search_armenian;
DROP TEXT SEARCH CONFIGURATION search_stemmed;
DROP TEXT SEARCH CONFIGURATION search_simple;
"""

# A row is narrow and its texts lie elsewhere, so that counting many hits reads little.
STORAGE = """
ALTER TABLE search_entry ADD COLUMN shown tstzmultirange;
ALTER TABLE search_entry SET (toast_tuple_target = 256);
ALTER TABLE search_entry ALTER COLUMN words SET STORAGE EXTERNAL, ALTER COLUMN tags SET STORAGE MAIN;
CREATE INDEX search_entry_words ON search_entry USING gin (words, title_words, tags) WITH (fastupdate = off);

ALTER TABLE search_name ADD COLUMN question tsquery NOT NULL, ADD COLUMN lexemes text[] NOT NULL;
CREATE INDEX search_name_words ON search_name USING gin (words) WITH (fastupdate = off);
CREATE INDEX search_name_lexemes ON search_name USING gin (lexemes) WITH (fastupdate = off);

CREATE INDEX search_word_word ON search_word (word text_pattern_ops);
CREATE INDEX search_word_beginnings ON search_word USING gin (beginnings) WITH (fastupdate = off);
"""

LIVE = rowsecurity.LIVE.replace("site_now()", "(SELECT site_now())")  # asked once and not for every row
# The languages of the settings, as they were at this step: search.languages keeps them.
_RULES = {"ru": "search_stemmed", "en": "search_stemmed", "hy": "search_armenian"}
_ROWS = ", ".join(f"('{code}'::text, '{_RULES.get(code, 'search_simple')}'::text)" for code, _ in settings.LANGUAGES)
LANGUAGES = f"CREATE VIEW search_language AS SELECT * FROM (VALUES {_ROWS}) AS languages (code, configuration);"

COLUMNS = "id, kind, object_id, language, part, shown_on, tags, title, body"

# The views read with the rights of their owner and let nothing through but these rows. They are no security barriers:
# those would keep the conditions of a search from the index, and visitors' requests send no functions of their own.
VIEWS = f"""
CREATE VIEW search_found AS
    SELECT {COLUMNS}, files, title_words, words FROM search_entry
    WHERE {LIVE} AND (shown IS NULL OR shown @> (SELECT site_now()));

-- What was withdrawn stays readable below its reason: without photographs and files, and as it stood last.
CREATE VIEW search_withdrawn AS
    SELECT {COLUMNS}, ''::text AS files, title_words, words FROM search_entry e
    WHERE kind = 'article' AND is_withdrawn AND live_until <= site_now()
    AND news_history_is_open(object_id, language, live_from)
    AND NOT EXISTS (
        SELECT FROM search_entry later
        WHERE later.kind = 'article' AND later.object_id = e.object_id AND later.language = e.language
        AND later.id <> e.id AND later.live_from >= e.live_until AND later.live_from <= site_now()
    );

-- The forms of the names of those whom visitors know.
CREATE VIEW search_known_name AS
    SELECT kind, key, form, words FROM search_name n
    WHERE kind = 'state' OR EXISTS (
        SELECT FROM search_found f WHERE f.kind = 'person' AND f.object_id = n.key::bigint
    );

GRANT SELECT ON search_found, search_withdrawn, search_known_name TO {ROLE};
"""

# Words are told only if something public has them now: the list itself stays closed.
SIMILAR = f"""
CREATE FUNCTION search_similar(misspelt text, most integer) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH near AS (
        SELECT DISTINCT word, cardinality(ARRAY(
            SELECT unnest(threes) INTERSECT SELECT unnest(search_threes(misspelt))
        ))::real / greatest(cardinality(threes), length(misspelt)) AS likeness
        FROM search_word
        WHERE beginnings && search_beginnings(misspelt) AND abs(length(word) - length(misspelt)) <= 2
        AND word <> misspelt
    ), nearest AS MATERIALIZED (
        SELECT word FROM near ORDER BY likeness DESC, word LIMIT most
    )
    SELECT word FROM nearest n WHERE EXISTS (
        SELECT FROM search_found f
        WHERE f.words @@ to_tsquery('search_stemmed'::regconfig, '''' || n.word || '''')
        OR f.words @@ to_tsquery('search_simple'::regconfig, '''' || n.word || '''')
    )
$$;
REVOKE EXECUTE ON FUNCTION search_similar(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_similar(text, integer) TO {ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("publishing", "0006_changes"),
        ("photos", "0007_changes"),
        ("council", "0016_workspace"),
        ("news", "0009_changes"),
    ]
    operations = [
        migrations.RunSQL(CONFIGURATIONS, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_GO),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(LANGUAGES, "DROP VIEW search_language;"),
        migrations.RunSQL(VIEWS, "DROP VIEW search_known_name; DROP VIEW search_withdrawn; DROP VIEW search_found;"),
        migrations.RunSQL(SIMILAR, "DROP FUNCTION search_similar(text, integer);"),
    ]
