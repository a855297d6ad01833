"""A folder of saved pages, or a mirror that wget made: a folder for each host, files named after their addresses."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from moving.profiles import Profile
from moving.sources import Entry, SourceRefused

# What is no page by its name; everything else is looked into.
FILES = re.compile(
    r"\.(jpe?g|png|gif|webp|bmp|tiff?|ico|svg|heic|css|js|mjs|json|map|woff2?|ttf|eot|otf|pdf|docx?|odt|rtf|xlsx?|ods|"
    r"pptx?|odp|zip|rar|7z|mp[34]|avi|mov|wmv|flv|ogg|webm|xml|txt|gz|exe)$",
    re.I,
)
NO_HOST = "old.invalid"  # of saved pages of which nobody says where they stood (RFC 2606)


class Folder:
    def __init__(self, place: str, profile: Profile) -> None:
        self.root = Path(place)
        self.profile = profile

    def pages(self) -> Iterator[Entry]:
        for path in self._files(self.root):
            name = os.fsdecode(os.fsencode(path.relative_to(self.root)).decode("utf-8", "replace"))
            if not FILES.search(_without_query(path.name)):
                yield Entry(name, self._address(name), path.stat().st_size, path.read_bytes)

    def _files(self, folder):
        """Yield all files in the order of their names; a link out of the folder is not followed."""
        for found in sorted(os.scandir(folder), key=lambda found: found.name):
            if found.is_symlink():
                continue
            if found.is_dir():
                yield from self._files(found.path)
            elif found.is_file():
                yield Path(found.path)

    def _address(self, name):
        """Return the address from which wget has saved a file under this name."""
        host, _slash, path = name.partition("/")
        if "." not in host or not path or FILES.search(host) or host.endswith((".html", ".htm", ".php")):
            host, path = next(iter(self.profile.hosts), ""), name
        if not host:
            host = NO_HOST
        path = re.sub(r"(^|/)index\.html?$", r"\1", path)
        path, mark, query = path.partition("?")
        if mark:
            query = re.sub(r"\.html$", "", query)
            path = re.sub(r"(^|/)index\.(html?|php)$", r"\1", path)
        escaped = quote(path, safe="/%:@!$&'()*+,;=~-._")
        return f"http://{host}/{escaped}" + (f"?{quote(query, safe='/%:@!$&*+,;=~-._')}" if mark else "")

    def file(self, address: str) -> bytes | None:
        """Return the bytes of a file of the mirror by its address, None if there is none."""
        parts = urlsplit(address)
        if parts.scheme == "file":
            return None
        hosts = [parts.netloc, parts.netloc.removeprefix("www."), f"www.{parts.netloc}", ""]
        query = f"?{parts.query}" if parts.query else ""
        for host in hosts:
            for path in (parts.path + query, unquote(parts.path) + query, parts.path, unquote(parts.path)):
                if data := self._inside(f"{host}{path}" if host else path.lstrip("/")):
                    return data
        return None

    def _inside(self, name):
        try:
            path = (self.root / name).resolve()
            if path.is_relative_to(self.root.resolve()) and path.is_file():
                return path.read_bytes()
        except (OSError, ValueError):
            pass  # a name too long, a zero byte
        return None


def _without_query(name):
    return name.partition("?")[0]


def open_source(place: str, profile: Profile) -> Folder:
    if not Path(place).is_dir():
        raise SourceRefused(_("“%(place)s” is no folder.") % {"place": place})
    return Folder(place, profile)
