"""Prepared queries are compiled once, planned once, and return what their querysets would."""

import itertools

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Count, F, Value
from django.db.models.functions import Cast

from news.models import Edition, Section
from photos.models import Rendition
from press.models import Contact
from publishing.prepared import NUMBERS, AnyOf, Param, PreparedQuery, PreparedSQL, attach_prefetched
from publishing.visitors import as_visitor
from tests import factories

pytestmark = pytest.mark.django_db


def uses_of_plans(words):
    """Return how often each plan was used that the database keeps for SQL with these words."""
    with connection.cursor() as cursor:
        plans = "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s"
        cursor.execute(plans, [f"%{words}%"])
        return [number for (number,) in cursor.fetchall()]


def test_the_database_keeps_the_plan_of_a_prepared_query():
    by_place = PreparedQuery(lambda: Section.objects.filter(position=Param("position"), slug=Param("slug")))
    by_hand = PreparedSQL(lambda: "SELECT count(*) FROM news_section WHERE position < 54321")
    for _time in range(3):
        by_place.fetch(position=3, slug="summits")
        by_hand.fetch()
    assert uses_of_plans('"position" = ($1) AND "news_section"."slug" = ($2)') == [3]
    assert uses_of_plans("54321") == [3]


def test_what_is_planned_anew_is_composed_once_and_the_database_keeps_no_plan():
    composed = []

    def sections():
        composed.append(1)
        wanted = AnyOf(F("position"), Cast(Param("positions"), NUMBERS))
        return Section.objects.filter(wanted, slug__gt="planned-anew").order_by("position")

    query = PreparedQuery(sections, in_parts=True, planned_anew=True)
    for position in (3, 4, 5):
        Section.objects.create(slug=f"wanted-{position}", name={"en": "Wanted"}, position=position)
    found = [query.fetch(positions=[3, 5], length=length, skipped=skipped) for length, skipped in [(9, 0), (1, 1)]]
    assert [[section.position for section in part] for part in found] == [[3, 5], [5]]
    assert composed == [1]
    assert uses_of_plans('"slug" > ') == []


@pytest.mark.django_db(transaction=True)
def test_for_visitors_it_is_planned_once_whatever_the_values_are():
    files = PreparedQuery(lambda: Rendition.objects.filter(AnyOf(F("photo"), Param("photos")), width__gt=1))
    with as_visitor(), connection.cursor() as cursor:
        for _ in range(3):
            files.fetch(photos=[1])
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%\"width\" >%'"
        )
        assert cursor.fetchall() == [(3, 0)]


def test_rows_are_tuples_where_the_queryset_names_columns():
    first, second = factories.published(), factories.published("ru")
    number_of = PreparedQuery(
        lambda: (
            Edition.objects.public()
            .filter(AnyOf(F("article"), Param("articles")))
            .order_by()
            .values("language")
            .annotate(number=Count("pk"))
            .values_list("number", "language")
        )
    )
    assert sorted(number_of.fetch(articles=[first.article_id, second.article_id])) == [(1, "en"), (1, "ru")]
    assert number_of.fetch(articles=[]) == []


def test_instances_have_their_relations_annotations_and_prefetched_rows_each_time(django_assert_num_queries):
    edition = factories.published()
    section = edition.section
    in_full = PreparedQuery(
        lambda: (
            Edition.objects.filter(pk=Param("edition"))
            .select_related("section")
            .defer("body")
            .annotate(place=Value("lead"))
            .prefetch_related("photos")
        )
    )
    for _time in range(2):
        with django_assert_num_queries(2):  # the edition and its photos
            [found] = in_full.fetch(edition=edition.pk)
            assert (found.section.name, found.place, list(found.photos.all())) == (section.name, "lead", [])
        assert found.get_deferred_fields() == {"body"}


def test_a_part_begins_behind_the_rows_that_are_skipped():
    positions = [factories.section(f"section-{number}", f"{number}", f"{number}").pk for number in range(4)]
    sections = PreparedQuery(lambda: Section.objects.filter(pk__gte=Param("first")).order_by("pk"), in_parts=True)
    found = sections.fetch(first=positions[0], length=2, skipped=1)
    assert [section.pk for section in found] == positions[1:3]


# What is private in Django


def compiles_values_to_places():
    queryset = Section.objects.filter(slug=Param("slug"), position__lt=7)
    sql, places = queryset.query.get_compiler(queryset.db).as_sql()
    return sql.count("%s") == 2 and places[0] == 7 and isinstance(places[1], Param)


def takes_rows_from_the_compiler_of_its_query():
    slugs = [factories.section("first", "First", "Первый").slug, factories.section("second", "Second", "Второй").slug]
    queryset = Section.objects.filter(slug__in=slugs).order_by("pk")
    compiler = queryset.query.get_compiler(queryset.db)
    rows = list(itertools.chain.from_iterable(compiler.execute_sql()))
    compiler.execute_sql = lambda *args, **kwargs: [rows[1:]]
    queryset.query.get_compiler = lambda *args, **kwargs: compiler
    return [section.slug for section in queryset] == slugs[1:]


def wraps_the_cursor_of_the_driver():
    with connection.cursor() as cursor:
        cursor.cursor = ServerBindingCursor(connection.connection)
        cursor.execute("SELECT %s::int", [5])
        return not isinstance(cursor.cursor, psycopg.ClientCursor) and cursor.fetchall() == [(5,)]


def reads_prefetched_rows_from_the_instance():
    contact = factories.contact()
    attach_prefetched([contact], "phones", [], "contact")
    return list(contact.phones.all()) == [] and Contact.objects.get(pk=contact.pk).phones.exists()


WHAT_TO_DO = {
    compiles_values_to_places: (
        "Query.get_compiler() or SQLCompiler.as_sql() has changed. PreparedQuery._compile() needs from them the SQL"
        " and the list of its parameters, with each Param at its place."
    ),
    takes_rows_from_the_compiler_of_its_query: (
        "QuerySet does not call Query.get_compiler() and SQLCompiler.execute_sql() for its rows any more, or expects"
        " something else than lists of rows. See how ModelIterable in django/db/models/query.py gets its rows, and have"
        " PreparedQuery.fetch() put them there."
    ),
    wraps_the_cursor_of_the_driver: (
        "ServerBindingCursor or CursorWrapper.cursor has changed. _execute() needs a cursor of psycopg that passes the"
        " parameters to the server, with Django's handling of errors around it."
    ),
    reads_prefetched_rows_from_the_instance: (
        "Related managers do not read Model._prefetched_objects_cache any more. See what prefetch_related_objects() in"
        " django/db/models/query.py sets, and have attach_prefetched() set that."
    ),
}
OR_ELSE = (
    "If that is too much, PreparedQuery.fetch() can return its queryset with the values put in: slower, but right."
)


@pytest.mark.parametrize("django_still", WHAT_TO_DO, ids=lambda check: check.__name__)
def test_django_has_the_private_parts_that_prepared_queries_need(django_still):
    assert django_still(), f"{WHAT_TO_DO[django_still]} {OR_ELSE}"
