"""Pages in memory, limited in bytes; those that nobody asks for are dropped first.

A page is kept as brotli. Unpacked or as gzip it is kept beside that while there is space. Addresses with a query have a
smaller space of their own, so that ten thousand of them displace no page without a query.
"""

import collections
import dataclasses
import datetime
import functools
import gzip
import hashlib
import heapq
import threading
from collections.abc import Callable, Iterable
from typing import IO, Any, ClassVar, Generic, Self, TypeVar

import brotli

from page_cache.listener import Generation

BROTLI_QUALITY = 5  # of brotli: near its best size for a fifth of the time
PAGE_OVERHEAD_BYTES = 1500  # of a page beside its body
SHARE_OF_QUERIES = 0.2
SHARE_OF_UNPACKED = 0.3


Key = tuple[str, str, str, str]  # scheme, host, path, and what clients choose freely
Header = tuple[str, str]


@dataclasses.dataclass(frozen=True, eq=False)
class KeptAnswer:
    """An answer that is kept, and the generation it was made in; `made_at` is a reading of time.monotonic()."""

    is_file: ClassVar[bool] = False
    is_redirect: ClassVar[bool] = False

    status: str
    headers: tuple[Header, ...]  # without those that are made for each request
    changed: int
    closed: int
    made_at: float
    fresh_until: datetime.datetime | None
    closes_at: datetime.datetime | None
    # What an answer counts as for whoever counts them, None for nothing: the attribute of the response that was kept.
    counted_as: Any = dataclasses.field(default=None, kw_only=True)

    @staticmethod
    def limits_of(generation: Generation) -> dict[str, Any]:
        return {name: getattr(generation, name) for name in ("changed", "closed", "fresh_until", "closes_at")}


@dataclasses.dataclass(frozen=True, eq=False)
class Page(KeptAnswer):
    """An answer with its body, packed by brotli."""

    packed: bytes
    vary: str
    etag: str  # without quotes, of the unpacked body
    max_age: int = 0  # seconds for which a client may use a copy without asking
    # {content coding: the headers in that coding}
    heads: dict[str, list[Header]] = dataclasses.field(default_factory=dict)

    @classmethod
    def of(
        cls,
        status: str,
        headers: Iterable[Header],
        body: bytes,
        vary: str,
        generation: Generation,
        made_at: float,
        max_age: int = 0,
        counted_as: Any = None,
    ) -> Self:
        return cls(
            status=status,
            headers=tuple(shared(name, value) for name, value in headers),
            packed=brotli.compress(body, quality=BROTLI_QUALITY),
            vary=vary,
            etag=hashlib.sha256(body).hexdigest()[:32],
            made_at=made_at,
            max_age=max_age,
            counted_as=counted_as,
            **cls.limits_of(generation),
        )

    @property
    def size(self) -> int:
        return len(self.packed) + PAGE_OVERHEAD_BYTES

    def validator(self, coding: str) -> str:
        """Return the strong ETag in one content coding; each coding has its own, because the bytes differ."""
        return f'"{self.etag}"' if coding == "identity" else f'"{self.etag}-{coding}"'

    def validators(self) -> list[str]:
        return [self.validator(coding) for coding in ("identity", "gzip", "br")]

    def head(self, coding: str, length: int) -> list[Header]:
        """Return the headers in a content coding, whose body has `length` bytes; made once, and not to be changed."""
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

    def body(self, coding: str) -> bytes:
        """Return the body in the content coding “br”, “gzip” or “identity”."""
        if coding == "br":
            return self.packed
        whole = brotli.decompress(self.packed)
        return whole if coding == "identity" else gzip.compress(whole, compresslevel=6, mtime=0)


@dataclasses.dataclass(frozen=True, eq=False)
class File(KeptAnswer):
    """An answer whose body is a file in storage, which is read for each request."""

    is_file: ClassVar[bool] = True
    size: ClassVar[int] = PAGE_OVERHEAD_BYTES
    max_age: ClassVar[int] = 0  # its headers are answered as they are

    open: Callable[[], IO[bytes]]
    length: int  # bytes

    @classmethod
    def of(
        cls,
        status: str,
        headers: Iterable[Header],
        open: Callable[[], IO[bytes]],
        generation: Generation,
        made_at: float,
        counted_as: Any = None,
    ) -> Self:
        length = next(int(value) for name, value in headers if name.lower() == "content-length")
        return cls(
            status,
            tuple(headers),
            made_at=made_at,
            open=open,
            length=length,
            counted_as=counted_as,
            **cls.limits_of(generation),
        )

    def validators(self) -> list[str]:
        return [value for name, value in self.headers if name.lower() == "etag"]


