"""A strict reader of JSON-LD: schema.org's terms as far as we use them, and what search engines ask of rich results.

`TERMS` says which property belongs to which type and what it may hold; `REQUIRED` and `RECOMMENDED` are the published
rules for articles, licensable images, events, organizations, breadcrumbs and site search. `problems` returns sentences.
"""

import datetime
import json
import re

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
CONTEXT = "https://schema.org"

PARENTS = {
    "Thing": None,
    "CreativeWork": "Thing",
    "Article": "CreativeWork",
    "NewsArticle": "Article",
    "Comment": "CreativeWork",
    "CorrectionComment": "Comment",
    "Quotation": "CreativeWork",
    "MediaObject": "CreativeWork",
    "ImageObject": "MediaObject",
    "WebSite": "CreativeWork",
    "WebPage": "CreativeWork",
    "CollectionPage": "WebPage",
    "Event": "Thing",
    "Organization": "Thing",
    "Person": "Thing",
    "Place": "Thing",
    "Country": "Place",
    "Intangible": "Thing",
    "VirtualLocation": "Intangible",
    "StructuredValue": "Intangible",
    "ContactPoint": "StructuredValue",
    "OpeningHoursSpecification": "StructuredValue",
    "PostalAddress": "ContactPoint",
    "Occupation": "Intangible",
    "Role": "Intangible",
    "ItemList": "Intangible",
    "BreadcrumbList": "ItemList",
    "ListItem": "Intangible",
    "EntryPoint": "Intangible",
    "Action": "Thing",
    "SearchAction": "Action",
}

TERMS = {
    "Thing": {
        "name": {"Text"},
        "alternateName": {"Text"},
        "description": {"Text"},
        "url": {"URL"},
        "image": {"ImageObject", "URL"},
        "mainEntityOfPage": {"URL", "CreativeWork"},
        "potentialAction": {"Action"},
    },
    "CreativeWork": {
        "headline": {"Text"},
        "inLanguage": {"Language"},
        "genre": {"Text"},
        "creativeWorkStatus": {"Text"},
        "dateCreated": {"Date", "DateTime"},
        "datePublished": {"DateTime"},
        "dateModified": {"DateTime"},
        "version": {"Integer", "Text"},
        "author": {"Organization", "Person"},
        "creator": {"Organization", "Person"},
        "publisher": {"Organization", "Person"},
        "correction": {"CorrectionComment"},
        "isPartOf": {"CreativeWork"},
        "hasPart": {"CreativeWork"},
        "about": {"Thing"},
        "isAccessibleForFree": {"Boolean"},
        "workTranslation": {"CreativeWork"},
        "translationOfWork": {"CreativeWork"},
        "text": {"Text"},
        "contentLocation": {"Place"},
        "creditText": {"Text"},
        "copyrightNotice": {"Text"},
        "license": {"URL"},
        "acquireLicensePage": {"URL"},
        "keywords": {"Text"},
        "thumbnailUrl": {"URL"},
    },
    "Article": {"articleSection": {"Text"}},
    "MediaObject": {
        "contentUrl": {"URL"},
        "contentSize": {"Text"},
        "encodingFormat": {"Text"},
        "width": {"Integer"},
        "height": {"Integer"},
    },
    "ImageObject": {"caption": {"Text"}},
    "Event": {
        "startDate": {"Date", "DateTime"},
        "endDate": {"Date", "DateTime"},
        "previousStartDate": {"Date", "DateTime"},
        "eventStatus": {"EventStatusType"},
        "eventAttendanceMode": {"EventAttendanceModeEnumeration"},
        "location": {"Place", "VirtualLocation"},
        "organizer": {"Organization", "Person"},
        "attendee": {"Organization", "Person"},
    },
    "Organization": {
        "logo": {"ImageObject"},
        "parentOrganization": {"Organization"},
        "contactPoint": {"ContactPoint"},
        "correctionsPolicy": {"URL"},
        "publishingPrinciples": {"URL"},
    },
    "Person": {
        "jobTitle": {"Text"},
        "honorificPrefix": {"Text"},
        "hasOccupation": {"Occupation", "Role"},
        "affiliation": {"Organization", "Country"},
    },
    "Quotation": {"spokenByCharacter": {"Organization", "Person"}},
    "Place": {"address": {"PostalAddress"}},
    "ContactPoint": {
        "contactType": {"Text"},
        "telephone": {"Telephone"},
        "faxNumber": {"Telephone"},
        "email": {"Email"},
        "availableLanguage": {"Language"},
        "hoursAvailable": {"OpeningHoursSpecification"},
    },
    "PostalAddress": {"addressLocality": {"Text"}},
    "OpeningHoursSpecification": {"dayOfWeek": {"DayOfWeek"}, "opens": {"Time"}, "closes": {"Time"}},
    # A Role repeats the property it stands in.
    "Role": {
        "hasOccupation": {"Occupation"},
        "startDate": {"Date", "Month", "Year"},
        "endDate": {"Date", "Month", "Year"},
    },
    "ItemList": {"itemListElement": {"ListItem"}},
    "ListItem": {"position": {"Integer"}, "item": {"URL"}},
    "EntryPoint": {"urlTemplate": {"Template"}},
    "SearchAction": {"target": {"EntryPoint"}, "query-input": {"QueryInput"}},
}

