"""Photographs inside a text: what is kept of them, what readers see, and what the editor is told."""

import re
from html import unescape

import pytest

from news import drafts, figures
from news.models import Turn
from publishing import actions
from publishing.html import clean
from tests import factories

WRITTEN = [
    ('<figure data-photo="12"></figure>', '<figure data-photo="12"></figure>'),
    ('<figure data-photo="12"> </figure><p>Text</p>', '<figure data-photo="12"></figure><p>Text</p>'),
    ('<figure class="x" onclick="x()" lang="en" data-photo="12"></figure>', '<figure data-photo="12"></figure>'),
    ('<figure data-photo="1"><img src="//evil/1.jpg">Words</figure>', '<figure data-photo="1"></figure>Words'),
    ('<figure><img src="x"><figcaption>Words</figcaption></figure>', "Words"),
    ('<figure data-photo="1 onload=x"></figure><p>Text</p>', "<p>Text</p>"),
    ('<figure data-photo="-1"></figure>', ""),
    ('<figure data-photo="٣"></figure>', ""),
    ('<figure data-photo="99999999999999999999"></figure>', ""),
    (
        '<figure data-photo="1"><figure data-photo="2">Words</figure></figure>',
        '<figure data-photo="1"></figure><figure data-photo="2"></figure>Words',
    ),
]


@pytest.mark.parametrize(("written", "kept"), WRITTEN)
def test_of_a_photograph_in_a_text_its_number_alone_is_kept(written, kept):
    assert clean(written) == kept
    assert clean(kept) == kept


def placed(*photos):
    return "<p>Before.</p>" + "".join(f'<figure data-photo="{photo.pk}"></figure><p>After.</p>' for photo in photos)


def with_photos(*photos, **facts):
    """Return a draft that shows these photos."""
    draft = factories.edition(**facts)
    for position, photo in enumerate(photos):
        factories.show(photo, draft, position)
    return draft


def page_of(client, edition):
    factories.publish(edition)
    response = client.get(edition.get_absolute_url())
    assert response.status_code == 200
    return unescape(response.content.decode())


def prose(page):
    return re.search(r'<div class="prose">(.*?)<p>After\.</p>', page, re.S)[1]


pytestmark = pytest.mark.django_db


def test_a_photograph_stands_between_the_paragraphs_with_all_that_belongs_to_it(client):
    first, second = factories.photo("ZVF_1.JPG"), factories.photo("ZVF_2142.JPG", rendered=True)
    page = page_of(client, with_photos(first, second, body=placed(second)))
    figure = prose(page).partition("<p>Before.</p>")[2]
    for words in ["<picture>", 'alt="Delegates at a round table."', "The Council in session.", "Press Office"]:
        assert words in figure
    assert f'href="{second.get_absolute_url()}"' in figure
    assert f'href="{second.download.get_absolute_url()}" download="ZVF_2142.JPG"' in figure
    assert "data-photo=" not in page


def test_a_photograph_in_the_text_is_shown_there_alone_and_the_first_of_all_still_leads(client):
    photos = [factories.photo(f"ZVF_{number}.JPG", rendered=True) for number in (1, 2, 3)]
    page = page_of(client, with_photos(*photos, body=placed(photos[1])))
    places = [(photo.file_name, page.count(f'data-file="{photo.file_name}"')) for photo in photos]
    assert places == [("ZVF_1.JPG", 1), ("ZVF_2.JPG", 1), ("ZVF_3.JPG", 1)]
    lead, gallery = page.partition("<p>Before.</p>")[0], page.partition('id="gallery"')[2]
    assert 'data-file="ZVF_1.JPG"' in lead
    assert 'data-file="ZVF_3.JPG"' in gallery
    assert 'data-file="ZVF_2.JPG"' not in gallery


def test_when_the_first_photograph_is_in_the_text_none_leads_but_it_goes_with_links_to_the_article(client):
    photo = factories.photo("ZVF_1.JPG", rendered=True)
    page = page_of(client, with_photos(photo, body=placed(photo)))
    assert 'data-file="ZVF_1.JPG"' not in page.partition("<p>Before.</p>")[0]
    assert page.count('data-file="ZVF_1.JPG"') == 1
    assert '<meta property="og:image"' in page
    assert "data-lightbox" in page, "the viewer is there for photographs in the text too"


def test_answers_show_photographs_as_the_text_does(client):
    photo = factories.photo("ZVF_1.JPG", rendered=True)
    edition = with_photos(photo, genre="interview", body="")
    Turn.objects.create(edition=edition, question="What did you sign?", answer=placed(photo))
    page = page_of(client, edition)
    assert 'data-file="ZVF_1.JPG"' in page.partition("What did you sign?")[2]
    assert page.count('data-file="ZVF_1.JPG"') == 1


def test_words_about_a_photograph_are_those_of_the_edition_and_cannot_carry_mark_up(client):
    photo = factories.photo("ZVF_1.JPG", rendered=True)
    draft = with_photos(photo, body=placed(photo))
    draft.photos.update(caption="Signed <script>alert(1)</script>", alt='A "pen"')
    factories.publish(draft)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Signed &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'alt="A &quot;pen&quot;"' in page


def test_a_photograph_that_is_not_the_articles_stops_the_publication_and_is_named():
    photo = factories.photo("ZVF_2142.JPG")
    edition = factories.edition(body=placed(photo))
    sentence = "The text shows ZVF_2142.JPG, which is not among the article's photographs."
    assert [(problem.field, problem.sentence, problem.blocks) for problem in edition.problems()] == [
        ("body", sentence, True)
    ]
    with pytest.raises(actions.Refused):
        factories.publish(edition)
    factories.show(photo, edition)
    assert list(edition.problems()) == []
    factories.publish(edition)


def test_a_photograph_that_no_longer_exists_stops_the_publication_too():
    edition = factories.edition(body='<p>Text</p><figure data-photo="987654321"></figure>')
    sentence = "The text shows a photograph that the library no longer has."
    assert [(problem.field, problem.sentence) for problem in edition.problems()] == [("body", sentence)]


def test_visitors_see_nothing_of_a_photograph_that_is_not_the_articles():
    photo = factories.photo("ZVF_2142.JPG")
    assert figures.filled(placed(photo), []) == "<p>Before.</p><p>After.</p>"


def test_the_next_edition_shows_the_same_photographs_in_the_same_places(client):
    photo = factories.photo("ZVF_1.JPG", rendered=True)
    first = with_photos(photo, body=placed(photo))
    factories.publish(first)
    following = drafts.open_next(first, by=factories.writer())
    assert figures.numbers(following.body) == [photo.pk]
    assert list(following.problems()) == []
    assert 'data-file="ZVF_1.JPG"' in page_of(client, following)


def test_formats_without_pictures_get_a_line_of_words():
    photo = factories.photo("ZVF_2142.JPG")
    edition = with_photos(photo, body=placed(photo))
    line = "<p>[ZVF_2142.JPG] The Council in session. Press Office</p>"
    assert figures.plain(edition.body, edition.photos.all()) == f"<p>Before.</p>{line}<p>After.</p>"
