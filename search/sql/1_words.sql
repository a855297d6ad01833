-- How texts become words.

-- A text as the index reads it. Every character stays in its place, so that what is found can be marked in the
-- original. What is no letter or figure becomes a space, so that numbers, file names, dates and words with a hyphen
-- fall into their parts. Letters lose their accents, raised figures become spaces, lowered ones figures. The accented
-- letters are those from À to ȳ that Unicode decomposes into an ASCII letter and an accent, and łŁøØđĐ. Cyrillic
-- letters of languages other than Russian stay as they are.
CREATE OR REPLACE FUNCTION search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN translate(
    CASE WHEN words ~ U&'[\00C0-\024F]' THEN translate(
        regexp_replace(words, U&'[!-/:-@[-`{-~\00A0-\00BF\00D7\00F7\2010-\205E\2116]', ' ', 'g'),
        'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİĴĵĶķĹĺĻļĽľŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžƠơƯưǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǞǟǠǡǦǧǨǩǪǫǬǭǰǴǵǸǹǺǻȀȁȂȃȄȅȆȇȈȉȊȋȌȍȎȏȐȑȒȓȔȕȖȗȘșȚțȞȟȦȧȨȩȪȫȬȭȮȯȰȱȲȳłŁøØđĐ',
        'AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyyAaAaAaCcCcCcCcDdEeEeEeEeEeGgGgGgGgHhIiIiIiIiIJjKkLlLlLlNnNnNnOoOoOoRrRrRrSsSsSsSsTtTtUuUuUuUuUuUuWwYyYZzZzZzOoUuAaIiOoUuUuUuUuUuAaAaGgKkOoOojGgNnAaAaAaEeEeIiIiOoOoRrRrUuUuSsTtHhAaEeOoOoOoOoYylLoOdD'
    ) ELSE regexp_replace(words, U&'[!-/:-@[-`{-~\00A0-\00BF\2010-\205E\2116]', ' ', 'g') END,
    'ёЁ⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉', 'еЕ       0123456789'
);

-- A text fit to be shown and searched: composed, without invisible signs, on one line.
CREATE OR REPLACE FUNCTION search_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN btrim(
    regexp_replace(
        regexp_replace(
            normalize(coalesce(words, ''), NFC), U&'[\00AD\200B-\200F\202A-\202E\2060-\2069\FEFF]', '', 'g'
        ),
        '\s+', ' ', 'g'
    )
);

-- The HTML with <sup> replaced by Unicode's raised characters, as far as they exist: 1540<sup>2</sup> is 1540², not
-- 15402.
CREATE OR REPLACE FUNCTION search_raised(html text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN html LIKE '%<sup>%' THEN (
        SELECT string_agg(
            CASE WHEN place % 2 = 0 THEN translate(part, '0123456789+-−=()in', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ') ELSE part END,
            '' ORDER BY place
        )
        FROM regexp_split_to_table(html, '</?sup>') WITH ORDINALITY AS parts(part, place)
    ) ELSE html END;

-- The words of clean HTML. Tags that stand inside words become nothing, all others a space.
CREATE OR REPLACE FUNCTION search_text_of_html(html text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    replace(replace(replace(replace(replace(
        regexp_replace(
            regexp_replace(search_raised(html), '</?(?:strong|em|b|i|a|u|s|sub|sup)(?: [^>]*)?>', '', 'g'),
            '<[^>]*>', ' ', 'g'
        ),
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&');

-- A JSON object, or an empty one for any other value: a wrong value in such a column must not keep its row from being
-- found.
CREATE OR REPLACE FUNCTION search_object_or_empty(texts jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN jsonb_typeof(texts) = 'object' THEN texts ELSE '{}' END;

CREATE OR REPLACE FUNCTION search_localized(texts jsonb, of_language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    coalesce(
        nullif(texts ->> of_language, ''),
        (SELECT value FROM jsonb_each_text(search_object_or_empty(texts)) WHERE value <> '' LIMIT 1)
    );

CREATE OR REPLACE FUNCTION search_all_languages(texts jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    (SELECT string_agg(DISTINCT value, ' · ') FROM jsonb_each_text(search_object_or_empty(texts)) WHERE value <> '');

-- A day as people write it into a search box.
CREATE OR REPLACE FUNCTION search_day(day date, of_language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
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
CREATE OR REPLACE FUNCTION search_numbers(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ARRAY(
    SELECT DISTINCT 'number:' || lower(regexp_replace(part, '[^[:alnum:]]', '', 'g'))
    FROM (
        SELECT (regexp_matches(words, '[[:alnum:].№/-]*[0-9][[:alnum:]./-]*', 'g'))[1]
        UNION ALL SELECT (regexp_matches(words, '[0-9]+', 'g'))[1]
    ) AS parts(part)
    WHERE length(part) <= 40
);

-- The words of a text, each once, as search_word and search_name hold them.
CREATE OR REPLACE FUNCTION search_each_word(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    tsvector_to_array(to_tsvector('search_simple'::regconfig, search_folded(words)));

-- The query that finds a name in a text. In some cases the stemmer cuts more off a Russian surname than in others.
CREATE OR REPLACE FUNCTION search_name_query(form text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT to_tsquery('search_stemmed'::regconfig, string_agg(
        CASE WHEN word ~ '([ое]в|[иы]н)$' THEN format('(''%s'' | ''%sа'')', word, word)
            ELSE format('''%s''', word) END,
        ' <-> ' ORDER BY place
    ))
    FROM regexp_split_to_table(lower(search_folded(form)), '\s+') WITH ORDINALITY AS words(word, place)
    WHERE word <> ''
);

-- The beginnings of a word, whole and with one or two letters left out: a misspelt word shares one with the right one.
CREATE OR REPLACE FUNCTION search_beginnings(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
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

CREATE OR REPLACE FUNCTION search_trigrams(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ARRAY(
    SELECT DISTINCT substr('  ' || word || ' ', place, 3) FROM generate_series(1, length(word) + 1) place
);
