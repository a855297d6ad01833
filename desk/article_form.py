"""The form behind the article screen: facts that all languages share, and a block of text in each.

It is not a Django form but holds many: one for the facts, for each language one for the text and sets for questions and
files, and the tray of photographs. What each showed when the page was made is known by its digest, so that a language
nobody touched is left alone, and one that somebody else has saved meanwhile is not written over.
"""

import hashlib
import json

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from desk import photo_tray, standing
from desk.attachments import AttachmentFormSet, note
from desk.fields import LineField, ProseField, TextField
from news import drafts
from news.models import Article, Edition, Turn
from publishing import clock, roles

FACTS = ["section", "genre", "shown_on", "shown_precision", "meeting", "signed_by"]
TEXTS = ["title", "slug", "standfirst", "body", "signature", "change", "change_note"]


class FactsForm(forms.ModelForm):
    class Meta:
        model = Edition
        fields = FACTS
        widgets = {"shown_on": AdminDateWidget}

    def __init__(self, *args, is_locked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].empty_label = _("Choose a section")
        self.fields["meeting"].empty_label = _("None")
        for field in self.fields.values():
            field.disabled = is_locked


class TextsForm(forms.ModelForm):
    class Meta:
        model = Edition
        fields = TEXTS
        field_classes = {
            "title": LineField,
            "standfirst": TextField,
            "body": ProseField,
            "signature": TextField,
            "change_note": TextField,
        }
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2, "class": "in-title"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "in-read"}),
            "signature": forms.Textarea(attrs={"rows": 3, "class": "in-note"}),
            "change_note": forms.Textarea(attrs={"rows": 2, "class": "in-note"}),
        }

    def __init__(self, *args, language, is_change, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "standfirst", "body", "signature", "change_note"):
            self.fields[name].widget.attrs["lang"] = language
        if is_change:
            first = Edition.Change.FIRST
            self.fields["change"].choices = [choice for choice in Edition.Change.choices if choice[0] != first]
            self.fields["change"].required = False  # a page made before the publication did not ask
        else:
            del self.fields["change"], self.fields["change_note"]

    def clean_change(self):
        return self.cleaned_data["change"] or Edition.Change.MINOR


class TurnForm(forms.ModelForm):
    class Meta:
        model = Turn
        fields = ["question", "answer"]
        field_classes = {"question": TextField, "answer": ProseField}
        widgets = {"question": forms.Textarea(attrs={"rows": 2, "class": "in-note"})}


TurnFormSet = forms.formset_factory(TurnForm, extra=3, can_delete=True, absolute_max=300, max_num=200)


