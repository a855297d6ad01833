"""All that is written of an article in one language: text, questions and answers, files, words about photographs."""

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from desk.articles import about
from desk.base.attachments import AttachmentFormSet, note
from desk.base.fields import LineField, ProseField, TextField, digest, values
from desk.base.unofficial import unofficial_field
from desk.photos import tray as photo_tray
from news import drafts, figures
from news.models import Edition, Turn
from publishing import direction

TEXTS = ["title", "slug", "standfirst", "body", "signature", "unofficial_from", "change", "change_note"]


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
            "title": forms.Textarea(
                attrs={"rows": 2, "class": "in in--title", "placeholder": pgettext_lazy("of an article", "Title")}
            ),
            "standfirst": forms.Textarea(
                attrs={
                    "rows": 3,
                    "class": "in in--lead",
                    "placeholder": _("Standfirst: who did what, where and when, in one paragraph"),
                }
            ),
            "signature": forms.Textarea(attrs={"rows": 3, "class": "in-note"}),
            "change_note": forms.Textarea(attrs={"rows": 2, "class": "in-note"}),
        }

    def __init__(self, *args, language, is_change, original, **kwargs):
        super().__init__(*args, **kwargs)
        if original in ("", language):
            del self.fields["unofficial_from"]  # a translation can be unofficial, the original cannot
        else:
            self.fields["unofficial_from"] = unofficial_field(language)
        for name in ("title", "standfirst", "body", "signature", "change_note"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": direction.of_language(language)}
        self.fields["body"].widget.attrs |= {
            "class": "in in--text",
            "placeholder": _("Text. Text pasted from Word is cleaned up, and you see what was left out."),
        }
        if is_change:
            first = Edition.Change.FIRST
            self.fields["change"].choices = [choice for choice in Edition.Change.choices if choice[0] != first]
            self.fields["change"].required = False  # a page made before the publication did not have the field
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


class LanguageBlock:
    """All that is written in one language."""

    stale = False
    missing = ""  # what it lacks, in two words for its tab

    def __init__(self, status, tray, data, files, *, original=""):
        self.status = status
        self.language = status.language
        self.edition = status.edition
        self.is_locked = status.is_waiting
        self.rows = [(row, row.forms[self.language]) for row in tray.rows]
        self.tray = tray
        # Somebody else may have scheduled the edition meanwhile: then the text is refused, but not lost. What was
        # locked when the page was made is not in the form, and stays as it is, even if its hour has come since.
        is_sent = data is not None and f"{self.language}-seen" in data
        self.is_bound = is_sent or (data is not None and self.edition is None)
        self.data = data if self.is_bound else None
        self.texts = TextsForm(
            self.data,
            initial=self._initial_texts(),
            prefix=self.language,
            language=self.language,
            original=original,
            is_change=self.edition is not None and (self.edition != status.draft or self.edition.number > 1),
        )
        self.turns = TurnFormSet(self.data, initial=self._initial_turns(), prefix=f"{self.language}-turns")
        self.attachments = AttachmentFormSet(
            self.data, files, initial=self._initial_attachments(), prefix=f"{self.language}-attachments"
        )

    def _initial_texts(self):
        if self.edition is None:
            return {}
        texts = {name: getattr(self.edition, name) for name in TEXTS}
        if self.edition != self.status.draft:
            texts |= {"change": Edition.Change.MINOR, "change_note": ""}
        return texts

    # In a bound form the saved rows do not matter: somebody else may have added some meanwhile.

    def _initial_turns(self):
        if self.is_bound:
            return None
        turns = self.edition.turns.all() if self.edition else []
        return [{"question": turn.question, "answer": turn.answer} for turn in turns]

    def _initial_attachments(self):
        if self.is_bound:
            return None
        attachments = self.edition.attachments.all() if self.edition else []
        return [{"label": attachment.label, "stored": note(attachment)} for attachment in attachments]

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
        return digest([values(self.texts), self.written_turns(), self.written_attachments(), self._words()])

    def written_turns(self):
        """Return [question, answer] of each turn the form holds."""
        turns = filled_rows(self.turns) if self.is_bound else map(values, self.turns.initial_forms)
        return [[turn["question"], turn["answer"]] for turn in turns]

    def written_attachments(self):
        """Return [name for readers, key] of each file the form holds."""
        forms = filled_forms(self.attachments) if self.is_bound else self.attachments.initial_forms
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
    def is_current(self):
        """Whether the saved text is the one the editor started from."""
        return self.current == self.seen.rpartition(".")[0]

    @property
    def may_be_replaced(self):
        """Whether the saved text is the one the editor started from, or one the editor has read and wants replaced."""
        is_known = self.is_current or self.current == self.data.get(f"{self.language}-overwrite")
        return not self.is_locked and is_known

    @property
    def is_empty(self):
        """Whether nothing was written in this language; words copied from the photo library do not count."""
        # What is not valid has been written, too.
        texts = [self.texts.cleaned_data.get(name, "?") for name in ("title", "slug", "standfirst", "signature")]
        body = self.texts.cleaned_data.get("body", "?")
        has_text = any(texts) or strip_tags(body).strip() or figures.numbers(body)
        return not (has_text or self.written_turns() or self.written_attachments() or self._has_own_words())

    def _has_own_words(self):
        return any(form.cleaned_data != photo_tray.library_words(row.photo, self.language) for row, form in self.rows)

    def as_written(self, facts):
        """Return what the block holds as a draft that is never saved; of a form with faults, what is valid of it."""
        facts, parts = self._apart(facts)
        return drafts.as_written(self.language, parts=parts, **facts, **self.texts.cleaned_data)

    def _apart(self, facts):
        """Return (fields, parts): what the text is about is a fact that all languages share, and rows of each."""
        facts = dict(facts)
        return facts, self._parts() | {"subjects": facts.pop("subjects", None)}

    def plain_text(self):
        """Return the words of the text as typed, or as saved."""
        fields = [self.texts[name].value() for name in ("title", "standfirst", "body")]
        return about.plain(*fields, self.written_turns())

    def _parts(self):
        return {
            "photos": self.tray.parts(self.language),
            "turns": [{"question": turn["question"], "answer": turn["answer"]} for turn in filled_rows(self.turns)],
            "attachments": [form.part for form in filled_forms(self.attachments) if form.kept],
        }

    def target(self, field):
        """Return the id of the control for a `field` of as_written(), whose rows may be numbered otherwise."""
        part, dash, rest = field.partition("-")
        number, _dash, name = rest.partition("-")
        if not dash or not self.is_bound:
            return f"id_{self.language}-{field}"
        if part == "photos":
            return f"id_{self.language}-photos-{self.tray.rows[int(number)].number}-{name}"
        rows = filled_forms(self.turns if part == "turns" else self.attachments)
        return rows[int(number)][name].auto_id

    def write(self, article, facts, *, by):
        """Write the block into a draft: a new one, the open one, or the one after the public edition."""
        texts = self.texts.cleaned_data
        facts, parts = self._apart(facts)
        if self.edition is None:
            drafts.start(self.language, by=by, article=article, parts=parts, **facts, **texts)
            return
        draft = drafts.open_next(self.edition, by=by)
        for name, value in {**facts, **texts}.items():
            setattr(draft, name, value)
        drafts.set_parts(draft, **parts)
        drafts.save_changes(draft, by=by)


def filled_forms(formset):
    """Return the forms of a set that hold something valid and are not to be removed."""
    forms = [form for form in formset.forms if form.is_valid()]
    return [form for form in forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


def filled_rows(formset):
    return [form.cleaned_data for form in filled_forms(formset)]
