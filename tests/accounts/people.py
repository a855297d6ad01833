"""Colleagues with passwords and telephones, and how they log in."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from mailing.models import Letter
from publishing import roles
from tests import factories, queue

PASSWORD = "a long enough secret"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"


class CountedHasher(MD5PasswordHasher):
    """Quick, and it counts how often a password was hashed."""

    times = 0

    def encode(self, password, salt):
        CountedHasher.times += 1
        return super().encode(password, salt)


def person(name="anna", role=roles.PRESS_SECRETARY):
    found = factories.user(role, name)
    found.email = f"{name}@newsroom.example"
    found.set_password(PASSWORD)
    found.save()
    return found


def give_app(user):
    """Set up an authenticator app for `user`; its codes come from `code`."""
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


def code(user, later=0):
    """Return what the app of `user` shows, `later` half minutes from now."""
    app = Authenticator.objects.get(user=user, type="totp")
    return code_of(totp.decrypt(app.data["secret"]), later)


def code_of(secret, later=0):
    _before, now, _after = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, now + later))


def wrong_code(user):
    right = {code(user, later) for later in (-2, -1, 0, 1, 2)}
    return next(name for name in ("000000", "111111", "222222", "333333", "444444", "555555") if name not in right)


def recovery_codes(user):
    return RecoveryCodes.activate(user).get_unused_codes()


def browser(at="192.0.2.1", agent=FIREFOX, **more):
    """Return a browser at the address `at` that speaks English."""
    return Client(REMOTE_ADDR=at, headers={"accept-language": "en", "user-agent": agent}, **more)


def log_in(client, name="anna", password=PASSWORD, wanted="/desk/news/article/", **more):
    return client.post("/desk/login/", {"username": name, "password": password, "next": wanted}, follow=True, **more)


def give_code(client, text):
    return client.post("/desk/account/code/", {"code": text}, follow=True)


def where(response):
    return response.redirect_chain[-1][0] if response.redirect_chain else response.request["PATH_INFO"]


def is_in(client):
    """Tell whether the desk opens to this browser."""
    return client.get("/desk/news/article/").status_code == 200


def letters(to="anna@newsroom.example"):
    """Return the subjects of what was sent to somebody, and of what waits."""
    waiting = Letter.objects.filter(to=to).exclude(state=Letter.State.SENT).order_by("pk")
    return [sent.subject for sent in mail.outbox if sent.to == [to]] + [letter.subject for letter in waiting]


def link_of_the_reset(client, to="anna@newsroom.example"):
    """Ask for a new password and return the address in the letter."""
    client.post("/desk/account/password/reset/", {"email": to})
    queue.work()
    text = next(sent.body for sent in reversed(mail.outbox) if sent.to == [to])
    return re.search(r"https?://[^/]+(/desk/account/password/reset/\S+)", text)[1]


def response_without_tokens(response):
    """Return all that an answer tells but for what is random in it."""
    return response.status_code, re.sub(r'value="[^"]*"', "", response.content.decode())
