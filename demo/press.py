"""The press office at work: whom to call, who is on duty, which lines are approved, what was asked."""

import datetime

from demo import content
from mailing import letters
from news.models import Edition
from press import accreditation, approved_lines, duty, enquiries
from press.models import Advisory, ApprovedLine, Contact, Phone
from publishing import actions, clock, dates, moments

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


def load_contacts():
    for row in content.read("press")["contacts"]:
        since, _last, since_precision = dates.read(row["since"])
        _first, until, until_precision = dates.read(row["until"]) if "until" in row else (None, None, "day")
        contact = Contact.objects.create(
            name=row["name"],
            office=row.get("office", {}),
            email=row["email"],
            since=since,
            since_precision=since_precision,
            until=until,
            until_precision=until_precision,
        )
        for position, phone in enumerate(row["phones"]):
            Phone.objects.create(contact=contact, position=position, **phone)


def load(users):
    """Make the rest, relative to now, by the same actions as on the desk."""
    data = content.read("press")
    load_rota(data, users)
    approved = load_lines(data["lines"], users)
    for row in data["enquiries"]:
        load_enquiry(row, approved, users)
    for row in data["advisories"]:
        load_advisory(row, users)
    for about in ("enquiry ", "accreditation "):
        letters.forget(about=about)  # nobody is written to from the demo


def load_rota(data, users):
    contact = Contact.objects.in_office().first()
    Contact.objects.filter(pk=contact.pk).update(languages=["ru", "en"])
    first = duty.monday_of(clock.today())
    last = first + (data["rota_weeks"] * 7 - 1) * DAY
    for week in range(data["rota_weeks"]):
        monday = first + week * duty.ONE_WEEK
        days = [monday + number * DAY for number in range(7) if monday + number * DAY < last]
        rows = [
            duty.Row(contact, at(day, begins), at(day, ends)) for day in days for begins, ends in data["rota_turns"]
        ]
        duty.set_week(monday, rows, by=users["secretary"])


def at(day, hour):
    """Return the instant of an hour in Moscow; hours after midnight count on."""
    return moments.first_at(day + hour // 24 * DAY, datetime.time(hour % 24), moments.OURS)


def load_lines(rows, users):
    made = {}
    for row in rows:
        line = ApprovedLine(title=row["title"], text=row["text"])
        approved_lines.save(line, by=users["writer"], is_new=True)
        made[row["key"]] = approved_lines.approve(line, by=users["secretary"])
    return made


def load_enquiry(row, approved, users):
    about = Edition.objects.public().filter(shown_on=row["about"]).order_by("pk").first() if "about" in row else None
    asked = {name: row.get(name, "") for name in ("name", "outlet", "email", "phone", "topic", "question")}
    asked |= {"answer_language": row["language"], "deadline_zone": row["zone"]}
    asked["deadline"] = (clock.now() + row["due"] * HOUR).replace(second=0, microsecond=0)
    enquiry = enquiries.receive(asked, language=row["language"], about=about and about.article_id)
    if "note" in row:
        enquiries.assign(enquiry, users["secretary"], by=users["secretary"])
        enquiries.note(enquiry, row["note"], by=users["secretary"])
    if "line" in row:
        line = approved[row["line"]]
        enquiries.answer(enquiry, line.text[row["language"]], by=users["secretary"], used=[line.pk])


def load_advisory(row, users):
    """Announce an event so many days from now, and let journalists ask for places."""
    day = clock.today() + row["in_days"] * DAY
    announced = Advisory.objects.create(
        **{name: row[name] for name in ("title", "text", "place", "access", "pool", "places")},
        held_on=day,
        starts_at=row["starts_at"],
        requests_until=at(day - DAY, 18),
        contact=Contact.objects.in_office().first(),
    )
    actions.publish(announced, by=users["secretary"])
    for asked in row["requests"]:
        decision = asked.get("decision")
        facts = {name: value for name, value in asked.items() if name != "decision"}
        request = accreditation.receive(announced, **facts)
        if decision == "approved":
            accreditation.approve(request, by=users["secretary"])
