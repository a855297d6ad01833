"""Every address of the desk by name, whoever brought it: a new one, of ours or of a library, is decided upon here."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse

from news import access
from news.models import Article
from publishing import roles
from tests import factories
from tests.desk.screens import Page, signed_in
from tests.hostile.routes import patterns

# The pages of accounts: allauth's views in our frame, each opened to whom accounts/urls.py says. Nobody signs up.
ACCOUNTS = """
    account account_go_on account_logout account_end_sessions account_end_session account_inactive account_login
    account_reauthenticate account_change_password account_set_password account_reset_password account_told
    account_told_allow account_told_stop account_told_worker
    account_reset_password_done account_reset_password_from_key_done account_reset_password_from_key
    mfa_index mfa_list_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn mfa_authenticate mfa_activate_totp
    mfa_deactivate_totp mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn mfa_view_recovery_codes
    mfa_generate_recovery_codes
"""
# The first run of an empty site; once there is an administrator they answer 410.
FIRST_RUN = "welcome welcome_colours welcome_empty welcome_preview welcome_step"
# Django's own. `autocomplete` asks for the right to see what it lists and takes the list of that kind's own page;
# `jsi18n` is answered by desk.base.script_words; `password_change` leads to the page of the account.
DJANGOS = (
    "set_language desk:index desk:login desk:logout desk:password_change desk:autocomplete desk:jsi18n desk:app_list"
)
# Of each kind of record, whether its admin answers there or refuses everybody.
OF_EACH_KIND = ["changelist", "add", "history", "delete", "change"]
OURS = """
    all settings
    calendar calendar-plan missing-words missing-words-of ripple quotes why state
    rehearsal rehearsal-shift rehearsal-leave
    readers readers-article
    months month month-keep month-file
    find find-answers help help-alarm help-beside help-page help-pdf put-back photo-file photo-rendition
    auth_user_access auth_user_password_change
    identity_identity_colours identity_identity_preview publishing_language_words
    council_document_numbers
    council_document_withdraw council_meeting_album council_meeting_day council_meeting_documents
    council_meeting_emergency council_meeting_next council_meeting_photo council_meeting_photos
    council_meeting_withdraw council_person_merge council_person_names council_state_representative
    council_term_withdraw
    news_article_ends
    mailing_letter_again news_article_about news_article_access news_article_act news_article_attach
    news_article_attachment news_article_bulk news_topic_join
    news_article_bulk_done news_article_compare news_article_discard news_article_discard_new news_article_emergency
    news_article_from_template news_article_from_word news_article_library news_article_limited
    news_article_points news_article_points_new news_article_presence news_article_preview news_article_previews
    news_article_remark_done news_article_restore
    news_article_review news_article_revoke_preview news_article_row news_article_take_up news_article_translate
    news_article_fresh news_article_standing council_document_publish council_meeting_publish council_term_publish
    photos_album_publish press_advisory_publish
    news_article_translations news_article_unsaved news_article_unsaved_new news_article_word news_release_list
    moving_batch_act moving_batch_meetings moving_batch_queue moving_import_upload moving_oldaddress_lead
    moving_oldaddress_table moving_savedprofile_toml
    news_release_open news_release_together photos_album_withdraw photos_photo_alike photos_photo_captions
    photos_photo_emergency photos_photo_replace
    photos_photo_upload photos_photo_withdraw press_advisory_csv press_advisory_list press_advisory_requests
    press_advisory_withdraw press_approvedline_approve press_enquiry_beside press_enquiry_call
    press_enquiry_erasing press_enquiry_file
    press_enquiry_answer_file press_enquiry_put_right press_enquiry_use_again
