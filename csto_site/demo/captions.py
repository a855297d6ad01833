"""The words that go with the pictures of the demo newsroom: caption, description, credit and usage terms, by file name.

The pictures are drawn by photographs.py; no caption says otherwise, and only two of them claim an event.
A caption adds what the picture cannot show, a description (`alt`) says what it shows.
"""

CREDIT = {"ru": "Рисунок: пресс-служба ОДКБ", "en": "Drawing: CSTO Press Office"}

USAGE_TERMS = {"ru": "Бесплатно с указанием источника", "en": "Free of charge with the credit"}

DRAWN = {"ru": "Рисунок для демонстрационной редакции.", "en": "A drawing for the demo newsroom."}


def words(caption, alt):
    """Return the entry of one picture; the caption ends by saying that it is drawn."""
    return {
        "caption": {language: f"{text} {DRAWN[language]}" for language, text in caption.items()},
        "alt": alt,
        "credit": CREDIT,
        "usage_terms": USAGE_TERMS,
    }


CAPTIONS = {
    "ZVF_0418.JPG": words(
        {
            "ru": "Колонный зал с флагами государств-членов.",
            "en": "A hall of columns with the flags of the member states.",
        },
        {
            "ru": (
                "Светлый зал с колоннами и шахматным полом; флаги стоят по обе стороны прохода, в глубине высокое окно."
            ),
            "en": (
                "A bright hall with columns and a chequered floor; flags on both sides of the way, a "
                "tall window at the end."
            ),
        },
    ),
    "ZVF_1987.JPG": words(
        {
            "ru": "Здание с флагами государств-членов днём.",
            "en": "A building with the flags of the member states, by day.",
        },
        {
            "ru": "Светлое каменное здание в три этажа; перед входом на шести флагштоках развеваются флаги.",
            "en": ("A pale stone building of three storeys; six flags fly from poles in front of the entrance."),
        },
    ),
    "ZVF_1991.JPG": words(
        {
            "ru": "То же здание вечером.",
            "en": "The same building in the evening.",
        },
        {
            "ru": "Каменное здание на закате: в части окон горит свет, перед фасадом — флаги на флагштоках.",
            "en": ("A stone building at sunset, some of its windows lit, with flags on poles before the front."),
        },
    ),
    "ZVF_2031.JPG": words(
        {
            "ru": "Зал заседаний до прихода участников.",
            "en": "The meeting room before the participants arrive.",
        },
        {
            "ru": "Пустой зал: кресла вокруг кольцевого стола, вдоль стены флаги, справа светлое окно.",
            "en": ("An empty room: chairs around a ring-shaped table, flags along the wall, a window on the right."),
        },
    ),
    "ZVF_2034.JPG": words(
        {
            "ru": "Микрофоны на столе заседаний.",
            "en": "Microphones on the meeting table.",
        },
        {
            "ru": "Два микрофона и табличка на изогнутом столе; кресла и флаги за ними размыты.",
            "en": ("Two microphones and a name plate on a curved table; the chairs and flags behind are blurred."),
        },
    ),
    "ZVF_2142.JPG": words(
        {
            "ru": "Заседание Постоянного совета 27 ноября 2018 года, общий вид.",
            "en": "The meeting of the Permanent Council on 27 November 2018, a general view.",
        },
        {
            "ru": ("Фигуры в тёмных костюмах сидят вокруг кольцевого стола; у дальней стены стоят шесть флагов."),
            "en": "Figures in dark suits sit around a ring-shaped table; six flags stand along the far wall.",
        },
    ),
    "ZVF_2144.JPG": words(
        {
            "ru": "Зал заседаний во время работы, вид из-за спин участников.",
            "en": "The meeting room at work, seen from behind the participants.",
        },
        {
            "ru": ("За спинами участников — изогнутый стол, по ту сторону сидят другие; слева флаги, справа окно."),
            "en": ("Past the backs of some figures, others face us across a curved table; flags left, a window right."),
        },
    ),
    "ZVF_2147.JPG": words(
        {
            "ru": "Участники за столом заседаний.",
            "en": "Participants at the meeting table.",
        },
        {
            "ru": ("Фигуры за изогнутым столом с табличками и микрофонами, лицом к зрителю; справа за ними три флага."),
            "en": (
                "Figures facing us across a curved table with name plates and microphones; three flags on the right."
            ),
        },
    ),
    "ZVF_2150.JPG": words(
        {
            "ru": "Места делегаций на заседании Постоянного совета 27 ноября 2018 года.",
            "en": ("The places of the delegations at the meeting of the Permanent Council on 27 November 2018."),
        },
        {
            "ru": "Таблички, микрофон и стакан на столе; за ними не в фокусе двое участников и флаги.",
            "en": ("Name plates, a microphone and a glass on a table; two participants and flags out of focus behind."),
        },
    ),
    "ZVF_2153.JPG": words(
        {
            "ru": "Флаги государств-членов в зале заседаний.",
            "en": "Flags of the member states in the meeting room.",
        },
        {
            "ru": "Флаги на древках вдоль светлой стены, впереди — флаги Казахстана и Кыргызстана.",
            "en": "Flags on staffs along a pale wall, those of Kazakhstan and Kyrgyzstan in front.",
        },
    ),
    "ZVF_2156.JPG": words(
        {
            "ru": "Бумаги на столе перед началом работы.",
            "en": "Papers on the table before the work begins.",
        },
        {
            "ru": (
                "Стопка листов с неразборчивым текстом, на ней чёрная ручка; рядом на деревянном столе синяя папка."
            ),
            "en": (
                "A pile of sheets of illegible text with a black pen on top; a blue folder beside it on a wooden table."
            ),
        },
    ),
    "ZVF_2160.JPG": words(
        {
            "ru": "Трибуна для выступлений перед прессой.",
            "en": "The lectern from which the press is addressed.",
        },
        {
            "ru": ("Пустая деревянная трибуна между двумя рядами флагов на синем фоне; впереди силуэты зрителей."),
            "en": ("An empty wooden lectern between two groups of flags before a blue curtain; silhouettes in front."),
        },
    ),
    "ZVF_2163.JPG": words(
        {
            "ru": "Микрофоны перед началом брифинга.",
            "en": "Microphones before a briefing.",
        },
        {
            "ru": "Пять микрофонов с цветными ветрозащитными насадками на столе, за ними яркие флаги.",
            "en": "Five microphones with coloured windshields on a table, bright flags behind them.",
        },
    ),
    "ZVF_3306.JPG": words(
        {
            "ru": "Папки с документами, приготовленные к подписанию.",
            "en": "Folders with documents laid out for signature.",
        },
        {
            "ru": (
                "Две раскрытые бордовые папки с листами и ручками на деревянном столе; за ними шесть "
                "настольных флажков."
            ),
            "en": (
                "Two open dark red folders with sheets and pens on a wooden table; six small table flags behind them."
            ),
        },
    ),
    "ZVF_4072.JPG": words(
        {
            "ru": "Протокольная съёмка: фотографы за работой.",
            "en": "A photo opportunity: photographers at work.",
        },
        {
            "ru": "Тёмные спины фотографов с поднятыми камерами; на экранах камер светится сцена с флагами.",
            "en": (
                "The dark backs of photographers with raised cameras; the scene with its flags glows "
                "on the camera screens."
            ),
        },
    ),
    "ZVF_4519.JPG": words(
        {
            "ru": "Зал, подготовленный к видеоконференции.",
            "en": "A room arranged for a videoconference.",
        },
        {
            "ru": (
                "На настенном экране шесть участников рядом с флагами; перед ним, спиной к зрителю, "
                "сидят люди за столом."
            ),
            "en": (
                "Six participants beside flags on a wall screen; people sit at a table before it with "
                "their backs to us."
            ),
        },
    ),
    "ZVF_5233.JPG": words(
        {
            "ru": "Трибуна перед началом выступления.",
            "en": "The lectern before a speech.",
        },
        {
            "ru": "Деревянная трибуна с двумя микрофонами на фоне синего занавеса; по сторонам от неё флаги.",
            "en": ("A wooden lectern with two microphones before a blue curtain, with flags on either side of it."),
        },
    ),
    "ZVF_6041.JPG": words(
        {
            "ru": "Разговор у окна в перерыве.",
            "en": "A conversation by the window during a break.",
        },
        {
            "ru": "Две фигуры в костюмах пожимают руки перед большим окном; за стеклом размытый город.",
            "en": ("Two figures in suits shake hands before a large window; a blurred city lies beyond the glass."),
        },
    ),
    "ZVF_7188.JPG": words(
        {
            "ru": "Рабочее место переводчика.",
            "en": "An interpreter’s place.",
        },
        {
            "ru": "Наушники на деревянном столе, рядом лист с неразборчивым текстом, табличка и стакан.",
            "en": "Headphones on a wooden table beside a sheet of illegible text, a name plate and a glass.",
        },
    ),
    "ZVF_8260.JPG": words(
        {
            "ru": "Флаги государств-членов под открытым небом.",
            "en": "The flags of the member states in the open air.",
        },
        {
            "ru": "Шесть флагов на высоких флагштоках, вид снизу, на фоне голубого неба с облаками.",
            "en": "Six flags on tall poles seen from below against a blue sky with clouds.",
        },
    ),
}
