"""The form for enquiries, and the page on which the journalist follows the answer."""

from django.http import Http404, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from press import deadlines, enquiries, enquiry_files, enquiry_subjects, own_enquiry, spam_protection
from press.enquiry_form import EnquiryForm
from press.models import days_kept
from publishing import clock
from publishing.visitors import with_newsroom_rights


class _Token(CsrfViewMiddleware):
    """Django's CSRF check, returning the reason instead of a page, so that a refusal does not lose what was typed."""

    def _reject(self, request, reason):
        return reason


@csrf_exempt  # checked below
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    if request.method == "POST":
        return _take(request)
    about = enquiry_subjects.release(request.GET.get("about"))
    initial = {
        "about": about.article_id if about else "",
        "answer_language": get_language(),
        "opened": spam_protection.stamp(),
    }
    return _page(request, EnquiryForm(initial=initial), about)


def _take(request):
    request.upload_handlers.insert(0, enquiry_files.UploadLimitHandler(request))
    form = EnquiryForm(request.POST.copy(), request.FILES)
    about = enquiry_subjects.release(form.data.get("about"))
    is_complete, status = form.is_valid(), 200
    refusal = _stale_token(request) or (
        is_complete and spam_protection.objection(form.data.get("opened"), form.data.get("website"))
    )
    if refusal:
        form.add_error(None, refusal)
        status = 403
    elif is_complete and spam_protection.is_too_many(request, form.cleaned_data["email"]):
        form.add_error(None, _too_many())
        status = 429
    if not form.is_valid():
        form.data["website"] = ""
        if spam_protection.form_of(form.data.get("opened")) is None:
            form.data["opened"] = spam_protection.stamp()
        return _page(request, form, about, status)
    enquiry = with_newsroom_rights(
        enquiries.receive,
        form.cleaned_data,
        language=get_language(),
        form=spam_protection.form_of(form.cleaned_data["opened"])[0],
        about=about and about.article_id,
    )
    return HttpResponseRedirect(enquiry.get_absolute_url())


def _stale_token(request):
    reason = _Token(lambda request: None).process_view(request, _page, (), {})
    return reason and _("The page was open for too long, or in another browser. Please send your enquiry again.")


def _too_many():
    return _(
        "Too many enquiries from you or for this address, so this one was not accepted. Please wait an hour, or call "
        "the press office."
    )


def _page(request, form, about, status=200):
    context = {
        "nav": "press",
        "crumbs": [(_("Press centre"), _centre()), (_("Enquiry"), "")],
        "form": form,
        "about": about,
        "days": days_kept(),
        "kinds": ", ".join(enquiry_files.KINDS),
        "limit": enquiry_files.MAX_BYTES // 1_000_000,
    }
    return render(request, "press/enquiry_form.html", context, status=status)


@never_cache
@require_safe
def state(request, token):
    """Show an enquiry to whoever has its address, without caching, indexing or referrers."""
    found = own_enquiry.find(token)
    if found is None:
        raise Http404
    context = {
        "nav": "press",
        "crumbs": [(_("Press centre"), _centre()), (_("Enquiry %(number)s") % {"number": found.enquiry.number}, "")],
        "asked": found,
        "enquiry": found.enquiry,
        "about": enquiry_subjects.release(found.enquiry.article_id),
        "deadline": deadlines.on_clocks(found.enquiry),
        "is_new": found.enquiry.is_open and (clock.now() - found.enquiry.received_at).total_seconds() < 600,
    }
    response = render(request, "press/enquiry_state.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _centre():
    return reverse("press:centre")
