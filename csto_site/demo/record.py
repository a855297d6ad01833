"""The memory of the Organization in the demo: bodies, the standing of states as claimed by whom, and older papers.

Every fact names the source it was found in; where sources differ, both stand here, and a note says so. Records whose
key begins with "sample-" describe nothing real, and say so.
"""

from csto_site.demo.council import AMBASSADOR, considered, sample_meeting

BODIES = [
    {
        "key": "collective-security-council",
        "name": {"ru": "Совет коллективной безопасности", "en": "Collective Security Council"},
        "name_of": {"ru": "Совета коллективной безопасности", "en": "the Collective Security Council"},
        "abbreviation": {"ru": "СКБ", "en": "CSC"},
        "parent": None,
    },
    {
        "key": "foreign-ministers",
        "name": {"ru": "Совет министров иностранных дел", "en": "Council of Ministers of Foreign Affairs"},
        "name_of": {"ru": "Совета министров иностранных дел", "en": "the Council of Ministers of Foreign Affairs"},
        "abbreviation": {"ru": "СМИД", "en": "CMFA"},
        "parent": "collective-security-council",
    },
    {
        "key": "defence-ministers",
        "name": {"ru": "Совет министров обороны", "en": "Council of Ministers of Defence"},
        "name_of": {"ru": "Совета министров обороны", "en": "the Council of Ministers of Defence"},
        "abbreviation": {"ru": "СМО", "en": "CMD"},
        "parent": "collective-security-council",
    },
    {
        "key": "security-councils",
        "name": {
            "ru": "Комитет секретарей советов безопасности",
            "en": "Committee of Secretaries of Security Councils",
        },
        "name_of": {
            "ru": "Комитета секретарей советов безопасности",
            "en": "the Committee of Secretaries of Security Councils",
        },
        "abbreviation": {"ru": "КССБ", "en": "CSSC"},
        "parent": "collective-security-council",
    },
    {
        "key": "permanent-council",
        "name": {"ru": "Постоянный совет", "en": "Permanent Council"},
        "name_of": {"ru": "Постоянного совета", "en": "the Permanent Council"},
        "abbreviation": {},
        "parent": "collective-security-council",
    },
    {
        "key": "sample-working-group",
        "name": {"ru": "Образец органа: рабочая группа", "en": "Sample body: a working group"},
        "name_of": {"ru": "Образца органа: рабочей группы", "en": "the sample body: a working group"},
        "abbreviation": {},
        "parent": "permanent-council",
    },
]

# What bodies were called before. No source dates a change of name, so one is shown by a body that does not exist.
EARLIER_NAMES = [
    {
        "body": "sample-working-group",
        "name": {"ru": "Образец органа: временная комиссия", "en": "Sample body: a temporary commission"},
        "name_of": {"ru": "Образца органа: временной комиссии", "en": "the sample body: a temporary commission"},
        "parent": "collective-security-council",
        "start": "2012",
        "end": "2019-12-31",
    },
]

BODIES_OF_STATES = ["collective-security-council", "foreign-ministers", "defence-ministers", "security-councils"]


def member(body, *, state=None, office=None, role="member", start=None, end=None):
    """Return one row of MEMBERSHIPS: of a state, or of whoever holds an office."""
    return {"body": body, "state": state, "office": office, "role": role, "start": start, "end": end}


# States belong to the bodies as they belong to the Organization; since when, is said where a source says it.
MEMBERSHIPS = [
    *(
        row
        for body in BODIES_OF_STATES
        for row in [
            *(member(body, state=code) for code in ("AM", "KZ", "KG", "RU", "TJ")),
            member(body, state="BY", start="1993-12"),
            member(body, state="UZ", start="2006-06-23", end="2012-12-19"),
        ]
    ),
    *(member("permanent-council", office=f"representative-{code}") for code in ("am", "by", "kz", "kg", "ru", "tj")),
    member("sample-working-group", office="head-of-information-department", role="chair", start="2020"),
    member("sample-working-group", state="KG", start="2020-02"),
]

# Printed beside an office, though it belongs to the person.
RANKS = [
    {
        "person": "igor-petrishenko",
        "kind": "diplomatic",
        "name": AMBASSADOR,
        "seen": "2017",
        "start": None,
        "end": None,
    },
    {
        "person": "andrei-shvedov",
        "kind": "diplomatic",
        "name": AMBASSADOR,
        "seen": "2018-11-27",
        "start": None,
        "end": None,
    },
]

