"""A real SMTP server for the tests that send mail: `mail_server`, a fixture to be imported in a conftest.py.

    def test_it(mail_server):
        sending.send_waiting()
        [letter] = mail_server.letters

Letters are email.message.EmailMessage; `mail_server.to(address)` returns those for one reader.
"""

import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller


class Post:
    """What came in, and what the server says to it.

    `refuse_address(address)` and `refuse_letter(letter)` return an answer such as “550 5.1.1 No such user”, or nothing
    to take the letter; `hangs_up(letter)` tells whether it takes the letter and breaks the connection without a word.
    """

    def __init__(self):
        self.letters = []
        self.envelopes = []
        self.sessions = 0
        self.refuse_address = lambda address: None
        self.refuse_letter = lambda letter: None
        self.hangs_up = lambda letter: False

    def to(self, address):
        """Return the letters that came for `address`, in their order."""
        return [letter for letter in self.letters if letter["To"].addresses[0].addr_spec == address]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.refuse_address(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if answer := self.refuse_letter(letter):
            return answer
        self.letters.append(letter)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        if self.hangs_up(letter):
            server.transport.abort()
        return "250 2.0.0 Taken"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server(settings):
    """An SMTP server in a thread of its own, which the settings name; what it was given is in `letters`."""
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "mailing.backends.Smtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 10
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    post.server = server
    try:
        yield post
    finally:
        if not server.loop.is_closed():  # a test may have stopped it
            server.stop()


def words(letter, kind="plain"):
    """Return what a letter says, as plain text or as “html”."""
    return letter.get_body([kind]).get_content()
