"""The page on which somebody who speaks a language reads the site's words in it, and says so."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from desk.base.wording import language_name
from publishing import catalogues, direction, switching_languages
from publishing.actions import Refused
from publishing.models import Language


def page(request, site, code):
    """Show every word with the desk's own beside it, or record that they have been read."""
    row = get_object_or_404(Language, code=code)
    if code not in catalogues.further_codes():
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            switching_languages.sign_off_words(code, request.POST.get("digest", ""), by=request.user)
            messages.success(request, _("Recorded: you have read these words."))
            return HttpResponseRedirect(reverse("admin:publishing_language_changelist"))
        except Refused as refused:
            refusal = str(refused)
    in_words = language_name(code)
    context = {
        **site.each_context(request),
        "title": _("Words of the site: %(language)s") % {"language": in_words},
        "opts": Language._meta,
        "refusal": refusal,
        "code": code,
        "direction": direction.of_language(code),
        "interface": get_language(),
        "words": [_pair(entry) for entry in catalogues.words(code)],
        "digest": catalogues.digest(code),
        "are_read": row.words_read == catalogues.digest(code),
        "file": f"locale/{code}/LC_MESSAGES/django.po",
    }
    return TemplateResponse(request, "desk/identity/words.html", context)


def _pair(entry):
    """Return {said, translated}: what the desk's own language says, and the forms of the translation."""
    said = pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else _(entry.msgid)
    forms = [form for _number, form in sorted(entry.msgstr_plural.items())] or [entry.msgstr]
    return {"said": said, "translated": list(dict.fromkeys(forms))}
