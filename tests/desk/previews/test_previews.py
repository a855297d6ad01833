"""A draft for one reader outside: by a signed address, for a while, watermarked, with a place for remarks."""

import datetime
import io

import pytest
from django.contrib.auth.models import Permission
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from desk.models import PreviewComment, PreviewLink, PreviewView
from desk.previews import links
from news import access, drafts
from news.models import Attachment, Edition
from photos.models import Photo
from publishing import actions, clock, timeline
from publishing.timeline import Verb
from publishing.visitors import as_visitor
from tests import factories
from tests.desk.screens import Page, address_of, messages_of, signed_in

pytestmark = pytest.mark.django_db

AIDE = {"recipient": "Anna Ivanova", "email": "anna@example.org"}


def share(edition=None, hours=72, **facts):
    edition = edition or factories.edition("en")
    until = clock.now() + datetime.timedelta(hours=hours)
    by = facts.pop("by", None) or factories.writer()
    return links.share(edition, by=by, expires_at=until, **{**AIDE, **facts})


def path_of(link):
    return reverse("preview", args=[links.token(link)])


def outside():
    return Client(headers={"accept-language": "en", "user-agent": "Firefox"}, REMOTE_ADDR="198.51.100.77")


def body_of(response):
    return response.content.decode()


def later(hours):
    return clock.moved_to(clock.now() + datetime.timedelta(hours=hours))


# --- What the reader sees --------------------------------------------------------------------------------------------


def test_a_reader_outside_sees_the_draft_as_it_will_look_marked_with_their_name():
    link = share(factories.edition("en", title="The budget", body="<p>It grows.</p>"))
    page = body_of(outside().get(path_of(link)))
    assert "<h1>The budget</h1>" in page
    assert "It grows." in page
    assert "Draft. Not for publication." in page
    assert page.count("Anna Ivanova") == 2  # in the watermark, and in the band
    assert "style=" not in page


def test_the_page_is_kept_out_of_caches_search_engines_and_referrers():
    response = outside().get(path_of(share()))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex">' in body_of(response)


def test_it_speaks_the_language_of_the_text_not_of_the_browser():
    assert '<html lang="ru">' in body_of(outside().get(path_of(share(factories.edition("ru")))))


def test_every_look_is_written_down_with_a_shortened_address():
    link = share()
    outside().get(path_of(link))
    look = link.views.get()
    assert (look.network, look.program, look.version) == ("198.51.100.0/24", "Firefox", 1)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:aaaa:bbbb::1", "2001:db8:aaaa::/48"),
        ("", "?"),
        ("no address", "?"),
    ],
)
def test_an_address_is_shortened(address, kept):
    assert links.network(address) == kept


