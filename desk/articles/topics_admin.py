"""The topics on the desk: the short list, each one's names, words and address, and the way to join two."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base.record_page import RecordPageMixin
from news import topics
from news.models import Topic
from publishing.actions import Refused


class TopicForm(forms.ModelForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if topics.address_is_taken(slug, by_other_than=self.instance):
            raise forms.ValidationError(_("Another topic has this address or had it once. Choose another."))
        return slug


class JoinForm(forms.Form):
    """Which topic another one becomes part of."""

    def __init__(self, *args, topic, **kwargs):
        super().__init__(*args, **kwargs)
        others = Topic.objects.filter(joined_into=None).exclude(pk=topic.pk)
        self.fields["into"] = forms.ModelChoiceField(others, label=_("Becomes part of"))


@admin.register(Topic)
class TopicAdmin(RecordPageMixin, admin.ModelAdmin):
    list_display = ["__str__", "slug", "media_topic", "part_of"]
    list_select_related = ["joined_into"]
    form = TopicForm
    fields = ["name", ("slug", "media_topic"), "words", "description"]
    change_form_template = "desk/articles/topic_form.html"

    @admin.display(description=gettext_lazy("part of"))
    def part_of(self, topic):
        return topic.joined_into or "–"

    def get_urls(self):
        join = self.admin_site.admin_view(self.join_view)
        return [path("<int:topic_id>/join/", join, name="news_topic_join"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        topics.keep_address(obj, form.initial.get("slug") if change else "")

    def get_view_on_site_url(self, obj=None):
        address = super().get_view_on_site_url(obj)
        return address if obj and obj.listed.exists() else None

    def join_view(self, request, topic_id):
        """Ask which topic this one becomes part of, and join both."""
        topic = get_object_or_404(Topic, pk=topic_id)
        if not self.has_delete_permission(request):
            raise PermissionDenied
        form = JoinForm(request.POST or None, topic=topic)
        if form.is_valid():
            try:
                into = topics.join(topic, form.cleaned_data["into"], by=request.user)
            except Refused as refusal:
                form.add_error("into", str(refusal))
            else:
                messages.success(request, _("One topic now: %(name)s.") % {"name": into})
                return HttpResponseRedirect(reverse("admin:news_topic_change", args=[into.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Join: %(name)s") % {"name": topic},
            "opts": self.opts,
            "topic": topic,
            "form": form,
            "media": self.media + form.media,
            "texts": topic.listed.values("article").distinct().count(),
        }
        return TemplateResponse(request, "desk/articles/topic_join.html", context)
