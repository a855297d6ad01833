"""Shared parts of pages are made once for all pages of a generation, and for nobody else."""

import dataclasses
import time

import pytest
from django.test import RequestFactory

from page_cache.fragments import KEY, FragmentStore, shared
from page_cache.listener import Generation
from press.models import Phone
from tests import factories
from tests.page_cache.visiting import Site, until


@pytest.fixture
def made():
    return []


def page(fragments, generation):
    return RequestFactory().get("/", **({KEY: fragments.of(generation)} if fragments else {}))


def generation(changed=1, good_for=60):
    known = Generation(changed=changed)
    object.__setattr__(known, "good_until", time.monotonic() + good_for)
    return known


def ask(request, made, key="contact"):
    def make():
        made.append(key)
        return len(made)

    return shared(request, key, make)


def test_pages_of_one_generation_share_what_one_of_them_made(made):
    fragments = FragmentStore()
    assert [ask(page(fragments, generation()), made) for _ in range(3)] == [1, 1, 1]
    assert ask(page(fragments, generation()), made, "duty") == 2


def test_after_a_change_nothing_made_before_it_is_shown(made):
    fragments = FragmentStore()
    assert [ask(page(fragments, generation(changed)), made) for changed in (1, 2, 2)] == [1, 2, 2]


def test_a_page_begun_before_a_change_and_finished_after_it_spoils_nothing_for_later_ones(made):
    fragments = FragmentStore()
    late = page(fragments, generation(1))
    assert ask(page(fragments, generation(2)), made) == 1
    assert ask(late, made) == 2
    assert ask(page(fragments, generation(2)), made) == 1


def test_at_a_boundary_and_while_the_database_is_not_heard_everything_is_made_anew(made):
    fragments = FragmentStore()
    ask(page(fragments, generation()), made)
    assert ask(page(fragments, generation(good_for=-1)), made) == 2
    assert ask(page(fragments, dataclasses.replace(Generation(), changed=1)), made) == 3


def test_whoever_asks_past_the_memory_shares_nothing(made):
    assert [ask(page(None, None), made), ask(page(None, None), made), ask(None, made)] == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_new_telephone_number_stands_at_once_on_pages_never_seen_and_the_old_one_nowhere():
    contact, site = factories.contact(), Site()
    phone = contact.phones.first()
    try:
        site.wait_until_heard()
        asked_once = site.get("/en/news/").text, site.get("/en/council/").text  # the second has its frame of the first
        assert all(phone.number in page for page in asked_once)
        seen = site.listener.generation.changed
        Phone.objects.filter(pk=phone.pk).update(number="+7 495 000-00-01")
        until(lambda: site.listener.generation.changed > seen)
        for page in (site.get("/en/news/").text, site.get("/en/photos/").text):
            assert "+7 495 000-00-01" in page
            assert phone.number not in page
    finally:
        site.listener.stop()
