"""Answers at the newsroom's address while it is prepared for the first time, so that the address works from the start.

    python3 -m csto_site.waiting_page PORT

script/server starts it, with any Python and before there is any library. It shares the port with the site and ends when
the site answers, or when script/server has ended.
"""

import contextlib
import html
import http.client
import http.server
import os
import sys
import threading
import time

from csto_site.places import IS_PRACTICE
from csto_site.progress import NOW

LOOK_EVERY_SECONDS = 0.3
IS_WAITING = "X-Newsroom-Waiting"  # no answer of the site has this header

HEADING = (
    "The practice newsroom is emptied and filled anew"
    if IS_PRACTICE
    else "The newsroom is being prepared for the first time"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{heading}</title>
<noscript><meta http-equiv="refresh" content="2"></noscript>
<style>
  :root {{ color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }}
  body {{ max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem }}
  h1 {{ font-size: 1.5rem }}
</style>
<h1>{heading}</h1>
<p>This page becomes the newsroom by itself, in a minute or so.</p>
<p role="status"><b id="now">{now}</b></p>
<script>
  // The server of this page ends before the site answers: a failed request is no end of waiting.
  setInterval(async () => {{
    try {{
      const answer = await fetch(location.href, {{ cache: "no-store" }})
      if (!answer.headers.has("{header}")) location.reload()
      else now.textContent = /<b id="now">(.*?)</.exec(await answer.text())[1]
    }} catch {{}}
  }}, 500)
</script>
"""


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"  # each connection ends, so that the next one may reach the site

    def do_GET(self):
        content = PAGE.format(heading=HEADING, now=html.escape(now()), header=IS_WAITING).encode()
        self.send_response(503)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Retry-After": "5",
            IS_WAITING: "1",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *said):
        pass


class Server(http.server.ThreadingHTTPServer):
    allow_reuse_port = True  # beside the site, from its first moment to our last
    daemon_threads = True


def now():
    with contextlib.suppress(OSError):
        return NOW.read_text()
    return ""


def main(port):
    starter = os.getppid()
    try:
        server = Server(("127.0.0.1", port), Answer)
    except OSError:
        return  # somebody has the port, and the site will say so
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while os.getppid() == starter and not site_answers(port):
        time.sleep(LOOK_EVERY_SECONDS)


def site_answers(port):
    """Tell whether the site has the port, too: of two that listen the kernel chooses for each connection."""
    return any(_status(port) == 200 for _ in range(4))  # ours is 503


def _status(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", "/healthz")
        return connection.getresponse().status


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(int(sys.argv[1]))
