"""Sections, templates, the glossary, and the articles with the stories of their editions."""

import datetime

from demo import content
from demo.clock import EVENING, MORNING, moment
from news import drafts
from news.models import Edition, GlossaryEntry, Section, Template, TemplateText
from publishing import actions, clock, dates
from publishing.languages import language_codes


def load(users, meetings, photos, progress):
    load_glossary()
    sections = load_sections()
    load_templates(sections)
    for row in progress("articles", content.articles()):
        shown_on, _last, precision = dates.read(row["shown_on"])
        with clock.moved_to(moment(shown_on, EVENING)):
            facts = {
                "section": sections[row["section"]],
                "genre": row["genre"],
                "shown_on": shown_on,
                "shown_precision": precision,
                "meeting": meetings.get(row.get("meeting")),
                "signed_by": Edition.SignedBy.CONTACT if row.get("signed") else Edition.SignedBy.NOBODY,
            }
            editions = start_editions(row, facts, users, [photos[name] for name in row.get("photos", [])])
        END_OF_STORY[row["state"]](row, editions, users)


def load_glossary():
    for row in content.read("glossary")["glossary"]:
        GlossaryEntry.objects.create(
            language=row["language"], right=row["right"], wrong="\n".join(row["wrong"]), note=row.get("note", "")
        )


def load_sections():
    return {
        row["key"]: Section.objects.create(slug=row["key"], name=row["name"], position=position)
        for position, row in enumerate(content.read("sections")["sections"])
    }


def load_templates(sections):
    for position, row in enumerate(content.read("templates")["templates"]):
        template = Template.objects.create(
            name=row["name"], section=sections[row["section"]], genre=row["genre"], position=position
        )
        for language, words in row["texts"].items():
            TemplateText.objects.create(template=template, language=language, **words)


def start_editions(row, facts, users, photos):
    """Make the first draft in each of the article's languages; a corrected article begins with its first words."""
    article, editions = None, {}
    for language in (code for code in language_codes() if code in row):
        words = row[language]
        if row["state"] == "corrected":
            words = row["correction"]["first"].get(language, words)
        parts = {
            "photos": [
                {"photo": photo, "caption": photo.caption.get(language, ""), "alt": photo.alt.get(language, "")}
                for photo in photos
            ],
            "turns": [{**turn, "answer": turn["answer"].strip()} for turn in words.get("turns", [])],
        }
        draft = drafts.start(language, by=users["writer"], article=article, parts=parts, **facts, **text_of(words))
        article = draft.article
        editions[language] = draft
    return editions


def text_of(words):
    return {
        "title": words["title"],
        "standfirst": words.get("standfirst", ""),
        "body": words.get("body", "").strip(),
    }


def go_live(row, editions, users):
    shown_on, _last, _precision = dates.read(row["shown_on"])
    with clock.moved_to(moment(shown_on, EVENING)):
        for edition in editions.values():
            approve(edition, users)
            actions.publish(edition, by=users["secretary"])


def be_corrected(row, editions, users):
    go_live(row, editions, users)
    correction = row["correction"]
    with clock.moved_to(moment(datetime.date.fromisoformat(correction["on"]), MORNING)):
        for language, edition in editions.items():
            draft = drafts.open_next(edition, by=users["writer"])
            for field, value in text_of(row[language]).items():
                setattr(draft, field, value)
            draft.change = Edition.Change.CORRECTION
            draft.change_note = correction["note"][language]
            drafts.save_changes(draft, by=users["writer"])
            approve(draft, users)
            actions.publish(draft, by=users["secretary"])


def be_withdrawn(row, editions, users):
    go_live(row, editions, users)
    with clock.moved_to(moment(datetime.date.fromisoformat(row["withdrawn_on"]), MORNING)):
        for language, edition in editions.items():
            actions.withdraw(edition, by=users["secretary"], reason=row["reason"][language])


def be_scheduled(row, editions, users):
    opens = clock.now() + datetime.timedelta(hours=row["live_in_hours"])
    opens = opens.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=1)
    for edition in editions.values():
        approve(edition, users)
        actions.publish(edition, by=users["secretary"], at=opens)


def wait_for_review(row, editions, users):
    for edition in editions.values():
        actions.submit(edition, by=users["writer"])


def stay_a_draft(row, editions, users):
    pass


def approve(edition, users):
    actions.submit(edition, by=users["writer"])
    actions.approve(edition, by=users["secretary"])


END_OF_STORY = {
    "live": go_live,
    "corrected": be_corrected,
    "withdrawn": be_withdrawn,
    "scheduled": be_scheduled,
    "review": wait_for_review,
    "draft": stay_a_draft,
}
