"""For administrators: accepted remarks with their reasons, which show the rules that do not help."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.base.read_only import ReadOnlyMixin
from desk.base.wording import language_name
from news import access, remarks
from news.lint.rules import LABELS
from news.models import Remark


class RuleFilter(admin.SimpleListFilter):
    title = _("rule")
    parameter_name = "rule"

    def lookups(self, request, model_admin):
        return list(LABELS.items())

    def queryset(self, request, queryset):
        return queryset.filter(rule=self.value()) if self.value() else queryset


@admin.register(Remark)
class RemarkAdmin(ReadOnlyMixin, admin.ModelAdmin):
    change_list_template = "desk/articles/remarks_list.html"
    list_display = ["words", "rule_in_words", "language_in_words", "reason", "by", "at"]
    list_filter = [RuleFilter]
    list_display_links = None
    list_select_related = ["by"]
    list_per_page = 50

    def get_queryset(self, request):
        """Only the accepted remarks: they have a reason."""
        accepted = super().get_queryset(request).filter(fate=Remark.Fate.ACCEPTED)
        return accepted.exclude(article__in=access.hidden_from(request.user))

    def changelist_view(self, request, extra_context=None):
        told = {"title": _("Remarks on texts: outcome"), "rates": remarks.rates()}
        return super().changelist_view(request, told | (extra_context or {}))

    @admin.display(description=_("rule"), ordering="rule")
    def rule_in_words(self, remark):
        return LABELS.get(remark.rule, remark.rule)

    @admin.display(description=_("language"), ordering="language")
    def language_in_words(self, remark):
        return language_name(remark.language)
