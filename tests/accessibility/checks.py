"""How what pages/accessibility.py declares of every page is checked: a function for each of its words."""

import dataclasses

from playwright.sync_api import Page

from pages import accessibility
from tests.accessibility.makes import make_of
from tests.browser import WITHOUT_PRELOAD, faults, faults_of_every_look, too_wide, width_missing

RULES = {"runOnly": [*accessibility.AXE_TAGS, accessibility.AXE_ADVICE], **WITHOUT_PRELOAD}
TABS_BESIDES = 30  # boxes that can be moved by keyboard get a place in the order, too

# What can be reached by Tab: of radio buttons with one name one alone is.
REACHABLE = """
const reachable = () => {
  const seen = new Set();
  return [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')].filter(it => {
      if (it.disabled || it.tabIndex < 0 || it.closest('[inert]')) return false;
      if (!it.checkVisibility({ visibilityProperty: true })) return false;
      if (it.type !== 'radio') return true;
      return !seen.has(it.name) && seen.add(it.name);
  });
};"""
# Each element that gets the focus is written down, with whether one sees that it has it.
WATCH = """
window.reached = [];
document.addEventListener('focusin', ({ target }) => {
  const style = getComputedStyle(target);
  const isSeen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  reached.push([target, isSeen]);
});
return reachable().length;"""
TOLD = """
const names = new Set(reached.map(([it]) => it.type === 'radio' ? it.name : it));
const missed = reachable().find(it => !names.has(it.type === 'radio' ? it.name : it));
const unseen = reached.find(([it, isSeen]) => !isSeen);
const told = it => it.outerHTML.slice(0, 200);
return { ...missed && { 'not reached by Tab': told(missed) }, ...unseen && { 'focus not seen': told(unseen[0]) } };"""
HEADINGS = r"""() => [...document.querySelectorAll('h1, h2, h3')].filter(it => it.checkVisibility())
  .map(it => it.textContent.replace(/\s+/g, ' ').trim())"""
# Without scripts a button sends a form or opens a box of HTML's own.
DEAD = """() => [...document.querySelectorAll('a, button')].find(it => it.checkVisibility() && (it.localName === 'a'
  ? !it.href || it.getAttribute('href') === '#'
  : !it.popoverTargetElement && (it.type !== 'submit' || !it.form)))?.outerHTML.slice(0, 200)"""


@dataclasses.dataclass
class Visit:
    """A page to be checked: in a window, in one without scripts, and whether it is made of anything new."""

    page: Page
    plain: Page
    is_new: bool


def axe(visit):
    return faults_of_every_look(visit.page, RULES) if visit.is_new else faults(visit.page, RULES)


def widths(visit):
    found = too_wide(visit.page)
    for width, per_cent in accessibility.ZOOMS:
        if pixels := width_missing(visit.page, width * 100 // per_cent):
            found[f"{width} at {per_cent} %"] = pixels
    return found


def keyboard(visit):
    if not visit.is_new:
        return {}
    visit.page.reload()
    for _ in range(visit.page.evaluate(_function(WATCH)) + TABS_BESIDES):
        visit.page.keyboard.press("Tab")
    return visit.page.evaluate(_function(TOLD))


def _function(lines):
    return f"() => {{ {REACHABLE} {lines} }}"


def scripts(visit):
    if not visit.is_new:
        return {}
    visit.plain.set_viewport_size(visit.page.viewport_size)
    visit.plain.goto(visit.page.url)
    found = {}
    if lost := set(visit.page.evaluate(HEADINGS)) ^ set(visit.plain.evaluate(HEADINGS)):
        found["other headings without scripts"] = lost
    if dead := visit.plain.evaluate(DEAD):
        found["does nothing without scripts"] = dead
    return found


RUN = {"axe": axe, "widths": widths, "keyboard": keyboard, "scripts": scripts}


def faults_of_page(page, plain, seen):
    """Return what is wrong with the page by all that is declared of every page: {check: what it found}.

    `plain` is a window without scripts; what the page is made of is added to `seen`.
    """
    make = make_of(page.content())
    visit = Visit(page, plain, is_new=not make <= seen)
    seen |= make
    of_every_page = (word for word, check in accessibility.CHECKS.items() if check.of_every_page)
    return {word: found for word in of_every_page if (found := RUN[word](visit))}
