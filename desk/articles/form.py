"""The form behind the article screen: facts that all languages share, and a block of text in each.

It is not a Django form but holds many: one for the facts, for each language one for the text and formsets for questions
and files, and the tray of photographs. A digest records what each showed when the page was made. So a language that
nobody touched is left alone, and one that somebody else has saved meanwhile is not overwritten.
"""

import contextlib
import functools

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.articles import about
from desk.articles.language_block import LanguageBlock
from desk.base import article_status
from desk.base.fields import digest, values
from desk.coediting import three_way
from desk.photos import tray
from identity.current import current as identity
from news import about as subjects
from news.models import Article, Edition
from press.models import Contact
from publishing import clock, dates, roles

# What a standing page has not: it stays as it is.
NOT_OF_PAGES = ("section", "genre", "meeting", "signed_by", "subjects")
FACTS = ["section", "genre", "shown_on", "shown_precision", "meeting", "signed_by"]  # fields of an edition
ABOUT = "subjects"  # rows of it


class FactsForm(forms.ModelForm):
    subjects = about.AboutField(label=gettext_lazy("About"), required=False)

    class Meta:
        model = Edition
        fields = FACTS
        # The browser's own date input: it needs no script and shows no remarks about time zones.
        widgets = {
            "section": forms.RadioSelect,
            "genre": forms.RadioSelect,
            "shown_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "shown_precision": forms.RadioSelect,
            "meeting": forms.Select(attrs={"size": 7}),
            "signed_by": forms.RadioSelect,
        }
        error_messages = {
            "section": {"required": gettext_lazy("Choose a section.")},
            "shown_on": {"required": gettext_lazy("Enter the date.")},
        }

    def __init__(self, *args, is_locked, is_page, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_page = is_page
        self.fields["meeting"].empty_label = _("No meeting")
        self.fields["section"].required = not is_page
        for name, field in self.fields.items():
            field.disabled = is_locked or (is_page and name in NOT_OF_PAGES)
        if not identity().has.council:
            self.fields["meeting"].disabled = True  # it is not shown, and stays as it is

    @property
    def chips(self):
        """For the template: each fact in a few words, and the fields that open behind it."""
        if self.is_page:
            yield self._chip("shown_on", "shown_precision", words=self._date_in_words(), asked=_("Date?"))
            return
        yield self._chip("section", asked=_("Section?"))
        yield self._chip("genre")
        yield self._chip("shown_on", "shown_precision", words=self._date_in_words(), asked=_("Date?"))
        if identity().has.council:
            yield self._chip("meeting")
        yield self._chip(ABOUT, words=self._subjects_in_words())
        yield self._chip("signed_by", words=self._signature_in_words())

    def _chip(self, name, *others, words=None, asked=""):
        fields = [self[field] for field in (name, *others)]
        return {
            "name": name,
            "label": self[name].label,
            "words": self._choice_in_words(name) if words is None else words,
            "asked": asked,
            "fields": fields,
            "errors": any(field.errors for field in fields),
        }

    @functools.cached_property
    def chosen(self):
        """What the text is about, as Options."""
        return about.options(self.fields[ABOUT].to_python(self[ABOUT].value()), are_chosen=True)

    def _subjects_in_words(self):
        return ", ".join(option.title for option in self.chosen) or _("About what?")

    def _choice_in_words(self, name):
        chosen = str(self[name].value() or "")
        return next((str(label) for value, label in self.fields[name].choices if str(value) == chosen), "")

    def _date_in_words(self):
        day, precision = self._day(), self["shown_precision"].value()
        if day is None:
            return ""
        return dates.in_words(day, precision) if precision != dates.Precision.DAY else f"{day:%d.%m.%Y}"

    def _day(self):
        with contextlib.suppress(forms.ValidationError):
            return self.fields["shown_on"].to_python(self["shown_on"].value())
        return None

    def _signature_in_words(self):
        signed_by = self["signed_by"].value()
        if signed_by == Edition.SignedBy.CONTACT:
            contact = Contact.objects.in_office(self._day()).first()
            return str(contact) if contact else _("No press contact")
        return _("No signature") if signed_by == Edition.SignedBy.NOBODY else _("Own signature")


def article_with_parts(article_id):
    """Return the Article with all that its form shows; answer 404 if there is none."""
    parts = ["photos__photo", "turns", "attachments", "section", "subjects"]
    parts = [f"editions__{part}" for part in parts]
    return get_object_or_404(Article.objects.prefetch_related(*parts), pk=article_id)


FURTHER = "further"  # the button that opens the text in a language that nobody has to write


class ArticleForm:
    """The whole screen, for `article` (None for a new one) as `user` may change it; bound if `data` is given.

    `uploads` are photos of the archive that are to be added: they came with the form, or the address asks for them.
    """

    def __init__(self, article, *, user, data=None, files=None, uploads=(), initial=None):
        self.article = article
        self.user = user
        self.data = None if data is None else data.copy()
        every = article_status.of(article, clock.now()) if article else article_status.nothing_yet()
        self.statuses = [status for status in every if status.is_expected or self._is_asked_for(status)]
        self.further = [status for status in every if status not in self.statuses]
        self.is_scheduled = any(status.is_waiting for status in self.statuses)
        self.is_shared_locked = self.is_scheduled or not roles.may(user, "write") or self._were_facts_locked()
        self.is_page = bool(self.main_edition and self.main_edition.is_page)
        facts = self._initial_facts(initial or {})
        self.facts = FactsForm(self.data, initial=facts, is_locked=self.is_shared_locked, is_page=self.is_page)
        self.tray = self._tray(uploads)
        original = article.original_language if article else ""
        self.blocks = [
            LanguageBlock(status, self.tray, self.data, files, original=original) for status in self.statuses
        ]
        self.errors = []

    def _is_asked_for(self, status):
        """Tell whether somebody has opened the text in a further language: its button was pressed, or it was sent."""
        sent = self.data
        return sent is not None and (sent.get(FURTHER) == status.language or f"{status.language}-seen" in sent)

    def _were_facts_locked(self):
        """Return whether the page that was sent had no facts to change, because a text was scheduled then."""
        return self.data is not None and self.article is not None and "shown_on" not in self.data

    def _initial_facts(self, initial):
        edition = self.main_edition
        if edition:
            return {name: getattr(edition, name) for name in FACTS} | {ABOUT: subjects.keys_of(edition)}
        return {"shown_on": clock.today(), "section": self._section_used_last(), **initial}

    def _section_used_last(self):
        """Return the section in which the user began an article last, None for the first."""
        own = Edition.objects.filter(created_by=self.user).order_by("-pk")
        return own.values_list("section", flat=True).first()

    @property
    def main_edition(self):
        """The edition whose facts are shown: a draft if there is one."""
        editions = [status.edition for status in self.statuses if status.edition]
        return next((edition for edition in editions if edition.is_draft), editions[0] if editions else None)

    def _tray(self, uploads):
        rows, added = tray.of_article(self.statuses), {photo.pk: photo for photo in uploads}
        self.photos_saved = [row.photo.pk for row in rows]
        if self.data is not None:
            rows = tray.posted(self.data, rows, is_fixed=self.is_shared_locked, by=self.user)
            added |= {photo.pk: photo for photo in tray.chosen(self.data, by=self.user)}
        if not self.is_shared_locked:
            present = {row.photo.pk for row in rows}
            rows += [tray.of_library(photo) for pk, photo in added.items() if pk not in present]
        languages = [status.language for status in self.statuses]
        return tray.Tray(rows, by=self.user, is_bound=self.data is not None, languages=languages)

    @property
    def media(self):
        block = self.blocks[0]
        return self.facts.media + block.texts.media + block.turns.media

    @property
    def shared_seen(self):
        """The digest of what all languages share, as it was when the page was first made."""
        return self.data.get("shared-seen", "") if self.data is not None else self._shared_digest(self.photos_saved)

    def _shared_digest(self, photos):
        return digest([values(self.facts), photos])

    def is_valid(self):
        """Check everything, so that all errors are shown at once."""
        if not self.is_filled_in():
            return False
        self._refuse_stale_blocks()
        if not any(block.edition or not block.is_empty for block in self.blocks):
            self.errors.append(_("Write the title in at least one language."))
        return not self.errors and not any(block.stale for block in self.blocks)

    def is_filled_in(self):
        """Return whether each field is valid by itself."""
        return all([self.facts.is_valid(), *(block.is_valid() for block in self.blocks)])

    def _refuse_stale_blocks(self):
        self.is_shared_touched = (
            not self.is_shared_locked and self._shared_digest(self.tray.photo_ids) != self.shared_seen
        )
        if self.is_scheduled and "section" in self.data:
            self.errors.append(_("An edition was scheduled while you were writing. Nothing was saved."))
        for block in self.blocks:
            block.stale = self._is_to_be_written(block) and not block.may_be_replaced

    def look(self):
        """Mark the blocks that somebody else has saved since as stale; return whether there are any."""
        for block in self.blocks:
            block.stale = block.is_bound and not block.is_current
        return any(block.stale for block in self.blocks)

    def _is_to_be_written(self, block):
        if not block.is_bound:
            return False
        if block.edition is None:
            return not block.is_empty
        return block.is_touched or self.is_shared_touched

    def save(self, *, by):
        """Write what was changed and return (article, the languages written); to be called in a transaction."""
        article = self.article or Article.objects.create(created_by=by)
        facts = {name: self.facts.cleaned_data[name] for name in [*FACTS, ABOUT]}
        written = [block for block in self.blocks if self._is_to_be_written(block)]
        for block in written:
            block.write(article, facts, by=by)
        return article, [block.language for block in written]

    @functools.cached_property
    def suggested(self):
        """What the words of the texts name and nobody has chosen, as Options."""
        if self.is_page or self.is_shared_locked:
            return []
        texts = {block.language: block.plain_text() for block in self.blocks}
        chosen = {option.key for option in self.facts.chosen}
        return about.suggested(texts, chosen, self.facts["meeting"].value() or None)

    @functools.cached_property
    def versions(self):
        """The three_way.MergeBlocks of what somebody else saved meanwhile; empty while the form has errors."""
        return three_way.of(self) if any(block.stale for block in self.blocks) else []

    @property
    def may_be_merged(self):
        return not any(block.stale and block.is_locked for block in self.blocks)

    @property
    def has_conflicts(self):
        return any(part.has_conflicts for part in self.versions)

    @property
    def is_locked(self):
        """Whether there is nothing to save."""
        return all(block.is_locked and not block.stale for block in self.blocks)

    @property
    def locked_languages(self):
        return [block.language for block in self.blocks if block.is_locked and not block.stale]

    @property
    def has_errors(self):
        return self.facts.is_bound and bool(self.errors or self.facts.errors or self.language_with_errors)

    @property
    def language_with_errors(self):
        """The language to show first."""
        return next((block.language for block in self.blocks if block.has_errors), "")

    @property
    def faults(self):
        """The errors of the fields: (id, label, sentence) of each."""
        yield from faults(self.facts)
        for block in self.blocks:
            if block.stale:
                yield (
                    f"stale-{block.language}",
                    block.status.name,
                    _("A colleague saved this text while you were working."),
                )
            for form in block.forms:
                yield from faults(form)


def faults(form):
    for name, errors in form.errors.items():
        for error in errors:
            yield (form[name].auto_id, form[name].label, error) if name in form.fields else ("texts", "", error)


def anchor(problem, language):
    """Return the id of the field that `problem` is about."""
    return f"id_{problem.field}" if problem.field in FACTS else f"id_{language}-{problem.field}"
