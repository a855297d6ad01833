"""Readers of alerts, and what happens between the desk and their mail."""

import datetime
import re

from alerts import composing, following, links, subscribing
from alerts.models import Subscriber
from mailing import sending
from mailing.models import Letter
from publishing import clock
from search.queries import Query
from tests import clocks, factories
from tests.smtp import words


def reader(address="anna@paper.example", *topics, language="en", rhythm="at_once"):
    """Return a confirmed subscriber: of all news in `language`, or of `topics`, which are Queries."""
    subscribing.ask(address, topics or [Query(language)], language=language, rhythm=rhythm)
    subscriber = Subscriber.objects.get(address=address)
    subscribing.confirm(subscriber, subscriber.subscriptions.values_list("pk", flat=True), rhythm=rhythm)
    Letter.objects.filter(key__startswith="alerts ").delete()  # what asked for the confirmation
    return subscriber


def deliver():
    """Do what the worker does once a minute; return how many letters left."""
    following.follow()
    composing.compose()
    return sending.send_waiting()


def today():
    return clock.today()


def draft(language="en", **facts):
    """Return a complete draft that bears today's date."""
    return factories.edition(language, **{"shown_on": today(), **facts})


def published(language="en", **facts):
    return factories.publish(draft(language, **facts))


def next_edition(edition, change="correction", note="The number of states was wrong.", **facts):
    """Publish the next edition of an article."""
    facts = {"article": edition.article, "number": edition.number + 1, "section": edition.section, **facts}
    note = "" if change == "minor" else note
    made = draft(edition.language, change=change, change_note=note, **{"title": edition.title, **facts})
    return factories.publish(made)


def subjects(mail_server, address="anna@paper.example"):
    """Return the subjects of what came for `address` after the letters about the subscription itself."""
    own = [letter for letter in mail_server.to(address) if letter["List-Id"]]
    return [letter["Subject"] for letter in own]


def link(letter, name):
    """Return the path of the link to the page `name` in a letter."""
    found = re.search(rf"https?://[^/]+(/\w\w/alerts/{name}/\S+)", words(letter))
    return found[1]


def later(**wait):
    return clocks.moved_to(clock.now() + datetime.timedelta(**wait))


def manage_path(subscriber, name="preferences", language="en"):
    return "/" + links.address(name, language, links.token(subscriber)).split("/", 3)[3]
