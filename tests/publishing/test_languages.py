"""The languages of texts are asked in one place."""

import re

import pytest
from django.conf import settings

from csto_site.places import BASE
from publishing.languages import language_choices, language_codes, language_names, written_languages
from tests.reaches import APPS

# The languages of the interface: those of catalogues, of the staff's settings, and of addresses in front of Django.
OF_THE_INTERFACE = {
    "accounts/models.py",
    "accounts/told_form.py",
    "csto_site/management/commands/translate.py",
    "page_cache/layer.py",
    "publishing/languages.py",
}


def test_only_the_interface_asks_the_settings():
    asking = {
        str(path.relative_to(BASE))
        for app in [*APPS, "csto_site", "demo"]
        for path in (BASE / app).rglob("*.py")
        if re.search(r"\bsettings\.LANGUAGES\b", path.read_text())
    }
    assert asking == OF_THE_INTERFACE


def test_every_shape_names_the_same_languages_in_the_same_order():
    codes = [language.code for language in written_languages()]
    assert codes == language_codes() == list(language_names()) == [code for code, _name in language_choices()]
    assert language_choices() == list(settings.LANGUAGES)


@pytest.mark.parametrize("language", written_languages(), ids=language_codes())
def test_russian_and_english_are_written_from_the_left(language):
    assert language.direction == "ltr"
