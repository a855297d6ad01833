"""The desk of the press office: Django's admin with our templates, rights and pages."""

import functools

from csp.decorators import csp
from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts import views as entrance
from desk.base.access import HiddenTitlesMixin
from desk.base.blank_choice import BlankChoiceMixin
from desk.base.initial_values import InitialValuesMixin
from desk.base.json_views import json_view
from desk.base.lookups import DeclaredFiltersMixin
from desk.base.one_line import OneLineMixin
from desk.base.policy import POLICY
from desk.base.record_choice import RecordSelectMixin
from desk.base.script_words import ScriptWords
from desk.coediting import expired_forms, unsaved
from desk.find import views as find
from desk.handbook import views as handbook
from desk.months import screen as months
from desk.overview import calendar, frame, home, state, why
from desk.previews import rehearsal
from desk.quotes import screen as quotes
from desk.readers import article, month
from desk.ripple import screen as ripple
from desk.translations import missing_words
from desk.welcome import emptying
from identity.current import current
from publishing import roles

# Addresses of Django's admin that the desk leaves out: the first redirects to any record without checking rights, the
# second says that a password was changed, whether it was or not.
OMITTED_URLS = {"view_on_site", "password_change_done"}


MAX_MENUS = 200  # kept by a process: one for each set of rights, language and application


class PublicAddressMixin:
    """For every admin of the desk: “view on site” leads to the record's public address while it is public."""

    def get_view_on_site_url(self, obj=None):
        """Return the public page of a record, None while visitors do not see it."""
        kind = roles.KINDS.get(self.opts.label_lower)
        if (
            obj is None
            or kind is None
            or kind.visibility not in (roles.Visibility.ALWAYS, roles.Visibility.WHILE_PUBLIC)
        ):
            return None
        is_public = kind.visibility == roles.Visibility.ALWAYS or self.model.objects.public().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public and hasattr(obj, "get_absolute_url") else None


class SwitchedOffMixin:
    """Of a part of the newsroom that is switched off not even a superuser has anything, whose rights nobody asks."""

    @property
    def _is_there(self):
        return current().has.knows(self.opts.label_lower)

    def has_module_permission(self, request):
        return self._is_there and super().has_module_permission(request)

    def has_view_permission(self, request, obj=None):
        return self._is_there and super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        return self._is_there and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return self._is_there and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._is_there and super().has_delete_permission(request, obj)


MIXINS_OF_EVERY_ADMIN = (
    SwitchedOffMixin,
    PublicAddressMixin,
    DeclaredFiltersMixin,
    OneLineMixin,
    BlankChoiceMixin,
    InitialValuesMixin,
    RecordSelectMixin,
    HiddenTitlesMixin,
)


