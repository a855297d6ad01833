"""How quick the desk is with a hundred thousand articles.

    .venv/bin/python -m benchmarks.desk [--articles 100000] [--times 20] [--keep]

A database of its own is filled by SQL: articles in two languages from twenty years, some corrected, some scheduled, in
review or drafts, half with photographs, a few that only some may read. Then every screen is asked for as a browser
would, through the whole of Django, by a press secretary. `--keep` leaves the database for the next run.

It prints milliseconds: the median and the 95th percentile by the clock, and the medians of the processor time of
Python and of PostgreSQL. What is over its goal by these two is marked: they are the same on a machine that does much
else. The number of queries is exact.
"""
# ruff: noqa: E402, E501 - Django is set up before its models can be imported; SQL reads better in long lines

import argparse
import itertools
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_desk")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from benchmarks import newsroom, postgres
from news.models import Article, Edition, EditionPhoto, SavedVersion
from photos.models import Photo
from publishing import actions, clock
from publishing.models import TimelineEntry
from search import rebuilding, refreshing
from tests import factories
from tests.desk.screens import Page

GOAL_SCREEN, GOAL_FIND, GOAL_ACTION, GOAL_TYPING = 150, 100, 100, 100  # milliseconds
LIST = "/desk/news/article/"
REMARKS = 40
# As many words as a long interview has, with something to remark on in every paragraph.
DOUBTFUL = "".join(
    f"<p>In the case of No. {number} they met yesterday. {'The Council heard a report on the exercises. ' * 9}</p>"
    for number in range(REMARKS)
)


def main():
    wanted = arguments()
    with newsroom.opened(keep=wanted.keep):
        began = time.perf_counter()
        if Article.objects.count() < wanted.articles:
            fill(wanted.articles)
            rebuilding.rebuild()  # the triggers that keep the index were off
        refreshing.refresh()  # changes that an interrupted run has left; each save would follow some of them
        print(f"{sizes()}; filled in {time.perf_counter() - began:.0f} s\n")
        measure(wanted.times)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20, help="how often each screen is asked for")
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def sizes():
    counted = {"articles": Article, "editions": Edition, "photographs": Photo}
    return ", ".join(f"{model.objects.count():,} {name}" for name, model in counted.items())


# --- What there is to work on --------------------------------------------------------------------------------------