@dataclasses.dataclass(frozen=True, eq=False)
class Redirect(KeptAnswer):
    """An answer without a body that leads elsewhere; its headers are answered as they are."""

    is_redirect: ClassVar[bool] = True
    size: ClassVar[int] = PAGE_OVERHEAD_BYTES

    @classmethod
    def of(cls, status: str, headers: Iterable[Header], generation: Generation, made_at: float) -> Self:
        # Of the headers only Location differs between them.
        return cls(
            status,
            tuple(shared(name, value) if name != "Location" else (name, value) for name, value in headers),
            made_at=made_at,
            **cls.limits_of(generation),
        )


KeptAnswers = Page | File | Redirect


@functools.lru_cache(maxsize=512)
def shared(name: str, value: str) -> Header:
    """Return the header (name, value), the same object each time: nearly all pages have the same headers."""
    return name, value


K = TypeVar("K")
V = TypeVar("V")


class SizedCache(Generic[K, V]):
    """A mapping that is limited by the sum of its values' sizes.

    The oldest value is dropped first; one that was read meanwhile is spared once and then counts as new. Threads may
    share it, and reading never waits.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.used = 0
        self._lock = threading.Lock()
        self._kept = collections.OrderedDict[K, _Entry[V]]()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        entry = self._kept.get(key)
        if entry is None:
            return None
        entry.was_read = True
        entry.asked += 1
        return entry.value

    def look(self, key: K) -> V | None:
        """Return what get() returns, but let it not count as asked for."""
        entry = self._kept.get(key)
        return None if entry is None else entry.value

    def keep(self, key: K, value: V, size: int) -> None:
        if size > self.size // 4:
            return  # one value may not displace all others
        with self._lock:
            before = self._drop(key)
            self.used += size
            while self.used > self.size:
                self._drop_oldest()
            self._kept[key] = _Entry(value, size, before.asked if before else 0)

    def drop(self, key: K) -> None:
        with self._lock:
            self._drop(key)

    def asked(self) -> list[tuple[int, K, V]]:
        """Return [(how often, key, value)] of all that was asked for more than once.

        What was asked for before the last such call counts half.
        """
        with self._lock:
            entries = list(self._kept.items())
        asked = [(entry.asked, key, entry.value) for key, entry in entries if entry.asked > 1]
        for _key, entry in entries:
            entry.asked //= 2
        return asked

    def _drop(self, key):
        gone = self._kept.pop(key, None)
        self.used -= gone.size if gone else 0
        return gone

    def _drop_oldest(self):
        """Drop the oldest value, or spare it if it was read."""
        key, oldest = self._kept.popitem(last=False)
        if oldest.was_read:
            oldest.was_read = False
            self._kept[key] = oldest
        else:
            self.used -= oldest.size


class _Entry(Generic[V]):
    __slots__ = ("asked", "size", "value", "was_read")

    def __init__(self, value: V, size: int, asked: int) -> None:
        self.value, self.size, self.was_read, self.asked = value, size, False, asked


class Memory:
    """Pages by key; the last part of a key is what clients choose freely."""

    def __init__(self, size: int) -> None:
        unpacked, queries = int(size * SHARE_OF_UNPACKED), int(size * SHARE_OF_QUERIES)
        self.unpacked = SizedCache[tuple[str, str], bytes](unpacked)
        self.queries = SizedCache[Key, KeptAnswers](queries)
        self.pages = SizedCache[Key, KeptAnswers](size - unpacked - queries)
        # How many requests were answered how; monitoring reads it.
        self.counts: dict[str, int] = collections.defaultdict(int)

    def get(self, key: Key) -> KeptAnswers | None:
        return self._cache_of(key).get(key)

    def look(self, key: Key) -> KeptAnswers | None:
        """Return what get() returns, but let it not count as asked for."""
        return self._cache_of(key).look(key)

    def keep(self, key: Key, page: KeptAnswers) -> None:
        """Keep a page in the place of the one before, and drop that one's body in other codings."""
        cache = self._cache_of(key)
        before = cache.look(key)
        if isinstance(before, Page) and not (isinstance(page, Page) and page.etag == before.etag):
            for coding in before.heads:
                self.unpacked.drop((before.etag, coding))
        cache.keep(key, page, page.size)

    def body(self, page: Page, coding: str) -> bytes:
        """Return the body of `page` in a content coding, unpacked only once while there is space to keep it."""
        if coding == "br":
            return page.packed
        key = (page.etag, coding)
        body = self.unpacked.get(key)
        if body is None:
            body = page.body(coding)
            self.unpacked.keep(key, body, len(body) + PAGE_OVERHEAD_BYTES)
        return body

    def most_asked(self, number: int) -> list[tuple[Key, Page]]:
        """Return so many pages with their keys, the one that was asked for most of late first.

        Files are left out, and pages for clients who prefer languages or write our host in their own way.
        """
        asked = [
            (times, key, page)
            for times, key, page in self.pages.asked() + self.queries.asked()
            if isinstance(page, Page) and "\n" not in key[-1]
        ]
        return [(key, page) for _times, key, page in heapq.nlargest(number, asked, key=lambda kept: kept[0])]

    def _cache_of(self, key):
        return self.queries if key[-1] else self.pages
