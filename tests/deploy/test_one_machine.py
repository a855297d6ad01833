"""The newsroom installed as docs/install-debian.md says, behind nginx and Caddy as they are delivered, TLS and all."""

import contextlib
import datetime
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.parse

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from csto_site.places import BASE
from tests.deploy import installed
from tests.deploy.installed import HOST, PASSWORD, Machine, until_it_answers
from tests.nodes import free_port


@pytest.fixture(scope="module")
def machine():
    folder = tempfile.mkdtemp(prefix="newsroom-machine-")
    os.chmod(folder, 0o755)  # PostgreSQL, nginx and Caddy run as users of their own
    one = Machine(folder)
    try:
        one.make_database()
        one.manage("migrate", "--verbosity", "0")
        one.manage(
            "createsuperuser", "--no-input", "--username", "chief", "--email", f"chief@{HOST}",
            DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        )  # fmt: skip
        yield one
    finally:
        one.remove()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def site(machine):
    with machine.runs("newsroom-site.service"):
        until_it_answers(f"unix:{machine.socket}")
        yield machine


def test_the_commands_of_the_page_are_these(machine):
    assert installed.commands("script/manage ") == [
        "check --deploy", "migrate", "collectstatic --no-input", "welcome",
    ]  # fmt: skip
    assert "no issues" in machine.manage("check", "--deploy", "--fail-level", "WARNING")
    # The role that owns the tables is no superuser, and visitors' role cannot log in.
    rows = machine.postgres.execute("SELECT rolname, rolsuper, rolcreaterole, rolcanlogin FROM pg_roles ORDER BY 1")
    roles = {name: rest for name, *rest in rows if name.startswith("newsroom")}
    assert roles == {"newsroom": [False, False, True], "newsroom_visitor": [False, False, False]}


def test_a_backup_by_the_units_command_is_restored_into_another_database_and_read(machine):
    unit = (installed.UNITS / "newsroom-backup.service").read_text()
    options = re.search(rf"^ExecStart={installed.RELEASE}/script/backup (.*)$", unit, re.MULTILINE)[1].split()
    assert "is whole" in machine.manage("backup", *options)
    (backup,) = [path.parent for path in (machine.folder / "backups").glob("*/manifest.json")]
    machine.postgres.execute("CREATE DATABASE restored OWNER newsroom TEMPLATE template0")
    there = {"database": "restored", "MEDIA_ROOT": str(machine.folder / "restored")}
    machine.manage("restore", str(backup), **there)
    machine.manage("migrate", "--verbosity", "0", **there)
    names = machine.postgres.execute("SELECT username FROM auth_user", database="restored")
    assert names == [("chief",)]


@pytest.mark.skipif(not installed.distributions_server(), reason="there is no PostgreSQL of the distribution")
def test_the_distributions_postgresql_is_used_or_refused_with_the_version_it_has(tmp_path):
    with installed.distributions_cluster() as (version, url):
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "contenttypes"],
            cwd=BASE,
            env={"PATH": os.environ["PATH"], "SECRET_KEY": "x7Zk2" * 12, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=120,
        )
    if version >= 16:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode
        assert f"PostgreSQL 16 or later is required (found {version}" in done.stderr.splitlines()[-1]


# --- In front ---------------------------------------------------------------------------------------------------------


