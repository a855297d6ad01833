"""Collect the words of the interface into locale/ and compile them: `script/translate`."""

import polib
from django.conf import settings
from django.core.management import BaseCommand, call_command

from csto_site.places import BASE

LOCALE = BASE / "locale"
SOURCE_LANGUAGE = "en"  # the language of the words in the code


class Command(BaseCommand):
    help = "Collect the words of the interface, complete the English catalogue and compile all of them. Needs gettext."

    def handle(self, *args, **options):
        languages = list(dict(settings.LANGUAGES))
        call_command(
            "makemessages",
            locale=languages,
            ignore_patterns=[".venv/*", "var/*", "tests/*", "demo/*"],
            add_location="file",
            no_wrap=True,
            no_obsolete=True,
        )
        for language in languages:
            path = LOCALE / language / "LC_MESSAGES" / "django.po"
            catalogue = polib.pofile(str(path), wrapwidth=0)
            if language == SOURCE_LANGUAGE:
                complete(catalogue)
            describe(catalogue, language)
            catalogue.save()
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
            missing = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
            self.stdout.write(f"{language}: {len(catalogue)} strings, {len(missing)} to translate")


def describe(catalogue, language):
    """Write a plain header: gettext's dates would change the file with every run."""
    catalogue.header = f"The words of the interface: {dict(settings.LANGUAGES)[language]}."
    catalogue.metadata_is_fuzzy = False
    kept = {"Plural-Forms": catalogue.metadata.get("Plural-Forms", "nplurals=2; plural=(n != 1);")}
    catalogue.metadata = {
        "Project-Id-Version": "newsroom",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **kept,
    }


def complete(catalogue):
    """Give every string of the source language itself as its translation."""
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