def test_behind_a_proxy_the_address_is_the_one_it_names(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    link = share()
    outside().get(path_of(link), headers={"x-forwarded-for": "1.2.3.4, 203.0.113.9"})
    assert link.views.get().network == "203.0.113.0/24"


def test_a_text_that_changed_since_says_so_and_is_shown_as_it_stands():
    edition = factories.edition("en")
    link = share(edition)
    edition.body = "<p>Changed words.</p>"
    drafts.save_changes(edition, by=factories.writer())
    page = body_of(outside().get(path_of(link)))
    assert "Changed words." in page
    assert "The text has changed since this link was sent to you" in page


def test_once_published_the_address_leads_to_the_public_page_even_when_its_time_is_over():
    edition = factories.edition("en")
    link = share(edition)
    factories.publish(edition)
    for hours in (0, 100):
        with later(hours):
            response = outside().get(path_of(link))
            assert (response.status_code, response.headers["Location"]) == (302, f"{edition.get_absolute_url()}")


def test_a_scheduled_text_is_a_draft_until_its_moment():
    edition = factories.edition("en")
    link = share(edition)
    factories.publish(edition, at=clock.now() + datetime.timedelta(hours=2))
    assert outside().get(path_of(link)).status_code == 200
    with later(3):
        assert outside().get(path_of(link)).status_code == 302


def test_a_public_text_that_was_withdrawn_is_not_to_be_read_here_either():
    edition = factories.edition("en", title="A secret")
    link = share(edition)
    factories.publish(edition)
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong.")
    response = outside().get(path_of(link))
    assert (response.status_code, "A secret" in body_of(response)) == (410, False)


def test_what_was_shown_outside_closes_when_the_article_is_withdrawn():
    live = factories.published("en", title="The budget")
    correction = drafts.open_next(live, by=factories.writer())
    link = share(correction)
    assert outside().get(path_of(link)).status_code == 200
    actions.withdraw(live, by=factories.press_secretary(), reason="Wrong.")
    assert outside().get(path_of(link)).status_code == 410
    assert nothing_at(path_of(link))
    with later(1):
        assert outside().get(path_of(share(correction))).status_code == 200, "one that is sent afterwards works"


# --- Addresses that show nothing -------------------------------------------------------------------------------------


def nothing_at(path):
    response = outside().get(path)
    assert response.status_code in (404, 410)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Nothing to read here" in body_of(response)
    return response


def test_an_altered_address_a_foreign_one_and_one_of_a_lost_draft_look_the_same():
    factories.contact()
    link = share()
    token = links.token(link)
    other = share(factories.edition("en"))
    foreign = links._signer.sign_object([link.pk, other.edition_id])
    lost = links._signer.sign_object([10**9, 10**9])
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    bad = [altered, "x", f"{token}x", foreign, lost, token.replace(".", "..")]
    pages = {body_of(nothing_at(f"/preview/{token}/")) for token in bad}
    assert len(pages) == 1
    assert "odkb-pressa@gov.ru" in pages.pop()


def test_an_address_whose_time_is_over_says_so_and_whom_to_ask():
    link = share(hours=1)
    with later(2):
        page = body_of(nothing_at(path_of(link)))
    assert "The link worked until" in page
    assert "writer of the press office sent it" in page


def test_an_address_that_was_taken_back_shows_nothing():
    link = share(factories.edition("en", title="A secret"))
    links.revoke(link, by=factories.writer())
    assert "A secret" not in body_of(nothing_at(path_of(link)))
    assert link.views.count() == 0


# --- Photographs and files -------------------------------------------------------------------------------------------


def with_files():
    edition = factories.edition("en")
    factories.show(factories.photo(rendered=True), edition)
    Attachment.objects.create(edition=edition, label="Agenda", file="a.pdf", file_name="agenda.pdf", size=3)
    Attachment.objects.get().file.storage.save("a.pdf", io.BytesIO(b"PDF"))
    return edition


def test_photographs_and_files_come_through_the_address_and_only_through_it():
    edition = with_files()
    link = share(edition)
    page = Page(outside().get(path_of(link)))
    files = [link for link in page.links if "/attachments/" in link]
    assert files == [f"{path_of(link)}attachments/{edition.attachments.get().key}/agenda.pdf"]
    assert "/photos/" in page.text
    photo = edition.photos.get().photo
    name = photo.renditions.first().name
    through = f"{path_of(link)}photos/{photo.key}/{name}"
    assert f'src="{path_of(link)}photos/{photo.key}/' in page.text
    assert photo.get_absolute_url() not in page.links  # it would lead nowhere
    assert outside().get(through).headers["Cache-Control"] == "private, no-store"
    assert b"".join(outside().get(files[0]).streaming_content) == b"PDF"
    assert outside().get(reverse("photo-file", args=[photo.key, name])).status_code == 404
    links.revoke(link, by=factories.writer())
    assert [outside().get(address).status_code for address in (through, files[0])] == [404, 404]


def test_files_of_other_texts_do_not_come_through_it():
    other = with_files()
    link = share(factories.edition("en"))
    photo, file = other.photos.get().photo, other.attachments.get()
    for path in [
        f"{path_of(link)}photos/{photo.key}/{photo.renditions.first().name}",
        f"{path_of(link)}attachments/{file.key}/agenda.pdf",
    ]:
        assert outside().get(path).status_code == 404
    assert Photo.objects.count() == 1


# --- Remarks ---------------------------------------------------------------------------------------------------------


def say(link, client=None, **values):
    return (client or outside()).post(path_of(link), {"text": "The name is wrong.", **values}, follow=True)


def test_a_remark_reaches_the_desk_and_its_reader_sees_it_there():
    link = share()
    page = body_of(say(link, quoted="Mr  X"))
    assert "The name is wrong." in page
    remark = PreviewComment.objects.get()
    assert (remark.quoted, remark.text, remark.version) == ("Mr X", "The name is wrong.", 1)
    screen = body_of(signed_in(factories.writer()).get(address_of(link.edition.article)))
    assert "Remarks of external reviewers" in screen
    assert "The name is wrong." in screen
    other = share(link.edition, recipient="Somebody else")
    assert "The name is wrong." not in body_of(outside().get(path_of(other)))


def test_an_empty_remark_one_too_long_and_one_of_a_machine_are_not_kept():
    link = share()
    assert "This field is required." in body_of(say(link, text="  "))
    assert say(link, text="x" * 3001).status_code == 400
    assert say(link, text="nul \0").status_code == 400
    assert say(link, website="https://spam.example/").status_code == 200
    assert PreviewComment.objects.count() == 0


def test_mark_up_in_a_remark_is_only_words():
    link = share()
    say(link, text="<script>alert(1)</script>")
    assert "<script>alert(1)" not in body_of(outside().get(path_of(link)))
    assert "<script>alert(1)" not in body_of(signed_in(factories.writer()).get(address_of(link.edition.article)))


def test_a_remark_is_taken_without_a_cookie_or_an_origin_for_the_address_is_the_whole_secret():
    link = share()
    strict = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert strict.get(path_of(link)).cookies.keys() == set()
    assert strict.post(path_of(link), {"text": "Hello"}).status_code == 302
    assert strict.post("/preview/made.up/", {"text": "Hello"}).status_code == 404
    assert link.comments.count() == 1


def test_through_one_address_come_a_hundred_remarks_and_no_more(monkeypatch):
    monkeypatch.setattr(links, "MAX_REMARKS", 2)
    link = share()
    for _ in range(3):
        page = body_of(say(link))
    assert PreviewComment.objects.count() == 2
    assert "You have reached the limit of remarks." in page


def test_no_remark_is_taken_through_an_address_that_is_over():
    link = share()
    links.revoke(link, by=factories.writer())
    say(link)
    assert PreviewComment.objects.count() == 0


def test_a_remark_that_was_dealt_with_leaves_the_article_screen_and_counts_no_more():
    link = share()
    say(link)
    remark = PreviewComment.objects.get()
    assert list(links.open_remarks(factories.writer())) == [remark]
    done = reverse("admin:news_article_remark_done", args=[remark.pk])
    client = signed_in(factories.writer())
    assert client.get(done).status_code == 403
    assert client.post(done, headers={"accept": "text/plain"}).status_code == 204
    client = signed_in(factories.press_secretary())
    page = body_of(client.post(done, follow=True))
    assert "Done: writer," in page  # the first time counts
    assert list(links.open_remarks(factories.writer())) == []
    assert "Remarks of external reviewers" not in body_of(client.get(address_of(link.edition.article)))
    assert "Dealt with by the press office." in body_of(outside().get(path_of(link)))


# --- The desk's screen -----------------------------------------------------------------------------------------------


def screen_of(edition):
    return reverse("admin:news_article_previews", args=[edition.pk])


def make(edition, user=None, **values):
    sent = {**AIDE, "hours": "72", "note": "Names and dates", **values}
    return signed_in(user or factories.writer()).post(screen_of(edition), sent, follow=True)


def test_an_address_is_made_copied_listed_and_taken_back():
    edition = factories.edition("en")
    response = make(edition)
    link = PreviewLink.objects.get()
    assert abs(link.expires_at - link.created_at - datetime.timedelta(hours=72)) < datetime.timedelta(seconds=5)
    page = body_of(response)
    assert f'value="{links.address(link)}"' in page
    assert "mailto:anna@example.org?subject=Draft%20to%20review" in page
    assert "Nothing is sent until you send it" in page
    assert "Not opened yet" in page
    assert timeline.of(edition).first().verb == Verb.SHARED
    assert timeline.of(edition).first().note == "Anna Ivanova <anna@example.org>"
    outside().get(path_of(link))
    page = body_of(signed_in(factories.writer()).get(screen_of(edition)))
    assert "Opened 1 time" in page
    assert links.address(link) in page  # it can be shown again
    client = signed_in(factories.press_secretary())
    revoke = reverse("admin:news_article_revoke_preview", args=[link.pk])
    assert client.get(revoke).status_code == 403
    response = client.post(revoke, follow=True)
    assert messages_of(response) == ["Link revoked: Anna Ivanova can no longer open it."]
    assert links.address(link) not in body_of(response)


def test_an_address_works_for_thirty_days_at_most():
    edition = factories.edition("en")
    assert make(edition, hours="721").context["form"].errors["hours"]
    assert make(edition, email="nobody").context["form"].errors["email"]
    assert not PreviewLink.objects.exists()
    with pytest.raises(actions.Refused, match="thirty days at most"):
        share(edition, hours=721)
    make(edition, hours="720")
    assert PreviewLink.objects.count() == 1


def test_what_is_public_is_not_sent_as_a_draft():
    edition = factories.published("en")
    assert "now lead to its public page" in body_of(signed_in(factories.writer()).get(screen_of(edition)))
    with pytest.raises(actions.Refused, match="Send the link to its page"):
        share(edition)


def test_only_those_named_send_on_a_limited_text():
    edition = factories.edition("en")
    access.limit(edition.article, [factories.press_secretary()], by=factories.writer())
    link = share(edition)
    stranger = factories.user("Press secretary", "another")
    assert signed_in(stranger).get(screen_of(edition)).status_code == 404
    revoke = reverse("admin:news_article_revoke_preview", args=[link.pk])
    assert signed_in(stranger).post(revoke).status_code == 404
    with pytest.raises(actions.NotAllowed):
        share(edition, by=stranger)
    say(link)
    assert list(links.open_remarks(stranger)) == []
    assert links.open_remarks(factories.press_secretary()).count() == 1


def test_who_has_no_part_in_sending_texts_on_makes_no_addresses():
    edition = factories.edition("en")
    reader = factories.user("Writer", "reader")
    reader.groups.clear()
    reader.user_permissions.set(Permission.objects.filter(codename="view_article"))
    assert signed_in(reader).get(screen_of(edition)).status_code == 403


def test_a_draft_that_was_shown_outside_can_still_be_deleted():
    link = share()
    say(link)
    Edition.objects.get().delete()
    assert not PreviewLink.objects.exists()
    assert outside().get(path_of(link) if link.pk else "/preview/x/").status_code == 404


def test_a_remark_waits_on_the_desks_home():
    link = share(factories.edition("en", title="The budget"))
    say(link)
    home = body_of(signed_in(factories.press_secretary()).get("/desk/"))
    assert "Settle a remark" in home
    assert f"{address_of(link.edition.article)}#outside" in home


def test_visitors_of_the_site_have_no_right_to_any_of_it_in_the_database():
    share()
    for model in (PreviewLink, PreviewView, PreviewComment):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_visitor():
            model.objects.count()


def test_a_file_that_the_storage_has_lost_is_not_found():
    edition = with_files()
    link, attachment = share(edition), edition.attachments.get()
    attachment.file.storage.delete(attachment.file.name)
    assert outside().get(f"{path_of(link)}attachments/{attachment.key}/agenda.pdf").status_code == 404
    of_the_desk = reverse("admin:news_article_attachment", args=[attachment.key, "agenda.pdf"])
    assert signed_in(factories.press_secretary()).get(of_the_desk).status_code == 404
