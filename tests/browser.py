"""A real Chromium for the tests that need one."""

import os
import shutil
import time

from axe_playwright_python.base import AXE_SCRIPT
from django.db import connection

from pages import accessibility
from tests.accessibility.makes import make_of

BROWSER_TIMEOUT = 15_000  # milliseconds for whatever a browser test waits for

# The same browser without windows, menus and tabs comes first: these are drawn, too, for each page that a test opens.
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
# The sandbox needs rights that containers and root do not have; the rest keeps Chromium from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# For axe: it would fetch every style sheet once more, by addresses below the page's own, and be at that still when the
# test is over and the database is emptied. Nor is it asked to describe all that is well.
WITHOUT_PRELOAD = {"preload": False, "resultTypes": ["violations"]}
WCAG = {"runOnly": list(accessibility.AXE_TAGS), **WITHOUT_PRELOAD}

FAULTS = """async options => {
  // Colours that are on their way are looked at where they lead to.
  document.getAnimations().filter(it => it instanceof CSSTransition).forEach(it => it.finish());
  const { violations } = await axe.run(options);
  const found = Object.fromEntries(violations.map(it => [it.id, it.nodes[0].html.slice(0, 200)]));
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? { ...found, 'wider than the window': `${scrollWidth - clientWidth} px` } : found;
}"""


TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def choose(page, fact, words):
    """Open a fact of the article screen and press the choice with these words."""
    page.locator(f"[data-fact={fact}] > summary").click()
    page.locator(f"[data-fact={fact}]").get_by_text(words, exact=True).last.click()


def rules_for(page):
    """Return what axe asks of a page of the desk: of Django's own making WCAG, of ours what it thinks best besides."""
    return WCAG if page.locator(".change-form").count() else WITHOUT_PRELOAD


def with_axe(page):
    """Have every further page of this window bring axe along, which is quicker than to send it to each; return it."""
    page.add_init_script(f"if (window === top) {{ {AXE_SCRIPT} }}")
    return page


def faults(page, options=WITHOUT_PRELOAD):
    """Return what is wrong with the page as it stands, by axe and by its width: {fault: where it is first}.

    A click returns when the next page begins to arrive, so this waits until it is there.
    """
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(FAULTS, options)


def width_missing(page, width):
    """Return by how many pixels the page is wider than a window of this width."""
    page.set_viewport_size({"width": width, "height": 422})
    return page.evaluate(TOO_WIDE)


def too_wide_with_large_text(page):
    """Return by how many pixels the page is wider than a telephone of 390 px on which everything is twice as large."""
    return width_missing(page, accessibility.NARROW // 2)


def in_every_look(page):
    """Show the page narrow by night and wide by day: a generator of the names of these looks."""
    for width, scheme in accessibility.LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        yield f"{width}, {scheme}"


def faults_of_every_look(page, options=WITHOUT_PRELOAD):
    """Return the faults of the page wide by day and narrow by night: {(look, fault): where it is first}."""
    return {(look, fault): where for look in in_every_look(page) for fault, where in faults(page, options).items()}


def faults_of_what_is_new(page, seen):
    """Return the same, but of a page made of nothing but what was `seen` axe tells in one look, and adds to `seen`.

    So a page in the second language is looked at for what its words alone may do.
    """
    make = make_of(page.content())
    if not make <= seen:
        seen |= make
        return faults_of_every_look(page)
    return {**too_wide(page), **faults(page)}


def too_wide(page):
    """Return by how many pixels the page is wider than its window, in each look in which it is."""
    pixels = {look: page.evaluate(TOO_WIDE) for look in in_every_look(page)}
    return {look: number for look, number in pixels.items() if number}


def leave(page):
    """Have `page` send nothing more, and wait until the server has answered: the database is emptied next.

    A heartbeat that is still being answered and the emptying would wait for each other.
    """
    page.goto("about:blank")
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)


def wait_until(page, function, argument=None):
    """Wait until a function in JavaScript, or an expression, is true on the page.

    Playwright's own wait_for_function has the page evaluate a string, which our policy forbids from the second look on.
    """
    end = time.monotonic() + BROWSER_TIMEOUT / 1000
    while not page.evaluate(function, argument):
        assert time.monotonic() < end, f"waited in vain for {function}"
        page.wait_for_timeout(50)


def come_back(page):
    """Come back to the window of `page`, which asks at once then what it asks every ten seconds besides."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def press(page, name):
    """Press what a work bar offers: its one button, or an entry of the small menu beside it."""
    button = page.locator(f'.go:visible [data-item="{name}"]').first
    if not button.is_visible():
        page.locator(".go:visible .go__more summary").click()
    button.click()


def refused_requests(page, server):
    """Collect what a page asks of other hosts than `server`, in a list that fills while the test goes on."""
    foreign = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(server) else None)
    return foreign
