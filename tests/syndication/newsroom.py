"""Articles with everything an article can have, and what happens to them."""

import contextlib
import datetime

from django.core.files.base import ContentFile

from council.models import AgendaItem, Participation
from news import drafts
from news.models import Attachment, Edition, Turn, Withdrawal
from photos.models import Rendition
from publishing import actions, amendments
from tests import factories


def withdraw(edition, kind=Withdrawal.Kind.WITHDRAWN, **how):
    actions.withdraw(edition, by=factories.press_secretary(), reason="Sent <too> early", kind=kind, **how)


def corrected(edition, change="correction", note="The name was wrong."):
    draft = drafts.open_next(edition, by=factories.writer())
    draft.change, draft.change_note = change, note
    drafts.save_changes(draft, by=factories.writer())
    return factories.publish(draft)


def rich_meeting():
    """A meeting of two bodies with a chair, a representative and a guest state."""
    kyrgyz, person = factories.state(), factories.person()
    factories.term(person, factories.office(state=kyrgyz))
    made = factories.meeting(
        public=False,
        bodies=[factories.body(), factories.body("ministers", "Council of Ministers", "Совет министров")],
        chair=person,
        chair_state=kyrgyz,
    )
    other = factories.person("Viktor Vasilyev", "Виктор Васильев")
    Participation.objects.create(
        meeting=made, person=other, state=factories.state("RU", "Russian Federation", "Россия")
    )
    Participation.objects.create(meeting=made, state=factories.state("AM", "Republic of Armenia", "Армения"))
    AgendaItem.objects.create(meeting=made, text={"en": "The budget"})
    return factories.publish(made)


def rich_edition(language="en", files=None, **facts):
    """Everything an article can have, in `language`; to be published. `files` makes the public files of its photos."""
    photos = [factories.photo("ZVF_2142.JPG", **RIGHTS), factories.photo("ZVF_2150.JPG", keywords=["council"])]
    for photo in photos:
        (files or rendered)(photo)
    draft = factories.edition(
        language,
        title="Council met in Moscow",
        body=f'<h2>First</h2><p>Words and <a href="/en/">a link</a>.</p><figure data-photo="{photos[0].pk}"></figure>',
        signed_by=Edition.SignedBy.WORDING,
        signature="Press secretary\n+7495-795-27-10\nodkb-pressa@gov.ru",
        **facts,
    )
    for position, photo in enumerate(photos):
        factories.show(photo, draft, position)
    Turn.objects.create(edition=draft, question="When?", answer="<p>Soon.</p>")
    paper = Attachment(edition=draft, label="Agenda of the meeting", file_name="agenda.pdf", size=8)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
    return draft


RIGHTS = {
    "creator": "V. Photographer",
    "copyright": "© CSTO 2018",
    "rights_url": "https://example.org/licence",
    "headline": {"en": "At the table", "ru": "За столом"},
    "place": {"en": "Moscow", "ru": "Москва"},
    "taken_at": datetime.datetime(2018, 11, 27, 8, 2, tzinfo=datetime.UTC),
}


def rendered(photo):
    """Give `photo` two public files in the record alone: to make real ones takes seconds."""
    factories.without_files(photo)
    for kind, crop, width in [("jpeg", "", 960), ("avif", "3x2", 640)]:
        Rendition.objects.create(
            photo=photo, kind=kind, crop=crop, width=width, height=width // 2, size=width, file=f"{photo.key}-{width}"
        )
    return photo


def illustrated(photo, language="en", **facts):
    draft = factories.edition(language, **facts)
    factories.show(photo, draft)
    return draft


@contextlib.contextmanager
def amending():
    with amendments.amending(by=factories.press_secretary()):
        yield
