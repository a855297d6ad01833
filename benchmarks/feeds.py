"""Time and queries of feeds, API and sitemaps, while the archive grows.

    .venv/bin/python -m benchmarks.feeds [--articles 10000 100000] [--times 20] [--keep] [--only sitemap]

A database of its own is filled by SQL and grows from one number of articles to the next: in two languages, from thirty
years, some corrected, half with a photograph, one in five about a meeting; people come and go, so that each is in as
many articles whatever the size, while the six states are in more and more. Everything is asked for through the whole of
of Django, as a visitor, uncached, and without a network.

It prints milliseconds (median and 95th percentile of wall-clock time, median processor time of Python), the number of
queries and the size, for each number of articles. On a busy machine wall-clock time says little.
"""
# ruff: noqa: E402, E501 - Django is set up before its models can be imported; SQL reads better in long lines

import argparse
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_feeds")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from benchmarks import newsroom
from council.models import Meeting, Participation, Person, PersonShown, State, Term
from news.models import Article, Edition, EditionPhoto
from photos.models import Photo, Rendition
from syndication import sitemaps
from tests import factories

STATES = ["AM", "BY", "KG", "KZ", "RU", "TJ"]
A_THOUSANDTH = 1000  # of all articles are about one person's time in office

FILL = """
SET session_replication_role = replica;  -- the freeze, the index of the search and the foreign keys cost hours here
INSERT INTO council_person (id, name, biography)
SELECT n, jsonb_build_object('en', 'Person ' || n, 'ru', 'Лицо ' || n), '{{}}' FROM generate_series({first} / {share} + 1, {last} / {share}) n;
INSERT INTO council_term (person_id, office_id, acting, start, start_precision, end_precision, live_from)
SELECT n, (ARRAY[{offices}])[1 + n % {state_count}], false, '1992-01-01', 'day', 'day', '2000-01-01'
FROM generate_series({first} / {share} + 1, {last} / {share}) n;
INSERT INTO council_meeting (id, ordinal, kind, format, held_on, zone, place, course, reason, summary, chair_id, chair_state_id, live_from, sequence, changed_at, uid)
SELECT n, '{{}}', 'regular', '', ({day_of_meeting})::date, 'Europe/Moscow', '{{}}', 'as_planned', '{{}}', '{{}}',
    1 + n / 10, (ARRAY[{states}])[1 + n % {state_count}], {day_of_meeting}, 0, now(), gen_random_uuid()
FROM generate_series({first} / 100 + 1, {last} / 100 - 1) n;
INSERT INTO council_participation (meeting_id, role, person_id, capacity, position)
SELECT n, 'participant', greatest(1, n / 10 - place), '{{}}', place FROM generate_series({first} / 100 + 1, {last} / 100 - 1) n, generate_series(1, 6) place;
INSERT INTO photos_photo (id, key, file_name, original, format, size, sha256, width, height, caption, alt, credit, creator, copyright, usage_terms, rights_url,
    headline, extended_description, place, keywords, persons_named, focal_x, focal_y, uploaded_at, uploaded_by_id)
SELECT n, 'photo-' || n, 'ZVF_' || n || '.JPG', 'x', 'JPEG', 1, '', 3000, 2000, '{{"en": "The Council in session.", "ru": "Заседание Совета."}}',
    '{{"en": "Delegates.", "ru": "Делегаты."}}', '{{"en": "Press Office", "ru": "Пресс-служба"}}', '', '', '{{}}', '', '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', 0.5, 0.5, now(), {writer}
FROM generate_series({first} / 10 + 1, {last} / 10) n;
INSERT INTO photos_rendition (photo_id, kind, crop, width, height, size, file)
SELECT n, kind, '', width, width * 2 / 3, 60000, '' FROM generate_series({first} / 10 + 1, {last} / 10) n,
    (VALUES ('jpeg', 640), ('jpeg', 960), ('jpeg', 1600), ('avif', 640), ('avif', 960), ('avif', 1600), ('download', 3000)) made (kind, width);
INSERT INTO council_personshown (photo_id, person_id, position)
SELECT n, greatest(1, n * 10 / {share}), 0 FROM generate_series({first} / 10 + 1, {last} / 10) n;
INSERT INTO news_article (id, created_at, created_by_id, original_language, languages, shown_on, has_stale)
SELECT n, now(), {writer}, 'ru', '{{ru,en}}', ({day_of_article})::date, false FROM generate_series({first} + 1, {last}) n;
INSERT INTO news_edition (article_id, language, number, section_id, genre, shown_on, shown_precision, meeting_id, title, slug, standfirst, body, signed_by, signature,
    change, change_note, stage, approved_digest, unreviewed_reason, live_from, live_until, first_published_at, created_by_id, edited_by_id, edited_at, version, translation_follows)
SELECT n, language, number, (ARRAY[{sections}])[1 + n % {section_count}],
    CASE WHEN n % 1000 = 0 THEN 'comment' WHEN n % 50 = 0 THEN 'interview' WHEN n % 9 = 0 THEN 'statement' WHEN n % 7 = 0 THEN 'announcement' ELSE 'report' END,
    ({day_of_article})::date, 'day', CASE WHEN n % 5 = 0 AND n / 100 BETWEEN 1 AND {last} / 100 - 1 THEN n / 100 END,
    CASE language WHEN 'ru' THEN 'Заседание Постоянного совета ' || n ELSE 'The Permanent Council met, ' || n END, 'a-' || n,
    'One paragraph that says who did what, where and when, in about as many words as usual.',
    repeat('<p>' || repeat('The text of an article as long as they are, with names, dates and places in it. ', 5) || '</p>', 6), 'nobody', '',
    CASE number WHEN 1 THEN 'first' ELSE 'correction' END, CASE number WHEN 1 THEN '' ELSE 'The date was wrong.' END, 'approved', '', '',
    {day_of_article} + (number - 1) * interval '1 day', CASE WHEN number < editions THEN {day_of_article} + interval '1 day' END, {day_of_article}, {writer}, {writer}, now(), 1, false
FROM (SELECT n, CASE WHEN n % 12 = 0 THEN 2 ELSE 1 END AS editions FROM generate_series({first} + 1, {last}) n) articles
CROSS JOIN (VALUES ('ru'), ('en')) languages (language) CROSS JOIN generate_series(1, 2) number
WHERE number <= editions AND NOT (language = 'en' AND n % 20 = 3);
INSERT INTO news_editionphoto (edition_id, photo_id, position, caption, alt, decorative)
SELECT id, greatest(1, article_id / 10), 0, 'The Council in session.', 'Delegates.', false
FROM news_edition WHERE article_id % 2 = 0 AND article_id > {first} AND article_id <= {last};
INSERT INTO publishing_change (subject_kind, subject_id, what, at, recorded_at)
SELECT 'news.edition', id, 'opened', live_from, live_from FROM news_edition WHERE article_id > {first} ORDER BY live_from, id;
SET session_replication_role = DEFAULT;
"""
# Thirty years end an hour ago, whatever the number of articles in them.
DAY = "(now() - ({last} - n) * interval '30 years' / {last} - interval '1 hour')"
DAY_OF_MEETING = "(now() - ({last} / 100 - n) * interval '30 years' / ({last} / 100) - interval '1 hour')"