"""


def of_the_desk():
    return {name for name, _parameters, route in patterns() if f"/{route}".startswith(settings.DESK_PREFIX)}


def test_all_addresses_of_the_desk_are_known():
    known = {*ACCOUNTS.split(), *FIRST_RUN.split(), *DJANGOS.split(), *(f"desk:{name}" for name in OURS.split())}
    for model in admin.site._registry:
        known |= {f"desk:{model._meta.app_label}_{model._meta.model_name}_{part}" for part in OF_EACH_KIND}
    assert of_the_desk() == known


@pytest.mark.django_db
def test_no_address_leads_to_the_page_of_any_record_by_its_number():
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    article = factories.edition().article
    kind = ContentType.objects.get_for_model(Article)
    assert signed_in(factories.administrator()).get(f"/desk/r/{kind.pk}/{article.pk}/").status_code == 404


@pytest.mark.django_db
def test_the_form_of_a_record_leads_to_its_public_page_while_there_is_one():
    client = signed_in(factories.press_secretary())
    term, stranger = factories.term(factories.person(), factories.office()), factories.person(en="Nobody Yet")
    meeting = factories.meeting(public=False)

    def leads_there(record):
        address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
        return record.get_absolute_url() in Page(client.get(address)).links

    assert [leads_there(record) for record in (term.person, stranger, meeting)] == [True, False, False]
    factories.publish(meeting)
    assert leads_there(meeting)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question",
    [
        "council/meeting/?editions__id={edition}",
        "news/section/?editions__id={edition}",
        "photos/photo/?news_editionphoto_set__id={use}",
        "news/article/?created_by__password__startswith=p",
        "news/article/?created_by__id=1",
        "news/release/?note__contains=x",
        "press/enquiry/?token__startswith=a",
        "council/person/?_to_field=biography",
    ],
)
def test_no_list_answers_a_question_that_it_does_not_offer(question):
    edition = factories.edition(meeting=factories.meeting())
    factories.show(factories.photo(), edition)
    access.limit(edition.article, [factories.writer()], by=factories.writer())
    asked = "/desk/" + question.format(edition=edition.pk, use=edition.photos.get().pk)
    assert signed_in(factories.press_secretary()).get(asked).status_code == 400


@pytest.mark.django_db
def test_what_a_list_offers_it_still_answers():
    factories.meeting()
    client = signed_in(factories.press_secretary())
    for offered in (
        "council/meeting/?course__exact=planned", "council/meeting/?held_on__year=2018", "news/article/?state=draft",
        "council/meeting/?bodies__id__exact=1", "council/term/?office__kind__exact=representative",
        "photos/photo/?without=credit", "publishing/timelineentry/?verb__exact=edited&at__year=2018",
        "photos/photo/?q=ZVF&page=1", "council/person/?q=ZVF&o=1.-2&all=", "council/person/?_popup=1&_to_field=id",
        "press/enquiry/?show=open&q=x&page=1",
    ):  # fmt: skip
        assert client.get(f"/desk/{offered}").status_code in (200, 302), offered


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *roles.RIGHTS])
def test_choosing_a_record_by_typing_shows_each_role_what_its_lists_show(role):
    edition = factories.edition(title="Kanarienvogel", meeting=factories.meeting())
    access.limit(edition.article, [factories.user(roles.WRITER, "other")], by=factories.user(roles.WRITER, "other"))
    factories.edition(title="Kanarienvogel for all")
    client = signed_in(factories.user(role)) if role else signed_in(factories.user(roles.WRITER, "nobody"))
    if role is None:
        factories.user(roles.WRITER, "nobody").groups.clear()

    def found(model, field, term):
        asked = {"app_label": model.split(".")[0], "model_name": model.split(".")[1], "field_name": field}
        answer = client.get("/desk/autocomplete/", {**asked, "term": term})
        return (
            [result["text"] for result in answer.json()["results"]] if answer.status_code == 200 else answer.status_code
        )

    assert found("news.edition", "article", "Kanarienvogel") == (["Kanarienvogel for all"] if role else 403)
    # Nobody may look for accounts by typing but those who keep them.
    accounts = found("publishing.timelineentry", "actor", "other")
    assert accounts == (["other"] if role == roles.ADMINISTRATOR else 403)
