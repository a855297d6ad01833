"""Questions that pages ask of the database: composed once, planned once, and answered as any other."""

import pytest
from django.db import connection
from django.db.models import Count, F

from news.models import Edition, Section
from publishing.prepared import AnyOf, Param, PreparedQuery, PreparedSQL
from tests import factories

pytestmark = pytest.mark.django_db


def plans_made(of):
    """Return how often each plan was used that the database keeps of SQL with the words `of`."""
    with connection.cursor() as cursor:
        asked = "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s"
        cursor.execute(asked, [f"%{of}%"])
        return [number for (number,) in cursor.fetchall()]


def test_the_database_keeps_the_plan_of_a_question():
    by_place = PreparedQuery(lambda: Section.objects.filter(position=Param("position"), slug=Param("slug")))
    by_hand = PreparedSQL(lambda: "SELECT count(*) FROM news_section WHERE position < 54321")
    for _time in range(3):
        by_place.fetch(position=3, slug="summits")
        by_hand.fetch()
    assert plans_made('"position" = ($1) AND "news_section"."slug" = ($2)') == [3]
    assert plans_made("54321") == [3]


def test_a_question_is_answered_with_rows_where_it_names_columns():
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
