"""A website read from the network, politely: one host, one request at a time, with a pause, as its robots.txt allows.

What was fetched lies in a folder of the newsroom, with a list of it in the order of asking: whoever is stopped goes
on where they were. Only addresses of the named host and of the profile's hosts are asked for, and no answer from
another host is taken: a page cannot send us to a machine of the office.
"""

import json
import time
import urllib.error
import urllib.request
import urllib.robotparser
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from django.conf import settings
from django.utils.translation import gettext as _

from moving import addressing, decoding
from moving.evidence import sha256
from moving.profiles import Profile
from moving.sources import Entry, SourceRefused
from moving.sources.folder import FILES

NAME = "newsroom-import"
PAUSE = 1.0  # seconds between two requests, unless robots.txt asks for more
MAX_PAUSE = 30.0
TIMEOUT = 30.0
MAX_BYTES = 50_000_000
MAX_PAGES = 200_000


class Crawl:
    """The pages of a site that were fetched, and those to come."""

    def __init__(self, place: str, profile: Profile, folder: Path | None = None, pause: float | None = None) -> None:
        parts = urlsplit(place)
        self.start, self.profile = place, profile
        self.pause = PAUSE if pause is None else pause
        self.hosts = {parts.netloc.lower(), *profile.hosts}
        self.folder = (folder or settings.CRAWLS) / addressing.file_name(parts.netloc)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = self.folder / "fetched.jsonl"
        self.fetched: dict[str, dict] = {}
        self._read_log()
        self.robots: dict[str, urllib.robotparser.RobotFileParser] = {}
        self.asked_at = 0.0
        self.is_whole = False

    def _read_log(self):
        if not self.log.exists():
            return
        with self.log.open("rb+") as file:
            good = 0
            for line in file:
                try:
                    row = json.loads(line)
                except ValueError:
                    break  # written when the power failed
                self.fetched[row["address"]] = row
                good += len(line)
            file.truncate(good)

    # --- What was fetched ---

    def pages(self) -> Iterator[Entry]:
        self.fetch()
        for address, row in sorted(self.fetched.items()):
            if row["kind"] == "page":
                path = self.folder / row["sha256"]
                yield Entry(address, address, row["size"], path.read_bytes, row["charset"])
            elif row["kind"] == "refused" and not FILES.search(urlsplit(address).path):
                yield Entry(address, address, 0, bytes, facts=lambda: {"left_out": "robots"})

    def file(self, address: str) -> bytes | None:
        row = self.fetched.get(address) or self.fetched.get(urldefrag(address)[0])
        return (self.folder / row["sha256"]).read_bytes() if row and row["sha256"] else None

    # --- Fetching ---

    def fetch(self) -> None:
        """Fetch what is not there yet, from the first page on along its links; once in a run."""
        if self.is_whole:
            return
        queue, known = [self.start], {addressing.identity(self.start, self.profile.noise)}
        while queue:
            address = queue.pop(0)
            row = self.fetched.get(address) or self._ask(address)
            if row["kind"] != "page":
                continue
            for link in self._links(address, row):
                identity = addressing.identity(link, self.profile.noise)
                if identity not in known and len(known) < MAX_PAGES:
                    known.add(identity)
                    queue.append(link)
        self.is_whole = True

    def _links(self, address, row):
        text = decoding.decode((self.folder / row["sha256"]).read_bytes(), row["charset"]).text
        try:
            root = lxml.html.document_fromstring(text)
        except (ValueError, lxml.etree.ParserError):
            return
        base = root.find(".//base")
        start = urljoin(address, base.get("href") or "") if base is not None else address
        for element in root.iter("a", "img", "frame", "source"):
            link = element.get("href") if element.tag == "a" else element.get("src")
            try:
                link = urldefrag(urljoin(start, (link or "").strip()))[0]
                parts = urlsplit(link)
            except ValueError:
                continue
            if parts.scheme in ("http", "https") and parts.netloc.lower() in self.hosts:
                yield link

    def _ask(self, address):
        row = {"address": address, "kind": "refused", "status": 0, "sha256": "", "size": 0, "charset": ""}
        if self._is_allowed(address):
            self._wait(address)
            try:
                row |= self._answer(address)
            except urllib.error.HTTPError as error:
                row |= {"kind": "fault" if error.code >= 500 or error.code == 429 else "none", "status": error.code}
            except (OSError, ValueError) as error:
                row |= {"kind": "fault", "error": str(error)[:300]}
        self.fetched[address] = row
        if row["kind"] != "fault":  # a fault is asked for again by the next run
            with self.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(row, ensure_ascii=False) + "\n")
        return row

    def _answer(self, address):
        request = urllib.request.Request(address, headers={"User-Agent": f"{NAME} (+{settings.SITE_URL})"})  # noqa: S310 http(s) alone
        with _OPENER.open(request, timeout=TIMEOUT) as answer:
            data = answer.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                return {"kind": "too large", "status": answer.status}
            kind = "page" if answer.headers.get_content_type() in ("text/html", "application/xhtml+xml") else "file"
            digest = sha256(data)
            path = self.folder / digest
            if not path.exists():
                part = path.with_suffix(".part")
                part.write_bytes(data)
                part.rename(path)
            charset = answer.headers.get_content_charset() or ""
            return {"kind": kind, "status": answer.status, "sha256": digest, "size": len(data), "charset": charset}

    def _is_allowed(self, address):
        parts = urlsplit(address)
        if parts.netloc not in self.robots:
            rules = urllib.robotparser.RobotFileParser()
            try:
                with _OPENER.open(f"{parts.scheme}://{parts.netloc}/robots.txt", timeout=TIMEOUT) as answer:
                    rules.parse(answer.read(500_000).decode("utf-8", "replace").splitlines())
            except urllib.error.HTTPError as error:
                rules.parse([] if error.code in (404, 410) else ["User-agent: *", "Disallow: /"])
            except (urllib.error.URLError, OSError) as error:
                raise SourceRefused(
                    _("“%(host)s” does not answer: %(error)s") % {"host": parts.netloc, "error": error}
                ) from error
            self.robots[parts.netloc] = rules
        return self.robots[parts.netloc].can_fetch(NAME, address)

    def _wait(self, address):
        asked = self.robots[urlsplit(address).netloc].crawl_delay(NAME)
        pause = min(max(self.pause, float(asked or 0)), MAX_PAUSE)
        left = self.asked_at + pause - time.monotonic()
        if left > 0:
            time.sleep(left)
        self.asked_at = time.monotonic()


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect within a host; one to elsewhere is an answer that is not taken."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urlsplit(newurl).netloc.lower() != urlsplit(req.full_url).netloc.lower():
            raise urllib.error.HTTPError(req.full_url, code, _("It leads to another host."), headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = urllib.request.build_opener(_SameHost)


def open_source(place: str, profile: Profile) -> Crawl:
    return Crawl(place, profile)
