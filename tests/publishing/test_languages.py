"""The languages of texts: asked in one place, switched on and off by administrators, and missing words."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import override

from csto_site.places import BASE
from publishing import actions, clock, languages, switching_languages, timeline
from publishing.actions import NotAllowed, Refused
from publishing.languages import language_choices, language_codes, language_names, written_languages
from publishing.localized import LocalizedTextField, in_language
from publishing.models import Language
from tests import factories
from tests.reaches import APPS

# The languages of the interface: those of catalogues, of the staff's settings, and of addresses in front of Django.
OF_THE_INTERFACE = {
    "accounts/models.py",
    "accounts/told_form.py",
    "csto_site/management/commands/translate.py",
    "publishing/catalogues.py",
    "publishing/languages.py",
}


def test_only_the_interface_asks_the_settings():
    asking = {
        str(path.relative_to(BASE))
        for app in [*APPS, "csto_site", "demo"]
        for path in (BASE / app).rglob("*.py")
        if "migrations" not in path.parts and re.search(r"\bsettings\.LANGUAGES\b", path.read_text())
    }
    assert asking == OF_THE_INTERFACE


def test_every_shape_names_the_same_languages_in_the_same_order():
    codes = [language.code for language in written_languages()]
    assert codes == language_codes() == list(language_names()) == [code for code, _name in language_choices()]
    assert language_choices() == list(settings.LANGUAGES)


# Switching on and off


@pytest.fixture
def on(db):
    """A function that switches a language on, as an administrator does."""
    return lambda code: switching_languages.switch_on(code, by=factories.administrator())


def test_a_new_newsroom_writes_in_the_languages_of_the_interface(db):
    assert list(Language.objects.values_list("code", "is_principal")) == [("ru", True), ("en", True)]


def test_a_language_is_switched_on_in_its_place_and_recorded(on):
    row = on("kk")
    assert language_choices() == [*settings.LANGUAGES, ("kk", "Қазақ")]
    assert languages.principal_codes() == ["ru", "en"]
    entry = timeline.of(row).get()
    assert (entry.actor, entry.note) == (factories.administrator(), "Switched on")


@pytest.mark.parametrize("code", ["KK", "kk ", "Kk"])
def test_one_code_is_one_language_however_it_is_spelled(on, code):
    on("kk")
    with pytest.raises(Refused, match=re.escape("Қазақ (kk) is switched on already.")):
        on(code)
    for same in (code, "kk"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Language.objects.create(code=same)


@pytest.mark.parametrize("code", ["xx", "", "kazakh", "<b>", "k" * 500, "../en"])
def test_an_unknown_code_is_refused_with_a_sentence(on, code):
    with pytest.raises(Refused, match="is not a language that is known here"):
        on(code)


@pytest.mark.parametrize("role", ["press_secretary", "writer", "translator"])
def test_nobody_but_an_administrator_switches_languages(db, role):
    person = getattr(factories, role)()
    for act in (
        lambda: switching_languages.switch_on("kk", by=person),
        lambda: switching_languages.switch_off("en", by=person),
        lambda: switching_languages.arrange([("en", True, "")], by=person),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_language_with_a_scheduled_text_is_not_switched_off_and_the_text_is_named(on):
    on("kk")
    edition = factories.published("kk", at=clock.now() + timedelta(days=1), title="Отырыс туралы")
    with pytest.raises(Refused, match="Scheduled in Қазақ: “Отырыс туралы”"):
        switching_languages.switch_off("kk", by=factories.administrator())
    actions.unschedule(edition, by=factories.press_secretary())
    switching_languages.switch_off("kk", by=factories.administrator())
    assert language_codes() == ["ru", "en"]
    assert timeline.of(Language.objects.get(code="kk")).first().note == "Switched off"


def test_a_principal_language_is_not_switched_off(on):
    with pytest.raises(Refused, match="English is required in all fields"):
        switching_languages.switch_off("en", by=factories.administrator())


def test_nothing_is_published_in_a_language_that_is_switched_off(on):
    on("kk")
    edition = factories.edition("kk")
    factories.approve(edition)
    switching_languages.switch_off("kk", by=factories.administrator())
    with pytest.raises(Refused, match="Қазақ is switched off"):
        actions.publish(edition, by=factories.press_secretary())


def test_what_was_switched_off_comes_back_in_its_place(on):
    on("kk")
    on("hy")
    switching_languages.switch_off("kk", by=factories.administrator())
    on("kk")
    assert language_codes() == ["ru", "en", "kk", "hy"]


# The order, and words that are missing


def arrange(*wanted):
    return switching_languages.arrange(wanted, by=factories.administrator())


def test_missing_words_are_looked_for_along_the_chain_and_never_nowhere(on):
    on("kk")
    on("hy")
    assert arrange(("ru", True, ""), ("en", True, ""), ("kk", False, "ru"), ("hy", False, "en")) == ["hy"]
    assert languages.in_order_for("kk")[:2] == ("kk", "ru")
    assert languages.in_order_for("hy")[:3] == ("hy", "en", "ru")
    words = {"ru": "Совет", "en": "Council"}
    assert [in_language(words, code) for code in ("kk", "hy", "ru", "en", "fa")] == [
        "Совет", "Council", "Совет", "Council", "Совет",
    ]  # fmt: skip
    assert in_language({"hy": "Խորհուրդ"}, "kk") == "Խորհուրդ"
    with override("kk"):
        assert in_language({"kk": "Кеңес"} | words) == "Кеңес"


def test_a_chain_that_comes_back_is_refused_with_its_links(on):
    on("kk")
    on("ky")
    with pytest.raises(Refused, match=r"Қазақ → Кыргызча → Қазақ|Кыргызча → Қазақ → Кыргызча"):
        arrange(("ru", True, ""), ("en", True, ""), ("kk", False, "ky"), ("ky", False, "kk"))
    assert Language.objects.get(code="kk").falls_back_to == "ru"


def test_one_language_at_least_is_required(on):
    with pytest.raises(Refused, match="At least one language must be required"):
        arrange(("ru", False, ""), ("en", False, ""))


# Fields


def test_a_field_asks_for_the_principal_languages_and_takes_the_others(on):
    on("kk")
    field = LocalizedTextField(required=True)
    assert field.clean(["Совет", "Council", ""]) == {"ru": "Совет", "en": "Council"}
    assert field.clean(["Совет", "Council", "Кеңес"])["kk"] == "Кеңес"
    with pytest.raises(Exception, match="Write it in this language too: English"):
        field.clean(["Совет", "", "Кеңес"])


def test_a_form_made_before_a_language_was_switched_on_asks_for_it(on):
    from django import forms

    class Form(forms.Form):
        name = LocalizedTextField()

    assert "name_kk" not in Form().as_p()
    on("kk")
    page = Form().as_p()
    assert 'name="name_kk"' in page
    assert "Other languages: 0 of 1 written" in page


def test_words_in_a_language_that_is_switched_off_outlive_the_form(on):
    on("kk")
    section = factories.section("news", "News", "Новости")
    section.name["kk"] = "Жаңалықтар"
    section.save()
    switching_languages.switch_off("kk", by=factories.administrator())
    type(section)._meta.get_field("name").save_form_data(section, {"ru": "Новости дня", "en": "News"})
    assert section.name == {"ru": "Новости дня", "en": "News", "kk": "Жаңалықтар"}


def test_a_persian_field_is_written_from_the_right(on):
    on("fa")
    rows = LocalizedTextField().widget.render("name", {}).split('class="localized__language"')
    assert ["rtl" in row for row in rows[1:]] == [False, False, True]
