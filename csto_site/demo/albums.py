"""The albums of the demo newsroom: drawings gathered by the day that the drawn camera's clock tells.

None of them shows the event it is named after, and each says so. No person is named in any picture: nobody was drawn
after life.
"""

DRAWN = {
    "ru": "Рисунки для демонстрационной редакции; фотографий этого дня среди них нет.",
    "en": "Drawings for the demo newsroom; no photograph of that day is among them.",
}

MOSCOW = {"ru": "Москва", "en": "Moscow"}

# Each: title, description, held_on, place, the file names in order; `live_in_hours` for an album under embargo.
ALBUMS = [
    {
        "title": {
            "ru": "Образец альбома: здание днём и вечером",
            "en": "Sample album: a building by day and in the evening",
        },
        "description": DRAWN,
        "held_on": "2018-11-08",
        "place": {},
        "photos": ["ZVF_1987.JPG", "ZVF_1991.JPG"],
    },
    {
        "title": {
            "ru": "Заседание Постоянного совета 27 ноября 2018 года",
            "en": "Meeting of the Permanent Council, 27 November 2018",
        },
        "description": DRAWN,
        "held_on": "2018-11-27",
        "place": MOSCOW,
        "photos": [
            "ZVF_2142.JPG",
            "ZVF_2144.JPG",
            "ZVF_2147.JPG",
            "ZVF_2150.JPG",
            "ZVF_2153.JPG",
            "ZVF_2156.JPG",
        ],
    },
    {
        "title": {
            "ru": "Образец альбома: зал для брифингов",
            "en": "Sample album: the briefing room",
        },
        "description": DRAWN,
        "held_on": "2018-11-27",
        "place": {},
        "photos": ["ZVF_2160.JPG", "ZVF_2163.JPG"],
    },
    {
        "title": {
            "ru": "Образец альбома под эмбарго: флаги",
            "en": "Sample album under embargo: flags",
        },
        "description": DRAWN,
        "held_on": "2024-11-28",
        "place": {},
        "photos": ["ZVF_8260.JPG", "ZVF_2153.JPG"],
        "live_in_hours": 48,
    },
]
