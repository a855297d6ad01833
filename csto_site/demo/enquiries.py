"""The press office at work in the demo: who is on duty, which lines are approved, what was asked."""

import datetime

from csto_site.demo import press
from mailing import letters
from news.models import Edition
from press import accreditation, duty, enquiries, lines
from press.models import Advisory, ApprovedLine, Contact
from publishing import actions, clock, moments

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


def load(staff):
    """Make all of it, relative to now, by the same actions as on the desk."""
    load_rota(staff)
    approved = load_lines(staff)
    for row in press.ENQUIRIES:
        load_enquiry(row, approved, staff)
    for row in press.ADVISORIES:
        load_advisory(row, staff)
    for about in ("enquiry ", "accreditation "):
        letters.forget(about=about)  # nobody is written to from the demo


def load_rota(staff):
    contact = Contact.objects.in_office().first()
    Contact.objects.filter(pk=contact.pk).update(languages=["ru", "en"])
    first = duty.monday_of(clock.today())
    last = first + (press.ROTA_WEEKS * 7 - 1) * DAY
    for week in range(press.ROTA_WEEKS):
        monday = first + week * duty.WEEK
        days = [monday + number * DAY for number in range(7) if monday + number * DAY < last]
        rows = [duty.Row(contact, at(day, begins), at(day, ends)) for day in days for begins, ends in press.ROTA_TURNS]
        duty.set_week(monday, rows, by=staff["secretary"])


def at(day, hour):
    """Return the instant of an hour in Moscow; hours after midnight count on."""
    return moments.first_at(day + hour // 24 * DAY, datetime.time(hour % 24), moments.MOSCOW)


def load_lines(staff):
    made = {}
    for key, row in press.LINES.items():
        line = ApprovedLine(title=row["title"], text=row["text"])
        lines.save(line, by=staff["writer"], is_new=True)
        made[key] = lines.approve(line, by=staff["secretary"])
    return made


def load_enquiry(row, approved, staff):
    about = Edition.objects.public().filter(shown_on=row["about"]).order_by("pk").first() if "about" in row else None
    asked = {name: row[name] for name in ("name", "outlet", "email", "phone", "topic", "question")}
    asked |= {"answer_language": row["language"], "deadline_zone": row["zone"]}
    asked["deadline"] = (clock.now() + row["due"] * HOUR).replace(second=0, microsecond=0)
    enquiry = enquiries.receive(asked, language=row["language"], about=about and about.article_id)
    if "note" in row:
        enquiries.assign(enquiry, staff["secretary"], by=staff["secretary"])
        enquiries.note(enquiry, row["note"], by=staff["secretary"])
    if "line" in row:
        line = approved[row["line"]]
        enquiries.answer(enquiry, line.text[row["language"]], by=staff["secretary"], used=[line.pk])


def load_advisory(row, staff):
    """Announce an event so many days from now, and let journalists ask for places."""
    day = clock.today() + row["in_days"] * DAY
    announced = Advisory.objects.create(
        **{name: row[name] for name in ("title", "text", "place", "access", "pool", "places")},
        held_on=day,
        starts_at=row["starts_at"],
        requests_until=at(day - DAY, 18),
        contact=Contact.objects.in_office().first(),
    )
    actions.publish(announced, by=staff["secretary"])
    for asked in row["requests"]:
        decision = asked.get("decision")
        facts = {name: value for name, value in asked.items() if name != "decision"}
        request = accreditation.receive(announced, **facts)
        if decision == "approved":
            accreditation.approve(request, by=staff["secretary"])
