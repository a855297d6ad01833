"""The least that a WSGI server can be asked to do: the same bytes for every request, from memory."""

import json
import os
from pathlib import Path

BODY = Path(os.environ["BARE_BODY"]).read_bytes()
NAMED = os.environ.get("BARE_HEADERS")  # a file with a list of headers, to be sent as well
HEADERS = [
    *([tuple(load) for load in json.loads(Path(NAMED).read_text())] if NAMED else [("Content-Type", "text/html")]),
    ("Content-Length", str(len(BODY))),
]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
