"""The numberings of texts on the desk: by what letters, which genres, and every number that was given."""

import re

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.articles import lists
from desk.base import article_status
from desk.base.record_page import RecordPageMixin
from news import access
from news.models import Article, Edition, Numbering, Withdrawal
from news.models.serial_numbers import LETTERS
from publishing import clock, numbers


class NumberingForm(forms.ModelForm):
    genres = forms.MultipleChoiceField(
        choices=Edition.Genre,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Genres"),
        help_text=gettext_lazy("Each text of these gets the next number when it is published."),
    )

    def clean_letters(self):
        letters = self.cleaned_data["letters"]
        if self.instance.pk and letters != self.instance.letters and self.instance.numbers.exists():
            raise forms.ValidationError(
                _("Texts have been published with these letters. For others, begin a new numbering and end this one.")
            )
        for text in letters.values():
            if not re.fullmatch(LETTERS, text):
                raise forms.ValidationError(_("Begin with a letter, and write 20 characters at most: PR."))
        others = Numbering.objects.exclude(pk=self.instance.pk).values_list("letters", flat=True)
        taken = {text.casefold() for known in others for text in known.values()}
        if taken & {text.casefold() for text in letters.values()}:
            raise forms.ValidationError(_("Another numbering has these letters. Choose others."))
        return letters

    def clean_first_number(self):
        number = self.cleaned_data["first_number"]
        if number < 1:
            raise forms.ValidationError(_("Numbers begin with 1."))
        if self.instance.pk and number != self.instance.first_number and self.instance.numbers.exists():
            raise forms.ValidationError(_("Numbers have been given already. The first one stays as it is."))
        return number

    def clean(self):
        values = super().clean()
        if values.get("is_active"):
            for other in Numbering.objects.filter(is_active=True).exclude(pk=self.instance.pk):
                if twice := set(other.genres) & set(values.get("genres", [])):
                    names = ", ".join(str(dict(Edition.Genre.choices)[genre]) for genre in sorted(twice))
                    self.add_error(
                        "genres",
                        _("%(genres)s: numbered by %(letters)s already. Take it away there first.")
                        % {"genres": names, "letters": other},
                    )
        return values


@admin.register(Numbering)
class NumberingAdmin(RecordPageMixin, admin.ModelAdmin):
    list_display = ["__str__", "genres_in_words", "last_given", "is_active"]
    form = NumberingForm
    fields = ["letters", "genres", "first_number", "is_active"]
    change_form_template = "desk/articles/numbering_form.html"

    @admin.display(description=gettext_lazy("genres"))
    def genres_in_words(self, numbering):
        return ", ".join(str(label) for genre, label in Edition.Genre.choices if genre in numbering.genres)

    @admin.display(description=gettext_lazy("last number"))
    def last_given(self, numbering):
        return numbering.numbers.first() or "–"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= _numbers_of(obj, request)
        return super().render_change_form(request, context, add, change, form_url, obj)


def _numbers_of(numbering, request):
    """Return the context for the numbers of one year: each with its text, as whoever looks may read it."""
    given = numbering.numbers.all()
    years = list(given.order_by("-year").values_list("year", flat=True).distinct())
    asked = numbers.parse(request.GET.get("year"))
    year = asked if asked in years else next(iter(years), None)
    of_year = list(given.filter(year=year))
    readable = access.readable_by(request.user, Article.objects.filter(serial_number__in=of_year))
    articles = {article.pk: article for article in readable.prefetch_related(lists.EDITIONS)}
    ends = {exit.article_id: exit for exit in Withdrawal.objects.filter(article__in=articles).order_by("at", "pk")}
    now = clock.now()
    return {
        "years": years,
        "year": year,
        "numbers": [_row(serial, articles.get(serial.article_id), ends, now) for serial in of_year],
        "given_elsewhere": of_year[-1].number - 1 if of_year else 0,
    }


def _row(serial, article, ends, now):
    """Return a row of the register. Of a text that has ended it says how: a gap in what readers see is explained."""
    edition = article and lists.newest(article)
    state = str(article_status.in_short(edition, now).sentence) if edition else ""
    if edition and edition.state(now) == Edition.State.ENDED and (exit := ends.get(article.pk)):
        state = f"{exit.get_kind_display()} ({exit.reason})"
    return {
        "printed": str(serial),
        "given_at": serial.given_at,
        "article": article,
        "title": edition.title if edition else _("A text that only some may read"),
        "state": state,
    }