# Of a thousand articles, in order of their age: 980 live, 4 withdrawn, 1 scheduled, 3 in review, 3 approved, 9 drafts.
FILL = """
SET session_replication_role = replica;  -- the freeze and the foreign keys cost hours here and find nothing
INSERT INTO news_article (id, created_at, created_by_id, original_language, languages, shown_on)
SELECT n, now() - ({last} - n) * interval '105 minutes', {writer}, 'ru', '{{}}', NULL FROM generate_series({first}, {last}) n;
INSERT INTO news_edition (
    article_id, language, number, section_id, genre, shown_on, shown_precision, title, slug, standfirst, body,
    signed_by, signature, change, change_note, stage, approved_digest, unreviewed_reason,
    live_from, live_until, first_published_at, created_by_id, edited_by_id, edited_at, version
)
SELECT article, language, number, (ARRAY[{sections}])[1 + article % {section_count}],
    CASE WHEN article % 50 = 0 THEN 'interview' WHEN article % 9 = 0 THEN 'statement'
         WHEN article % 7 = 0 THEN 'announcement' ELSE 'report' END,
    day::date, 'day',
    CASE language WHEN 'ru' THEN format('Заседание Постоянного совета %s: %s', article, word_ru)
                  ELSE format('The Permanent Council met, %s: %s', article, word_en) END,
    format('a-%s', article), 'One paragraph that says who did what, where and when, in about as many words as usual.',
    repeat('<p>' || repeat('The text of an article as long as they are, with names, dates and places in it. ', 5) || '</p>', 6),
    'nobody', '', CASE number WHEN 1 THEN 'first' ELSE 'correction' END,
    CASE number WHEN 1 THEN '' ELSE 'The date was wrong.' END, stage, '',
    CASE WHEN article % 2500 = 7 THEN 'The telephone.' ELSE '' END,
    CASE kind WHEN 'live' THEN day + (number - 1) * interval '1 day' WHEN 'ended' THEN day
              WHEN 'scheduled' THEN now() + (article % 5000) * interval '1 minute' + interval '1 hour' END,
    CASE WHEN kind = 'ended' OR (kind = 'live' AND number < editions) THEN day + interval '1 day' END,
    CASE WHEN kind IN ('live', 'ended') THEN day END,
    CASE article % 3 WHEN 0 THEN {secretary} ELSE {writer} END, CASE article % 4 WHEN 0 THEN {secretary} ELSE {writer} END,
    day, 1 + article % 4
FROM (
    SELECT n AS article, now() - ({last} - n) * interval '105 minutes' - interval '1 hour' AS day,
        (ARRAY['учения', 'Ереван', 'Минск', 'Астана', 'Бишкек', 'Душанбе', 'выборы', 'границы'])[1 + n % 8] AS word_ru,
        (ARRAY['exercises', 'Yerevan', 'Minsk', 'Astana', 'Bishkek', 'Dushanbe', 'elections', 'borders'])[1 + n % 8] AS word_en,
        CASE WHEN n % 1000 < 9 THEN 'draft' WHEN n % 1000 < 12 THEN 'review' WHEN n % 1000 < 15 THEN 'approved'
             WHEN n % 1000 < 16 THEN 'scheduled' WHEN n % 1000 < 20 THEN 'ended' ELSE 'live' END AS kind,
        CASE WHEN n % 1000 BETWEEN 9 AND 11 THEN 'review' WHEN n % 1000 < 9 OR n % 2500 = 7 THEN 'draft'
             ELSE 'approved' END AS stage,
        CASE WHEN n % 12 = 0 AND n % 1000 >= 20 THEN 2 ELSE 1 END AS editions
    FROM generate_series({first}, {last}) n
) articles
CROSS JOIN (VALUES ('ru'), ('en')) languages (language)
CROSS JOIN generate_series(1, 2) number
WHERE number <= editions AND NOT (language = 'en' AND article % 20 = 3);
INSERT INTO news_editionphoto (edition_id, photo_id, position, caption, alt, decorative)
SELECT id, (ARRAY[{photos}])[1 + article_id % {photo_count}], 0, 'The Council in session.', 'Delegates.', false
FROM news_edition WHERE article_id % 2 = 0;
INSERT INTO publishing_timelineentry (subject_type_id, subject_id, verb, actor_id, at, note)
SELECT {edition_type}, edition.id, verb, {writer}, edition.edited_at, ''
FROM news_edition edition CROSS JOIN unnest(ARRAY['created', 'submitted', 'approved', 'published']) verb
WHERE edition.live_from IS NOT NULL OR verb = 'created';
INSERT INTO news_savedversion (edition_id, version, snapshot, digest, by_id, at)
SELECT id, 1, '{{}}', repeat('0', 64), {writer}, edited_at FROM news_edition WHERE article_id % 10 = 0;
INSERT INTO news_article_readers (article_id, user_id)
SELECT n, {secretary} FROM generate_series({first} + 2, {last}, 2000) n;
INSERT INTO news_article_readers (article_id, user_id)
SELECT n, {writer} FROM generate_series({first} + 4, {last}, 2000) n;
UPDATE news_article SET shown_on = kept.shown_on, languages = kept.languages
FROM (
    SELECT article_id, max(shown_on) AS shown_on, array_agg(DISTINCT language ORDER BY language) AS languages
    FROM news_edition GROUP BY article_id
) kept
WHERE kept.article_id = news_article.id;
SET session_replication_role = DEFAULT;
"""


