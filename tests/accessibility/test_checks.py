"""Each check of every page finds the fault that it is for."""

import pytest

from tests.accessibility import checks

pytestmark = pytest.mark.browser

ADDRESS = "http://planted.example/"
PAGE = """<!doctype html><html lang="en"><head><title>Planted</title><meta name="viewport" content="width=device-width">
<style>main a { display: block; padding: 1rem } STYLE</style></head><body><main><h1>A heading</h1>
<p><a href="/one/">One</a></p><p><a href="/two/">Two</a></p> PLANTED</main></body></html>"""


@pytest.mark.parametrize(
    ("style", "planted", "found"),
    [
        ("", "", set()),
        ("", "<img src='a.png'>", {"axe"}),
        ("main a { padding: 0; font-size: 9px; display: inline } p { margin: 0; line-height: 1 }", "", {"axe"}),
        ("h1 { inline-size: 1200px }", "", {"axe", "widths"}),
        ("@media (width < 350px) { h1 { inline-size: 360px } }", "", {"widths"}),
        ("a:focus-visible { outline: none }", "", {"keyboard"}),
        ("", "<script>document.links[1].onfocus = event => document.links[0].focus()</script>", {"keyboard"}),
        ("", "<script>document.querySelector('main').innerHTML += '<h2>Another</h2>'</script>", {"scripts"}),
        ("", "<button type='button'>Does nothing</button>", {"scripts"}),
    ],
)
def test_a_planted_fault_is_found(new_page, style, planted, found):
    page, plain = new_page(), new_page(java_script_enabled=False)
    body = PAGE.replace("STYLE", style).replace("PLANTED", planted)
    for window in (page, plain):
        window.route(ADDRESS, lambda route: route.fulfill(content_type="text/html", body=body))
        window.route("**/*.png", lambda route: route.fulfill(status=404))
    page.goto(ADDRESS)
    assert set(checks.faults_of_page(page, plain, set())) == found