class Front:
    """A proxy with TLS on one port of the loopback and plain HTTP on another."""

    def __init__(self, secure, plain):
        self.secure, self.plain = secure, plain
        self.cookies = {}

    def ask(self, path, data=None, **headers):
        """Ask as a browser would that is led to this machine by name; return (status, headers, text)."""
        connection = _Tls(self.secure)
        try:
            return self._asked(connection, path, data, headers)
        finally:
            connection.close()

    def ask_plain(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=30)
        try:
            return self._asked(connection, path, None, {})
        finally:
            connection.close()

    def _asked(self, connection, path, data, headers):
        body = urllib.parse.urlencode(data) if data else None
        own = {"Host": HOST, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            own |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}{path}"}
        connection.request("POST" if body else "GET", path, body, own | headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            assert "Secure" in cookie, cookie
            self.cookies[name] = value
        return answer.status, answer.headers, answer.read().decode(errors="replace")


class _Tls(http.client.HTTPConnection):
    def __init__(self, port):
        super().__init__("127.0.0.1", port, timeout=30)

    def connect(self):
        super().connect()
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the certificate is the test's own
        self.sock = context.wrap_socket(self.sock, server_hostname=HOST)


def certificate(folder):
    """Write a certificate for the host where certbot puts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(*private))


@contextlib.contextmanager
def nginx(machine):
    """Run nginx with deploy/nginx.conf: only ports and folders are others."""
    folder, front = machine.folder / "nginx", Front(free_port(), free_port())
    folder.mkdir()
    certificate(folder)
    written = (BASE / "deploy" / "nginx.conf").read_text()
    for before, after in [
        ("/run/newsroom", str(machine.folder / "run")),
        (f"/etc/letsencrypt/live/{HOST}", str(folder)),
        ("listen 443", f"listen 127.0.0.1:{front.secure}"),
        ("listen [::]:443", f"listen [::1]:{front.secure}"),
        ("listen 80", f"listen 127.0.0.1:{front.plain}"),
        ("listen [::]:80", f"listen [::1]:{front.plain}"),
    ]:
        assert before in written, before
        written = written.replace(before, after)
    if not has_ipv6():
        written = re.sub(r" +listen \[::1\].*\n", "", written)
    places = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    )
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; worker_processes 1; pid {folder}/pid;\n"
        f"error_log {folder}/error.log; events {{}}\nhttp {{ access_log off; {places}\n{written}\n}}\n"
    )
    with running(["nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"], front):
        yield front


@contextlib.contextmanager
def caddy(machine):
    """Run Caddy with deploy/Caddyfile: only the ports are others, and the certificate is its own."""
    folder, front = machine.folder / "caddy", Front(free_port(), free_port())
    folder.mkdir()
    written = (BASE / "deploy" / "Caddyfile").read_text()
    before = "unix//run/newsroom/site.sock"
    assert before in written
    written = written.replace(before, f"unix/{machine.socket}")
    if caddy_version() < (2, 7):  # as the file says of Debian's
        told = "write buffer_requests, buffer_responses and max_buffer_size 32MB"
        assert told in " ".join(written.replace("#", "").split())
        written = written.replace("request_buffers 32MB", "buffer_requests\nmax_buffer_size 32MB")
        written = written.replace("response_buffers 32MB", "buffer_responses")
    ours = (
        f"{{\n local_certs\n skip_install_trust\n admin off\n http_port {front.plain}\n https_port {front.secure}\n}}\n"
    )
    (folder / "Caddyfile").write_text(ours + written)
    command = ["caddy", "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]
    with running(command, front, XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder), HOME=str(folder)):
        yield front


def caddy_version():
    said = subprocess.run(["caddy", "version"], capture_output=True, text=True).stdout
    return tuple(map(int, re.search(r"(\d+)\.(\d+)", said).groups()))


def has_ipv6():
    with contextlib.suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False


@contextlib.contextmanager
def running(command, front, **environ):
    process = subprocess.Popen(
        list(map(str, command)), env=os.environ | environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until_it_answers(f"http://127.0.0.1:{front.plain}", is_there=lambda status: status in (301, 308))
        yield front
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize(
    "proxy",
    [
        pytest.param(
            front, marks=pytest.mark.skipif(not shutil.which(front.__name__), reason=f"{front.__name__} is not here")
        )
        for front in (nginx, caddy)
    ],
)
def test_behind_a_proxy_as_delivered_pages_are_read_by_https_alone_and_staff_logs_in(site, proxy):
    with proxy(site) as front:
        status, headers, _text = front.ask_plain("/en/news/?a=%2F")
        assert status in (301, 308)
        assert headers["Location"] == f"https://{HOST}/en/news/?a=%2F"

        for path in ("/ru/", "/en/", "/en/news/", "/en/feeds/", "/robots.txt", "/healthz"):
            assert front.ask(path)[0] == 200, path
        _status, headers, text = front.ask("/en/")
        assert "max-age=31536000" in headers["Strict-Transport-Security"]
        assert f'<link rel="canonical" href="https://{HOST}/en/">' in text
        assert front.ask("/metrics")[0] in (403, 404)

        status, headers, text = front.ask("/desk/login/")
        assert status == 200
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[1]
        form = {"csrfmiddlewaretoken": token, "username": "chief", "password": PASSWORD}
        status, headers, text = front.ask("/desk/login/", form)
        assert status == 302, text[:2000]
        assert {"__Host-session", "__Host-csrf"} <= set(front.cookies)
        assert front.ask("/desk/")[0] in (200, 302)
