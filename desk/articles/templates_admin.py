"""Templates of articles on the desk: recurring texts, and the page that begins an article from one."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from council.models import Meeting
from desk.base.fields import LineField, ProseField, TextField
from desk.base.placing import PlacedMixin
from desk.base.record_page import RecordPageMixin
from desk.base.rows import Rows
from desk.base.wording import language_name
from identity.current import current as identity
from news import boilerplate
from news.models import Article, Template, TemplateText
from publishing import clock, numbers, roles
from publishing.languages import language_codes

MEETINGS_OFFERED = 60


class TemplateTextForm(forms.ModelForm):
    class Meta:
        model = TemplateText
        fields = ["headline", "standfirst", "body"]
        field_classes = {"headline": LineField, "standfirst": TextField, "body": ProseField}
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2}),
            "standfirst": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self):
        values = super().clean()
        for name in ("headline", "standfirst", "body"):
            if wrong := boilerplate.unknown(values.get(name) or ""):
                self.add_error(name, _refusal(wrong))
        return values


def _refusal(wrong):
    told = {"wrong": ", ".join(_in_braces(name) for name in wrong), "known": ", ".join(_known())}
    return _("Nothing fills %(wrong)s. These can stand in braces: %(known)s.") % told


def _in_braces(name):
    return name if name in "{}" and name else f"{{{name}}}"


def _known():
    return [f"{{{name}}}" for name in boilerplate.PLACEHOLDERS]


class TemplateTextInline(Rows):
    model = TemplateText
    form = TemplateTextForm
    fields = ["language", "headline", "standfirst", "body"]
    add_label = gettext_lazy("Add the words in a language")
    is_open = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "language":
            choices = [("", "–"), *((code, language_name(code)) for code in language_codes())]
            return forms.ChoiceField(label=field.label, choices=choices)
        return field


@admin.register(Template)
class TemplateAdmin(PlacedMixin, RecordPageMixin, admin.ModelAdmin):
    list_display = ["__str__", "section", "genre"]
    list_select_related = ["section"]
    fields = [("name", "section"), ("genre", "stands_after"), "placeholders"]
    readonly_fields = ["placeholders"]
    inlines = [TemplateTextInline]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        # The editor's import map is an inline script, and needs the nonce of the page.
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=gettext_lazy("in braces"))
    def placeholders(self, template):
        rows = [(f"{{{name}}}", boilerplate.help_on(name)) for name in boilerplate.PLACEHOLDERS]
        return format_html('<ul class="flat">{}</ul>', format_html_join("", "<li><code>{}</code> {}</li>", rows))


class BeginForm(forms.Form):
    template = forms.ModelChoiceField(
        Template.objects.all(), label=gettext_lazy("Template"), widget=forms.RadioSelect, empty_label=None
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        required=False,
        label=gettext_lazy("Meeting"),
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Date, place, chair, participants and documents are filled in from it."),
    )
    day = forms.DateField(
        required=False,
        label=gettext_lazy("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: the day of the meeting, or today."),
    )

    def __init__(self, *args, meeting=None, **kwargs):
        super().__init__(*args, **kwargs)
        if not identity().has.council:
            del self.fields["meeting"]
            return
        recent = list(Meeting.objects.order_by("-held_on").values_list("pk", flat=True)[:MEETINGS_OFFERED])
        self.fields["meeting"].queryset = Meeting.objects.filter(pk__in=[*recent, *([meeting] if meeting else [])])

    @property
    def chosen_day(self):
        meeting = self.cleaned_data.get("meeting")
        return self.cleaned_data["day"] or (meeting.held_on if meeting else clock.today())


def begin(request, site):
    """Ask for the template and the meeting, and make drafts in all languages of the template."""
    if not (request.user.has_perm("news.add_article") and roles.may(request.user, "write")):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    meeting = numbers.parse(sent.get("meeting"))
    first = Template.objects.first()
    form = BeginForm(request.POST or None, meeting=meeting, initial={"meeting": meeting, "template": first})
    if form.is_valid():
        template = form.cleaned_data["template"]
        article = boilerplate.begin(
            template, by=request.user, day=form.chosen_day, meeting=form.cleaned_data.get("meeting")
        )
        if article is None:
            form.add_error("template", _("This template has no words yet. Write them first."))
        else:
            messages.success(request, _("Begun from the template “%(name)s”.") % {"name": template})
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
    return TemplateResponse(
        request,
        "desk/articles/from_template.html",
        {
            **site.each_context(request),
            "title": _("New from template"),
            "opts": Article._meta,
            "form": form,
            "may_edit": request.user.has_perm("news.change_template"),
        },
    )
