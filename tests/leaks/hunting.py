"""A visitor who asks the whole newsroom, and what may not be in any of the answers."""

import contextlib
import dataclasses
import hashlib
import io
import logging
import re
import urllib.parse

from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connection, transaction

from tests.leaks import canaries, walking

# What differs between two answers to the same request, and says nothing: tokens of forms, and when they were opened.
VOLATILE = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|stamp|opened)" value=")[^"]*|(csrftoken=|nonce-)[^;"]*'
    rb"|(expires[=:]|x-request-id:)[^;\n]*",
    re.I,
)


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    content: bytes
    questions: list  # to the database, without the values
    logged: str

    @property
    def whole(self):
        """All that came back, as bytes."""
        head = "\n".join(f"{name}: {value}" for name, value in sorted(self.headers.items()))
        return b"\n".join([str(self.status).encode(), head.encode(), self.content])


class Log(logging.Handler):
    """What the newsroom writes into its log, as it is written."""

    def __init__(self):
        super().__init__()
        self.lines = []
        [console] = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler][
            :1
        ] or [None]
        self.setFormatter(console.formatter if console else logging.Formatter("%(message)s"))

    def emit(self, record):
        self.lines.append(self.format(record))


class Visitor:
    """Asks the whole newsroom without a network between; whatever a request changes is undone."""

    def __init__(self, application=None):
        self.application = application or WSGIHandler()
        self.asked = self.bytes = 0

    def ask(self, ask):
        path, _mark, query = ask.path.partition("?")
        told, questions, log = {}, [], Log()
        environ = {
            "REQUEST_METHOD": ask.method,
            "PATH_INFO": urllib.parse.unquote(path, "latin-1"),
            "QUERY_STRING": query,
            "HTTP_X_ORIGINAL_URI": ask.path,  # as the proxy tells it: byte for byte
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": f"2001:db8::{self.asked + 1:x}",  # nobody has asked often
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(ask.sent),
            "CONTENT_LENGTH": str(len(ask.sent)),
            "wsgi.errors": io.StringIO(),
            **dict(ask.headers),
        }

        def start_response(status, headers, exc_info=None):
            told.update(status=int(status[:3]), headers={})
            for name, value in headers:
                told["headers"].setdefault(name.lower(), []).append(value)

        def remember(execute, sql, params, many, context):
            if "SAVEPOINT" not in sql:  # these are numbered through
                questions.append(sql)
            return execute(sql, params, many, context)

        with _logging_to(log), self.undone(), connection.execute_wrapper(remember):
            result = self.application(environ, start_response)
            content = b"".join(result)
            if hasattr(result, "close"):
                result.close()
        headers = {name: ", ".join(values) for name, values in told["headers"].items()}
        self.asked += 1
        self.bytes += len(content)
        return Answer(told["status"], headers, content, questions, "\n".join(log.lines))

    @contextlib.contextmanager
    def undone(self):
        """Undo what the request in the block changes."""
        with _one_connection(), transaction.atomic():
            yield
            transaction.set_rollback(True)


@contextlib.contextmanager
def _logging_to(log):
    logging.getLogger().addHandler(log)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(log)


@contextlib.contextmanager
def _one_connection():
    """Let a request leave the connection open, as Django's own client does: the test's transaction is on it."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in ends:
            signal.connect(close_old_connections)


def steady(answer):
    """Return the bytes of an answer without what differs each time."""
    return VOLATILE.sub(rb"\1\2\3", answer.whole)


def blind(answer, secrets):
    """Return the bytes of an answer without the `secrets` that the request itself said, in any form they come back."""
    data = steady(answer)
    if any(secret.encode() in answer.content for secret in secrets):
        data = re.sub(rb'\netag: "[^"]*"', b"", data)  # the validator of bytes that hold what was said
    for secret in sorted(secrets, key=len, reverse=True):
        for form in (secret, urllib.parse.quote(secret), secret.lower(), urllib.parse.quote(secret.lower())):
            data = data.replace(form.encode(), b"*")
    return data


@dataclasses.dataclass(frozen=True)
class Find:
    """Something planted that came out: what it is of, which text of it, and in the answer to what."""

    plant: str
    place: str
    ask: walking.Ask

    def __str__(self):
        return f"{self.plant}: {self.place} in {self.ask.method} {self.ask.path} ({self.ask.route})"


class Hunter:
    """Knows everything planted in `world`, and finds it in answers."""

    def __init__(self, world):
        self.world = world
        self.keys = {thing.key: (plant, f"{label}.key") for plant, label, thing in _with(world, "key")}
        self.keys |= {str(thing.uid): (plant, f"{label}.uid") for plant, label, thing in _with(world, "uid")}
        self.keys |= {
            thing.sha256: (plant, f"{label}.sha256") for plant, label, thing in _with(world, "sha256") if thing.sha256
        }
        self.files, self.pieces = {}, {}
        for plant, _label, photo in _with(world, "renditions"):
            for file in [photo.original, *(rendition.file for rendition in photo.renditions.all())]:
                with file.open("rb") as opened:
                    data = opened.read()
                self.files[hashlib.sha256(data).digest()] = plant, "photos.Photo: a file of it"
                self.pieces[_piece(data)] = plant, "photos.Photo: a part of a file"
        self._known = {}

    def finds(self, ask, answer):
        """Return the Finds in `answer`; what the request itself said may come back."""
        said = (
            frozenset(secret.lower() for secret in walking.secrets_in(ask.said, self.world)),
            any(mark in ask.said for mark in canaries.MARKS.values()),
        )
        head = urllib.parse.unquote_plus(f"{answer.headers}\n{answer.logged}").encode()
        known = hashlib.sha256(answer.content).digest(), said
        if known not in self._known:
            coding = answer.headers.get("content-encoding", "")
            parts = [self._planted_in(text, *said) for text in canaries.unpacked(answer.content, coding)]
            self._known[known] = set().union(*parts)
        return {Find(plant, place, ask) for plant, place in self._known[known] | self._planted_in(head, *said)}

    def _planted_in(self, data, said, says_a_mark):
        plain = urllib.parse.unquote_to_bytes(data) if b"%D" in data or b"%d" in data else data
        found = {self.world.canaries[word] for word in self.world.canaries.found_in(plain) if word not in said}
        is_text = b"\0" not in data[:2000]
        if is_text and not says_a_mark:
            found |= {("?", f"a mark as {form!r}") for form in canaries.disguised_in(data)}
        found |= {of for key, of in self.keys.items() if key.encode() in data and key.lower() not in said}
        for number in re.findall(rb"(?<![\w.])(?:88100\d{4}|734002\d{3})(?!\w)", data):
            if number.decode() not in said:
                found.add(self._number(int(number)))
        if not is_text:
            if (digest := hashlib.sha256(data).digest()) in self.files:
                found.add(self.files[digest])
            found |= {of for piece, of in self.pieces.items() if piece in data}
        return found

    def _number(self, number):
        return self.world.numbers.get(number, "?"), "a number of something hidden"


def _piece(data):
    """Return some bytes that no other file has: of the picture, not of what says how to read it."""
    pieces = (data[start : start + 24] for start in range(len(data) * 2 // 3, len(data), 24))
    return next(piece for piece in pieces if len(set(piece)) > 20)


def _with(world, name):
    for plant, things in world.things.items():
        for label, some in things.items():
            yield from ((plant, label, thing) for thing in some if hasattr(thing, name))