def main():
    wanted = arguments()
    with newsroom.opened(keep=wanted.keep):
        for number in sorted(wanted.articles):
            began = time.perf_counter()
            fill(number)
            print(f"\n{sizes()}; filled in {time.perf_counter() - began:.0f} s", flush=True)
            measure(wanted.times, wanted.only)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--times", type=int, default=20, help="how often each address is asked for")
    parser.add_argument("--only", default="", help="words of the names of those wanted")
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def sizes():
    counted = {"articles": Article, "editions": Edition, "meetings": Meeting, "people": Person, "photographs": Photo}
    return ", ".join(f"{model.objects.count():,} {name}" for name, model in counted.items())


def fill(number):
    """Let the archive grow to `number` articles."""
    first = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if first >= number:
        return
    sections = [
        factories.section(f"section-{number}", f"Section {number}", f"Раздел {number}").pk for number in range(6)
    ]
    states = [factories.state(code, code, code).pk for code in STATES]
    offices = [factories.office(state=State.objects.get(pk=state), single_holder=False).pk for state in states]
    given = {
        "first": first,
        "last": number,
        "share": A_THOUSANDTH,
        "writer": factories.writer().pk,
        "sections": listed(sections),
        "section_count": len(sections),
        "states": listed(states),
        "state_count": len(states),
        "offices": listed(offices),
    }
    given |= {"day_of_article": DAY.format(**given), "day_of_meeting": DAY_OF_MEETING.format(**given)}
    with connection.cursor() as cursor:
        for model in (
            Article, Edition, EditionPhoto, Meeting, Participation, Person, PersonShown, Photo, Rendition, Term
        ):  # fmt: skip
            let_columns_be_left_out(cursor, model)
        cursor.execute(FILL.format(**given))
        cursor.execute("SELECT news_recount_tally()")
        for model in (Article, Meeting, Person, Photo):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE")


