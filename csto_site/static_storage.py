"""Static files for production: hashed names, compressed copies, and one style sheet instead of forty.

The entry files css/site.css and css/desk.css consist of `@import` lines. Browsers would fetch the imported files one by
one, so collectstatic replaces each line with the imported file. There is no other build step.
"""

import posixpath
import re

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRIES = ["css/site.css", "css/desk.css"]

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# An @import with its layer and media, or any other address relative to the file it stands in.
REFERENCE = re.compile(
    r"""@import\s+url\(\s*["']?(?P<imported>[^"')]+)["']?\s*\)\s*(?:layer\((?P<layer>[\w.-]+)\))?(?P<media>[^;]*);"""
    r"""|url\(\s*["']?(?P<address>(?!data:|https?:|/|\#)[^"')]+)["']?\s*\)"""
)


class BundledManifestStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, whose entry style sheets contain what they import."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = paths | {entry: self._save_bundle(entry, paths) for entry in ENTRIES if entry in paths}
        yield from super().post_process(paths, dry_run, **options)

    def compress_files(self, paths):
        """Compress what pages name, the copies with a hash; nobody asks for the others."""
        if not settings.STATIC_COMPRESSED:
            return []
        return super().compress_files(paths & set(self.hashed_files.values()))

    def _save_bundle(self, entry, paths):
        """Overwrite the collected entry; return the storage to read it from: this one, not the sources."""

        def read(name):
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        text = bundle(entry, read)
        self.delete(entry)
        self._save(entry, ContentFile(text.encode()))
        return self, entry


def bundle(entry, read):
    """Return the text of the style sheet `entry` with every import, at any depth, replaced by the imported text.

    `read` returns the text of a file by its name below the static root.
    """
    return _expand(entry, read, home=posixpath.dirname(entry))


def _expand(name, read, home):
    def replace(match):
        if match["imported"]:
            text = _expand(_resolve(match["imported"], name), read, home)
            return _wrap(text, match["layer"], match["media"].strip())
        address = posixpath.relpath(_resolve(match["address"], name), home)
        return f'url("{address}")'

    # Remove comments first: they may mention imports and addresses.
    return REFERENCE.sub(replace, COMMENT.sub("", read(name)))


def _resolve(address, name):
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address.strip()))


def _wrap(text, layer, media):
    if media:
        text = f"@media {media} {{\n{text}\n}}"
    if layer:
        text = f"@layer {layer} {{\n{text}\n}}"
    return text
