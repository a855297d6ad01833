"""Emails about enquiries: to the journalist, and before a deadline to those responsible.

The confirmation repeats nothing that was typed: otherwise anybody could send words to a stranger's address through us.
The answer quotes the question, because a person has read it by then.
"""

from django.conf import settings
from django.utils.translation import override

from mailing import addresses, layout, unconfirmed
from mailing import letters as outbox
from press import deadlines
from press.models import Contact
from publishing.addresses import absolute_url

KEY = "enquiry {number} "  # the beginning of the keys of all emails about one enquiry


def confirm(enquiry, language):
    """Send the journalist the number of the enquiry, once."""
    _post(enquiry, "received", enquiry.email, language)


def answer(answer):
    """Send an answer, in the language that the journalist chose."""
    enquiry = answer.enquiry
    quoted = "\n".join(f"> {line}".rstrip() for line in enquiry.question.splitlines())
    files = [{"file": file.file, "name": file.file_name} for file in answer.files.all()]
    what = f"answer {answer.pk}"
    _post(enquiry, "answer", enquiry.email, enquiry.language, what, files, answer=answer, quoted=quoted)


def warn(enquiry, level, address, language):
    """Warn somebody that the deadline of an enquiry comes near; it repeats nothing of the journalist's."""
    desk = absolute_url(desk_path(enquiry))
    reader = addresses.digest(address)[:16]  # keys are shown in lists
    _post(enquiry, "deadline", address, language, f"deadline {level} {reader}", level=level, desk=desk)


def desk_path(enquiry):
    """Return the path of the screen on which the enquiry is answered."""
    return f"{settings.DESK_PREFIX}press/enquiry/{enquiry.pk}/change/"


def person(user):
    """Return the name people know a user by."""
    return user.get_full_name() or user.get_username()


def forget(enquiry):
    """Erase the emails about an enquiry from the outbox."""
    outbox.forget(about=KEY.format(number=enquiry.pk))


def office_address():
    """Return the reply address: that of the first contact in office that has one."""
    contacts = Contact.objects.in_office().exclude(email="")
    return contacts.values_list("email", flat=True).first() or ""


def _post(enquiry, name, to, language, what="", files=(), **more):
    with override(language):
        context = {
            "enquiry": unconfirmed.known(enquiry, "number", "assigned_to"),
            "topic": enquiry.get_topic_display(),
            "address": absolute_url(enquiry.get_absolute_url()),
            "deadline": deadlines.on_clocks(enquiry),
            "contact": Contact.objects.in_office().prefetch_related("phones").first(),
            **more,
        }
        subject, text, html = layout.render(f"press/mail/enquiry_{name}", context, language)
    return outbox.post(
        key=KEY.format(number=enquiry.pk) + (what or name),
        to=to,
        subject=subject,
        text=text,
        html=html,
        reply_to=office_address(),
        files=files,
        language=language,
    )
