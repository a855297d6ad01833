"""What JSON Feed 1.1 asks of a document, in our own words, to check feeds against."""

ADDRESS = {"type": "string", "pattern": "^https?://"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
WORDS = {"type": "string", "minLength": 1}
LANGUAGE = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"}
AUTHORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": WORDS, "url": ADDRESS, "avatar": ADDRESS},
        "anyOf": [{"required": ["name"]}, {"required": ["url"]}, {"required": ["avatar"]}],
        "additionalProperties": False,
    },
}
EXTENSION = {"^_[A-Za-z]": {"type": "object"}}

ATTACHMENT = {
    "type": "object",
    "required": ["url", "mime_type"],
    "properties": {
        "url": ADDRESS,
        "mime_type": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
        "title": WORDS,
        "size_in_bytes": {"type": "integer", "minimum": 0},
        "duration_in_seconds": {"type": "number"},
    },
    "additionalProperties": False,
}

ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": WORDS,
        "url": ADDRESS,
        "external_url": ADDRESS,
        "title": WORDS,
        "content_html": WORDS,
        "content_text": WORDS,
        "summary": WORDS,
        "image": ADDRESS,
        "banner_image": ADDRESS,
        "date_published": INSTANT,
        "date_modified": INSTANT,
        "authors": AUTHORS,
        "tags": {"type": "array", "items": WORDS},
        "language": LANGUAGE,
        "attachments": {"type": "array", "items": ATTACHMENT},
    },
    "patternProperties": EXTENSION,
    "additionalProperties": False,
}

JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": WORDS,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": WORDS,
        "user_comment": WORDS,
        "next_url": ADDRESS,
        "icon": ADDRESS,
        "favicon": ADDRESS,
        "authors": AUTHORS,
        "language": LANGUAGE,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array"},
        "items": {"type": "array", "items": ITEM},
    },
    "patternProperties": EXTENSION,
    "additionalProperties": False,
}