REQUIRED = {
    "NewsArticle": ["headline", "datePublished", "author", "publisher", "mainEntityOfPage", "inLanguage"],
    "CorrectionComment": ["text", "datePublished"],
    "Quotation": ["text"],
    "ImageObject": ["contentUrl"],
    "Event": ["name", "startDate", "location", "eventStatus", "organizer"],
    "Place": ["name"],
    "Person": ["name"],
    "Organization": ["name"],
    "ContactPoint": ["contactType"],
    "OpeningHoursSpecification": ["dayOfWeek", "opens", "closes"],
    "BreadcrumbList": ["itemListElement"],
    "ListItem": ["position", "name", "item"],
    "WebSite": ["name", "url"],
    "SearchAction": ["target", "query-input"],
}
# Of the types that stand at the head of a block: without these the result is poorer, and we always know them.
RECOMMENDED = {
    "NewsArticle": ["dateModified", "description", "articleSection", "isPartOf"],
    "ImageObject": ["license", "acquireLicensePage", "creditText", "width", "height"],
    "Event": ["description", "url"],
    "Organization": ["logo", "url"],
    "WebSite": ["inLanguage", "publisher"],
}

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
STATUS = {
    f"https://schema.org/Event{name}" for name in ("Scheduled", "Cancelled", "Postponed", "Rescheduled", "MovedOnline")
}
ATTENDANCE = {f"https://schema.org/{name}EventAttendanceMode" for name in ("Offline", "Online", "Mixed")}
DAYS = {f"https://schema.org/{name}day" for name in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")}
QUERY_INPUT = re.compile(r"required name=\w+")


def blocks(html):
    """Return the data blocks of a page, each as strict JSON; nothing that begins a block may fail to be one."""
    found = BLOCK.findall(html)
    assert html.count("application/ld+json") == len(found)
    return [json.loads(block, object_pairs_hook=_once, parse_constant=_refused) for block in found]


def of_type(html, kind):
    """Return the only block of that type in a page."""
    (node,) = [block for block in blocks(html) if block["@type"] == kind]
    return node


def _once(pairs):
    names = [name for name, _value in pairs]
    assert len(names) == len(set(names)), f"said twice: {names}"
    return dict(pairs)


def _refused(constant):
    raise ValueError(f"{constant} is no JSON")


def problems(node):
    """Return what is wrong with a block, as sentences; an empty list for one that every reader takes."""
    found = [] if node.get("@context") == CONTEXT else ["no context"]
    kind = node.get("@type", "")
    found += [f"{kind} lacks {name}" for name in RECOMMENDED.get(kind, []) if not node.get(name)]
    return found + list(_of_node({name: value for name, value in node.items() if name != "@context"}, kind))


def _of_node(node, path):
    kind = node.get("@type")
    if kind is None:
        if set(node) != {"@id"}:
            yield f"{path} is neither typed nor a reference"
        return
    if kind not in PARENTS:
        yield f"{path} is of the unknown type {kind}"
        return
    for name in REQUIRED.get(kind, []):
        if not node.get(name):
            yield f"{path} lacks {name}"
    if "@id" in node and not _is_url(node["@id"]):
        yield f"{path} has an @id that is no address"
    for name, value in node.items():
        if not name.startswith("@"):
            yield from _of_property(kind, name, value, f"{path}.{name}")
    yield from SPECIAL.get(kind, lambda *_: ())(node, path)


def _of_property(kind, name, value, path):
    allowed = _range(kind, name)
    if allowed is None:
        yield f"{path} does not belong to {kind}"
        return
    values = value if isinstance(value, list) else [value]
    if not values:
        yield f"{path} is an empty list"
    for item in values:
        if isinstance(item, dict):
            if "@type" in item and not any(_is_a(item["@type"], one) for one in allowed):
                yield f"{path} may not be a {item['@type']}"
            yield from _of_node(item, path)
        elif not any(CHECKS[one](item) for one in allowed if one in CHECKS):
            yield f"{path} may not be {item!r}"


def _range(kind, name):
    while kind:
        if name in TERMS.get(kind, {}):
            return TERMS[kind][name]
        kind = PARENTS[kind]
    return None


def _is_a(kind, wanted):
    while kind and kind != wanted:
        kind = PARENTS.get(kind)
    return kind == wanted


# --- Values ----------------------------------------------------------------------------------------------------------


def _is_text(value):
    return isinstance(value, str) and bool(value.strip())


def _is_url(value):
    return isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value) is not None