class DeskSite(AdminSite):
    site_title = site_header = _("Press Office desk")
    index_title = _("Today")
    index_template = "desk/overview/home.html"
    enable_nav_sidebar = True

    def __init__(self, name="desk"):
        # Django's templates also look the site up by the application's name, “admin”.
        super().__init__(name)
        self.empty_value_display = '<span class="none">–</span>'  # on a telephone it is left out
        self._menus = {}

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register as usual, with the mixins that every admin of the desk needs, those of libraries included."""
        usual = admin_class or ModelAdmin
        ours = type(usual.__name__, (*MIXINS_OF_EVERY_ADMIN, usual), {})
        super().register(model_or_iterable, ours, **options)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        @functools.wraps(inner)
        def outer(request, *args, **kwargs):
            if unsaved.is_form(request) and not self.has_permission(request):
                return expired_forms.ask_to_log_in(request)
            return inner(request, *args, **kwargs)

        return csp(POLICY)(outer)

    @method_decorator(csp(POLICY))
    def login(self, request, extra_context=None):
        """Log in, and restore what was typed in a form that was sent after the session had ended."""
        if (
            request.user.is_authenticated
            and not self.has_permission(request)
            and (due := entrance.what_is_due(request))
        ):
            return due
        kept = request.POST.get("kept", "")
        after = reverse("admin:put-back") if kept else None
        response = entrance.log_in(request, after=after, kept=kept, **(extra_context or {}))
        if kept and response.status_code == 302:
            expired_forms.keep_for_later(request, kept)
        return response

    def has_permission(self, request):
        return super().has_permission(request) and not second_factor.is_due(request)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    def index(self, request, extra_context=None):
        return super().index(request, home.context(request) | (extra_context or {}))

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_view(view), name=name)

        return [
            at("all/", self.all, "all"),
            at("settings/", self.settings, "settings"),
            at("calendar/", self.calendar, "calendar"),
            at("calendar/plan/<int:article_id>/", self.plan, "calendar-plan"),
            at("why/", self.why, "why"),
            at("ripple/<str:kind>/<int:number>/", self.ripple, "ripple"),
            at("quotes/<int:article_id>/", self.quotes, "quotes"),
            at("words/", self.missing_words, "missing-words"),
            at("words/<str:kind>/<int:number>/<slug:language>/", self.missing_words_of, "missing-words-of"),
            at("state/", self.state, "state"),
            at("readers/", self.readers, "readers"),
            at("readers/<int:article_id>/", self.readers_of_article, "readers-article"),
            at("month/", self.last_month, "months"),
            at("month/<int:year>/<int:number>/", self.month, "month"),
            at("month/<int:year>/<int:number>/keep/", self.keep_month, "month-keep"),
            at("month/<int:year>/<int:number>/report.<slug:ending>", self.month_file, "month-file"),
            at("rehearsal/", self.rehearsal, "rehearsal"),
            at("rehearsal/shift/", rehearsal.shift, "rehearsal-shift"),
            at("rehearsal/leave/", rehearsal.leave, "rehearsal-leave"),
            at("put-back/", expired_forms.put_back, "put-back"),
            at("find/", self.find, "find"),
            at("help/", self.help, "help"),
            at("help/handbook.pdf", self.help_pdf, "help-pdf"),
            at("help/alarms/<slug:alarm>/", self.help_alarm, "help-alarm"),
            at("help/<slug:page>/", self.help_page, "help-page"),
            at("help/<slug:page>/beside/", self.help_beside, "help-beside"),
            path("find/answers/", json_view(self)(self.find_answers), name="find-answers"),
            *(url for url in super().get_urls() if getattr(url, "name", None) not in OMITTED_URLS),
        ]

    def calendar(self, request):
        return calendar.page(request, self)

    def plan(self, request, article_id):
        return calendar.plan(request, self, article_id)

    def missing_words(self, request):
        return missing_words.page(request, self)

    def missing_words_of(self, request, kind, number, language):
        return missing_words.screen(request, self, kind, number, language)

    def ripple(self, request, kind, number):
        return ripple.screen(request, self, kind, number)

    def quotes(self, request, article_id):
        return quotes.page(request, self, article_id)

    def why(self, request):
        return why.page(request, self)

    def state(self, request):
        return state.page(request, self)

    def readers(self, request):
        return month.page(request, self)

    def readers_of_article(self, request, article_id):
        return article.page(request, self, article_id)

    def last_month(self, request):
        return months.last(request, self)

    def month(self, request, year, number):
        return months.page(request, self, year, number)

    def keep_month(self, request, year, number):
        return months.keep(request, self, year, number)

    def month_file(self, request, year, number, ending):
        return months.file(request, self, year, number, ending)

    def rehearsal(self, request):
        return rehearsal.screen(request, self)

    def find(self, request):
        return find.page(request, self)

    def help(self, request):
        return handbook.contents(request, self)

    def help_page(self, request, page):
        return handbook.page(request, self, page)

    def help_alarm(self, request, alarm):
        return handbook.alarm(request, self, alarm)

    def help_beside(self, request, page):
        return handbook.beside(request, page)

    def help_pdf(self, request):
        return handbook.pdf(request)

    def find_answers(self, request):
        return find.in_dialog(request, self)

    def i18n_javascript(self, request, extra_context=None):
        return ScriptWords.as_view()(request)

    def all(self, request):
        """Show every place with its pages: the menu of telephones."""
        told = {"title": pgettext_lazy("places", "All")}
        return TemplateResponse(request, "desk/overview/all.html", self.each_context(request) | told)

    def settings(self, request):
        """Show what can be set, as far as the user may; `q` keeps the pages that are described by these words."""
        asked = request.GET.get("q", "").strip()[:100]
        context = self.each_context(request)
        place = context["frame"]["place"]  # none for whoever may set nothing
        ways = [way for way in place.ways if way.group and way.has(asked.split())] if place else []
        told = {"title": _("Settings"), "asked": asked, "ways": ways}
        told["may_start_empty"] = emptying.is_offered_to(request.user)
        return TemplateResponse(request, "desk/overview/settings.html", context | told)

    def each_context(self, request):
        """Add the frame around every page: the places, what may be begun, who is on duty and what waits."""
        context = super().each_context(request)
        return context | (frame.context(request, self.menu(request)) if context["has_permission"] else {})

    def app_index(self, request, app_label, extra_context=None):
        """Lead from Django's page of one application to all pages of the desk: the desk has places instead."""
        return HttpResponseRedirect(reverse("admin:all"))

    def get_app_list(self, request, app_label=None):
        return self.menu(request, app_label).applications

    def menu(self, request, app_label=None):
        """Return the frame.Menu of the user, which depends on nothing but rights, language and the parts there are.

        It is made once for each role, because to make it took two fifths of every simple page.
        """
        made_for = frozenset(request.user.get_all_permissions()), get_language(), app_label, current().has
        if made_for not in self._menus:
            if len(self._menus) == MAX_MENUS:
                self._menus.clear()
            self._menus[made_for] = frame.menu(request.user, super().get_app_list(request, app_label))
        return self._menus[made_for]