class ArticleForm:
    """The whole screen, for `article` (None for a new one) as `user` may change it; bound if `data` is given.

    `uploads` are photos that arrived with the form and are in the library already.
    """

    def __init__(self, article, *, user, data=None, files=None, uploads=(), initial=None):
        self.article = article
        self.data = None if data is None else data.copy()
        self.standings = standing.of(article, clock.now()) if article else standing.nothing_yet()
        self.is_scheduled = any(it.scheduled for it in self.standings)
        self.is_shared_locked = self.is_scheduled or not roles.may(user, "write")
        self.facts = FactsForm(self.data, initial=self._initial_facts(initial or {}), is_locked=self.is_shared_locked)
        self.tray = self._tray(uploads)
        self.blocks = [LanguageBlock(it, self.tray, self.data, files) for it in self.standings]
        self.errors = []

    def _initial_facts(self, initial):
        edition = self.main_edition
        if edition:
            return {name: getattr(edition, name) for name in FACTS}
        return {"shown_on": clock.today(), **initial}

    @property
    def main_edition(self):
        """The edition whose facts are shown: a draft if there is one."""
        editions = [it.edition for it in self.standings if it.edition]
        return next((it for it in editions if it.live_from is None), editions[0] if editions else None)

    def _tray(self, uploads):
        rows = photo_tray.of_article(self.standings)
        if self.data is None:
            return photo_tray.Tray(rows)
        rows = photo_tray.posted(self.data, rows, is_fixed=self.is_shared_locked)
        if not self.is_shared_locked:
            present = {row.photo.pk for row in rows}
            added = {photo.pk: photo for photo in [*uploads, *photo_tray.chosen(self.data)]}
            rows += [photo_tray.of_library(photo) for pk, photo in added.items() if pk not in present]
        return photo_tray.Tray(rows, is_bound=True)

    @property
    def media(self):
        block = self.blocks[0]
        return self.facts.media + block.texts.media + block.turns.media

    @property
    def shared_seen(self):
        """The digest of what all languages share, as it was when the page was first made."""
        return self.data.get("shared-seen", "") if self.data is not None else self._shared_digest()

    def _shared_digest(self):
        return digest([values(self.facts), self.tray.photo_ids])

    def is_valid(self):
        """Check everything, so that all there is to mend is told at once."""
        checked = [self.facts.is_valid(), *(block.is_valid() for block in self.blocks)]
        if all(checked):
            self._refuse_stale_blocks()
            if not any(block.edition or not block.is_empty for block in self.blocks):
                self.errors.append(_("Write the title in at least one language."))
        return all(checked) and not self.errors and not any(block.stale for block in self.blocks)

    def _refuse_stale_blocks(self):
        self.is_shared_touched = not self.is_shared_locked and self._shared_digest() != self.shared_seen
        if self.is_scheduled and "section" in self.data:
            self.errors.append(_("An edition was scheduled while you were writing, so nothing was saved."))
        for block in self.blocks:
            block.stale = self._is_to_be_written(block) and not block.may_be_replaced

    def _is_to_be_written(self, block):
        if not block.is_bound:
            return False
        if block.edition is None:
            return not block.is_empty
        return block.is_touched or self.is_shared_touched

    def save(self, *, by):
        """Write what was changed and return (article, the languages written); to be called in a transaction."""
        article = self.article or Article.objects.create(created_by=by)
        facts = {name: self.facts.cleaned_data[name] for name in FACTS}
        written = [block for block in self.blocks if self._is_to_be_written(block)]
        for block in written:
            block.write(article, facts, by=by)
        return article, [block.language for block in written]

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
        """What is wrong with the fields: (id, label, sentence) of each."""
        yield from faults(self.facts)
        for block in self.blocks:
            if block.stale:
                yield f"stale-{block.language}", block.standing.name, _("Somebody else saved this text meanwhile.")
            for form in block.forms:
                yield from faults(form)