def fill(number):
    sections = [
        factories.section(f"section-{number}", f"Section {number}", f"Раздел {number}").pk for number in range(6)
    ]
    photos = [factories.photo(f"ZVF_{number:04}.JPG").pk for number in range(40)]
    first = (Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    with connection.cursor() as cursor:
        for model in (Article, Edition, EditionPhoto, SavedVersion, TimelineEntry):
            let_columns_be_left_out(cursor, model)
        cursor.execute(
            FILL.format(
                first=first,
                last=first + number - 1,
                writer=factories.writer().pk,
                secretary=factories.press_secretary().pk,
                sections=", ".join(map(str, sections)),
                section_count=len(sections),
                photos=", ".join(map(str, photos)),
                photo_count=len(photos),
                edition_type=ContentType.objects.get_for_model(Edition).pk,
            )
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('news_article', 'id'), (SELECT max(id) FROM news_article))"
        )
        cursor.execute("VACUUM ANALYZE")


def let_columns_be_left_out(cursor, model):
    """Give the database the defaults that Django has for plain columns."""
    for field in model._meta.concrete_fields:
        if field.has_default() and not callable(field.default):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ALTER {field.column} SET DEFAULT %s", [field.default])


# --- What is measured ----------------------------------------------------------------------------------------------


def measure(times):
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.press_secretary())
    head()
    for name, address in screens():
        goal = GOAL_FIND if name.startswith("find") else GOAL_SCREEN
        report(name, lambda address=address: ask(client, address), times, goal)
    save(client, times)
    write_on(client, times)
    approve(times)
    publish(times)


def screens():
    live = Edition.objects.public().filter(number=2, language="en").latest("pk")
    draft = Edition.objects.filter(live_from__isnull=True, stage="draft").latest("pk")
    yield "home", "/desk/"
    yield "list", LIST
    yield "list, last page", f"{LIST}?p=40"
    for state in (
        "draft", "review", "approved", "scheduled", "live", "ended", "unreviewed", "stale", "planned", "limited",
    ):  # fmt: skip
        yield f"list, state: {state}", f"{LIST}?state={state}"
    for name, query in [
        ("section", {"section": "section-3"}),
        ("genre: report", {"genre": "report"}),
        ("genre: interview", {"genre": "interview"}),
        ("genre: comment (none)", {"genre": "comment"}),
        ("period: a year", {"period": str(live.shown_on.year - 5)}),
        ("period: 7 days", {"period": "7"}),
        ("person", {"person": str(factories.writer().pk)}),
        ("missing language", {"without": "en"}),
        ("missing language (none)", {"without": "ru"}),
        ("no photographs", {"photos": "none"}),
        ("live, section, genre", {"state": "live", "section": "section-3", "genre": "statement"}),
        ("search, two words", {"q": "Council Yerevan"}),
        ("search, a number", {"q": str(live.article_id)}),
        ("search, Russian", {"q": "постоян бишк"}),
        ("search, nothing found", {"q": "xylophone"}),
    ]:
        yield f"list, {name}", f"{LIST}?{urlencode(query)}"
    for name, text in [
        ("two words", "Council Yerevan"),
        ("a word of every text", "council"),
        ("its beginning", "заседан"),
        ("a number", str(live.article_id)),
        ("a day", f"{live.shown_on:%d.%m.%Y}"),
        ("a year", str(live.shown_on.year - 5)),
        ("a file", "ZVF_0012"),
        ("an action", "withdraw Yerevan"),
        ("nothing found", "xylophone"),
        ("nothing typed", ""),
    ]:
        yield f"find, {name}", f"/desk/find/answers/?{urlencode({'q': text})}"
    yield "calendar, month", f"/desk/calendar/?month={live.shown_on:%Y-%m}"
    yield "edit screen, draft", reverse("admin:news_article_change", args=[draft.article_id])
    yield "edit screen, live", reverse("admin:news_article_change", args=[live.article_id])
    yield "history", reverse("admin:news_article_history", args=[live.article_id])
    two = urlencode({"old": f"e{live.rivals().in_language('en').get().pk}", "new": f"e{live.pk}"})
    yield "compare", f"{reverse('admin:news_article_compare', args=[live.article_id])}?{two}"
    yield "why is this public", f"/desk/why/?record=news.article-{live.article_id}"
    yield "translations", f"{LIST}translations/"


def ask(client, address):
    response = client.get(address, follow=True)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}.")


