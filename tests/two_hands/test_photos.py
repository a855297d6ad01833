"""Two people at the photo archive: neither waits for the other for ever, and nobody is told of it."""

import io

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from desk.photos import captions
from photos import library
from photos.models import Photo
from publishing import amendments
from publishing.transactions import retried
from tests import factories


def photos_on_page(user, *photos, **words):
    """Return an act: `user` saves the page of these photos, in this order, with new captions."""
    sent = {"photos": [photo.pk for photo in photos]}
    for photo in photos:
        sent |= {f"photo-{photo.pk}-caption_en": f"By {user}", f"photo-{photo.pk}-seen": captions.words_seen(photo)}

    def act():
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        response = client.post(reverse("admin:photos_photo_add"), sent)
        return [str(message) for message in get_messages(response.wsgi_request)], response.status_code

    return act


def captions_now():
    return sorted(photo.caption["en"] for photo in Photo.objects.all())


def test_two_pages_with_the_same_photographs_in_another_order_are_both_answered(every_order):
    one, other = factories.photo("ZVF_1.JPG"), factories.photo("ZVF_2.JPG")
    acts = [
        photos_on_page(factories.writer(), one, other),
        photos_on_page(factories.press_secretary(), other, one),
    ]
    for order in every_order(*acts):
        assert sorted(status for _messages, status in order.results) == [200, 302]
        assert len(set(captions_now())) == 1


def test_a_page_of_photographs_and_an_amendment_in_the_other_order(every_order):
    one, other = factories.publish(factories.photo("ZVF_1.JPG")), factories.publish(factories.photo("ZVF_2.JPG"))
    by = factories.press_secretary()

    def amend():
        with amendments.amending(by=by):
            for photo in Photo.objects.order_by("-pk"):
                photo.place = {"en": "Moscow"}
                photo.save()

    for order in every_order(photos_on_page(by, one, other), retried(amend)):
        assert order.outcomes == ["done", "done"]


def test_a_file_is_replaced_or_its_photograph_deleted(every_order):
    photo = factories.photo()
    by = factories.press_secretary()

    def replace():
        library.replace_original(
            Photo.objects.get(pk=photo.pk), io.BytesIO(factories.jpeg()), "BETTER.JPG", by=by, note="Sharper."
        )

    def delete():
        library.delete(Photo.objects.get(pk=photo.pk), by=by)

    for order in every_order(replace, delete, allowed=(Photo.DoesNotExist,)):
        assert order.outcomes.count("done") >= 1
