"""The press contact's page: what changes at once, what keeps its lines, and the corrections it prepares."""

import pytest

from news import access
from news.models import Edition
from press.models import Contact
from publishing import clock
from tests import factories
from tests.desk.screens import Page, messages_of, signed_in

pytestmark = pytest.mark.django_db
OLD, NEW = "+7495-621-33-23", "+7495-000-00-00"


@pytest.fixture
def contact():
    return factories.contact()


def signed(**facts):
    return factories.edition(signed_by=Edition.SignedBy.CONTACT, **facts)


def address(contact):
    return f"/desk/press/contact/{contact.pk}/change/"


def save(contact, **typed):
    client = signed_in(factories.press_secretary())
    form = Page(client.get(address(contact)), form="contact_form").fields
    changes = {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(address(contact), {**form, **changes}, follow=True)


def test_drafts_are_signed_anew_and_what_is_public_keeps_its_lines(contact):
    public, draft = factories.publish(signed()), signed()
    assert OLD in public.signature
    response = save(contact, phones__1__number=NEW)
    assert "1 draft was signed anew." in messages_of(response)
    public.refresh_from_db()
    draft.refresh_from_db()
    assert OLD in public.signature
    assert NEW in draft.signature
    assert Edition.objects.count() == 2


def test_a_correction_of_todays_texts_is_prepared_if_asked_for(contact):
    today, earlier = (factories.publish(signed(shown_on=day)) for day in (clock.today(), factories.THE_DAY))
    page = Page(signed_in(factories.press_secretary()).get(address(contact)), form="contact_form")
    assert page.fields["printed"] == "keep"
    assert "(1)" in page.text
    assert "(2)" in page.text
    response = save(contact, phones__1__number=NEW, printed="today")
    assert any(sentence.startswith("1 correction was prepared.") for sentence in messages_of(response))
    draft = today.article.editions.unpublished().get()
    assert NEW in draft.signature
    assert draft.change == Edition.Change.MINOR
    assert not earlier.article.editions.unpublished().exists()


def test_what_is_in_review_is_named_and_not_changed_under_a_hand(contact):
    edition = signed(title="Waits for its review")
    factories.approve(edition)
    page = signed_in(factories.press_secretary()).get(address(contact))
    assert "Waits for its review" in page.content.decode()
    save(contact, phones__1__number=NEW)
    edition.refresh_from_db()
    assert OLD in edition.signature


def test_a_change_of_hours_signs_nothing_anew(contact):
    draft = signed()
    version = draft.version
    response = save(contact, hours_en="On working days")
    assert not any("signed anew" in sentence for sentence in messages_of(response))
    draft.refresh_from_db()
    assert draft.version == version


def test_a_limited_draft_is_signed_by_those_who_may_read_it(contact):
    draft = signed(title="For few eyes")
    access.limit(draft.article, [factories.writer()], by=factories.writer())
    response = save(contact, phones__1__number=NEW)
    assert not any("signed anew" in sentence for sentence in messages_of(response))
    draft.refresh_from_db()
    assert OLD in draft.signature


def test_contacts_have_a_place_and_no_number(contact):
    other = factories.contact(en="Second Contact", ru="Второй контакт")
    page = Page(signed_in(factories.press_secretary()).get(address(other)), form="contact_form")
    assert not [name for name in page.fields if name == "position"]
    save(contact, stands_after=str(other.pk))
    assert list(Contact.objects.all()) == [other, contact]
    save(contact, stands_after="")
    assert list(Contact.objects.all()) == [contact, other]


def test_telephones_are_moved_without_a_script(contact):
    save(contact, _move="phones:0:down")
    assert [phone.number for phone in contact.phones.all()] == [OLD, "+7495-795-27-10"]
    save(contact, **{"phones-2-kind": "mobile", "phones-2-number": NEW})
    assert [phone.number for phone in contact.phones.all()][-1] == NEW