class LanguageBlock:
    """All that is written in one language."""

    stale = False

    def __init__(self, standing, tray, data, files):
        self.standing = standing
        self.language = standing.language
        self.edition = standing.edition
        self.is_locked = standing.scheduled is not None
        self.rows = [(row, row.forms[self.language]) for row in tray.rows]
        self.tray = tray
        # What was written before somebody else scheduled the edition is refused, but not lost.
        self.is_bound = data is not None and (not self.is_locked or f"{self.language}-seen" in data)
        self.data = data if self.is_bound else None
        self.texts = TextsForm(
            self.data,
            initial=self._initial_texts(),
            prefix=self.language,
            language=self.language,
            is_change=self.edition is not None and (self.edition != standing.draft or self.edition.number > 1),
        )
        self.turns = TurnFormSet(self.data, initial=self._initial_turns(), prefix=f"{self.language}-turns")
        self.attachments = AttachmentFormSet(
            self.data, files, initial=self._initial_attachments(), prefix=f"{self.language}-attachments"
        )

    def _initial_texts(self):
        if self.edition is None:
            return {}
        texts = {name: getattr(self.edition, name) for name in TEXTS}
        if self.edition != self.standing.draft:
            texts |= {"change": Edition.Change.MINOR, "change_note": ""}
        return texts

    def _initial_turns(self):
        turns = self.edition.turns.all() if self.edition else []
        return [{"question": turn.question, "answer": turn.answer} for turn in turns]

    def _initial_attachments(self):
        attachments = self.edition.attachments.all() if self.edition else []
        return [{"label": it.label, "stored": note(it)} for it in attachments]

    @property
    def seen(self):
        """What the page showed when it was first made, as the form sends it back: edition, version, digest."""
        if self.is_bound:
            return self.data.get(f"{self.language}-seen", "")
        return f"{self.current}.{self._digest()}"

    @property
    def current(self):
        """The edition and version that is saved now."""
        return f"{self.edition.pk}.{self.edition.version}" if self.edition else "0.0"

    def _digest(self):
        return digest([values(self.texts), self._turns(), self._attachments(), self._words()])

    def _turns(self):
        turns = kept(self.turns) if self.is_bound else map(values, self.turns.initial_forms)
        return [[turn["question"], turn["answer"]] for turn in turns]

    def _attachments(self):
        forms = kept_forms(self.attachments) if self.is_bound else self.attachments.initial_forms
        return [[values(form)["label"], form.kept.key] for form in forms]

    def _words(self):
        return [[row.photo.pk, values(form)] for row, form in self.rows]

    def is_valid(self):
        if not self.is_bound:
            return True
        return all(
            [
                self.texts.is_valid(),
                self.turns.is_valid(),
                self.attachments.is_valid(),
                self.tray.is_valid([self.language]),
            ]
        )

    @property
    def has_errors(self):
        return self.stale or not self.is_valid()

    @property
    def forms(self):
        if not self.is_bound:
            return []
        return [self.texts, *self.turns.forms, *self.attachments.forms, *(form for row, form in self.rows)]

    @property
    def is_touched(self):
        return self._digest() != self.seen.rpartition(".")[2]

    @property
    def may_be_replaced(self):
        """Whether the saved text is the one the editor started from, or one the editor has read and wants replaced."""
        known = [self.seen.rpartition(".")[0], self.data.get(f"{self.language}-overwrite")]
        return not self.is_locked and self.current in known

    @property
    def is_empty(self):
        """Whether nothing was written in this language; words taken over from the photo library do not count."""
        texts = [self.texts.cleaned_data[name] for name in ("title", "slug", "standfirst", "signature")]
        has_text = any(texts) or strip_tags(self.texts.cleaned_data["body"]).strip()
        return not (has_text or self._turns() or self._attachments() or self._has_own_words())

    def _has_own_words(self):
        return any(form.cleaned_data != photo_tray.library_words(row.photo, self.language) for row, form in self.rows)

    def write(self, article, facts, *, by):
        """Put the block into a draft: a new one, the open one, or the one after the public edition."""
        texts = self.texts.cleaned_data
        parts = {
            "photos": self.tray.parts(self.language),
            "turns": [{"question": it["question"], "answer": it["answer"]} for it in kept(self.turns)],
            "attachments": [form.part for form in kept_forms(self.attachments)],
        }
        if self.edition is None:
            draft = drafts.start(self.language, by=by, article=article, **facts, **texts)
            drafts.set_parts(draft, **parts)
            return
        draft = drafts.open_next(self.edition, by=by)
        for name, value in {**facts, **texts}.items():
            setattr(draft, name, value)
        drafts.set_parts(draft, **parts)
        drafts.changed(draft, by=by)

    @property
    def differences(self):
        """Where the saved text differs from the one in the form: (label, saved text)."""
        saved = self._initial_texts()
        found = []
        for name, field in self.texts.fields.items():
            theirs = field.to_python(saved.get(name, ""))
            if theirs != self.texts.cleaned_data.get(name):
                found.append((field.label, strip_tags(theirs) if name == "body" else theirs))
        return found


def kept_forms(formset):
    """Return the forms of a valid set that hold something and are not to be removed."""
    return [form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


def kept(formset):
    return [form.cleaned_data for form in kept_forms(formset)]


def faults(form):
    for name, errors in form.errors.items():
        for error in errors:
            yield (form[name].auto_id, form[name].label, error) if name in form.fields else ("texts", "", error)


def values(form):
    """Return what a form holds as comparable values: what was sent, or what it starts with."""
    if form.is_bound:
        return {name: form.cleaned_data.get(name) for name in form.fields}
    return {name: field.to_python(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}


def digest(content):
    """Return a short name for `content`, the same for equal content."""
    text = json.dumps(content, sort_keys=True, default=lambda it: getattr(it, "pk", str(it)))
    return hashlib.sha256(text.encode()).hexdigest()[:20]
