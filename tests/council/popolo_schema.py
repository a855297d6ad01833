"""The part of Popolo that our data uses, as a JSON schema. Names and meanings: popoloproject.com/specs."""

DATE = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}
TEXT = {"type": "string", "minLength": 1}
LINKS = {"type": "array", "items": {"type": "object", "required": ["url"], "properties": {"url": {"format": "uri"}}}}


def listed(required, any_of=(), **properties):
    item = {"type": "object", "required": required, "properties": properties, "additionalProperties": False}
    if any_of:
        item["anyOf"] = [{"required": [name]} for name in any_of]
    return {"type": "array", "items": item}


SCHEMA = {
    "type": "object",
    "required": ["persons", "organizations", "posts", "memberships"],
    "additionalProperties": False,
    "properties": {
        "date": DATE,
        "persons": listed(
            ["id", "name"],
            id=TEXT,
            name=TEXT,
            other_names=listed(["name"], name=TEXT, lang=TEXT),
            links=LINKS,
        ),
        "organizations": listed(
            ["id", "name"],
            id=TEXT,
            name=TEXT,
            classification=TEXT,
            parent_id=TEXT,
            other_names=listed(["name"], name=TEXT, note=TEXT, start_date=DATE, end_date=DATE),
            identifiers=listed(["identifier"], scheme=TEXT, identifier=TEXT),
            links=LINKS,
        ),
        "posts": listed(
            ["id", "label", "organization_id"],
            id=TEXT,
            label=TEXT,
            role=TEXT,
            organization_id=TEXT,
            area={"type": "object", "required": ["name"], "properties": {"name": TEXT, "id": TEXT}},
        ),
        "memberships": listed(
            ["id", "organization_id"],
            ["person_id", "member"],
            id=TEXT,
            person_id=TEXT,
            member={"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}},
            post_id=TEXT,
            organization_id=TEXT,
            on_behalf_of_id=TEXT,
            label=TEXT,
            role=TEXT,
            rank=TEXT,
            start_date=DATE,
            end_date=DATE,
            seen_date=DATE,
        ),
    },
}
