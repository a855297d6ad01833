"""The style sheets as production serves them: one file each, nothing lost on the way."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings
from whitenoise import WhiteNoise

from csto_site.static_storage import ENTRIES, bundle

IMPORT = re.compile(r'@import url\("([^"]+)"\)')
ADDRESS = re.compile(r'url\(\s*["\']?([^"\')]+)["\']?\s*\)')


def test_an_import_becomes_its_text_in_its_layer_and_medium():
    files = {
        "css/site.css": '@layer base, print;\n@import url("base.css") layer(base);\n'
        '@import url("print.css") layer(print) print;',
        "css/base.css": "body { margin: 0; }",
        "css/print.css": "body { color: #000; }",
    }
    whole = """
        @layer base, print;
        @layer base { body { margin: 0; } }
        @layer print { @media print { body { color: #000; } } }
    """
    assert bundle("css/site.css", files.__getitem__).split() == whole.split()


def test_addresses_follow_the_text_to_its_new_place():
    files = {
        "css/desk.css": '@import url("../admin/css/base.css") layer(admin);',
        "admin/css/base.css": "@import url('widgets.css'); i { background: url(../img/yes.svg) }",
        "admin/css/widgets.css": 'b { background: url("../img/no.svg"), url(data:image/gif;base64,R0) }',
    }
    assert ADDRESS.findall(bundle("css/desk.css", files.__getitem__)) == [
        "../admin/img/no.svg",
        "data:image/gif;base64,R0",
        "../admin/img/yes.svg",
    ]


def test_an_import_in_a_comment_is_no_import():
    files = {"css/site.css": '/* like @import url("gone.css"); */ p { margin: 0 }'}
    assert bundle("css/site.css", files.__getitem__).strip() == "p { margin: 0 }"


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_parts_keep_the_order_of_the_entry(entry):
    text = bundle(entry, source)
    place = -1
    for name in imported_by(entry):
        place = text.find(first_rule(name), place + 1)
        assert place >= 0, f"{name} is missing or stands too early"


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_collected_entry_is_one_file_and_lies_ready_compressed(collected, entry):
    assert "@import" not in collected.text(entry)
    assert collected.path(entry).with_suffix(".css.gz").is_file()


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_address_in_a_collected_entry_leads_to_a_hashed_file(collected, entry):
    addresses = {address for address in ADDRESS.findall(collected.text(entry)) if not address.startswith("data:")}
    assert addresses
    for address in addresses:
        file = (collected.path(entry).parent / address.partition("#")[0]).resolve()
        assert file.is_file(), address
        assert file.relative_to(collected.root).as_posix() in collected.names.values(), address


def test_only_what_pages_name_is_compressed(collected):
    compressed = {file.relative_to(collected.root).with_suffix("") for file in collected.root.rglob("*.br")}
    assert compressed <= {Path(name) for name in collected.names.values()}


def test_one_name_of_a_file_stands_for_all_its_codings_and_says_that_their_bytes_differ(collected):
    """A strong ETag would promise the same bytes; two codings under one would be put together by whoever resumes."""
    site = WhiteNoise(None, root=collected.root, add_headers_function=settings.WHITENOISE_ADD_HEADERS_FUNCTION)
    file = site.files[f"/{collected.names['css/site.css']}"]

    def asked(**headers):
        answer = file.get_response("GET", headers)
        if answer.file:
            answer.file.close()
        return answer.status, dict(answer.headers)

    (_ok, plain), (_also, packed) = asked(), asked(HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert plain["ETag"] == packed["ETag"]
    assert plain["ETag"].startswith('W/"')
    assert asked(HTTP_IF_NONE_MATCH=plain["ETag"])[0] == 304


class Collected:
    """What `collectstatic` leaves in `root`; `names` leads from a file's name to its hashed name."""

    def __init__(self, root):
        self.root = root.resolve()
        self.names = json.loads((root / "staticfiles.json").read_text())["paths"]

    def path(self, name):
        return self.root / self.names[name]

    def text(self, name):
        return self.path(name).read_text()


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "csto_site.static_storage.BundledManifestStorage"},
    }
    with override_settings(STATIC_ROOT=root, STORAGES=storages, STATIC_COMPRESSED=True, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
    return Collected(root)


def source(name):
    return Path(finders.find(name)).read_text()


def imported_by(entry):
    for address in IMPORT.findall(source(entry)):
        yield re.sub(r"^css/\.\./", "", f"css/{address}")


def first_rule(name):
    """Return the head of a style sheet's first rule, as it stands in the bundle."""
    text = re.sub(r"/\*.*?\*/", "", source(name), flags=re.DOTALL)
    return re.sub(r"@import[^;]*;", "", text).strip().partition("{")[0]
