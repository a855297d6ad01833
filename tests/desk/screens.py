"""The desk as a browser without scripts sees it: what a form holds, and how it is sent back."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def address_of(article):
    return reverse("admin:news_article_change", args=[article.pk])


NEW = "/desk/news/article/add/"


class Page(HTMLParser):
    """The controls of a page's form and the ids and buttons in it; what stands in <template> is not there yet."""

    def __init__(self, response, form="article"):
        super().__init__()
        self.wanted = form
        self.fields, self.buttons, self.ids, self.links = {}, [], [], []
        self.depth = self.in_form = 0
        self.select = self.textarea = None
        self.text = response.content.decode()
        self.feed(self.text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.depth += tag == "template"
        if self.depth:
            return
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if tag == "form":
            self.in_form = attributes.get("id") == self.wanted
        if self.in_form and "name" in attributes and "disabled" not in attributes:
            self._control(tag, attributes)
        elif tag == "option" and self.select and "selected" in attributes:
            self.fields[self.select] = attributes["value"]

    def _control(self, tag, attributes):
        name, kind = attributes["name"], attributes.get("type", "text")
        if tag == "button":
            self.buttons.append(attributes.get("value"))
        elif tag == "select":
            self.select, self.fields[name] = name, ""
        elif tag == "textarea":
            self.textarea, self.fields[name] = name, ""
        elif kind in ("checkbox", "radio"):
            if "checked" in attributes:
                value = attributes.get("value", "on")
                # Several ticked boxes of one name are sent as several values.
                ticked = self.fields.get(name) if kind == "checkbox" else None
                self.fields[name] = (
                    [*ticked, value] if isinstance(ticked, list) else [ticked, value] if ticked else value
                )
        elif kind not in ("file", "submit"):
            self.fields[name] = attributes.get("value") or ""

    def handle_endtag(self, tag):
        self.depth -= tag == "template"
        if tag == "select":
            self.select = None
        if tag == "textarea":
            # Browsers drop the first line end of a text area and send the others as two characters.
            if self.textarea:
                self.fields[self.textarea] = self.fields[self.textarea].removeprefix("\n").replace("\n", "\r\n")
            self.textarea = None
        if tag == "form":
            self.in_form = False

    def handle_data(self, data):
        if self.textarea and not self.depth:
            self.fields[self.textarea] += data


def send(client, address, action="save", opened=None, **changes):
    """Open the screen at `address`, type `changes` (`ru_title` is the field “ru-title”) and press a button.

    `opened` is a Page opened earlier. The page that is shown in the end is returned, after redirects.
    """
    opened = opened or Page(client.get(address))
    typed = {re.sub("^(ru|en)_", r"\1-", name): value for name, value in changes.items()}
    sent = {**opened.fields, **typed, "action": action}
    return client.post(address, {name: value for name, value in sent.items() if value is not None}, follow=True)


def answer(client, asked, **values):
    """Fill in the page of an action, which a button has led to, and press its button."""
    return client.post(asked.redirect_chain[-1][0], {**Page(asked, form="act").fields, **values}, follow=True)


def errors_of(response):
    if not response.context or "form" not in response.context:
        pytest.fail("The page has no form.")
    form = response.context["form"]
    return [f"{name}: {error}" for _target, name, error in form.faults] + list(form.errors)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]
