"""The standing pages of the demo, from content/pages/."""

import datetime

from demo import content
from demo.articles import approve, text_of
from demo.clock import MORNING, moment
from news import drafts
from news.models import Edition
from pages import accessibility
from pages import actions as tree
from publishing import actions, clock
from publishing.languages import language_codes


def load(users, photos):
    placed = {}
    for row in content.pages():
        with clock.moved_to(moment(datetime.date.fromisoformat(row["as_of"]), MORNING)):
            placed[row["slug"]] = _load(row, placed.get(row.get("below")), users, photos)


def _load(row, parent, users, photos):
    languages = [code for code in language_codes() if code in row]
    first = languages[0]
    page = tree.begin(parent=parent, slug=row["slug"], language=first, title=row[first]["title"], by=users["secretary"])
    shown = [photos[name] for name in row.get("photos", [])]
    for language in languages:
        draft = page.article.editions.filter(language=language).first() or drafts.start(
            language,
            by=users["writer"],
            article=page.article,
            section=None,
            shown_on=clock.today(),
            signed_by=Edition.SignedBy.NOBODY,
        )
        for field, value in text_of(row[language]).items():
            setattr(draft, field, value)
        if row.get("begins_with") == "accessibility":
            draft.body = accessibility.statement(language)
        drafts.set_parts(
            draft,
            photos=[
                {"photo": photo, "caption": photo.caption[language], "alt": photo.alt[language]} for photo in shown
            ],
        )
        drafts.save_changes(draft, by=users["writer"])
        approve(draft, users)
        actions.publish(draft, by=users["secretary"])
    return page
