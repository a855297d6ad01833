"""The tree of pages and the menus: of two who change them at once, nobody overwrites what they have not seen."""

from pages import actions, menus
from pages.models import Menu, Page
from tests import factories


def test_of_two_who_arrange_the_menus_one_does_and_the_other_is_told(every_order):
    one, other, seen = factories.press_secretary(), factories.administrator(), menus.digest()
    photos = lambda: menus.arrange({"main": ["photos"]}, by=one, seen=seen)  # noqa: E731
    news = lambda: menus.arrange({"main": ["news"]}, by=other, seen=seen)  # noqa: E731
    for order in every_order(photos, news):
        assert sorted(order.outcomes) == ["Stale", "done"]
        assert Menu.objects.get(name="main").entries == (["photos"] if order.outcomes[0] == "done" else ["news"])


def test_of_two_pages_that_are_put_below_each_other_one_is_refused(every_order):
    one, other = factories.press_secretary(), factories.administrator()
    first, second = (Page.objects.get(article=factories.page(slug).article_id) for slug in ("first", "second"))

    def below(page, parent, by):
        fresh = {each.pk: each for each in Page.objects.all()}
        return actions.move(fresh[page.pk], parent=fresh[parent.pk], slug=page.slug, after=None, by=by)

    for order in every_order(lambda: below(first, second, one), lambda: below(second, first, other)):
        assert sorted(order.outcomes) == ["Refused", "done"]
        assert sorted(Page.objects.values_list("path", flat=True)) in (
            ["first", "first/second"],
            ["second", "second/first"],
        )
