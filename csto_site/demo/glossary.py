"""Official names that the demo newsroom prints, and forms that its editors want replaced by them."""

GLOSSARY = [
    {
        "language": "ru",
        "wrong": "Киргизия\nКиргизская Республика",
        "right": "Кыргызская Республика / Кыргызстан",
        "note": "Так называет себя государство; так его называют документы Организации.",
    },
    {
        "language": "ru",
        "wrong": "Белоруссия",
        "right": "Республика Беларусь / Беларусь",
        "note": "",
    },
    {
        "language": "ru",
        "wrong": "страна-член\nстрана-участница",
        "right": "государство-член",
        "note": "В Уставе Организации — «государства-члены».",
    },
    {
        "language": "ru",
        "wrong": "Постоянный Совет ОДКБ",
        "right": "Постоянный совет ОДКБ",
        "note": "",
    },
    {
        "language": "en",
        "wrong": "Kirghizia\nKirgizia\nKyrgyz Republik",
        "right": "Kyrgyz Republic / Kyrgyzstan",
        "note": "The state’s own name in English.",
    },
    {
        "language": "en",
        "wrong": "Belorussia\nByelorussia",
        "right": "Republic of Belarus / Belarus",
        "note": "",
    },
    {
        "language": "en",
        "wrong": "member country\nmember countries\nmember-states",
        "right": "member states",
        "note": "The Charter has member states, without a hyphen.",
    },
]
