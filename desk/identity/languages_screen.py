"""The page on which an administrator switches languages of texts on and off, and says where missing words come from."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.base.wording import language_name
from publishing import catalogues, languages, numbers, switching_languages, timeline
from publishing.actions import Refused
from publishing.models import Language

ENTRIES_SHOWN = 20


def page(request, site):
    """Show the languages, or do what was pressed: “on” and “off” carry a code, “save” arranges them."""
    if request.method == "POST":
        try:
            messages.success(request, _do(request))
        except Refused as refusal:
            return _answer(request, site, refusal=str(refusal))
        return HttpResponseRedirect(reverse("admin:publishing_language_changelist"))
    return _answer(request, site)


@transaction.atomic
def _do(request):
    """Carry out what was pressed, and with it what was arranged in the list; return what to say of it."""
    sent, by = request.POST, request.user
    changed = switching_languages.arrange(_arranged(sent), by=by) if sent.getlist("code") else []
    if "off" in sent:
        switching_languages.switch_off(sent["off"], by=by)
        return _("%(language)s is switched off. Its addresses lead to the original.") % {
            "language": languages.language_name(sent["off"])
        }
    if "on" in sent:
        row = switching_languages.switch_on(sent["on"] or sent.get("further", ""), by=by)
        return _("%(language)s is switched on. Its pages stand at %(address)s.") % {
            "language": row,
            "address": f"/{row.code}/",
        }
    return _("Saved. All pages follow it from now on.") if changed else _("Nothing has been changed.")


def _arranged(sent):
    """Return [(code, whether it is required, where its missing words come from)] in the order that was typed."""
    codes = sent.getlist("code")
    rows = [(code, f"{code}-required" in sent, sent.get(f"{code}-after", "")) for code in codes]
    places = {code: numbers.parse(sent.get(f"{code}-place", "")) or place for place, code in enumerate(codes, 1)}
    return sorted(rows, key=lambda row: places[row[0]])


def _answer(request, site, refusal=""):
    rows = list(Language.objects.all())
    sent = request.POST if refusal else {}
    present = {row.code for row in rows if row.is_on}
    context = {
        **site.each_context(request),
        "title": _("Languages of texts"),
        "opts": Language._meta,
        "refusal": refusal,
        "rows": [_row(place, row, rows, sent) for place, row in enumerate((row for row in rows if row.is_on), 1)],
        "off": [{"code": row.code, "name": row, "in_words": language_name(row.code)} for row in rows if not row.is_on],
        "further": sorted((language_name(code), code) for code in languages.known_codes() if code not in present),
        "chosen": sent.get("further", ""),
        "entries": _entries(rows),
    }
    return TemplateResponse(request, "desk/identity/languages.html", context)


def _row(place, row, rows, sent):
    """Return one language as its row shows it: as it was typed if that was refused, else as it is."""
    is_typed = row.code in sent.getlist("code") if sent else False
    return {
        "code": row.code,
        "name": row,
        "in_words": language_name(row.code),
        "place": sent.get(f"{row.code}-place", place) if is_typed else place,
        "is_required": f"{row.code}-required" in sent if is_typed else row.is_principal,
        "after": sent.get(f"{row.code}-after", "") if is_typed else row.falls_back_to,
        "words": _words(row),
        "others": [(other.code, str(other)) for other in rows if other.is_on and other.code != row.code],
    }


def _words(row):
    """Return how far the site's own words are there: None for a language of the interface, which has all of them."""
    if catalogues.is_of_the_interface(row.code):
        return None
    if row.code not in catalogues.further_codes():
        return {"number": 0, "are_read": False}
    return {"number": len(catalogues.words(row.code)), "are_read": row.words_read == catalogues.digest(row.code)}


def _entries(rows):
    names = {row.pk: str(row) for row in rows}
    entries = list(timeline.of(*rows)[:ENTRIES_SHOWN])
    for entry in entries:
        entry.edition_name = names[entry.subject_id]
    return entries