def save(client, times):
    """Press “Save draft” on the edit screen with another title each time; the redirect's page is not counted."""
    draft = factories.edition("en")
    address = reverse("admin:news_article_change", args=[draft.article_id])
    sent, numbers = [Page(client.get(address)).fields], itertools.count()

    def press():
        fields = {**sent[0], "en-title": f"Another title {next(numbers)}", "action": "save"}
        response = client.post(address, {name: value for name, value in fields.items() if value is not None})
        if response.status_code != 302:
            raise SystemExit("The draft was not saved.")

    def open_again():
        sent[0] = Page(client.get(address)).fields

    report("save", press, times, GOAL_ACTION, before=open_again)


def write_on(client, times):
    """Do what an open edit screen does by itself: the heartbeat every ten seconds, keeping what is typed."""
    draft = factories.edition("en")
    fields = Page(client.get(reverse("admin:news_article_change", args=[draft.article_id]))).fields
    beat = reverse("admin:news_article_presence", args=[draft.article_id])
    keep = reverse("admin:news_article_unsaved", args=[draft.article_id])
    points = reverse("admin:news_article_points", args=[draft.article_id])
    worded = {**fields, "en-body": DOUBTFUL}
    report("heartbeat", lambda: client.post(beat, {"screen": "one", "unsaved": "1"}), times, GOAL_ACTION)
    report("keep what is typed", lambda: client.post(keep, fields), times, GOAL_ACTION)
    report("checklist, a key typed", lambda: client.post(points, fields), times, GOAL_TYPING)
    report(f"checklist, with {REMARKS} remarks", lambda: remarks_on(client.post(points, worded)), times, GOAL_TYPING)


def remarks_on(response):
    if response.json()["remarks"]["en"].count("<mark>yesterday</mark>") < REMARKS:
        raise SystemExit("The remarks on the words are missing.")


def approve(times):
    waiting = []

    def one_more():
        draft = factories.edition("en")
        actions.submit(draft, by=factories.writer())
        waiting.append(draft)

    report(
        "approve", lambda: actions.approve(waiting.pop(), by=factories.press_secretary()), times, GOAL_ACTION,
        before=one_more,
    )  # fmt: skip


def publish(times):
    ready, visitor = [], Client()

    def one_more():
        ready[:] = [factories.approve(factories.edition("en", shown_on=clock.today()))]

    def out():
        actions.publish(ready[0], by=factories.press_secretary())

    def out_and_seen():
        out()
        with translation.override("en"):
            address = ready[0].get_absolute_url()
        if visitor.get(address).status_code != 200:
            raise SystemExit("What was published is not visible.")

    report("publish", out, times, GOAL_ACTION, before=one_more)
    report("publish to visible on its page", out_and_seen, times, GOAL_ACTION, before=one_more)


def head():
    print(f"{'what':<42} {'median':>8} {'95 %':>8} {'Python':>8} {'database':>8} {'queries':>8}")


def report(name, work, times, goal, before=lambda: None):
    before()
    with CaptureQueriesContext(connection) as queries:
        work()  # warms up as well
        number = len(queries)  # the next request forgets them
    servers = postgres.backends()
    timings = [timed(work, before, servers) for _ in range(times)]
    took, python, database = (sorted(of_all) for of_all in zip(*timings, strict=True))
    median, late = statistics.median(took), took[min(len(took) - 1, round(len(took) * 0.95))]
    ours, theirs = statistics.median(python), statistics.median(database)
    missed = "" if ours + theirs < goal else f"  over {goal}"
    print(f"{name:<42} {median:>8.0f} {late:>8.0f} {ours:>8.0f} {theirs:>8.0f} {number:>8}{missed}", flush=True)


def timed(work, before, servers):
    """Return the milliseconds by the clock, and those on a processor in Python and in the database."""
    before()
    began, worked, served = time.perf_counter(), time.process_time(), postgres.processor_seconds(servers)
    work()
    taken = time.perf_counter() - began, time.process_time() - worked, postgres.processor_seconds(servers) - served
    return [seconds * 1000 for seconds in taken]


if __name__ == "__main__":
    main()
