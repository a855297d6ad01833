"""Items that show how a newsroom writes and that describe no real event.

Each title says "Sample …" («Образец …»), each key begins with "sample-", and each text ends with the note below.
No real person appears in them. The shape of an article is described in articles.py.
"""

from csto_site.demo.prose import flow

NOTE = {
    "ru": "<p><em>Это образец из демонстрационной редакции: он не описывает реального события.</em></p>",
    "en": "<p><em>This is a sample item of the demo newsroom and describes no real event.</em></p>",
}

ARTICLES = [
    {
        "key": "sample-accreditation",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2018-12-04",
        "meeting": None,
        "photos": ["ZVF_2031.JPG", "ZVF_2163.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: аккредитация на заседание",
                "standfirst": ("Как выглядит объявление об аккредитации и что в нём должно быть сказано сразу."),
                "body_html": flow("""
                    <p>Объявление об аккредитации читают на бегу, поэтому главное стоит в начале: когда,
                      где, до какого часа подать заявку и кому её отправить.</p>
                    <h2>Что указать в заявке</h2>
                    <ul>
                    <li>имя и фамилию, как в документе, который журналист возьмёт с собой;</li>
                    <li>редакцию и должность;</li>
                    <li>язык, на котором удобнее получать сообщения;</li>
                    <li>съёмочную технику, если она есть: камеры, штативы, свет.</li>
                    </ul>
                    <h2>Порядок</h2>
                    <ol>
                    <li>Редакция присылает заявку на адрес пресс-службы.</li>
                    <li>Пресс-служба подтверждает получение в тот же день.</li>
                    <li>В день мероприятия журналист показывает документ у входа.</li>
                    </ol>
                    <p>Если заявка отклонена, мы называем причину и, когда это возможно, предлагаем снимки и
                      текст с места события.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: accreditation for a meeting",
                "standfirst": ("What an announcement of accreditation looks like, and what it has to say at once."),
                "body_html": flow("""
                    <p>Announcements of accreditation are read in a hurry. The main things therefore come
                      first: when, where, the deadline for requests and whom to write to.</p>
                    <h2>What to put in a request</h2>
                    <ul>
                    <li>first and last name, as in the document the journalist will bring along;</li>
                    <li>the newsroom and the position held there;</li>
                    <li>the language in which to receive messages;</li>
                    <li>camera equipment, if any: cameras, tripods, lights.</li>
                    </ul>
                    <h2>The steps</h2>
                    <ol>
                    <li>The newsroom sends its request to the address of the press office.</li>
                    <li>The press office confirms receipt on the same day.</li>
                    <li>On the day of the event the journalist shows the document at the entrance.</li>
                    </ol>
                    <p>If a request is refused, we give the reason and, where we can, offer photographs and
                      a text from the event instead.</p>
                """),
            },
        },
    },
    {
        "key": "sample-photo-opportunity",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2019-02-26",
        "meeting": None,
        "photos": ["ZVF_2031.JPG", "ZVF_2160.JPG", "ZVF_2034.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: протокольная съёмка перед заседанием",
                "standfirst": "Десять минут в зале, одна точка съёмки и понятный порядок входа.",
                "body_html": flow("""
                    <p>Протокольная съёмка — это короткое время до начала заседания, когда фотографы и
                      операторы работают в зале. Разговоров с участниками в эти минуты не бывает.</p>
                    <h2>Как она проходит</h2>
                    <table><tbody>
                    <tr><th>За сколько до начала</th><th>Что происходит</th></tr>
                    <tr><td>40 минут</td><td>сбор у входа, проверка списка</td></tr>
                    <tr><td>20 минут</td><td>проход в зал, выбор места</td></tr>
                    <tr><td>10 минут</td><td>участники занимают места, идёт съёмка</td></tr>
                    <tr><td>0 минут</td><td>съёмка закончена, пресса покидает зал</td></tr>
                    </tbody></table>
                    <p>Снимки пресс-службы появляются в фотоархиве вслед за отчётом о заседании. Если
                      редакция не успела в зал, их можно взять оттуда.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: photo opportunity before a meeting",
                "standfirst": "Ten minutes in the room, one place to stand and a clear order of entry.",
                "body_html": flow("""
                    <p>A photo opportunity is the short time before a meeting in which photographers and
                      camera crews work in the room. There are no conversations with the participants during
                      these minutes.</p>
                    <h2>How it runs</h2>
                    <table><tbody>
                    <tr><th>Before the start</th><th>What happens</th></tr>
                    <tr><td>40 minutes</td><td>gathering at the entrance, names checked against the
                      list</td></tr>
                    <tr><td>20 minutes</td><td>into the room, places chosen</td></tr>
                    <tr><td>10 minutes</td><td>participants take their seats, pictures are taken</td></tr>
                    <tr><td>0 minutes</td><td>end of the photo opportunity, the press leaves the
                      room</td></tr>
                    </tbody></table>
                    <p>The press office’s own photographs appear in the photo archive soon after the report
                      of the meeting. A newsroom that could not be there is welcome to take them.</p>
                """),
            },
        },
    },
    {
        "key": "sample-photo-credits",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2019-04-08",
        "meeting": None,
        "photos": ["ZVF_2160.JPG", "ZVF_2163.JPG", "ZVF_2156.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: как подписывать фотографии пресс-службы",
                "standfirst": "Подпись, источник и имя файла — три разные вещи. Каждой своё место.",
                "body_html": flow("""
                    <p>Снимки из фотоархива можно перепечатывать, если назван источник. Просим сохранять три
                      вещи.</p>
                    <h2>Подпись</h2>
                    <p>Подпись говорит, что на снимке: кто, где и когда. Менять порядок слов можно, менять
                      смысл — нет. Имена перечисляем слева направо.</p>
                    <h2>Источник</h2>
                    <blockquote><p>Фото: пресс-служба ОДКБ</p></blockquote>
                    <p>Источник стоит рядом со снимком, а не в конце страницы. Если снимок кадрирован,
                      добавьте слово «фрагмент».</p>
                    <h2>Имя файла</h2>
                    <p>Имя файла остаётся таким, каким его записала камера, например
                      <strong>ZVF_2142.JPG</strong>. По нему мы найдём оригинал за минуту. Подписью оно не
                      служит.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: how to credit the press office’s photographs",
                "standfirst": ("Caption, credit and file name are three different things, and each has its place."),
                "body_html": flow("""
                    <p>Photographs from the archive may be reprinted if the source is named. Please keep
                      three things.</p>
                    <h2>The caption</h2>
                    <p>A caption says what the picture shows: who, where and when. Its words may be
                      rearranged, its sense may not. Names run from left to right.</p>
                    <h2>The credit</h2>
                    <blockquote><p>Photo: CSTO Press Office</p></blockquote>
                    <p>The credit stands beside the photograph, not at the foot of the page. If the picture
                      has been cropped, add the word “detail”.</p>
                    <h2>The file name</h2>
                    <p>A file name stays as the camera wrote it, for example <strong>ZVF_2142.JPG</strong>.
                      With it we find the original within a minute. It is not a caption.</p>
                """),
            },
        },
    },
    {
        "key": "sample-meeting-2019",
        "section": "permanent-council",
        "genre": "report",
        "shown_on": "2019-05-14",
        "meeting": "sample-2019-05-14",
        "photos": ["ZVF_2031.JPG", "ZVF_2153.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец отчёта: Постоянный совет продолжил работу над планом консультаций",
                "standfirst": "Как выглядит короткий отчёт о заседании.",
                "body_html": flow("""
                    <p>Постоянный совет рассмотрел проект плана консультаций. Работа над документом будет
                      продолжена на следующем заседании.</p>
                    <p>Короткий отчёт обходится двумя абзацами: что рассмотрено и что дальше. Повестка и
                      документы перечислены на странице заседания, повторять их в тексте незачем.</p>
                """),
            },
            "en": {
                "title": "Sample report: Permanent Council continues work on the plan of consultations",
                "standfirst": "What a short report of a meeting looks like.",
                "body_html": flow("""
                    <p>The Permanent Council reviewed the draft plan of consultations. Work on the document
                      will continue at the next meeting.</p>
                    <p>A short report needs two paragraphs: what was reviewed and what comes next. The
                      agenda and the documents are listed on the page of the meeting; there is no need to
                      repeat them in the text.</p>
                """),
            },
        },
    },
    {
        "key": "sample-corrections-policy",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2019-06-17",
        "meeting": None,
        "photos": ["ZVF_2156.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: как мы исправляем ошибки",
                "standfirst": "Исправление видно, датировано и объясняет, что было не так.",
                "body_html": flow("""
                    <p>Ошибки случаются. Читатель вправе знать, что текст изменился, когда и почему.</p>
                    <h2>Три вида изменений</h2>
                    <table><tbody>
                    <tr><th>Вид</th><th>Когда применяется</th><th>Что видит читатель</th></tr>
                    <tr><td>Незначительная правка</td><td>опечатка, лишний пробел, сломанная
                      ссылка</td><td>ничего</td></tr>
                    <tr><td>Обновление</td><td>появились новые сведения</td><td>дату обновления</td></tr>
                    <tr><td>Исправление</td><td>сообщение содержало ошибку</td><td>пометку с датой и
                      объяснением</td></tr>
                    </tbody></table>
                    <h2>Чего мы не делаем</h2>
                    <ul>
                    <li>не исправляем факты молча;</li>
                    <li>не удаляем сообщение, чтобы скрыть ошибку;</li>
                    <li>не меняем дату публикации.</li>
                    </ul>
                    <p>Если сообщение приходится отозвать, на его месте остаётся короткая запись с причиной.
                      Нашли неточность — напишите: <a
                      href="mailto:odkb-pressa@gov.ru">odkb-pressa@gov.ru</a>.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: how we correct mistakes",
                "standfirst": "A correction is visible, dated and says what was wrong.",
                "body_html": flow("""
                    <p>Mistakes happen. Readers have a right to know that a text has changed, when and
                      why.</p>
                    <h2>Three kinds of change</h2>
                    <table><tbody>
                    <tr><th>Kind</th><th>When it is used</th><th>What the reader sees</th></tr>
                    <tr><td>Minor change</td><td>a slip of the pen, a stray space, a broken
                      link</td><td>nothing</td></tr>
                    <tr><td>Update</td><td>there is new information</td><td>the date of the update</td></tr>
                    <tr><td>Correction</td><td>the item contained an error</td><td>a note with the date and
                      an explanation</td></tr>
                    </tbody></table>
                    <h2>What we do not do</h2>
                    <ul>
                    <li>correct facts in silence;</li>
                    <li>remove an item to hide a mistake;</li>
                    <li>change the date of publication.</li>
                    </ul>
                    <p>If an item has to be withdrawn, a short entry with the reason stays in its place.
                      Have you found something wrong? Write to <a
                      href="mailto:odkb-pressa@gov.ru">odkb-pressa@gov.ru</a>.</p>
                """),
            },
        },
    },
    {
        "key": "sample-embargo-rules",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2019-09-09",
        "meeting": None,
        "photos": ["ZVF_2034.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: правила эмбарго",
                "standfirst": ("До названной минуты текст можно читать и готовить к печати, но нельзя публиковать."),
                "body_html": flow("""
                    <p>Эмбарго даёт редакциям время: подготовить перевод, собрать справку, поставить вопрос.
                      Взамен мы просим соблюдать пять правил.</p>
                    <ol>
                    <li>Время эмбарго всегда московское и указано с точностью до минуты.</li>
                    <li>До этого времени текст не публикуют ни целиком, ни в пересказе.</li>
                    <li>Заголовок и сам факт документа тоже под эмбарго.</li>
                    <li>Снимки выходят вместе с текстом, не раньше.</li>
                    <li>Если эмбарго нарушено, мы снимаем его для всех.</li>
                    </ol>
                    <blockquote><p>Эмбарго до 15:00 по московскому времени</p></blockquote>
                    <p>Такая строка стоит над заголовком. Нет строки — нет и эмбарго.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: the rules of an embargo",
                "standfirst": ("Until the minute named, a text may be read and prepared for print, but not published."),
                "body_html": flow("""
                    <p>An embargo gives newsrooms time: to translate, to gather background, to put a
                      question. In return we ask for five rules to be kept.</p>
                    <ol>
                    <li>The time of an embargo is always Moscow time and is given to the minute.</li>
                    <li>Before that time the text is not published, neither in full nor in summary.</li>
                    <li>The headline, and the fact that the document exists, are under embargo as well.</li>
                    <li>Photographs appear together with the text, not before it.</li>
                    <li>If an embargo is broken, we lift it for everybody.</li>
                    </ol>
                    <blockquote><p>Embargo until 15:00 Moscow time</p></blockquote>
                    <p>This line stands above the headline. Where there is no line, there is no embargo.</p>
                """),
            },
        },
    },
    {
        "key": "sample-statement-form",
        "section": "statements",
        "genre": "statement",
        "shown_on": "2019-10-21",
        "meeting": None,
        "photos": ["ZVF_2153.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец заявления: из чего складывается документ",
                "standfirst": "Порядок частей в заявлении и строка о том, от чьего имени оно сделано.",
                "body_html": flow("""
                    <p>Заявление цитируют дословно, поэтому у его частей постоянный порядок.</p>
                    <h3>От чьего имени</h3>
                    <p>Первая строка называет того, кто говорит: государства-члены, орган Организации или
                      должностное лицо.</p>
                    <h3>Сам текст</h3>
                    <p>Абзацы короткие, каждый можно привести отдельно. Названия документов даны полностью,
                      даты — с годом.</p>
                    <h3>Место и день</h3>
                    <blockquote><p>Место, число, месяц, год</p></blockquote>
                    <p>Заявление не пересказывает событие и не комментирует само себя. Для этого есть отчёты
                      и комментарии.</p>
                """),
            },
            "en": {
                "title": "Sample statement: the parts of a document",
                "standfirst": ("The order of the parts, and the line that says in whose name a statement is made."),
                "body_html": flow("""
                    <p>A statement is quoted word for word. Its parts therefore keep the same order.</p>
                    <h3>In whose name</h3>
                    <p>The first line names the one who speaks: the member states, a body of the
                      Organization or an office-holder.</p>
                    <h3>The text itself</h3>
                    <p>Paragraphs are short, and each can be quoted alone. Titles of documents are given in
                      full, dates with the year.</p>
                    <h3>Place and day</h3>
                    <blockquote><p>Place, day, month, year</p></blockquote>
                    <p>A statement does not retell an event and does not comment on itself. Reports and
                      comments are there for that.</p>
                """),
            },
        },
    },
    {
        "key": "sample-interview-photographs",
        "section": "press-office",
        "genre": "interview",
        "shown_on": "2019-11-18",
        "meeting": None,
        "photos": ["ZVF_2160.JPG", "ZVF_2163.JPG", "ZVF_2156.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец интервью: как пресс-служба работает с фотографиями",
                "standfirst": "Пять вопросов о снимках, подписях и именах файлов.",
                "body_html": flow("""
                    <p>Разговор показывает, как на этом сайте выглядят вопросы и ответы. И вопросы, и ответы
                      составлены для демонстрации.</p>
                """),
                "turns": [
                    {
                        "question": "Сколько снимков остаётся после заседания?",
                        "answer": flow("""
                            <p>Камера записывает сотни кадров, в архив попадает десяток. Выбираем те, на
                              которых видно, что происходит, и нет случайного: закрытых глаз, чужих бумаг,
                              раскрытых телефонов.</p>
                        """),
                    },
                    {
                        "question": "Почему имена файлов такие некрасивые?",
                        "answer": flow("""
                            <p>Потому что они точные. Имя, которое дала камера, не повторяется и не зависит
                              от языка. Журналист называет его по телефону, и мы сразу находим нужный
                              кадр.</p>
                            <p>Но подписью такое имя не бывает. Подпись пишет человек.</p>
                        """),
                    },
                    {
                        "question": "Чем подпись отличается от описания для незрячих?",
                        "answer": flow("""
                            <p>Подпись добавляет то, чего на снимке не видно: повод, дату, имена. Описание
                              говорит, что на нём изображено. Читатель с программой экранного доступа должен
                              получить и то и другое.</p>
                        """),
                    },
                    {
                        "question": "Можно ли узнать из файла, где сделан снимок?",
                        "answer": flow("""
                            <p>Нет. Камера умеет записывать координаты, но в публичных файлах их не
                              остаётся. Оригинал со всеми данными хранится у нас.</p>
                        """),
                    },
                    {
                        "question": "Что делать, если в подписи ошибка?",
                        "answer": flow("""
                            <p>Напишите нам имя файла. Подпись исправим, а рядом появится пометка об
                              исправлении.</p>
                        """),
                    },
                ],
            },
            "en": {
                "title": "Sample interview: how the press office works with photographs",
                "standfirst": "Five questions about pictures, captions and file names.",
                "body_html": flow("""
                    <p>This conversation shows what questions and answers look like on this site. Both were
                      made up for the purpose.</p>
                """),
                "turns": [
                    {
                        "question": "How many pictures remain after a meeting?",
                        "answer": flow("""
                            <p>The camera records hundreds of frames; about ten reach the archive. We choose
                              those which show what is going on and nothing that got in by chance: closed
                              eyes, other people’s papers, open telephones.</p>
                        """),
                    },
                    {
                        "question": "Why are the file names so plain?",
                        "answer": flow("""
                            <p>Because they are exact. The name given by the camera is never used twice and
                              does not depend on a language. A journalist reads it out over the telephone and
                              we have the frame at once.</p>
                            <p>It is never a caption, though. Captions are written by people.</p>
                        """),
                    },
                    {
                        "question": "How does a caption differ from a description for blind readers?",
                        "answer": flow("""
                            <p>A caption adds what cannot be seen in the picture: the occasion, the date,
                              the names. A description says what the picture shows. Somebody who uses a screen
                              reader should get both.</p>
                        """),
                    },
                    {
                        "question": "Can one tell from a file where a picture was taken?",
                        "answer": flow("""
                            <p>No. A camera can record its position, but nothing of that is left in the
                              public files. The original, with all its data, stays with us.</p>
                        """),
                    },
                    {
                        "question": "What if a caption is wrong?",
                        "answer": flow("""
                            <p>Send us the file name. We correct the caption, and a note of the correction
                              appears beside it.</p>
                        """),
                    },
                ],
            },
        },
    },
    {
        "key": "sample-new-year-hours",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2019-12-25",
        "meeting": None,
        "photos": ["ZVF_1991.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: пресс-служба в праздничные дни",
                "standfirst": "Как предупредить редакции о перерыве и не потерять срочные вопросы.",
                "body_html": flow("""
                    <p>Объявление о праздничных днях отвечает на три вопроса: когда отвечают на звонки, кто
                      читает почту и когда выйдет следующее сообщение.</p>
                    <ul>
                    <li>Телефоны: укажите первый и последний день без приёма звонков.</li>
                    <li>Почта: назовите, как часто её проверяет дежурный.</li>
                    <li>Сайт: сообщите, выйдут ли сообщения в эти дни.</li>
                    </ul>
                    <p>Даты в таком объявлении пишем полностью, с годом: через год его найдут поиском.</p>
                """),
            },
        },
    },
    {
        "key": "sample-videoconference-rules",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2020-04-13",
        "meeting": None,
        "photos": ["ZVF_2034.JPG", "ZVF_2163.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: брифинг в режиме видеоконференции",
                "standfirst": "Как подключиться, задать вопрос и получить запись.",
                "body_html": flow("""
                    <p>Когда встретиться в зале нельзя, брифинг проходит по видеосвязи. Порядок тот же, что
                      в зале, но несколько вещей стоит проверить заранее.</p>
                    <ol>
                    <li>Подключитесь за пятнадцать минут до начала и назовитесь: редакция, имя, город.</li>
                    <li>Микрофон держите выключенным, пока вам не дали слово.</li>
                    <li>Вопрос можно прислать и письмом — до начала брифинга.</li>
                    </ol>
                    <p>Запись и текст появляются на сайте после окончания. До этого времени не публикуйте
                      снимки экрана: на них могут оказаться люди, которые этого не ждут.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: a briefing by videoconference",
                "standfirst": "How to join, how to put a question, how to get the recording.",
                "body_html": flow("""
                    <p>When it is not possible to meet in the room, a briefing is held by video link. The
                      order is the same as in the room, but a few things are best checked beforehand.</p>
                    <ol>
                    <li>Join fifteen minutes before the start and say who you are: newsroom, name,
                      city.</li>
                    <li>Keep your microphone off until you are given the floor.</li>
                    <li>A question may also be sent by e-mail before the briefing begins.</li>
                    </ol>
                    <p>The recording and the text appear on this site afterwards. Please do not publish
                      pictures of the screen before that: they may show people who do not expect it.</p>
                """),
            },
        },
    },
    {
        "key": "sample-meeting-2020",
        "section": "permanent-council",
        "genre": "report",
        "shown_on": "2020-12-08",
        "meeting": "sample-2020-12-08",
        "photos": ["ZVF_4519.JPG", "ZVF_2034.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец отчёта: заседание Постоянного совета в режиме видеоконференции",
                "standfirst": "Чем отчёт о видеоконференции отличается от обычного.",
                "body_html": flow("""
                    <p>Постоянный совет рассмотрел проекты повесток дня и план мероприятий. Проекты повесток
                      согласованы, работа над планом продолжается.</p>
                    <p>О том, что участники были на связи из разных городов, достаточно сказать один раз.
                      Режим указан и на странице заседания — рядом с датой и председательством.</p>
                    <h3>Фотографии</h3>
                    <p>Снимки с экрана компьютера редко что-нибудь объясняют. Вместо них мы даём зал, из
                      которого вели заседание.</p>
                """),
            },
            "en": {
                "title": "Sample report: a meeting of the Permanent Council by videoconference",
                "standfirst": "How a report of a videoconference differs from others.",
                "body_html": flow("""
                    <p>The Permanent Council reviewed draft agendas and a plan of action. The agendas were
                      agreed; work on the plan continues.</p>
                    <p>It is enough to say once that the participants were connected from several cities.
                      The mode is also given on the page of the meeting, beside its date and its chair.</p>
                    <h3>Photographs</h3>
                    <p>Pictures taken off a computer screen seldom explain anything. We show the room from
                      which the meeting was run instead.</p>
                """),
            },
        },
    },
    {
        "key": "sample-interview-requests",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2020-09-14",
        "meeting": None,
        "photos": ["ZVF_2163.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "en": {
                "title": "Sample announcement: asking for an interview",
                "standfirst": "Four things that help us to answer quickly.",
                "body_html": flow("""
                    <p>Requests for interviews come every day, and most are answered sooner if they say four
                      things at the outset.</p>
                    <ul>
                    <li><strong>Whom</strong> you would like to speak to, and in which language.</li>
                    <li><strong>What about</strong>: three to five subjects are more useful than thirty
                      questions.</li>
                    <li><strong>For whom</strong>: the outlet, the programme, the length.</li>
                    <li><strong>By when</strong>: your real deadline, with the time zone.</li>
                    </ul>
                    <p>We do not ask to see articles before they appear. Quotations are confirmed if an
                      editor wishes it.</p>
                """),
            },
        },
    },
    {
        "key": "sample-comment-full-dates",
        "section": "press-office",
        "genre": "comment",
        "shown_on": "2020-11-09",
        "meeting": None,
        "photos": ["ZVF_2156.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец комментария: почему мы пишем дату с годом",
                "standfirst": "«27 ноября этого года» понятно только в этом году.",
                "body_html": flow("""
                    <p>Сообщение живёт долго. Через несколько лет его находят поиском, вырезают из ленты,
                      приводят в справке. Слова «сегодня», «вчера» и «в этом году» к тому времени ничего не
                      значат.</p>
                    <p>Поэтому в текстах у нас стоит полная дата: число, месяц и год. На полях её повторяют
                      цифры — так её удобно искать глазами.</p>
                    <p>Если известен только месяц или только год, мы так и пишем. Неизвестное число не
                      заменяется первым.</p>
                """),
            },
        },
    },
    {
        "key": "sample-meeting-2021",
        "section": "permanent-council",
        "genre": "report",
        "shown_on": "2021-04-13",
        "meeting": "sample-2021-04-13",
        "photos": ["ZVF_2144.JPG", "ZVF_2156.JPG", "ZVF_2153.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец отчёта: Постоянный совет согласовал проект плана и направил его дальше",
                "standfirst": "Отчёт с путём документа: рассмотрен, согласован, направлен.",
                "body_html": flow("""
                    <p>Постоянный совет рассмотрел и согласовал проект плана консультаций. Документ
                      направлен министрам иностранных дел.</p>
                    <h2>О чём помнить автору отчёта</h2>
                    <ul>
                    <li>Кто председательствовал и от какого государства.</li>
                    <li>Что стало с каждым документом.</li>
                    <li>Куда документ направлен и что с ним будет дальше.</li>
                    </ul>
                    <p>Остальное — повестка, участники, снимки — читатель найдёт на странице заседания.</p>
                """),
            },
            "en": {
                "title": "Sample report: Permanent Council agrees a draft plan and sends it on",
                "standfirst": "A report with the path of a document: reviewed, agreed, sent on.",
                "body_html": flow("""
                    <p>The Permanent Council reviewed and agreed a draft plan of consultations. The document
                      was sent on to the foreign ministers.</p>
                    <h2>What the writer of a report should remember</h2>
                    <ul>
                    <li>Who was in the chair, and for which state.</li>
                    <li>What became of each document.</li>
                    <li>Where a document was sent and what happens to it there.</li>
                    </ul>
                    <p>The rest – agenda, participants, photographs – is on the page of the meeting.</p>
                """),
            },
        },
    },
    {
        "key": "sample-caption-style",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2021-06-21",
        "meeting": None,
        "photos": ["ZVF_2150.JPG", "ZVF_2144.JPG", "ZVF_2147.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: как мы пишем подписи к снимкам",
                "standfirst": ("Слева направо, с должностью на день съёмки и без слова «слева», если человек один."),
                "body_html": flow("""
                    <p>Подпись читают чаще, чем текст. Несколько правил помогают ей не устаревать.</p>
                    <ol>
                    <li>Сначала — что происходит, потом — кто на снимке.</li>
                    <li>Имена идут слева направо; ряд называем, только если рядов несколько.</li>
                    <li>Должность — та, которую человек занимал в день съёмки.</li>
                    <li>Предположений не бывает: если имя не установлено, его нет.</li>
                    </ol>
                    <blockquote><p>Постоянный совет, 27 ноября 2018 года. Участники за столом
                      заседаний.</p></blockquote>
                    <p>Здесь ни одного имени, и это честно: лиц на снимке не разобрать.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: how we write captions",
                "standfirst": (
                    "From left to right, with the office held on that day, and without “left” if there is "
                    "only one person."
                ),
                "body_html": flow("""
                    <p>Captions are read more often than texts. A few rules keep them from ageing.</p>
                    <ol>
                    <li>First what is going on, then who is in the picture.</li>
                    <li>Names run from left to right; rows are mentioned only if there are several.</li>
                    <li>The office is the one the person held on the day of the photograph.</li>
                    <li>There is no guessing: where a name has not been established, there is none.</li>
                    </ol>
                    <blockquote><p>Permanent Council, 27 November 2018. Participants at the meeting
                      table.</p></blockquote>
                    <p>There is not a single name here, and that is honest: no face in the picture can be
                      made out.</p>
                """),
            },
        },
    },
    {
        "key": "sample-two-languages",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2021-11-15",
        "meeting": None,
        "photos": ["ZVF_2034.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "en": {
                "title": "Sample announcement: why some items are in one language",
                "standfirst": (
                    "Each language is published when it is ready, and a page says so when there is no other."
                ),
                "body_html": flow("""
                    <p>News is published in Russian and in English. The two do not always appear together: a
                      translation takes its time, and a text is not held back for it.</p>
                    <p>If an item exists in one language only, its page says so and leads to the language
                      that is there. You will never find an English address with a Russian text behind it.</p>
                    <p>A correction is made in both languages. If one of them has to wait, the note names
                      the other.</p>
                """),
            },
        },
    },
    {
        "key": "sample-meeting-2022",
        "section": "permanent-council",
        "genre": "report",
        "shown_on": "2022-03-15",
        "meeting": "sample-2022-03-15",
        "photos": ["ZVF_2147.JPG", "ZVF_2153.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец отчёта: Постоянный совет принял к сведению информацию сторон",
                "standfirst": "Как писать о заседании, на котором ничего не принимали.",
                "body_html": flow("""
                    <p>Участники заседания приняли к сведению информацию о подготовке совместных
                      мероприятий. Решений по этому пункту не предполагалось.</p>
                    <p>Не всякое заседание заканчивается документом. В отчёте так и сказано, без слов
                      «состоялся обмен мнениями», за которыми читателю ничего не видно.</p>
                """),
            },
            "en": {
                "title": "Sample report: Permanent Council takes note of information from the sides",
                "standfirst": "How to write about a meeting at which nothing was adopted.",
                "body_html": flow("""
                    <p>The participants took note of information on the preparation of joint events. No
                      decision was foreseen under this item.</p>
                    <p>Not every meeting ends with a document. The report says so, without the words “views
                      were exchanged”, behind which a reader sees nothing.</p>
                """),
            },
        },
    },
    {
        "key": "sample-photo-pool",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2022-06-20",
        "meeting": None,
        "photos": ["ZVF_4072.JPG", "ZVF_2160.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: работа фотографов в пуле",
                "standfirst": "Мест в зале меньше, чем желающих. Что тогда?",
                "body_html": flow("""
                    <p>Пул — это договорённость редакций: в зал идут немногие, а снимки получают все.</p>
                    <ul>
                    <li>В пуле один фотограф, один оператор и один пишущий корреспондент.</li>
                    <li>Состав редакции выбирают сами и сообщают пресс-службе накануне.</li>
                    <li>Снимки и записи передают остальным без задержки и без платы.</li>
                    </ul>
                    <p>Пресс-служба в выбор не вмешивается. Если договориться не удалось, решает жребий.</p>
                """),
            },
        },
    },
    {
        "key": "sample-old-addresses",
        "section": "press-office",
        "genre": "comment",
        "shown_on": "2023-02-13",
        "meeting": None,
        "photos": ["ZVF_6041.JPG", "ZVF_1991.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец комментария: почему старые ссылки должны работать",
                "standfirst": "Адрес страницы — это обещание.",
                "body_html": flow("""
                    <p>На сообщения пресс-службы ссылаются в статьях, справках и научных работах. Если адрес
                      перестал открываться, пропадает не страница, а доказательство.</p>
                    <p>Поэтому старые адреса у нас не исчезают: они ведут на новое место, даже если
                      заголовок с тех пор изменился. Буквы, дефисы и пробелы в старом адресе остаются такими,
                      какими были, — со всеми опечатками.</p>
                    <blockquote><p>Хорошая ссылка скучна: она просто открывается.</p></blockquote>
                """),
            },
            "en": {
                "title": "Sample comment: why old links should go on working",
                "standfirst": "The address of a page is a promise.",
                "body_html": flow("""
                    <p>Articles, reference notes and theses point to what a press office has published. When
                      an address stops working, it is not a page that is lost but a proof.</p>
                    <p>That is why old addresses do not disappear here: they lead to the new place, even if
                      the headline has changed since. The letters, hyphens and spaces of an old address stay
                      as they were, slips of the pen included.</p>
                    <blockquote><p>A good link is dull: it simply opens.</p></blockquote>
                """),
            },
        },
    },
    {
        "key": "sample-collective-signature",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2023-06-05",
        "meeting": None,
        "photos": ["ZVF_5233.JPG", "ZVF_2163.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: сообщения подписывает пресс-служба",
                "standfirst": "Подпись под сообщением говорит, кому звонить, а не кто писал.",
                "body_html": flow("""
                    <p>Под сообщением может стоять имя пресс-секретаря, название пресс-службы или ничего.
                      Все три случая обычны.</p>
                    <ul>
                    <li>Подпись остаётся такой, какой она была в день публикации.</li>
                    <li>Телефоны рядом с ней — те, которые действовали тогда.</li>
                    <li>Кому звонить сегодня, сказано вверху каждой страницы.</li>
                    </ul>
                    <p>Если должность перешла к другому человеку, старые сообщения не переподписывают.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: items signed by the press office",
                "standfirst": "The signature under an item says whom to call, not who wrote it.",
                "body_html": flow("""
                    <p>Under an item there may be the name of the press secretary, the name of the press
                      office or nothing. All three are usual.</p>
                    <ul>
                    <li>A signature stays as it was on the day of publication.</li>
                    <li>The telephone numbers beside it are those of that time.</li>
                    <li>Whom to call today is shown at the top of every page.</li>
                    </ul>
                    <p>When an office passes to another person, older items are not signed again.</p>
                """),
            },
        },
    },
    {
        "key": "sample-interview-translation",
        "section": "press-office",
        "genre": "interview",
        "shown_on": "2023-12-04",
        "meeting": None,
        "photos": ["ZVF_7188.JPG", "ZVF_2156.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец интервью: как переводят сообщения",
                "standfirst": "Четыре вопроса о названиях, именах и сроках.",
                "body_html": flow("""
                    <p>Разговор составлен для демонстрации: он показывает второе интервью в том же
                      оформлении.</p>
                """),
                "turns": [
                    {
                        "question": "С чего начинается перевод?",
                        "answer": flow("""
                            <p>С названий. Органы, должности и документы переводим один раз и дальше берём
                              из списка, чтобы одно и то же не называлось по-разному.</p>
                        """),
                    },
                    {
                        "question": "Как быть с именами?",
                        "answer": flow("""
                            <p>Имя принадлежит человеку. Мы пишем его так, как он пишет сам или как принято
                              в его государстве, а прежние варианты остаются в старых документах.</p>
                        """),
                    },
                    {
                        "question": "Что труднее всего?",
                        "answer": flow("""
                            <p>Титулы. «Постоянный и Полномочный Представитель» нельзя сократить без потерь,
                              даже если заголовок от этого длиннее.</p>
                        """),
                    },
                    {
                        "question": "Сколько времени занимает перевод?",
                        "answer": flow("""
                            <p>Короткое сообщение — меньше часа, документ — столько, сколько нужно. Торопим
                              мы себя, но не переводчика.</p>
                        """),
                    },
                ],
            },
            "en": {
                "title": "Sample interview: how our items are translated",
                "standfirst": "Four questions about titles, names and time.",
                "body_html": flow("""
                    <p>This conversation was made up: it shows a second interview in the same dress.</p>
                """),
                "turns": [
                    {
                        "question": "Where does a translation begin?",
                        "answer": flow("""
                            <p>With the names of things. Bodies, offices and documents are translated once
                              and from then on taken from a list, so that the same thing is not called by two
                              names.</p>
                        """),
                    },
                    {
                        "question": "And the names of people?",
                        "answer": flow("""
                            <p>A name belongs to its bearer. We write it as that person does, or as is usual
                              in that state; earlier spellings remain in the old papers.</p>
                        """),
                    },
                    {
                        "question": "What is the hardest part?",
                        "answer": flow("""
                            <p>Titles. “Permanent and Plenipotentiary Representative” cannot be cut short
                              without a loss, even if the headline gets longer for it.</p>
                        """),
                    },
                    {
                        "question": "How long does a translation take?",
                        "answer": flow("""
                            <p>Less than an hour for a short item, and for a document as long as it needs.
                              We hurry ourselves, not the translator.</p>
                        """),
                    },
                ],
            },
        },
    },
    {
        "key": "sample-meeting-2024",
        "section": "permanent-council",
        "genre": "report",
        "shown_on": "2024-05-21",
        "meeting": "sample-2024-05-21",
        "photos": ["ZVF_2147.JPG", "ZVF_2156.JPG", "ZVF_2034.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец отчёта: Постоянный совет обсудил проект повестки дня",
                "standfirst": "Отчёт с цитатой и ссылкой на документ.",
                "body_html": flow("""
                    <p>Постоянный совет рассмотрел проект повестки дня заседания министров и рекомендовал
                      его к утверждению.</p>
                    <blockquote><p>В отчёте цитируют документ, а не пересказ документа.</p></blockquote>
                    <p>Цитата коротка и стоит отдельно. Если она занимает больше трёх строк, лучше приложить
                      сам документ: тогда читатель увидит и то, что цитата опустила.</p>
                """),
            },
            "en": {
                "title": "Sample report: Permanent Council discusses a draft agenda",
                "standfirst": "A report with a quotation and a reference to the document.",
                "body_html": flow("""
                    <p>The Permanent Council reviewed the draft agenda of a meeting of ministers and
                      recommended it for approval.</p>
                    <blockquote><p>A report quotes the document, not an account of the
                      document.</p></blockquote>
                    <p>A quotation is short and stands apart. If it runs to more than three lines, it is
                      better to attach the document: readers then also see what the quotation left out.</p>
                """),
            },
        },
    },
    {
        "key": "sample-subject-lines",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2024-08-19",
        "meeting": None,
        "photos": ["ZVF_2163.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "en": {
                "title": "Sample announcement: writing to the press office",
                "standfirst": "A good subject line gets an early answer.",
                "body_html": flow("""
                    <p>Several dozen letters reach a press office on a busy day. Those with a clear subject
                      are read first.</p>
                    <table><tbody>
                    <tr><th>Write</th><th>Rather than</th></tr>
                    <tr><td>Accreditation, name of your newsroom, date of the
                      event</td><td>Question</td></tr>
                    <tr><td>Photograph ZVF_2142.JPG, larger size</td><td>Photo</td></tr>
                    <tr><td>Correction, title of the item</td><td>Urgent!!!</td></tr>
                    </tbody></table>
                    <p>One subject to a letter, please. If there are two, write twice: they may well go to
                      two people.</p>
                """),
            },
        },
    },
    {
        "key": "sample-open-day",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2024-10-14",
        "meeting": None,
        "photos": ["ZVF_0418.JPG", "ZVF_1987.JPG"],
        "signed": False,
        "state": "withdrawn",
        "withdrawn_on": "2024-10-16",
        "reason": {
            "ru": "Опубликовано до того, как была согласована дата.",
            "en": "Published before the date had been agreed.",
        },
        "languages": {
            "ru": {
                "title": "Образец объявления: день открытых дверей в фотоархиве",
                "standfirst": "Показ снимков и разговор с фотографами.",
                "body_html": flow("""
                    <p>В программе дня — отобранные снимки за восемь лет, рассказ о том, как хранятся
                      оригиналы, и ответы на вопросы о подписях и правах.</p>
                    <p>Объявление показывает, что остаётся на сайте, когда сообщение отозвано.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: open day in the photo archive",
                "standfirst": "A showing of pictures and a conversation with photographers.",
                "body_html": flow("""
                    <p>The programme offers a choice of pictures from eight years, an account of how the
                      originals are kept, and answers to questions about captions and rights.</p>
                    <p>This announcement shows what remains on the site when an item has been withdrawn.</p>
                """),
            },
        },
    },
    {
        "key": "sample-comment-alt-text",
        "section": "press-office",
        "genre": "comment",
        "shown_on": "2025-03-17",
        "meeting": None,
        "photos": ["ZVF_2150.JPG", "ZVF_2034.JPG", "ZVF_2031.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец комментария: что написать вместо картинки",
                "standfirst": ("Описание снимка нужно тем, кто его не видит, — и тем, у кого он не загрузился."),
                "body_html": flow("""
                    <p>У каждого снимка на сайте есть описание. Его читает вслух программа экранного
                      доступа, его показывает браузер при плохой связи.</p>
                    <h2>Хорошее описание</h2>
                    <ul>
                    <li>говорит, что изображено, одним предложением;</li>
                    <li>не повторяет подпись;</li>
                    <li>не начинается словами «на фотографии»;</li>
                    <li>не гадает о чувствах и мыслях людей.</li>
                    </ul>
                    <p>Для снимка с табличками и микрофоном достаточно такого: «Таблички и микрофон на
                      столе, за ними не в фокусе — двое участников».</p>
                """),
            },
            "en": {
                "title": "Sample comment: what to write in place of a picture",
                "standfirst": (
                    "A description is for those who cannot see the picture, and for those for whom it did not load."
                ),
                "body_html": flow("""
                    <p>Every picture on this site has a description. A screen reader speaks it; a browser
                      shows it when the connection is poor.</p>
                    <h2>A good description</h2>
                    <ul>
                    <li>says in one sentence what is shown;</li>
                    <li>does not repeat the caption;</li>
                    <li>does not begin with “a photograph of”;</li>
                    <li>does not guess at feelings and thoughts.</li>
                    </ul>
                    <p>For the picture of the name plates and the microphone this is enough: “Name plates
                      and a microphone on a table; behind them, out of focus, two participants.”</p>
                """),
            },
        },
    },
    {
        "key": "sample-meeting-2025",
        "section": "permanent-council",
        "genre": "report",
        "shown_on": "2025-10-14",
        "meeting": "sample-2025-10-14",
        "photos": ["ZVF_2144.JPG", "ZVF_6041.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец отчёта: Постоянный совет завершил работу над перечнем совместных заявлений",
                "standfirst": "Отчёт о документе, который рассматривали несколько раз.",
                "body_html": flow("""
                    <p>Постоянный совет согласовал проект перечня совместных заявлений. Прежде проект
                      рассматривали дважды, и каждый раз работа над ним продолжалась.</p>
                    <h2>Путь документа</h2>
                    <ol>
                    <li>Рассмотрен, работа продолжается.</li>
                    <li>Рассмотрен снова, замечания переданы сторонам.</li>
                    <li>Согласован и направлен.</li>
                    </ol>
                    <p>Такой отчёт не пересказывает прежние: он называет их и ведёт к страницам
                      заседаний.</p>
                """),
            },
            "en": {
                "title": ("Sample report: Permanent Council completes its work on the list of joint statements"),
                "standfirst": "A report on a document that was on the table more than once.",
                "body_html": flow("""
                    <p>The Permanent Council agreed a draft list of joint statements. The draft had been
                      reviewed twice before, and each time work on it continued.</p>
                    <h2>The path of the document</h2>
                    <ol>
                    <li>Reviewed; work continues.</li>
                    <li>Reviewed again; remarks passed to the sides.</li>
                    <li>Agreed and sent on.</li>
                    </ol>
                    <p>A report of this kind does not retell the earlier ones: it names them and leads to
                      the pages of the meetings.</p>
                """),
            },
        },
    },
    {
        "key": "sample-meeting-2026",
        "section": "permanent-council",
        "genre": "report",
        "shown_on": "2026-06-16",
        "meeting": "sample-2026-06-16",
        "photos": ["ZVF_2147.JPG", "ZVF_8260.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец отчёта: Постоянный совет рассмотрел план мероприятий",
                "standfirst": "Отчёт с двумя документами в разном состоянии.",
                "body_html": flow("""
                    <p>Постоянный совет согласовал план мероприятий и продолжил работу над бюджетными
                      документами.</p>
                    <p>Два документа — два разных глагола. Когда один согласован, а другой нет, об этом
                      говорит уже первая фраза: читатель не должен искать в конце отчёта, что осталось
                      нерешённым.</p>
                """),
            },
            "en": {
                "title": "Sample report: Permanent Council reviews a plan of action",
                "standfirst": "A report on two documents in different states.",
                "body_html": flow("""
                    <p>The Permanent Council agreed a plan of action and continued its work on budget
                      papers.</p>
                    <p>Two documents, two different verbs. When one is agreed and the other is not, the
                      first sentence says so: nobody should have to look at the end of a report for what was
                      left undecided.</p>
                """),
            },
        },
    },
    {
        "key": "sample-joint-statement-announcement",
        "section": "statements",
        "genre": "announcement",
        "shown_on": "2026-09-21",
        "meeting": None,
        "photos": ["ZVF_3306.JPG", "ZVF_7188.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: заявления выходят на двух языках одновременно",
                "standfirst": "Почему текст заявления ждёт перевода, а новость — нет.",
                "body_html": flow("""
                    <p>Новость можно дополнить, заявление — нельзя: его текст окончательный. Если русская и
                      английская версии выходят в разное время, агентства успевают сделать собственный
                      перевод, и потом их бывает два.</p>
                    <p>Поэтому заявление публикуется на обоих языках в одну минуту. В остальном порядок
                      обычный:</p>
                    <ul>
                    <li>дата и место стоят в конце текста;</li>
                    <li>подлинным считается текст, который так и обозначен;</li>
                    <li>исправление в одном языке означает проверку другого.</li>
                    </ul>
                """),
            },
            "en": {
                "title": "Sample announcement: statements appear in both languages at once",
                "standfirst": "Why the text of a statement waits for its translation and news does not.",
                "body_html": flow("""
                    <p>News can be added to; a statement cannot, for its text is final. If the Russian and
                      the English version appear at different times, agencies make a translation of their own,
                      and in the end there are two.</p>
                    <p>A statement is therefore published in both languages in the same minute. Otherwise
                      the usual order applies:</p>
                    <ul>
                    <li>date and place stand at the end of the text;</li>
                    <li>the authentic text is the one marked as such;</li>
                    <li>a correction in one language means that the other is checked.</li>
                    </ul>
                """),
            },
        },
    },
    {
        "key": "sample-accreditation-december",
        "section": "permanent-council",
        "genre": "announcement",
        "shown_on": "2026-11-20",
        "meeting": "sample-2026-12-15",
        "photos": ["ZVF_2031.JPG", "ZVF_1987.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Образец объявления: аккредитация на заседание 15 декабря 2026 года",
                "standfirst": "Объявление о будущем событии связано со страницей заседания.",
                "body_html": flow("""
                    <p>Открыт приём заявок на заседание из демонстрационных записей этого сайта. В нём всё,
                      что обычно есть в таком объявлении.</p>
                    <table><tbody>
                    <tr><th>Что</th><th>Когда</th></tr>
                    <tr><td>Заявки принимаются</td><td>до 18:00 10 декабря 2026 года</td></tr>
                    <tr><td>Ответ редакциям</td><td>11 декабря 2026 года</td></tr>
                    <tr><td>Протокольная съёмка</td><td>15 декабря 2026 года, перед началом</td></tr>
                    </tbody></table>
                    <p>Время московское. Заявки принимает пресс-служба: <a
                      href="mailto:odkb-pressa@gov.ru">odkb-pressa@gov.ru</a>. В теме письма укажите слово
                      «аккредитация» и название редакции.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: accreditation for the meeting of 15 December 2026",
                "standfirst": "An announcement of a coming event, linked to the page of the meeting.",
                "body_html": flow("""
                    <p>Requests are invited for a meeting that exists only in the sample records of this
                      site. The announcement has everything that one usually carries.</p>
                    <table><tbody>
                    <tr><th>What</th><th>When</th></tr>
                    <tr><td>Requests accepted</td><td>until 18:00 on 10 December 2026</td></tr>
                    <tr><td>Answers to newsrooms</td><td>11 December 2026</td></tr>
                    <tr><td>Photo opportunity</td><td>15 December 2026, before the start</td></tr>
                    </tbody></table>
                    <p>All times are Moscow time. Requests go to the press office: <a
                      href="mailto:odkb-pressa@gov.ru">odkb-pressa@gov.ru</a>. Put the word “accreditation”
                      and the name of your newsroom in the subject line.</p>
                """),
            },
        },
    },
    {
        "key": "sample-photo-opportunity-december",
        "section": "permanent-council",
        "genre": "announcement",
        "shown_on": "2026-11-24",
        "meeting": "sample-2026-12-15",
        "photos": ["ZVF_4072.JPG", "ZVF_2034.JPG"],
        "signed": True,
        "state": "scheduled",
        "live_in_hours": 6,
        "languages": {
            "ru": {
                "title": "Образец объявления: протокольная съёмка 15 декабря 2026 года",
                "standfirst": "Это сообщение ждёт своего часа: посетители увидят его в назначенное время.",
                "body_html": flow("""
                    <p>Съёмка перед заседанием из демонстрационных записей длится десять минут. Фотографы
                      работают с двух точек: у окон и напротив председателя.</p>
                    <ul>
                    <li>Сбор у входа — за сорок минут до начала.</li>
                    <li>Штативы — только у окон.</li>
                    <li>Вспышку просим не использовать.</li>
                    </ul>
                    <p>До назначенного времени сообщение видит только редакция; вместе с текстом откроются и
                      снимки.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: photo opportunity on 15 December 2026",
                "standfirst": ("This item is waiting for its hour: visitors will see it at the time that was set."),
                "body_html": flow("""
                    <p>The photo opportunity before a meeting from the sample records lasts ten minutes.
                      Photographers work from two places: by the windows and opposite the chair.</p>
                    <ul>
                    <li>Gathering at the entrance forty minutes before the start.</li>
                    <li>Tripods by the windows only.</li>
                    <li>Please do not use flash.</li>
                    </ul>
                    <p>Until the time set, only the newsroom sees this item; its photographs open together
                      with the text.</p>
                """),
            },
        },
    },
    {
        "key": "sample-holiday-schedule",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2026-11-22",
        "meeting": None,
        "photos": ["ZVF_1991.JPG"],
        "signed": False,
        "state": "review",
        "languages": {
            "ru": {
                "title": "Образец объявления: график публикаций в конце года",
                "standfirst": "Текст ждёт проверки: его ещё никто не утвердил.",
                "body_html": flow("""
                    <p>Объявление перечисляет дни, в которые сообщения выходят как обычно, и дни, когда
                      работает только дежурный.</p>
                    <ol>
                    <li>Обычный порядок — до последней рабочей недели декабря.</li>
                    <li>Дежурный — в праздничные дни.</li>
                    <li>Первое сообщение нового года — в первый рабочий день.</li>
                    </ol>
                """),
            },
            "en": {
                "title": "Sample announcement: publication schedule at the end of the year",
                "standfirst": "This text is waiting for review: nobody has approved it yet.",
                "body_html": flow("""
                    <p>The announcement lists the days on which items appear as usual and those on which
                      only a duty officer is at work.</p>
                    <ol>
                    <li>The usual order until the last working week of December.</li>
                    <li>A duty officer on the holidays.</li>
                    <li>The first item of the new year on the first working day.</li>
                    </ol>
                """),
            },
        },
    },
    {
        "key": "sample-year-in-photographs",
        "section": "press-office",
        "genre": "announcement",
        "shown_on": "2026-11-23",
        "meeting": None,
        "photos": [
            "ZVF_8260.JPG",
            "ZVF_7188.JPG",
            "ZVF_6041.JPG",
            "ZVF_5233.JPG",
            "ZVF_4519.JPG",
            "ZVF_4072.JPG",
        ],
        "signed": False,
        "state": "draft",
        "languages": {
            "ru": {
                "title": "Образец объявления: год в фотографиях",
                "standfirst": "Черновик: подборка снимков, подписи ещё не готовы.",
                "body_html": flow("""
                    <p>В подборку войдут снимки зала, здания и рабочего стола. Порядок пока
                      предварительный.</p>
                """),
            },
            "en": {
                "title": "Sample announcement: the year in photographs",
                "standfirst": "A draft: a choice of pictures, captions still to come.",
                "body_html": flow("""
                    <p>The choice will include pictures of the meeting room, the building and the writing
                      table. The order is not final.</p>
                """),
            },
        },
    },
]

for article in ARTICLES:
    for language, text in article["languages"].items():
        text["body_html"] += "\n" + NOTE[language]