def listed(numbers):
    return ", ".join(map(str, numbers))


def let_columns_be_left_out(cursor, model):
    """Give the database the defaults that Django has, as far as they are the same for every row."""
    for field in model._meta.concrete_fields:
        if field.has_default() and (not callable(field.default) or field.default in (dict, list)):
            value = field.get_db_prep_save(field.get_default(), connection)
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ALTER {field.column} SET DEFAULT %s", [value])


# --- What is measured ------------------------------------------------------------------------------------------------


def addresses():
    last = Article.objects.order_by("-pk").values_list("pk", flat=True).first()
    middle = Edition.objects.filter(article=last // 2).first()
    person, meeting = last // A_THOUSANDTH // 2 + 1, last // 200
    yield "feed of all news, Atom", "/en/feeds/news.atom"
    yield "feed of all news, RSS", "/en/feeds/news.rss"
    yield "feed of all news, JSON", "/en/feeds/news.json"
    yield "the same, nothing new (304)", "/en/feeds/news.atom"
    yield "the same, from the middle", f"/en/feeds/news.atom?before={middle.shown_on:%Y%m%d}-{middle.article_id}"
    yield "feed of a section", "/en/feeds/sections/section-3.atom"
    yield "feed of a frequent kind", "/en/feeds/genres/report.atom"
    yield "feed of a rare kind", "/en/feeds/genres/comment.atom"
    yield "feed of a meeting", f"/en/feeds/meetings/{meeting}.atom"
    yield "feed of a person", f"/en/feeds/people/{person}.atom"
    yield "feed of a state", "/en/feeds/states/kg.atom"
    yield "feed of corrections", "/en/news/corrections/atom.xml"
    yield "sitemap: index", "/sitemap.xml"
    yield "sitemap: first part", "/sitemaps/articles-0.xml"
    yield "sitemap: last part", f"/sitemaps/articles-{last // sitemaps.ENTRIES_PER_PART}.xml"
    yield "sitemap: photographs", "/sitemaps/photos-0.xml"
    yield "sitemap: news of two days", "/news-sitemap.xml"
    yield from elsewhere("wires: changes from the beginning", "wires:changes")
    yield from elsewhere("wires: latest", "wires:latest")
    yield from elsewhere("API: articles", "api:list", "articles")


def elsewhere(name, view, *args):
    try:
        yield name, reverse(view, args=args)
    except NoReverseMatch:
        print(f"{name}: no such address")


def measure(times, only):
    client = Client()
    print(f"{'what':<36} {'median':>8} {'95 %':>8} {'Python':>8} {'queries':>8} {'KB':>7}")
    for name, address in addresses():
        if only in name:
            headers = {}
            if "304" in name:
                headers = {"if-none-match": client.get(address).headers["ETag"]}
            report(name, client, address, headers, times)


def report(name, client, address, headers, times):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers=headers)
        number = len(queries)
    assert answer.status_code in (200, 304), (address, answer.status_code)
    taken, worked = [], []
    for _ in range(times):
        began, processor = time.perf_counter(), time.process_time()
        client.get(address, headers=headers)
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - processor) * 1000)
    figures = [statistics.median(taken), statistics.quantiles(taken, n=20)[-1], statistics.median(worked)]
    shown = " ".join(f"{figure:>8.1f}" for figure in figures)
    print(f"{name:<36} {shown} {number:>8} {len(answer.content) / 1024:>7.0f}", flush=True)


if __name__ == "__main__":
    main()
