"""Collect the words of the interface into locale/ and compile them: `script/translate`.

Catalogues of further languages keep what the code still says. A new one begins as an empty file; what its public pages
lack, tests/csto_site/test_further_languages.py names.
"""

import polib
from django.conf import settings
from django.core.management import BaseCommand, call_command

from publishing import catalogues

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
            path = catalogues.source(language)
            catalogue = polib.pofile(str(path), wrapwidth=0)
            if language == SOURCE_LANGUAGE:
                complete(catalogue)
            describe(catalogue, language)
            catalogue.save()
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
            missing = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
            self.stdout.write(f"{language}: {len(catalogue)} strings, {len(missing)} to translate")
        source = polib.pofile(str(catalogues.source(SOURCE_LANGUAGE)))
        in_code = {(entry.msgctxt, entry.msgid): entry for entry in source}
        for code in catalogues.further_codes():
            further = polib.pofile(str(catalogues.source(code)), wrapwidth=0)
            gone = keep_what_is_in(in_code, further)
            further.save()
            further.save_as_mofile(str(catalogues.source(code).with_suffix(".mo")))
            self.stdout.write(f"{code}: {len(further)} strings of public pages, {gone} of another sentence taken out")


def keep_what_is_in(in_code, catalogue):
    """Take out of a further language's catalogue what the code does not say any more; return how much that was.

    A sentence that was changed is gone as well: its translation would say the old thing.
    """
    kept = [entry for entry in catalogue if (entry.msgctxt, entry.msgid) in in_code]
    for entry in kept:
        source = in_code[entry.msgctxt, entry.msgid]
        entry.occurrences, entry.flags, entry.comment = source.occurrences, source.flags, source.comment
    gone = len(catalogue) - len(kept)
    catalogue[:] = kept
    return gone


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
