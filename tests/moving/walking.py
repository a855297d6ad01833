"""A visitor who follows links to the old site."""

from urllib.parse import urlsplit


def visited(client, old):
    """Return the answer to an old address, as a browser asks for it and a proxy tells it."""
    parts = urlsplit(old)
    raw = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return client.generic(
        "GET", parts.path, QUERY_STRING=parts.query, HTTP_X_ORIGINAL_URI=raw, headers={"host": parts.netloc}
    )


def walked(client, old):
    """Return (the status of an old address, the status of the address to which it leads, None if it leads nowhere)."""
    answer = visited(client, old)
    if "Location" not in answer:
        return answer.status_code, None
    end = client.get(urlsplit(answer["Location"]).path)
    if end.streaming:
        b"".join(end)
    return answer.status_code, end.status_code
