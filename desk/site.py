"""The press secretary's desk: Django's admin under our roof."""

from csp.constants import NONCE, SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from desk import home
from desk.script_words import ScriptWords

# The style sheet that the editor injects, known by its hash; a browser test notices when an upgrade changes it.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"

# What the desk's pages may do beyond the public ones. Scripts still come from our files alone, but for the editor's
# import map, which carries the request's nonce. Pasted text is parsed with its style attributes before it is cleaned.
POLICY = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, EDITOR_STYLE],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": [SELF, "blob:", "data:"],
}


class DeskSite(AdminSite):
    site_title = site_header = _("Press Office desk")
    index_title = _("Today")
    index_template = "desk/index.html"
    enable_nav_sidebar = True

    def __init__(self, name="desk"):
        # Templates of Django's find us by the application's name, “admin”, as well.
        super().__init__(name)

    def admin_view(self, view, cacheable=False):
        return csp(POLICY)(super().admin_view(view, cacheable))

    @method_decorator(csp(POLICY))
    def login(self, request, extra_context=None):
        return super().login(request, extra_context)

    def index(self, request, extra_context=None):
        return super().index(request, home.context(request.user) | (extra_context or {}))

    def i18n_javascript(self, request, extra_context=None):
        return ScriptWords.as_view()(request)

    def get_app_list(self, request, app_label=None):
        """Add to each kind of record how many of them wait for this reader."""
        applications = super().get_app_list(request, app_label)
        waiting = home.waiting(request.user)
        for application in applications:
            for entry in application["models"]:
                entry["waiting"] = waiting.get(entry["model"], 0)
        return applications
