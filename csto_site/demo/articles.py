"""The sections and the articles of the demo newsroom.

An article is a dict:

    key         names it within the demo
    section     the key of a section
    genre       report, statement, interview, announcement or comment
    shown_on    "2018-11-27", "2018-11" or "2018": as precise as it is to be printed
    meeting     the key of a meeting in council.py, or None
    photos      file names in order, the first one leads
    signed      whether the contact in office on that date signs it
    state       live, corrected, withdrawn, scheduled, review or draft
    languages   "ru", "en" or both: title, standfirst, body_html; an interview has turns, each a question
                in plain text and an answer in HTML

Some states bring more with them:

    scheduled   live_in_hours: when it opens, counted from the loading of the demo
    withdrawn   withdrawn_on, and reason in each language
    corrected   correction: the day, a public note in each language, and the first text in each language;
                `languages` then holds the corrected text
"""

from csto_site.demo import chronicle, samples

SECTIONS = [
    {"key": "permanent-council", "name": {"ru": "Постоянный совет", "en": "Permanent Council"}},
    {"key": "secretary-general", "name": {"ru": "Генеральный секретарь", "en": "Secretary General"}},
    {"key": "statements", "name": {"ru": "Заявления", "en": "Statements"}},
    {"key": "organization", "name": {"ru": "Организация", "en": "The Organization"}},
    {"key": "member-states", "name": {"ru": "Государства-члены", "en": "Member states"}},
    {"key": "press-office", "name": {"ru": "Пресс-служба", "en": "Press office"}},
]

ARTICLES = [*chronicle.ARTICLES, *samples.ARTICLES]
