"""A letter is written once and reads well as HTML and in a terminal."""

import pytest
from django.test import override_settings

from mailing import layout


def test_plain_text_is_made_of_the_html():
    html = """<h2><a href="https://x.example/1">A title</a></h2><p>One <b>two</b>
    three.</p><ul><li>First</li><li><a href="https://x.example/2">https://x.example/2</a></li></ul>
    <p>Call <a href="tel:+74957952710">+7495-795-27-10</a>,
    <a href="mailto:a@b.example">a@b.example</a><br>or write.</p>"""
    assert layout.plain(html) == (
        "A title\nhttps://x.example/1\n\nOne two three.\n\n- First\n- https://x.example/2\n\n"
        "Call +7495-795-27-10, a@b.example\nor write."
    )


def test_lines_fit_into_a_terminal_and_addresses_stay_whole():
    address = "https://newsroom.example/en/news/" + "a" * 120
    text = layout.plain(f"<p>{'слово ' * 100}</p><p><a href='{address}'>The page</a></p>")
    assert address in text.splitlines()
    assert max(len(line) for line in text.splitlines() if line != address) <= layout.LINE_WIDTH


def templates(folder, **texts):
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_text(text)
    return override_settings(
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [folder],
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": []},
            }
        ]
    )


@pytest.fixture
def frame(tmp_path):
    (tmp_path / "mailing").mkdir()
    (tmp_path / "mailing" / "frame.txt").write_text("{% autoescape off %}{{ content }}{% endautoescape %}")
    (tmp_path / "mailing" / "frame.html").write_text("<title>{{ subject }}</title>{{ content }}")
    return tmp_path


def test_what_is_written_as_text_alone_has_links_in_html(frame):
    with templates(
        frame,
        a_subject__txt="For {{ name }}\n",
        a__txt="{% autoescape off %}{{ name }}: https://x.example/\n\nBye{% endautoescape %}",
    ):
        subject, text, html = layout.render("a", {"name": "<b>"}, "en")
    assert subject == "For &lt;b&gt;"
    assert text == "<b>: https://x.example/\n\nBye"
    assert '<a href="https://x.example/"' in html
    assert "<b>" not in html


def test_what_readers_wrote_stays_text(frame):
    with templates(
        frame, a_subject__txt="{% autoescape off %}{{ name }}{% endautoescape %}", a__html="<p>{{ name }}</p>"
    ):
        subject, text, html = layout.render("a", {"name": "<script>\nalert(1)</script>"}, "ru")
    assert subject == "<script> alert(1)</script>"
    assert "<script>" in text
    assert "<script>" not in html