# Signed the Treaty and left before there was an organization, or left it.
FORMER_STATES = [
    {
        "code": "AZ",
        "name": {"ru": "Азербайджанская Республика", "en": "Republic of Azerbaijan"},
        "short_name": {"ru": "Азербайджан", "en": "Azerbaijan"},
    },
    {"code": "GE", "name": {"ru": "Грузия", "en": "Georgia"}, "short_name": {"ru": "Грузия", "en": "Georgia"}},
    {
        "code": "UZ",
        "name": {"ru": "Республика Узбекистан", "en": "Republic of Uzbekistan"},
        "short_name": {"ru": "Узбекистан", "en": "Uzbekistan"},
    },
]


def claim(state, status, start, end=None, *, source, by="organization", note=None):
    """Return one row of CLAIMS; `start` and `end` are as precise as the source is."""
    return {
        "state": state,
        "status": status,
        "claimed_by": by,
        "start": start,
        "end": end,
        "source": source,
        "note": note or {},
    }


TREATY_PAGE = "en.odkb-csto.org/institute; pravda.ru 42517"
ENCYCLOPEDIA = "agro-sss.ru (copy of an encyclopedia)"
SINCE_TASHKENT = [claim(code, "member", "1992-05-15", source=TREATY_PAGE) for code in ("AM", "KZ", "KG", "RU", "TJ")]

CLAIMS = [
    *SINCE_TASHKENT,
    claim("BY", "member", "1993-12", source=ENCYCLOPEDIA),
    claim("AZ", "signatory", "1993-09", "1999-04", source=ENCYCLOPEDIA),
    claim("GE", "signatory", "1993-12", "1999-04", source=ENCYCLOPEDIA),
    claim("UZ", "signatory", "1992-05-15", "1999-04", source=f"{TREATY_PAGE}; {ENCYCLOPEDIA}"),
    claim(
        "UZ",
        "member",
        "2006-06-23",
        "2012-12-19",
        source="Asia-Plus 26.04.2010; TASS 678014",
        note={
            "ru": "День неясен: 23 июня 2006 года названо полноправное участие, протокол — 16 августа 2006 года.",
            "en": "The day is uncertain: full participation is dated 23 June 2006, the protocol 16 August 2006.",
        },
    ),
    claim(
        "UZ",
        "left",
        "2012-06-28",
        by="state",
        source="TASS 678014",
        note={
            "ru": "В этот день подтверждено получение ноты Узбекистана о приостановлении.",
            "en": "On this day the receipt of Uzbekistan's note of suspension was confirmed.",
        },
    ),
    claim("UZ", "suspended", "2012-12-19", source="TASS 687141"),
    claim(
        "AM",
        "frozen",
        "2024-02",
        by="state",
        source="Sputnik 23.02.2024",
        note={
            "ru": "Так сказано премьер-министром Армении; Секретариат уведомления не получал.",
            "en": "So said by the Prime Minister of Armenia; the Secretariat had received no notice.",
        },
    ),
]

# Other forms of names as they are met; the printed ones stand in the list of people.
OTHER_NAMES = {
    "stanislav-zas": ["Stanislav Zass", "Stanislau Zas"],
    "taalatbek-masadykov": ["Talatbek Masadykov", "Taalatbek Masadikov", "Талатбек Масадыков"],
    "vladimir-zaynetdinov": ["Vladimir Zainetdinov"],
    "valery-semerikov": ["В.Семериков", "Valeriy Semerikov"],
}

SIX_OF_TASHKENT = ["AM", "KZ", "KG", "RU", "TJ", "UZ"]
MEMBERS_TODAY = ["AM", "BY", "KZ", "KG", "RU", "TJ"]


def paper(key, kind, ru, en, **facts):
    """Return one further row of DOCUMENTS."""
    known = {"dated": None, "place": None, "note": None}
    return {"key": key, "kind": kind, "title": {"ru": ru, "en": en}, **known, **facts}


INVENTED = {"ru": "Такого документа нет.", "en": "There is no such document."}