def _is_date(value):
    try:
        return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_instant(value):
    """An instant says on which clock it is read."""
    return isinstance(value, str) and INSTANT.fullmatch(value) is not None


CHECKS = {
    "Text": _is_text,
    "URL": _is_url,
    "Date": lambda value: _is_date(value) or _matches(r"\d{4}(-\d\d)?", value),
    "DateTime": _is_instant,
    "Month": lambda value: _matches(r"\d{4}-\d\d", value),
    "Year": lambda value: _matches(r"\d{4}", value),
    "Time": lambda value: _matches(r"([01]\d|2[0-3]):[0-5]\d", value),
    "DayOfWeek": lambda value: value in DAYS,
    "Integer": lambda value: type(value) is int and value > 0,
    "Boolean": lambda value: isinstance(value, bool),
    "Language": lambda value: _matches(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", value),
    "Telephone": lambda value: _matches(r"\+[1-9]\d{6,14}", value),
    "Email": lambda value: _matches(r"[^@\s]+@[^@\s]+\.[^@\s]+", value),
    "EventStatusType": lambda value: value in STATUS,
    "EventAttendanceModeEnumeration": lambda value: value in ATTENDANCE,
    "Template": lambda value: (
        isinstance(value, str) and _is_url(value.replace("{search_term_string}", "x")) and "{" in value
    ),
    "QueryInput": lambda value: isinstance(value, str) and QUERY_INPUT.fullmatch(value) is not None,
}


def _matches(pattern, value):
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


# --- Rules that bind several properties ------------------------------------------------------------------------------


def _article(node, path):
    if node.get("dateModified", "") < node.get("datePublished", ""):
        yield f"{path} was modified before it was published"
    if len(node.get("headline", "")) > 300:
        yield f"{path}.headline is too long"
    publisher = node.get("publisher")
    if isinstance(publisher, dict) and "logo" not in publisher:
        yield f"{path}.publisher lacks logo"
    if "workTranslation" in node and "translationOfWork" in node:
        yield f"{path} is both an original and a translation"


def _event(node, path):
    status = node.get("eventStatus", "")
    if status.endswith("EventRescheduled") and "previousStartDate" not in node:
        yield f"{path} was rescheduled from nowhere"
    places = node["location"] if isinstance(node.get("location"), list) else [node.get("location")]
    places = [place for place in places if isinstance(place, dict)]
    kinds = {place.get("@type") for place in places}
    mode = node.get("eventAttendanceMode", "")
    if "Online" in mode and "VirtualLocation" not in kinds:
        yield f"{path} is online and nowhere"
    if "Mixed" in mode and kinds != {"Place", "VirtualLocation"}:
        yield f"{path} is mixed and not in two places"
    for place in places:
        if place.get("@type") == "Place" and "address" not in place:
            yield f"{path}.location lacks address"
        if place.get("@type") == "VirtualLocation" and "url" not in place:
            yield f"{path}.location lacks url"
    if node.get("endDate", "9999") < node.get("startDate", ""):
        yield f"{path} ends before it starts"


def _breadcrumbs(node, path):
    positions = [item.get("position") for item in node.get("itemListElement", [])]
    if positions != list(range(1, len(positions) + 1)):
        yield f"{path} is numbered {positions}"
    if len(positions) < 2:
        yield f"{path} has fewer than two steps"


def _image(node, path):
    if "license" in node and "acquireLicensePage" not in node:
        yield f"{path} has a licence and no page about it"


def _contact(node, path):
    if not {"telephone", "email"} & set(node):
        yield f"{path} reaches nobody"


SPECIAL = {
    "NewsArticle": _article,
    "Event": _event,
    "BreadcrumbList": _breadcrumbs,
    "ImageObject": _image,
    "ContactPoint": _contact,
}
