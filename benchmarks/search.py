"""Time of searches in small and very large archives.

    .venv/bin/python -m benchmarks.search [--articles 10000 100000 1000000] [--rounds 60] [--keep]

Half of the articles are Russian, half English, of some 180 words each, dated over twenty years; the words follow Zipf's
law, the frequent ones are those of a press office, the rare ones are made up. Every round asks for other words of its
kind. “search” is what the database and search.finding need for a page of ten hits with numbers and excerpts; “page” is
the whole answer of the site, uncached, without a network between.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import datetime
import itertools
import os
import random
import statistics
import time
import warnings
from functools import partial
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_search")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import translation

from csto_site import database
from news.models import Section
from publishing.visitors import as_visitor
from search import excerpts, facets, refreshing, spelling, suggestions
from search.finding import Search, TooLong
from search.queries import Query

RUSSIAN = """
совет совета совету советом заседание заседания заседании заседаний организация организации организаций договор
договора договоре безопасность безопасности коллективной постоянный постоянного постоянном представитель
представителя представители представителей секретарь секретаря секретарём генеральный генерального государство
государства государств государствами член члена членов членами вопрос вопросы вопросов вопросам проект проекта
проекты проектов заявление заявления заявлений решение решения решений рассмотрел рассмотрели рассмотрены
обсудил обсудили обсуждение меры мер доверия взаимного нераспространения оружия массового уничтожения резолюция
резолюции объединённых наций россия россии армения армении беларусь беларуси казахстан казахстана кыргызстан
кыргызстана таджикистан таджикистана москва москве министр министра министров иностранных дел встреча встречи
встрече сотрудничество сотрудничества учения учений миротворческие силы сил региональной стабильности терроризм
терроризма границы границ афганистан афганистана план плана реализации документ документа документы документов
подготовка подготовки председатель председателя председательство участие участники сообщил отметил подчеркнул
также который которые года году ноября декабря января февраля марта апреля июня октября работа работы работе
развитие развития информационной гуманитарной помощи чрезвычайных ситуаций координация координации
"""
ENGLISH = """
council councils meeting meetings organization organizations treaty security collective permanent representative
representatives secretary general state states member members question questions draft drafts statement
statements decision decisions reviewed discussed discussion measures confidence mutual non-proliferation weapons
mass destruction resolution united nations russia armenia belarus kazakhstan kyrgyzstan tajikistan moscow
minister ministers foreign affairs cooperation exercise exercises peacekeeping forces regional stability
terrorism border borders afghanistan plan implementation document documents preparation chairman chairmanship
participants reported noted stressed also which year november december january february march april june october
work development information humanitarian assistance emergency situations coordination joint session working
group experts consultations threats challenges
"""
SYLLABLES = {"ru": "ба ва го да же зи ка ли мо ну пе ра си ту фе хо ца чи шу эл ям ор ис ен ат".split(),
             "en": "ba ve gi do ju ka le mi no pu ra se ti vo wa xe yi zo an er is ol ut en ar".split()}  # fmt: skip
RARE = 30_000  # made-up words of each language
GOALS = {100_000: 20, 1_000_000: 50}  # milliseconds, median


def main():
    wanted = arguments()
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with database.available(), override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, keepdb=wanted.keep, serialized_aliases=[])
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM news_edition")
                (there,) = cursor.fetchone()
            for number in wanted.articles:
                if there < number:
                    fill(there, number)
                    there = number
                report(number, wanted.rounds)
        finally:
            if not wanted.keep:
                teardown_databases(databases, verbosity=0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--keep", action="store_true", help="keep the database, and go on with the one that was kept")
    return parser.parse_args()


class Vocabulary:
    """The words of a language with their frequencies, by Zipf: the n-th is n times rarer than the first."""

    def __init__(self, language):
        chance = random.Random(1992)
        frequent = (RUSSIAN if language == "ru" else ENGLISH).split()
        chance.shuffle(frequent)
        rare = {"".join(chance.choices(SYLLABLES[language], k=chance.choice([3, 4, 5]))) for _ in range(RARE)}
        self.frequent = frequent
        self.rare = sorted(rare)
        self.words = [*frequent, *self.rare]
        # Flatter among the frequent ones: no single noun stands in every text.
        self.weights = list(itertools.accumulate(1 / (place + 20) for place in range(len(self.words))))

    def text(self, chance, length):
        return chance.choices(self.words, cum_weights=self.weights, k=length)


VOCABULARIES = {code: Vocabulary(code) for code in ("ru", "en")}


def fill(first, last, named=""):
    """Add the articles numbered from `first` up to `last`, past the triggers, and have the index read them.

    All of them have the words `named` in their text.
    """
    began = time.perf_counter()
    chance = random.Random(first)
    user = get_user_model().objects.get_or_create(username="benchmark")[0].pk
    sections = [
        Section.objects.get_or_create(
            slug=f"section-{n}", defaults={"name": {"ru": f"Раздел {n}", "en": f"Section {n}"}}
        )[0]
        for n in range(6)
    ]
    today = datetime.date.today()
    genres = ["report", "report", "report", "statement", "interview", "announcement", "comment"]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        columns = "id, created_at, created_by_id, original_language, has_stale, shown_on, languages"
        with cursor.copy(f"COPY news_article ({columns}) FROM STDIN") as copy:
            for number in range(first + 1, last + 1):
                language = "en" if number % 2 else "ru"
                copy.write_row((number, "2001-01-01", user, language, False, None, [language]))
        columns = (
            "id article_id language number section_id genre shown_on shown_precision title slug standfirst body"
            " signed_by signature change change_note translation_follows created_by_id edited_by_id"
            " edited_at stage approved_digest unreviewed_reason version live_from first_published_at is_page"
        ).replace(" ", ", ")
        with cursor.copy(f"COPY news_edition ({columns}) FROM STDIN") as copy:
            for number in range(first + 1, last + 1):
                language = "en" if number % 2 else "ru"
                words = VOCABULARIES[language].text(chance, 180)
                title, standfirst = " ".join(words[:8]).capitalize(), " ".join(words[8:30]).capitalize()
                texts = [" ".join(words[start : start + 50]) for start in (30, 80, 130)]
                body = f"<p>{'</p><p>'.join([*texts, named] if named else texts)}</p>"
                day = today - datetime.timedelta(days=chance.randrange(20 * 365))
                copy.write_row(
                    (number, number, language, 1, chance.choice(sections).pk, chance.choice(genres), day, "day", title,
                     "", standfirst, body, "nobody", "", "first", "", False, user, user, "2001-01-01", "approved",
                     "", "", 1, "2001-01-01", "2001-01-01", False)
                )  # fmt: skip
        cursor.execute("SET session_replication_role = origin")
        print(f"{last - first} articles written in {time.perf_counter() - began:.0f} s", flush=True)
        began = time.perf_counter()
        cursor.execute("SET synchronous_commit = off")
        # What grows by a million is indexed at the end, as one would fill a new newsroom.
        bulk = last - first > 200_000
        if bulk:
            cursor.execute("DROP INDEX search_entry_words")
        for start in range(first + 1, last + 1, refreshing.BATCH_SIZE):
            ids = list(range(start, min(start + refreshing.BATCH_SIZE, last + 1)))
            cursor.execute("SELECT search_refresh('article', %s)", [ids])
        if bulk:
            cursor.execute("SET maintenance_work_mem = '1GB'")
            cursor.execute(
                "CREATE INDEX search_entry_words ON search_entry USING gin (words, title_words, tags)"
                " WITH (fastupdate = off)"
            )
        cursor.execute("VACUUM ANALYZE search_entry")
        cursor.execute("VACUUM ANALYZE search_word")
        cursor.execute("VACUUM ANALYZE news_edition")
        taken = time.perf_counter() - began
        print(f"read by the index in {taken:.0f} s, {(last - first) / taken:.0f} a second", flush=True)


def questions(rounds):
    """Return {kind of question: [(language, parameters)]}."""
    chance = random.Random(2018)

    def frequent(language, number=1):
        return [word.split("-")[0] for word in chance.sample(VOCABULARIES[language].frequent, number)]

    def rare(language):
        return VOCABULARIES[language].rare[chance.randrange(RARE // 2)]

    def typo(word):
        place = chance.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1 :]

    def each(make):
        return [(language, make(language)) for _ in range(rounds // 2) for language in ("ru", "en")]

    return {
        "two frequent words": each(lambda language: {"q": " ".join(frequent(language, 2))}),
        "a frequent and a rare word": each(lambda language: {"q": f"{frequent(language)[0]} {rare(language)}"}),
        "one frequent word": each(lambda language: {"q": frequent(language)[0]}),
        "phrase": each(lambda language: {"q": '"' + " ".join(frequent(language, 2)) + '"'}),
        "beginning of a word": each(lambda language: {"q": rare(language)[:5] + "*"}),
        "two words, a section, a year": each(
            lambda language: {
                "q": " ".join(frequent(language, 2)),
                "section": "section-1",
                "year": str(chance.randrange(2010, 2026)),
            }
        ),
        "by date": each(lambda language: {"q": " ".join(frequent(language, 2)), "order": "date"}),
        "page 50": each(lambda language: {"q": frequent(language)[0], "page": "50"}),
        "a section alone": each(lambda _it: {"section": f"section-{chance.randrange(6)}"}),
        "nothing found": each(
            lambda language: {"q": f"{rare(language)} {rare(language)} {rare(language)} {rare(language)}"}
        ),
        "misspelt, did you mean": each(lambda language: {"q": typo(rare(language))}),
    }


def report(number, rounds):
    head = "processor: median | 95th | clock: median | 95th"
    print(f"\nThe search\n\n| {number:,} articles | {head} |\n|---|---:|---:|---:|---:|", flush=True)
    client = Client()
    asked = questions(rounds)
    pages = []
    with as_visitor():
        for name, them in asked.items():
            print(f"| {name} | {figures([timed(partial(ask, *case)) for case in them])} |", flush=True)
            pages += [(name, [timed(partial(get, client, *case)) for case in them[: max(rounds // 4, 6)]])]
        typed = [
            (VOCABULARIES[language].frequent[n][:length], language)
            for n in range(10)
            for language in ("ru", "en")
            for length in (3, 5)
        ]
        print(f"| suggestions | {figures([timed(partial(suggestions.of, *value)) for value in typed])} |", flush=True)
    print(f"\nThe whole page\n\n| {number:,} articles | {head} |\n|---|---:|---:|---:|---:|")
    for name, times in pages:
        print(f"| {name} | {figures(times)} |", flush=True)


def ask(language, parameters):
    """Do what the page does, but for drawing it."""
    with translation.override(language):
        query = Query.from_params(parameters, language)
        search = Search(query)
        try:
            answer = search.page((int(parameters.get("page", 1)) - 1) * 10, 10)
            excerpts.of(answer.hits, search.questions)
            if answer.number:
                facets.of(search, answer)
            else:
                spelling.suggest_query(query)
        except TooLong:
            print("too long:", parameters)


def get(client, language, parameters):
    response = client.get(f"/{language}/search/", parameters)
    assert response.status_code in (200, 404), response.status_code


def timed(what):
    """Return (milliseconds on the processor, milliseconds by the clock): ours and those of the database together.

    While others use the machine, the clock counts their turns, too; the processor's time is what an idle one needs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    began, used = time.perf_counter(), used_ms(backend)
    what()
    return used_ms(backend) - used, (time.perf_counter() - began) * 1000


def used_ms(backend):
    """Return the milliseconds that this process and the database's process for it have been on a processor."""
    nanoseconds = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0])
    return (time.process_time_ns() + nanoseconds) / 1e6


def figures(times):
    used, clock = (sorted(them) for them in zip(*times))
    late = int(len(times) * 0.95)
    return f"{statistics.median(used):.1f} | {used[late]:.1f} | {statistics.median(clock):.0f} | {clock[late]:.0f}"


if __name__ == "__main__":
    main()
