"""A push service of one's own: it takes notices, and decrypts and checks them as a browser and its service would.

with push_service() as service:
    browser = service.subscription()
    ...
    [notice] = service.notices
"""

import base64
import contextlib
import http.server
import json
import os
import threading

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature


class PushService:
    def __init__(self):
        self.requests = []  # (path, headers in lower case, body)
        self.answers = []  # statuses of the next answers; then 201
        self.location = ""
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        self.origin = ""

    def subscription(self, name="one"):
        """Return what a browser with this `name` tells of itself, as JSON."""
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": text(point), "auth": text(self.auth)}
        return json.dumps({"endpoint": f"{self.origin}/push/{name}", "expirationTime": None, "keys": keys})

    @property
    def notices(self):
        """Return what was sent, decrypted."""
        return [
            json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"))
            for _path, _headers, body in self.requests
        ]


def claims(headers, public_key):
    """Return what the VAPID token claims, once its signature was checked with `public_key`."""
    scheme, _space, rest = headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    assert parts["k"].rstrip("=") == public_key
    signed, _dot, signature = parts["t"].rpartition(".")
    raw = data(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data(public_key))
    pair = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
    try:
        key.verify(encode_dss_signature(*pair), signed.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise AssertionError("the token is not signed by this key") from None
    return json.loads(data(signed.split(".")[1]))


def data(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@contextlib.contextmanager
def push_service():
    service = PushService()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.requests.append((self.path, {name.lower(): said for name, said in self.headers.items()}, body))
            self.send_response(service.answers.pop(0) if service.answers else 201)
            if service.location:
                self.send_header("Location", service.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