DOCUMENTS = [
    paper(
        "decision-to-become-an-organization",
        "decision",
        "Решение о преобразовании Договора в международную организацию",
        "Decision to turn the Treaty into an international organization",
        dated="2002-05-14",
        body="collective-security-council",
        source="vestikavkaza 152141",
    ),
    paper(
        "decision-on-uzbekistan",
        "decision",
        "Решение о приостановлении членства Республики Узбекистан",
        "Decision to suspend the membership of the Republic of Uzbekistan",
        dated="2012-12-19",
        body="collective-security-council",
        source="TASS 687141",
    ),
    paper(
        "amendments-of-2010",
        "protocol",
        "Изменения в Договор и Устав от 10 декабря 2010 года",
        "Amendments to the Treaty and the Charter of 10 December 2010",
        dated="2010-12-10",
        bears_on=[("amends", "collective-security-treaty"), ("amends", "charter")],
        source="Notes in the texts of the Treaty and the Charter",
        note={
            "ru": "О них говорят отметки в обоих текстах; самих протоколов в архиве нет.",
            "en": "Notes in both texts speak of them; the protocols themselves are not in the archive.",
        },
    ),
    paper(
        "sample-decision-on-the-plan",
        "decision",
        "Образец документа: решение о плане мероприятий",
        "Sample document: decision on the plan of action",
        dated="2026-06-16",
        body="permanent-council",
        is_numbered=True,
        in_force="2026-06-16",
        bears_on=[("carries_out", "sample-plan-of-action")],
        appendices=[
            {"ru": "Образец приложения: перечень мероприятий", "en": "Sample appendix: list of measures"},
            {"ru": "Образец приложения: сроки", "en": "Sample appendix: terms"},
        ],
        note=INVENTED,
    ),
    paper(
        "sample-decision-on-budget-papers",
        "decision",
        "Образец документа: решение о бюджетных документах",
        "Sample document: decision on budget papers",
        dated="2026-06-16",
        body="permanent-council",
        is_numbered=True,
        note=INVENTED,
    ),
    paper(
        "sample-joint-statement",
        "joint_statement",
        "Образец документа: совместное заявление, к которому присоединились позже",
        "Sample document: a joint statement joined later",
        dated="2019-05-22",
        body="foreign-ministers",
        signed_by=["KZ", "KG", "RU", "TJ"],
        joined_later=[("BY", "2019-09-01")],
        note=INVENTED,
    ),
    paper(
        "sample-protocol",
        "protocol",
        "Образец документа: протокол совместного заседания",
        "Sample document: protocol of a joint meeting",
        dated="2022-11-23",
        note=INVENTED,
    ),
]

# What is known beyond the rows of the Council's list.
FURTHER_FACTS = {
    "collective-security-treaty": {
        "in_force": "1994-04-20",
        "signed_by": SIX_OF_TASHKENT,
        "source": f"{TREATY_PAGE}; {ENCYCLOPEDIA}",
    },
    "charter": {
        "in_force": "2003-09-18",
        "signed_by": MEMBERS_TODAY,
        "source": "kremlin.ru supplement 3506 (its heading says 6 October); TASS 678014",
    },
}

NO_HOUR = {"ru": "Вопросы повестки дня", "en": "Items of the agenda"}


def session(held_on, about, documents=(), *, place=None):
    """Return a session of the Collective Security Council of which little is known."""
    return {
        "key": f"session-{held_on}",
        "bodies": ["collective-security-council"],
        "held_on": held_on,
        "place": place,
        "mode": None,
        "chair": None,
        "chair_state": None,
        "summary": about,
        "participants": [],
        "agenda": [],
        "documents": list(documents),
        "articles": [],
        "photos": [],
        "announced_on": "2018-01-02",
    }


MEETINGS = [
    session(
        "2002-05-14",
        {
            "ru": "Принято решение о преобразовании Договора в международную организацию.",
            "en": "It was decided to turn the Treaty into an international organization.",
        },
        [considered("decision-to-become-an-organization", "adopted")],
    ),
    session(
        "2012-12-19",
        {
            "ru": "Приостановлено членство Республики Узбекистан.",
            "en": "The membership of the Republic of Uzbekistan was suspended.",
        },
        [considered("decision-on-uzbekistan", "adopted")],
    ),
    {
        **sample_meeting(
            "2022-11-23",
            "AM",
            {"ru": "совместное заседание двух органов.", "en": "a joint meeting of two bodies."},
            agenda=[NO_HOUR],
            documents=[considered("sample-protocol", "adopted")],
            articles=[],
        ),
        "bodies": ["foreign-ministers", "defence-ministers"],
    },
    {
        **sample_meeting(
            "2023-03-01",
            "BY",
            {"ru": "заседание отменено, страница остаётся.", "en": "the meeting was cancelled and its page stays."},
            agenda=[NO_HOUR],
            articles=[],
        ),
        "course": "cancelled",
        "reason": {"ru": "Образец причины: болезнь председателя.", "en": "A sample reason: the chair fell ill."},
    },
    {
        **sample_meeting(
            "2027-02-16",
            "RU",
            {"ru": "внеочередное заседание, час известен.", "en": "an extraordinary meeting whose hour is known."},
            agenda=[NO_HOUR],
            articles=[],
            announced_on="2026-11-20",
        ),
        "kind": "extraordinary",
        "starts_at": "10:00",
        "ends_at": "12:30",
    },
]
