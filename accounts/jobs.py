"""What the worker does for accounts: emails, notices for browsers, forgetting what was told long ago."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts import events, pushing, telling
from accounts.models import AccountEvent
from mailing import layout, letters
from publishing.addresses import absolute_url


@app.task(queue="mail", pass_context=True)
def send_reset(context, people, language):
    """Send the accounts with the ids `people`, mostly one or none, a link to set a new password."""
    _send_link("reset", context, people, language)


@app.task(queue="mail", pass_context=True)
def send_invitation(context, people, language):
    """Send the accounts with the ids `people` a link to set their first password."""
    _send_link("invitation", context, people, language)


def _send_link(letter, context, people, language):
    for person in get_user_model().objects.filter(pk__in=people, is_active=True):
        token = default_token_generator.make_token(person)
        link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), token])
        told = {
            "person": person,
            "link": absolute_url(link),
            "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
            "again": absolute_url(reverse("account_reset_password")),
        }
        subject, text, html = layout.render(f"account/mail/{letter}", told, language)
        letters.post(
            key=f"account {letter} {person.pk} job {context.job.id}",
            to=person.email,
            subject=subject,
            text=text,
            html=html,
            language=language,
            about_account=True,
        )


@app.task(queue="mail")
def tell(event_id, language):
    """Send the owner of an account an email about an event."""
    events.tell(AccountEvent.objects.get(pk=event_id), language)


@app.periodic(cron="23 1 * * *")
@app.task(queueing_lock="forget_told", pass_context=False)
def forget_told(timestamp):
    """Forget what members of staff were told long ago."""
    telling.forget_old()


# After 4, 16, 64 seconds and so on; a notice that has become too old by then is dropped.
@app.task(queue="push", retry=RetryStrategy(exponential_wait=4, max_attempts=9, retry_exceptions={pushing.Unavailable}))
def push(notice_id):
    """Send a notice to a browser, unless that has been done."""
    pushing.send(notice_id)
