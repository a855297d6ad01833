"""The templates that the demo newsroom begins with: a report of the Council, an announcement, a condolence."""

TEMPLATES = [
    {
        "name": {"ru": "Отчёт о заседании Постоянного совета", "en": "Report on a Permanent Council meeting"},
        "section": "permanent-council",
        "genre": "report",
        "texts": {
            "ru": {
                "headline": "Состоялось заседание Постоянного совета ОДКБ",
                "standfirst": "{date}, {place}. Состоялось заседание Постоянного совета с участием постоянных и "
                "полномочных представителей государств – членов ОДКБ. {in_the_chair}",
                "body": "<p>{date} состоялось заседание Постоянного совета при Организации Договора о коллективной "
                "безопасности. Место проведения — {place}.</p><p>{in_the_chair} {secretary_general}</p>"
                "<p>{decisions}</p><p>{took_part}</p>",
            },
            "en": {
                "headline": "The CSTO Permanent Council has met",
                "standfirst": "{date}, {place}. The Permanent Council met, with the permanent and plenipotentiary "
                "representatives of the member states. {in_the_chair}",
                "body": "<p>On {date} the Permanent Council of the Collective Security Treaty Organization met in "
                "{place}.</p><p>{in_the_chair} {secretary_general}</p><p>{decisions}</p>"
                "<p>{took_part}</p>",
            },
        },
    },
    {
        "name": {"ru": "Анонс", "en": "Announcement"},
        "section": "permanent-council",
        "genre": "announcement",
        "texts": {
            "ru": {
                "headline": "{date} состоится заседание Постоянного совета ОДКБ",
                "standfirst": "Заседание пройдёт {date}, место проведения: {place}. Председательствует {chair}.",
                "body": "<p>{date} состоится заседание Постоянного совета при ОДКБ. Место проведения: {place}.</p>"
                "<p>Председательствует {chair}, {chair_title}.</p><p>Представителей средств массовой информации просим "
                "обращаться в пресс-службу Организации.</p>",
            },
            "en": {
                "headline": "The CSTO Permanent Council will meet on {date}",
                "standfirst": "The meeting takes place on {date} in {place}. {chair} will be in the chair.",
                "body": "<p>The Permanent Council of the CSTO will meet on {date} in {place}.</p><p>{chair}, "
                "{chair_title}, will be in the chair.</p><p>Journalists are asked to turn to the Press Office of the "
                "Organization.</p>",
            },
        },
    },
    {
        "name": {"ru": "Соболезнование", "en": "Condolence"},
        "section": "permanent-council",
        "genre": "statement",
        "texts": {
            "ru": {
                "headline": "Соболезнование в связи с [что произошло]",
                "standfirst": "{date} Генеральный секретарь ОДКБ выразил соболезнование [кому] в связи с [что "
                "произошло].",
                "body": "<p>{date}</p><p>От имени Организации Договора о коллективной безопасности и от себя лично "
                "выражаю глубокие соболезнования [кому] в связи с [что произошло].</p><p>В этот тяжёлый час разделяем "
                "боль утраты с родными и близкими погибших и желаем скорейшего выздоровления пострадавшим.</p>",
            },
            "en": {
                "headline": "Condolences on [what happened]",
                "standfirst": "On {date} the Secretary General expressed condolences to [whom] on [what happened].",
                "body": "<p>{date}</p><p>On behalf of the Collective Security Treaty Organization and on my own behalf "
                "I express deep condolences to [whom] on [what happened].</p><p>At this hard hour we share the grief "
                "of the families and friends of those who died, and wish the injured a quick recovery.</p>",
            },
        },
    },
]
