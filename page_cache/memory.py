"""Ready pages, bounded in bytes; what nobody asks for goes first.

A page is kept packed. The forms that are asked for, unpacked or for older programs, are kept beside it as long as there
is room for them. Addresses with a query have a smaller room of their own: whoever asks for ten thousand of them
displaces no page without one.
"""

import collections
import dataclasses
import datetime
import functools
import gzip
import hashlib
import threading
from collections.abc import Callable

import brotli

BROTLI_QUALITY = 5  # of brotli: near its best size for a fifth of the time
PAGE_OVERHEAD_BYTES = 1500  # bytes that a page costs beside its body
SHARE_OF_QUERIES = 0.2
SHARE_OF_FORMS = 0.3


@dataclasses.dataclass(frozen=True, eq=False)
class Answer:
    """A ready answer and the generation it was made from; `made_at` is a reading of time.monotonic()."""

    is_file = False

    status: str
    headers: tuple  # but for those that are made for each request
    changed: int
    closed: int
    made_at: float
    fresh_until: datetime.datetime | None
    closes_at: datetime.datetime | None

    @staticmethod
    def known(generation):
        return {name: getattr(generation, name) for name in ("changed", "closed", "fresh_until", "closes_at")}


@dataclasses.dataclass(frozen=True, eq=False)
class Page(Answer):
    """An answer whose body is kept with it, packed by brotli."""

    packed: bytes
    vary: str
    etag: str  # without quotes, of the unpacked body
    max_age: int = 0  # seconds for which whoever reads may use a copy without asking
    heads: dict = dataclasses.field(default_factory=dict)  # {content coding: the headers of that form}

    @classmethod
    def of(cls, status, headers, body, vary, generation, made_at, max_age=0):
        return cls(
            status=status,
            headers=tuple(shared(name, value) for name, value in headers),
            packed=brotli.compress(body, quality=BROTLI_QUALITY),
            vary=vary,
            etag=hashlib.sha256(body).hexdigest()[:32],
            made_at=made_at,
            max_age=max_age,
            **cls.known(generation),
        )

    @property
    def size(self):
        return len(self.packed) + PAGE_OVERHEAD_BYTES

    def validator(self, coding):
        """Return the strong ETag of one form: two forms have different bytes, so never the same."""
        return f'"{self.etag}"' if coding == "identity" else f'"{self.etag}-{coding}"'

    def validators(self):
        return [self.validator(coding) for coding in ("identity", "gzip", "br")]

    def head(self, coding, length):
        """Return the headers of the form that is `length` bytes long, made at its first use; not to be changed."""
        head = self.heads.get(coding)
        if head is None:
            encoding = [] if coding == "identity" else [shared("Content-Encoding", coding)]
            head = self.heads[coding] = [
                *self.headers,
                shared("Vary", self.vary),
                *encoding,
                ("Content-Length", str(length)),
                ("ETag", self.validator(coding)),
            ]
        return head

    def body(self, coding):
        """Return the body in the content coding “br”, “gzip” or “identity”."""
        if coding == "br":
            return self.packed
        unpacked = brotli.decompress(self.packed)
        return unpacked if coding == "identity" else gzip.compress(unpacked, compresslevel=6, mtime=0)


@dataclasses.dataclass(frozen=True, eq=False)
class File(Answer):
    """An answer whose body lies in storage as a file, which is read anew for each request."""

    is_file = True
    size = PAGE_OVERHEAD_BYTES
    max_age = 0  # its headers are answered as they are

    open: Callable  # returns the opened file
    length: int  # bytes

    @classmethod
    def of(cls, status, headers, open, generation, made_at):
        length = next(int(value) for name, value in headers if name.lower() == "content-length")
        return cls(status, tuple(headers), made_at=made_at, open=open, length=length, **cls.known(generation))

    def validators(self):
        return [value for name, value in self.headers if name.lower() == "etag"]


@functools.lru_cache(maxsize=512)
def shared(name, value):
    """Return the header (name, value); nearly all headers of nearly all pages are the same, and kept once."""
    return name, value


class Room:
    """A mapping bounded by the sum of its values' sizes: the oldest goes first, unless it was asked for since it came
    or since it was last spared. Safe for threads, of which those that only read never wait.
    """

    def __init__(self, size):
        self.size = size
        self.used = 0
        self._lock = threading.Lock()
        self._kept = collections.OrderedDict()

    def __len__(self):
        return len(self._kept)

    def get(self, key):
        found = self._kept.get(key)
        if found is None:
            return None
        found.was_asked_for = True
        return found.value

    def keep(self, key, value, size):
        if size > self.size // 4:
            return  # one thing may not displace all others
        with self._lock:
            self._drop(key)
            self.used += size
            while self.used > self.size:
                self._let_go()
            self._kept[key] = _Kept(value, size)

    def drop(self, key):
        with self._lock:
            self._drop(key)

    def _drop(self, key):
        gone = self._kept.pop(key, None)
        self.used -= gone.size if gone else 0

    def _let_go(self):
        """Drop the oldest, or spare it this once."""
        key, oldest = self._kept.popitem(last=False)
        if oldest.was_asked_for:
            oldest.was_asked_for = False
            self._kept[key] = oldest
        else:
            self.used -= oldest.size


class _Kept:
    __slots__ = ("size", "value", "was_asked_for")

    def __init__(self, value, size):
        self.value, self.size, self.was_asked_for = value, size, False


class Memory:
    """Pages by key; a key's last part is what clients may write at will."""

    def __init__(self, size):
        forms, queries = int(size * SHARE_OF_FORMS), int(size * SHARE_OF_QUERIES)
        self.forms = Room(forms)
        self.queries = Room(queries)
        self.pages = Room(size - forms - queries)
        self.counts = collections.defaultdict(int)  # how often what was answered how; monitoring reads it

    def get(self, key):
        return self._room(key).get(key)

    def keep(self, key, page):
        """Keep a page in the place of the one that was kept before, whose forms nobody will ask for again."""
        room = self._room(key)
        before = room.get(key)
        if before and not before.is_file and (page.is_file or before.etag != page.etag):
            for coding in before.heads:
                self.forms.drop((before.etag, coding))
        room.keep(key, page, page.size)

    def body(self, page, coding):
        """Return the body of `page` in a content coding, unpacked at most once while there is room for it."""
        if coding == "br":
            return page.packed
        key = (page.etag, coding)
        body = self.forms.get(key)
        if body is None:
            body = page.body(coding)
            self.forms.keep(key, body, len(body) + PAGE_OVERHEAD_BYTES)
        return body

    def _room(self, key):
        return self.queries if key[-1] else self.pages
