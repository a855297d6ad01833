"""Every kind of button of the desk, pressed while no server answers, and what has become of it afterwards.

    TEST_DATABASE_NAME=lost_line python -m benchmarks.lost_line --seconds 120

All are pressed in one stop, each on a page of its own in a real Chromium: nobody listens at the port, and what was open
is closed. Afterwards each page has to say that it was sent, once, and the database has to have it once.
"""

import argparse
import os
import tempfile
import time
import urllib.parse

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
WAITS = "No connection: kept here"
SENT = "was sent, once."
MAX_WAIT_MILLISECONDS = 60_000  # until a page has to say something


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--seconds", type=int, default=120)
    seconds = arguments.parse_args().seconds
    from csto_site import database

    with database.available():
        django.setup()
        in_a_newsroom_of_its_own(seconds)


def in_a_newsroom_of_its_own(seconds):
    from django.conf import settings
    from django.db import connection

    from tests.line import Line
    from tests.page_cache.processes import server

    named = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as settings.MEDIA_ROOT:
            environ = {"MEDIA_ROOT": settings.MEDIA_ROOT, "RATE_LIMITS": "0", "SECOND_FACTOR": "0"}
            with server(**environ) as served:
                line = Line(urllib.parse.urlsplit(served).port)
                press_them_all(line, seconds)
    finally:
        connection.creation.destroy_test_db(named, verbosity=0)


def press_them_all(line, seconds):
    """Press each button while the line is cut, mend it after `seconds`, and print what each page says."""
    from django.db import connection
    from playwright.sync_api import expect, sync_playwright

    from tests.browser import CHROMIUM, FLAGS

    buttons = list(all_buttons())
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright has a loop in this thread
    with sync_playwright() as playwright:
        context = logged_in(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS), line)
        pages = [opened(context, line.url + address) for _name, address, _fill, _button, _done in buttons]
        for page, (_name, _address, fill, _button, _done) in zip(pages, buttons):
            for field, words in fill.items():
                page.locator(field).first.fill(words)
        line.cut()
        for page, (_name, _address, _fill, button, _done) in zip(pages, buttons):
            page.locator(button).locator("visible=true").first.click(no_wait_after=True)
        for page in pages:
            expect(page.locator("[data-sending]")).to_contain_text(WAITS, timeout=MAX_WAIT_MILLISECONDS)
        time.sleep(seconds)
        line.mend()
        since = time.monotonic()
        for page, (name, _address, _fill, _button, done) in zip(pages, buttons):
            expect(page.locator("[data-sending]")).to_contain_text(SENT, timeout=MAX_WAIT_MILLISECONDS)
            told = "done once" if done() else "NOT DONE"
            print(f"{name:28} {told}, said {time.monotonic() - since:4.1f} s after the line was back")
        context.browser.close()
        connection.close()  # Playwright's loop has one of its own
    line.cut()


def all_buttons():
    """Yield (name, address, what is filled in before, the button, whether it was done once)."""
    from council.models import Meeting
    from news.models import Edition, Section
    from press.models import Contact, Enquiry
    from tests import factories
    from tests.desk.screens import NEW, address_of

    def state(edition):
        return Edition.objects.get(pk=edition.pk)

    meeting, contact = factories.meeting(), factories.contact()
    saved, submitted, approved, released = [factories.edition("en", title=name) for name in "ABCD"]
    scheduled = factories.approve(factories.edition("en", title="E"))
    for edition in (approved, submitted, released):
        Edition.objects.filter(pk=edition.pk).update(edited_by=factories.writer())
    Edition.objects.filter(pk=approved.pk).update(stage="review")
    factories.approve(released)
    enquiry = Enquiry.objects.create(year=2018, serial=1, token="t", question="When?", language="en")
    act = "/desk/news/article/{}/do/{}/?languages=en".format
    title = "[name=en-title]"
    yield (
        "save an article",
        address_of(saved.article),
        {title: "While the line was away"},
        ".workbar button[value=save]",
        lambda: state(saved).title == "While the line was away" and state(saved).version == saved.version + 1,
    )
    yield (
        "keep a new article",
        NEW,
        {title: "New"},
        ".go__main",
        lambda: Edition.objects.filter(title="New").count() == 1,
    )
    yield (
        "send for review",
        address_of(submitted.article),
        {},
        "[data-item=submit]",
        lambda: state(submitted).stage == "review",
    )
    yield (
        "approve",
        address_of(approved.article),
        {},
        "[data-item=approve]",
        lambda: state(approved).stage == "approved",
    )
    yield (
        "publish",
        act(released.article_id, "publish"),
        {},
        ".go__main",
        lambda: Edition.objects.public().filter(pk=released.pk).exists(),
    )
    yield (
        "schedule",
        act(scheduled.article_id, "schedule"),
        {".moment-date": "2050-11-27", ".moment-time": "17:40"},
        ".go__main",
        lambda: state(scheduled).live_from.year == 2050,
    )
    yield (
        "add a section",
        "/desk/news/section/add/",
        {"input[name^=name] >> nth=0": "Quokkas", "input[name^=name] >> nth=1": "Quokkas", "[name=slug]": "quokkas"},
        "[name=_save]",
        lambda: Section.objects.filter(slug="quokkas").count() == 1,
    )
    yield (
        "change a contact",
        f"/desk/press/contact/{contact.pk}/change/",
        {"[name=email]": "new@example.org"},
        "main [name=_save], main .btn[type=submit]",
        lambda: Contact.objects.get().email == "new@example.org",
    )
    yield (
        "take an enquiry",
        f"/desk/press/enquiry/{enquiry.pk}/change/",
        {},
        "button[value=take]",
        lambda: Enquiry.objects.get().assigned_to == factories.press_secretary(),
    )
    yield (
        "withdraw a meeting",
        f"/desk/council/meeting/{meeting.pk}/withdraw/",
        {"[name=reason]": "Wrong day."},
        "main form[method=post] [type=submit], main form[method=post] button:not([type])",
        lambda: not Meeting.objects.public().exists(),
    )


def logged_in(browser, line):
    from django.conf import settings
    from django.test import Client

    from tests import factories

    client = Client()
    client.force_login(factories.press_secretary())
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.LANGUAGE_COOKIE_NAME: "en",
    }
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": name, "value": value, "url": line.url} for name, value in cookies.items()])
    return context


def opened(context, address):
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if page.locator("[data-tab=en]").count():
        page.locator("[data-tab=en]").click()
        page.evaluate("document.querySelector('#id_section input').checked = true")
    return page


if __name__ == "__main__":
    main()
