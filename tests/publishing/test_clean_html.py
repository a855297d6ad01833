"""HTML enters once, at the field, through an allowlist; the text in what is refused is kept."""

import pytest

from news.models import Edition, Turn
from publishing.html import clean
from tests import factories

PASTED = [
    ("<p>Text<script>alert(1)</script></p>", "<p>Text</p>"),
    ('<p onclick="x()">Text</p>', "<p>Text</p>"),
    ('<img src="x" onerror="alert(1)">', ""),
    ('<p><a href="javascript:alert(1)">Text</a></p>', "<p><a>Text</a></p>"),
    ('<p style="color:red" class="MsoNormal"><span lang="RU">Text</span></p>', "<p>Text</p>"),
    ("<style>p{color:red}</style><p>Text</p>", "<p>Text</p>"),
    ("<iframe src='//evil'></iframe><p>Text</p>", "<p>Text</p>"),
    ("<h1>Text</h1>", "Text"),
    ("<p>«Текст» — с тире</p>", "<p>«Текст» — с тире</p>"),
    ("<p></p>", ""),
]


@pytest.mark.parametrize(("pasted", "kept"), PASTED)
def test_what_is_pasted_is_cleaned_and_its_text_kept(pasted, kept):
    assert clean(pasted) == kept


@pytest.mark.django_db
def test_every_way_into_the_database_is_cleaned():
    dirty = "<p>Text<script>alert(1)</script></p>"
    edition = factories.edition(body=dirty)
    edition.refresh_from_db()
    assert edition.body == "<p>Text</p>"
    Edition.objects.filter(pk=edition.pk).update(body=dirty)
    edition.refresh_from_db()
    assert edition.body == "<p>Text</p>"
    Turn.objects.bulk_create([Turn(edition=edition, question="Why?", answer=dirty)])
    assert Turn.objects.get().answer == "<p>Text</p>"
