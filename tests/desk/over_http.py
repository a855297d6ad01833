"""A press secretary at the desk of one node: logged in, and with the button that publishes."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts import second_factor
from tests.desk.screens import Page

TOKEN = "a" * 32  # against forged forms: one half in a cookie, the other in the form


def logged_in(person):
    """Return the headers of the browser of `person`, who has shown what logging in asks for."""
    browser = Client()
    browser.force_login(person)
    session = browser.session
    session[second_factor.KEY] = person.pk
    session.save()
    cookies = {settings.CSRF_COOKIE_NAME: TOKEN} | {name: cookie.value for name, cookie in browser.cookies.items()}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Accept_Language": "en"}


def publish(edition, node, browser):
    """Open the screen of an approved edition at the desk of `node` and press “Publish now…”, then confirm it."""
    address = reverse("admin:news_article_change", args=[edition.article_id])
    form = Page(node.get(address, **browser)).fields
    pressed = {"action": f"publish:{edition.language}", "csrfmiddlewaretoken": TOKEN}
    asked = node.get(address, method="POST", data=form | pressed, **browser)
    confirmation = asked.headers["Location"]
    form = Page(node.get(confirmation, **browser), form="act").fields
    answer = node.get(confirmation, method="POST", data=form | {"csrfmiddlewaretoken": TOKEN}, **browser)
    if answer.status != 302:
        raise AssertionError(f"The desk did not publish: {answer.text}")
