"""Colleagues with addresses, and what they were told."""

from accounts import telling
from mailing.models import Letter
from publishing import roles
from tests import factories


def person(name, role=roles.WRITER):
    """Return a colleague who reads English."""
    found = factories.user(role, name)
    found.email = f"{name}@newsroom.example"
    found.first_name, found.last_name = name.capitalize(), "Petrova"
    found.save()
    choose(found)
    return found


def choose(user, language="en", **by_letter):
    """Choose as on the page “What I am told”: `review=False`."""
    choices = telling.choices_of(user)
    choices.language = language
    choices.by_letter |= {name.replace("_", "-"): wanted for name, wanted in by_letter.items()}
    choices.save()


def told():
    """Return {name: subjects of the letters to them}."""
    found = {}
    for letter in Letter.objects.order_by("pk"):
        found.setdefault(letter.to.partition("@")[0], []).append(letter.subject)
    return found


def text(name):
    """Return what the last letter to `name` says, in one line."""
    letter = Letter.objects.filter(to__startswith=f"{name}@").order_by("pk").last()
    return " ".join(letter.text.split())
