"""What the demo newsroom knows for a fact: the report of 27 November 2018, offices, chairmanships, the Treaty.

Every statement about a real person, state or event stands on the organization's own publications or on press
reports; dates are no more precise than those sources. Items that describe nothing real live in samples.py.
The shape of an article is described in articles.py.
"""

from csto_site.demo.prose import flow

ARTICLES = [
    {
        "key": "permanent-council-2018-11-27",
        "section": "permanent-council",
        "genre": "report",
        "shown_on": "2018-11-27",
        "meeting": "permanent-council-2018-11-27",
        "photos": [
            "ZVF_2142.JPG",
            "ZVF_2150.JPG",
            "ZVF_2144.JPG",
            "ZVF_2147.JPG",
            "ZVF_2153.JPG",
            "ZVF_2156.JPG",
        ],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": (
                    "Постоянный совет согласовал проекты двух заявлений — о нераспространении и о взаимном доверии"
                ),
                "standfirst": (
                    "Заседание 27 ноября вёл представитель Кыргызской Республики Аман Мамбетсеитов. "
                    "Представитель России проинформировал Совет о событиях в Чёрном море 25 ноября."
                ),
                "body_html": flow("""
                    <p>27 ноября 2018 года прошло заседание Постоянного совета Организации Договора о
                      коллективной безопасности. Председательствовал Постоянный и Полномочный Представитель
                      Кыргызской Республики Аман Мамбетсеитов. В работе Совета участвовал исполняющий
                      обязанности Генерального секретаря ОДКБ Валерий Семериков.</p>
                    <h2>Два проекта заявлений</h2>
                    <p>Совет рассмотрел, доработал и согласовал два документа:</p>
                    <ul>
                    <li>проект заявления о нераспространении оружия массового уничтожения, связанный с
                      выполнением резолюции 1540 Совета Безопасности ООН;</li>
                    <li>проект заявления о мерах, которые укрепляют взаимное доверие, служат миру и
                      поддерживают архитектуру глобальной безопасности.</li>
                    </ul>
                    <p>Оба проекта решено направить постоянным представителям государств — членов ОДКБ при
                      ООН. Они рассмотрят тексты в установленном порядке, после чего документы будут
                      распространены.</p>
                    <h2>Информация российской стороны</h2>
                    <p>Представитель Российской Федерации, Чрезвычайный и Полномочный Посол Андрей Шведов
                      проинформировал Совет о событиях в Чёрном море 25 ноября 2018 года, расценив их как
                      серьёзное нарушение правил мирного прохода в территориальном море России.</p>
                """),
            },
            "en": {
                "title": (
                    "Permanent Council agrees two draft statements, on non-proliferation and on mutual confidence"
                ),
                "standfirst": (
                    "The representative of the Kyrgyz Republic, Aman Mambetseitov, was in the chair on 27 "
                    "November. The representative of Russia informed the Council about the events in the "
                    "Black Sea of 25 November."
                ),
                "body_html": flow("""
                    <p>The Permanent Council of the Collective Security Treaty Organization met on 27
                      November 2018. Aman Mambetseitov, Permanent and Plenipotentiary Representative of the
                      Kyrgyz Republic, was in the chair. The Acting Secretary General, Valery Semerikov,
                      attended.</p>
                    <h2>Two draft statements</h2>
                    <p>The Council reviewed two documents, completed their wording and agreed them:</p>
                    <ul>
                    <li>a draft statement on the non-proliferation of weapons of mass destruction, with
                      regard to carrying out United Nations Security Council resolution 1540;</li>
                    <li>a draft statement on measures that build mutual confidence, serve peace and uphold
                      the architecture of global security.</li>
                    </ul>
                    <p>Both drafts go on to the permanent representatives of the member states at the United
                      Nations. They will consider the texts under the established procedure; the documents
                      will then be circulated.</p>
                    <h2>Information from the Russian side</h2>
                    <p>The representative of the Russian Federation, Ambassador Extraordinary and
                      Plenipotentiary Andrei Shvedov, informed the Council about the events in the Black Sea
                      of 25 November 2018, describing them as a serious breach of the rules on peaceful
                      passage through Russia’s territorial sea.</p>
                """),
            },
        },
    },
    {
        "key": "valery-semerikov-acting-2018",
        "section": "secretary-general",
        "genre": "report",
        "shown_on": "2018-11-02",
        "meeting": None,
        "photos": ["ZVF_0418.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Обязанности Генерального секретаря ОДКБ исполняет Валерий Семериков",
                "standfirst": "Юрий Хачатуров отозван с должности, которую занимал с 2 мая 2017 года.",
                "body_html": flow("""
                    <p>2 ноября 2018 года завершился срок Юрия Хачатурова на посту Генерального секретаря
                      Организации Договора о коллективной безопасности: он отозван. Хачатуров вступил в
                      должность 2 мая 2017 года.</p>
                    <p>Обязанности Генерального секретаря исполняет Валерий Семериков. Для него это не
                      первый такой период: он исполнял эти обязанности и в апреле 2017 года, до вступления
                      Хачатурова в должность.</p>
                """),
            },
            "en": {
                "title": "Valery Semerikov acts as Secretary General of the CSTO",
                "standfirst": "Yuri Khachaturov, in office since 2 May 2017, has been recalled.",
                "body_html": flow("""
                    <p>Yuri Khachaturov’s term as Secretary General of the Collective Security Treaty
                      Organization ended on 2 November 2018, when he was recalled. He had taken office on 2
                      May 2017.</p>
                    <p>Valery Semerikov is Acting Secretary General. He has held these duties before: in
                      April 2017, before Khachaturov took office.</p>
                """),
            },
        },
    },
    {
        "key": "chairmanship-2019-kyrgyz-republic",
        "section": "member-states",
        "genre": "report",
        "shown_on": "2019-01",
        "meeting": None,
        "photos": ["ZVF_2153.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "В 2019 году в Организации председательствует Кыргызская Республика",
                "standfirst": "Заседания Постоянного совета ведёт Аман Мамбетсеитов.",
                "body_html": flow("""
                    <p>Председательство в Организации Договора о коллективной безопасности в 2019 году
                      принадлежит Кыргызской Республике. Государства председательствуют по очереди, в
                      алфавитном порядке.</p>
                    <p>Постоянный совет также работает под председательством кыргызской стороны: его
                      заседания ведёт Постоянный и Полномочный Представитель Кыргызской Республики Аман
                      Мамбетсеитов.</p>
                """),
            },
            "en": {
                "title": "The Kyrgyz Republic chairs the Organization in 2019",
                "standfirst": "Aman Mambetseitov presides over the Permanent Council.",
                "body_html": flow("""
                    <p>In 2019 the Kyrgyz Republic holds the chairmanship of the Collective Security Treaty
                      Organization. The member states take the chair in turn, in alphabetical order.</p>
                    <p>The Permanent Council, too, works under Kyrgyz chairmanship: its meetings are led by
                      Aman Mambetseitov, Permanent and Plenipotentiary Representative of the Kyrgyz
                      Republic.</p>
                """),
            },
        },
    },
    {
        "key": "address-of-the-secretariat",
        "section": "organization",
        "genre": "announcement",
        "shown_on": "2019-02-11",
        "meeting": None,
        "photos": ["ZVF_1987.JPG", "ZVF_1991.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Адрес Секретариата: Москва, Сверчков переулок",
                "standfirst": "Справка для редакций и курьеров.",
                "body_html": flow("""
                    <p>С 11 мая 2012 года Секретариат ОДКБ работает по адресу:</p>
                    <blockquote><p>Москва, Сверчков переулок, дом 3, строение 1</p></blockquote>
                    <p>Вопросы редакций принимает пресс-служба. Её телефоны и адрес электронной почты есть
                      на каждой странице сайта.</p>
                """),
            },
            "en": {
                "title": "The address of the Secretariat: Sverchkov pereulok, Moscow",
                "standfirst": "A note for newsrooms and couriers.",
                "body_html": flow("""
                    <p>Since 11 May 2012 the Secretariat of the CSTO has worked at this address:</p>
                    <blockquote><p>Sverchkov pereulok 3, building 1, Moscow</p></blockquote>
                    <p>Editors’ questions go to the press office. Its telephone numbers and e-mail address
                      are on every page of this site.</p>
                """),
            },
        },
    },
    {
        "key": "how-a-draft-travels",
        "section": "permanent-council",
        "genre": "comment",
        "shown_on": "2019-03-18",
        "meeting": None,
        "photos": ["ZVF_2156.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Рассмотрен, согласован, направлен: как читать отчёты о Постоянном совете",
                "standfirst": (
                    "Глаголы в сообщениях о заседаниях выбраны не случайно: каждый означает отдельный шаг документа."
                ),
                "body_html": flow("""
                    <p>Один и тот же проект может побывать в нескольких органах за несколько месяцев и
                      каждый раз — в новом состоянии. Поэтому в отчётах мы называем не только документ, но и
                      то, что Совет с ним сделал.</p>
                    <h2>Что означает каждый глагол</h2>
                    <table><tbody>
                    <tr><th>В отчёте</th><th>Что произошло</th></tr>
                    <tr><td>рассмотрен</td><td>Совет обсудил проект</td></tr>
                    <tr><td>согласован</td><td>замечаний к тексту у сторон не осталось</td></tr>
                    <tr><td>направлен</td><td>проект пошёл дальше: министрам иностранных дел, в уставный
                      орган, Председателю Совета коллективной безопасности или в государства</td></tr>
                    <tr><td>рекомендован</td><td>Совет предложил другому органу утвердить документ</td></tr>
                    <tr><td>работа продолжается</td><td>к проекту вернутся на одном из следующих
                      заседаний</td></tr>
                    <tr><td>принято к сведению</td><td>Совет выслушал информацию</td></tr>
                    </tbody></table>
                    <h2>Какие документы бывают на столе</h2>
                    <ul>
                    <li>планы мероприятий и планы консультаций;</li>
                    <li>перечни совместных заявлений;</li>
                    <li>проекты повесток дня заседаний министров и секретарей советов безопасности;</li>
                    <li>проекты решений Совета коллективной безопасности;</li>
                    <li>бюджетные документы и политические заявления.</li>
                    </ul>
                    <p>План консультаций охватывает второе полугодие одного года и первое полугодие
                      следующего, поэтому в названии таких документов стоят сразу две даты.</p>
                """),
            },
            "en": {
                "title": "Reviewed, agreed, sent on: how to read the reports of the Permanent Council",
                "standfirst": (
                    "The verbs in our reports are chosen with care: each of them is a separate step of a document."
                ),
                "body_html": flow("""
                    <p>One draft may come before several bodies over several months, and each time in a
                      different state. Our reports therefore name not only the document but also what the
                      Council did with it.</p>
                    <h2>What each verb means</h2>
                    <table><tbody>
                    <tr><th>In the report</th><th>What happened</th></tr>
                    <tr><td>reviewed</td><td>the Council discussed the draft</td></tr>
                    <tr><td>agreed</td><td>the sides have no further remarks on the text</td></tr>
                    <tr><td>sent on</td><td>the draft moved further: to the foreign ministers, to a
                      statutory body, to the Chairman of the Collective Security Council or to the
                      states</td></tr>
                    <tr><td>recommended</td><td>the Council proposed that another body approve the
                      document</td></tr>
                    <tr><td>work continues</td><td>the draft will return at a later meeting</td></tr>
                    <tr><td>took note</td><td>the Council heard information</td></tr>
                    </tbody></table>
                    <h2>Which documents lie on the table</h2>
                    <ul>
                    <li>plans of action and plans of consultations;</li>
                    <li>lists of joint statements;</li>
                    <li>draft agendas of the meetings of ministers and of secretaries of security
                      councils;</li>
                    <li>draft decisions of the Collective Security Council;</li>
                    <li>budget papers and political statements.</li>
                    </ul>
                    <p>A plan of consultations covers the second half of one year and the first half of the
                      next, which is why the titles of such documents carry two dates.</p>
                """),
            },
        },
    },
    {
        "key": "chairmanship-2020-russian-federation",
        "section": "member-states",
        "genre": "report",
        "shown_on": "2020-01",
        "meeting": None,
        "photos": ["ZVF_2153.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Российская Федерация — председатель в 2020 году",
                "standfirst": "Председательство перешло к ней после Кыргызской Республики.",
                "body_html": flow("""
                    <p>В 2020 году в Организации Договора о коллективной безопасности председательствует
                      Российская Федерация. В 2019 году председателем была Кыргызская Республика.</p>
                    <p>Сведения о председательствах собраны в разделе «Постоянный совет». Даты мы приводим с
                      той точностью, с какой они известны: не вычисляем дни передачи полномочий, а указываем
                      только подтверждённое.</p>
                """),
            },
            "en": {
                "title": "The Russian Federation in the chair in 2020",
                "standfirst": "It follows the Kyrgyz Republic.",
                "body_html": flow("""
                    <p>In 2020 the Russian Federation chairs the Collective Security Treaty Organization. In
                      2019 the chair was held by the Kyrgyz Republic.</p>
                    <p>Our record of chairmanships is kept with the pages of the Permanent Council. Dates
                      are given as precisely as they are known: we do not work out the day of a handover, we
                      print what is confirmed.</p>
                """),
            },
        },
    },
    {
        "key": "stanislav-zas-takes-office",
        "section": "secretary-general",
        "genre": "report",
        "shown_on": "2020",
        "meeting": None,
        "photos": ["ZVF_1987.JPG", "ZVF_2160.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Станислав Зась — Генеральный секретарь ОДКБ",
                "standfirst": "Он вступил в должность в 2020 году.",
                "body_html": flow("""
                    <p>В 2020 году Генеральным секретарём Организации Договора о коллективной безопасности
                      стал Станислав Зась.</p>
                    <p>До конца 2019 года обязанности Генерального секретаря исполнял Валерий Семериков.</p>
                """),
            },
            "en": {
                "title": "Stanislav Zas is Secretary General of the CSTO",
                "standfirst": "He took office in 2020.",
                "body_html": flow("""
                    <p>In 2020 Stanislav Zas became Secretary General of the Collective Security Treaty
                      Organization.</p>
                    <p>Until the end of 2019 the duties of Secretary General were carried out by Valery
                      Semerikov.</p>
                """),
            },
        },
    },
    {
        "key": "stanislav-zas-first-interview",
        "section": "secretary-general",
        "genre": "report",
        "shown_on": "2020",
        "meeting": None,
        "photos": ["ZVF_2163.JPG", "ZVF_4072.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Станислав Зась дал первое интервью в должности Генерального секретаря",
                "standfirst": (
                    "В разговоре с журналистами — отношения с НАТО, возможное расширение Организации и пандемия."
                ),
                "body_html": flow("""
                    <p>Генеральный секретарь ОДКБ Станислав Зась, вступивший в должность в 2020 году,
                      впервые ответил на вопросы средств массовой информации.</p>
                    <h2>О чём спрашивали</h2>
                    <ul>
                    <li>есть ли угроза военного столкновения между ОДКБ и НАТО;</li>
                    <li>чего достигла Организация и может ли она расшириться;</li>
                    <li>как государства-члены противостоят пандемии коронавируса;</li>
                    <li>изменится ли военно-политическая обстановка в мире, когда эпидемия закончится.</li>
                    </ul>
                    <p>Интервью вышло в год, когда Организации исполнилось 18 лет. Договор, на котором она
                      построена, старше: он подписан в Ташкенте 15 мая 1992 года.</p>
                """),
            },
            "en": {
                "title": "Stanislav Zas gives his first interview as Secretary General",
                "standfirst": (
                    "Relations with NATO, a possible enlargement and the pandemic were the subjects of the "
                    "conversation."
                ),
                "body_html": flow("""
                    <p>Stanislav Zas, who became Secretary General of the CSTO in 2020, has answered
                      questions from the media for the first time in this office.</p>
                    <h2>What he was asked</h2>
                    <ul>
                    <li>whether an armed clash between the CSTO and NATO threatens;</li>
                    <li>what the Organization has achieved, and whether it may grow;</li>
                    <li>how the member states are meeting the coronavirus pandemic;</li>
                    <li>whether the military and political situation in the world will look different once
                      the epidemic is over.</li>
                    </ul>
                    <p>The interview came in the year in which the Organization turned 18. The Treaty on
                      which it rests is older: it was signed in Tashkent on 15 May 1992.</p>
                """),
            },
        },
    },
    {
        "key": "history-of-the-treaty",
        "section": "organization",
        "genre": "comment",
        "shown_on": "2020-05-15",
        "meeting": None,
        "photos": ["ZVF_0418.JPG", "ZVF_3306.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Договор, с которого всё началось: Ташкент, 15 мая 1992 года",
                "standfirst": (
                    "Шесть подписей, два года до вступления в силу и десять лет до создания Организации. "
                    "Краткая хроника."
                ),
                "body_html": flow("""
                    <p>15 мая 1992 года в Ташкенте шесть государств подписали Договор о коллективной
                      безопасности: Армения, Казахстан, Кыргызстан, Россия, Таджикистан и Узбекистан.</p>
                    <h2>Девять участников</h2>
                    <p>В 1993 году круг участников расширился. В сентябре присоединился Азербайджан, в
                      декабре — Грузия и Беларусь. 20 апреля 1994 года Договор вступил в силу.</p>
                    <p>Через пять лет пути разошлись: в апреле 1999 года Азербайджан, Грузия и Узбекистан
                      вышли из Договора.</p>
                    <h2>От Договора к Организации</h2>
                    <p>14 мая 2002 года Совет коллективной безопасности решил преобразовать участников
                      Договора в организацию. Её Устав подписан в Кишинёве 7 октября 2002 года и действует с
                      18 сентября 2003 года.</p>
                    <table><tbody>
                    <tr><th>Дата</th><th>Событие</th></tr>
                    <tr><td>15.05.1992</td><td>Договор подписан в Ташкенте</td></tr>
                    <tr><td>20.04.1994</td><td>Договор вступил в силу</td></tr>
                    <tr><td>14.05.2002</td><td>решение о создании Организации</td></tr>
                    <tr><td>07.10.2002</td><td>Устав подписан в Кишинёве</td></tr>
                    <tr><td>18.09.2003</td><td>Устав вступил в силу</td></tr>
                    </tbody></table>
                    <p>И в тексте Договора, и в тексте Устава есть отметки об изменениях от 10 декабря 2010
                      года.</p>
                """),
            },
            "en": {
                "title": "The Treaty that began it: Tashkent, 15 May 1992",
                "standfirst": (
                    "Six signatures, two years to entry into force, ten to the founding of the Organization. "
                    "A short chronicle."
                ),
                "body_html": flow("""
                    <p>On 15 May 1992, in Tashkent, six states signed the Collective Security Treaty:
                      Armenia, Kazakhstan, Kyrgyzstan, Russia, Tajikistan and Uzbekistan.</p>
                    <h2>Nine parties</h2>
                    <p>In 1993 the circle widened. Azerbaijan joined in September, Georgia and Belarus in
                      December. The Treaty entered into force on 20 April 1994.</p>
                    <p>Five years later the ways parted: in April 1999 Azerbaijan, Georgia and Uzbekistan
                      left the Treaty.</p>
                    <h2>From a Treaty to an Organization</h2>
                    <p>On 14 May 2002 the Collective Security Council decided that the parties should form
                      an organization. Its Charter was signed in Chisinau on 7 October 2002 and has been in
                      force since 18 September 2003.</p>
                    <table><tbody>
                    <tr><th>Date</th><th>Event</th></tr>
                    <tr><td>15.05.1992</td><td>the Treaty is signed in Tashkent</td></tr>
                    <tr><td>20.04.1994</td><td>the Treaty enters into force</td></tr>
                    <tr><td>14.05.2002</td><td>decision to found the Organization</td></tr>
                    <tr><td>07.10.2002</td><td>the Charter is signed in Chisinau</td></tr>
                    <tr><td>18.09.2003</td><td>the Charter enters into force</td></tr>
                    </tbody></table>
                    <p>The texts of both the Treaty and the Charter carry notes of amendments dated 10
                      December 2010.</p>
                """),
            },
        },
    },
    {
        "key": "chairmanship-2021-tajikistan-armenia",
        "section": "member-states",
        "genre": "report",
        "shown_on": "2021-09",
        "meeting": None,
        "photos": ["ZVF_2153.JPG", "ZVF_0418.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Председательство: от Таджикистана к Армении",
                "standfirst": "Смена произошла в сентябре 2021 года.",
                "body_html": flow("""
                    <p>В 2021 году в Организации председательствовал Таджикистан, с сентября — Армения.</p>
                    <p>Вместе с председательством в Организации переходит и председательство в Постоянном
                      совете. В 2021 году его заседания вёл представитель Таджикистана Хасан Султонов, в
                      2021–2022 годах — представитель Армении Виктор Биягов.</p>
                """),
            },
            "en": {
                "title": "The chairmanship passes from Tajikistan to Armenia",
                "standfirst": "The change took place in September 2021.",
                "body_html": flow("""
                    <p>Tajikistan chaired the Organization in 2021; from September the chair has been
                      Armenia’s.</p>
                    <p>Along with the chairmanship of the Organization goes that of the Permanent Council.
                      Its meetings were led in 2021 by the representative of Tajikistan, Khasan Sultonov, and
                      in 2021–22 by the representative of Armenia, Viktor Biyagov.</p>
                """),
            },
        },
    },
    {
        "key": "treaty-thirty-years",
        "section": "organization",
        "genre": "comment",
        "shown_on": "2022-05-15",
        "meeting": None,
        "photos": ["ZVF_0418.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "30 лет назад подписан Договор о коллективной безопасности",
                "standfirst": "15 мая 1992 года под документом поставили подписи шесть государств.",
                "body_html": flow("""
                    <p>Договор подписан в Ташкенте. Первыми его участниками стали Армения, Казахстан,
                      Кыргызстан, Россия, Таджикистан и Узбекистан.</p>
                    <p>В силу он вступил 20 апреля 1994 года, а ещё через восемь лет, 14 мая 2002 года,
                      решено было создать на его основе организацию. Подробная хроника — в нашей справке
                      «Договор, с которого всё началось».</p>
                """),
            },
        },
    },
    {
        "key": "charter-twenty-years",
        "section": "organization",
        "genre": "comment",
        "shown_on": "2022-10-07",
        "meeting": None,
        "photos": ["ZVF_3306.JPG", "ZVF_0418.JPG"],
        "signed": False,
        "state": "corrected",
        "correction": {
            "on": "2022-10-10",
            "note": {
                "ru": (
                    "Устав подписан 7 октября 2002 года. В первой версии сообщения стояло 6 октября — дата, "
                    "указанная в заголовке одной из публикаций текста."
                ),
                "en": (
                    "The Charter was signed on 7 October 2002. The first version of this item gave 6 "
                    "October, the date that heads one publication of the text."
                ),
            },
            "first": {
                "ru": {
                    "title": "20 лет Уставу ОДКБ",
                    "standfirst": "Главный документ Организации подписан в Кишинёве 6 октября 2002 года.",
                    "body_html": flow("""
                        <p>Устав Организации Договора о коллективной безопасности подписан в Кишинёве 6
                          октября 2002 года. Почти за пять месяцев до этого, 14 мая, Совет коллективной
                          безопасности принял решение о создании организации.</p>
                        <p>Устав вступил в силу 18 сентября 2003 года. Позднее в него внесены изменения: в
                          тексте есть отметка от 10 декабря 2010 года.</p>
                    """),
                },
                "en": {
                    "title": "Twenty years of the CSTO Charter",
                    "standfirst": ("The Organization’s principal document was signed in Chisinau on 6 October 2002."),
                    "body_html": flow("""
                        <p>The Charter of the Collective Security Treaty Organization was signed in Chisinau
                          on 6 October 2002. Nearly five months earlier, on 14 May, the Collective Security
                          Council had decided to found the organization.</p>
                        <p>The Charter entered into force on 18 September 2003. It was amended later: the
                          text carries a note dated 10 December 2010.</p>
                    """),
                },
            },
        },
        "languages": {
            "ru": {
                "title": "20 лет Уставу ОДКБ",
                "standfirst": "Главный документ Организации подписан в Кишинёве 7 октября 2002 года.",
                "body_html": flow("""
                    <p>Устав Организации Договора о коллективной безопасности подписан в Кишинёве 7 октября
                      2002 года. Почти за пять месяцев до этого, 14 мая, Совет коллективной безопасности
                      принял решение о создании организации.</p>
                    <p>Устав вступил в силу 18 сентября 2003 года. Позднее в него внесены изменения: в
                      тексте есть отметка от 10 декабря 2010 года.</p>
                """),
            },
            "en": {
                "title": "Twenty years of the CSTO Charter",
                "standfirst": ("The Organization’s principal document was signed in Chisinau on 7 October 2002."),
                "body_html": flow("""
                    <p>The Charter of the Collective Security Treaty Organization was signed in Chisinau on
                      7 October 2002. Nearly five months earlier, on 14 May, the Collective Security Council
                      had decided to found the organization.</p>
                    <p>The Charter entered into force on 18 September 2003. It was amended later: the text
                      carries a note dated 10 December 2010.</p>
                """),
            },
        },
    },
    {
        "key": "session-2022-11-23",
        "section": "member-states",
        "genre": "report",
        "shown_on": "2022-11-24",
        "meeting": None,
        "photos": ["ZVF_1991.JPG", "ZVF_5233.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Состоялась сессия Совета коллективной безопасности; председательство — у Беларуси",
                "standfirst": "Сессия прошла 23 ноября 2022 года.",
                "body_html": flow("""
                    <p>23 ноября 2022 года состоялась сессия Совета коллективной безопасности.
                      Председательство, которое с сентября 2021 года принадлежало Армении, с ноября 2022 года
                      принадлежит Беларуси.</p>
                    <p>В этом сообщении две даты: сессия прошла 23 ноября, а опубликовано оно днём позже.
                      Дата возле заголовка всегда означает день публикации; день события назван в тексте.</p>
                """),
            },
            "en": {
                "title": "Collective Security Council holds its session; Belarus takes the chair",
                "standfirst": "The session was held on 23 November 2022.",
                "body_html": flow("""
                    <p>The Collective Security Council held a session on 23 November 2022. The chairmanship,
                      Armenia’s since September 2021, has been that of Belarus since November 2022.</p>
                    <p>There are two dates here: the session took place on 23 November, and this report
                      appeared a day later. The date beside a headline is always the day of publication; the
                      day of the event is named in the text.</p>
                """),
            },
        },
    },
    {
        "key": "imangali-tasmagambetov-takes-office",
        "section": "secretary-general",
        "genre": "report",
        "shown_on": "2023",
        "meeting": None,
        "photos": ["ZVF_5233.JPG", "ZVF_1987.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Имангали Тасмагамбетов — Генеральный секретарь ОДКБ",
                "standfirst": "Он сменил Станислава Зася.",
                "body_html": flow("""
                    <p>В 2023 году Генеральным секретарём Организации Договора о коллективной безопасности
                      стал Имангали Тасмагамбетов. В 2020–2022 годах этот пост занимал Станислав Зась.</p>
                """),
            },
            "en": {
                "title": "Imangali Tasmagambetov is Secretary General of the CSTO",
                "standfirst": "He succeeds Stanislav Zas.",
                "body_html": flow("""
                    <p>In 2023 Imangali Tasmagambetov became Secretary General of the Collective Security
                      Treaty Organization. Stanislav Zas had held the office from 2020 to 2022.</p>
                """),
            },
        },
    },
    {
        "key": "chairmanship-2024-kazakhstan",
        "section": "member-states",
        "genre": "report",
        "shown_on": "2024-01",
        "meeting": None,
        "photos": ["ZVF_2153.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Председательство в 2024 году — у Казахстана",
                "standfirst": "Постоянный совет возглавляет Марат Сыздыков.",
                "body_html": flow("""
                    <p>В 2024 году в Организации Договора о коллективной безопасности председательствует
                      Республика Казахстан. Постоянным советом руководит её представитель Марат Сыздыков.</p>
                    <p>Раньше председательство передавали на сессии Совета коллективной безопасности. В
                      последние годы оно переходит 1 января, так что срок совпадает с календарным годом.</p>
                """),
            },
            "en": {
                "title": "Kazakhstan chairs the Organization in 2024",
                "standfirst": "Marat Syzdykov heads the Permanent Council.",
                "body_html": flow("""
                    <p>In 2024 the Republic of Kazakhstan chairs the Collective Security Treaty
                      Organization. The Permanent Council is led by its representative, Marat Syzdykov.</p>
                    <p>The chair used to change hands at the session of the Collective Security Council. Of
                      late it passes on 1 January, so that a term matches the calendar year.</p>
                """),
            },
        },
    },
    {
        "key": "membership-record",
        "section": "member-states",
        "genre": "comment",
        "shown_on": "2024-03-04",
        "meeting": None,
        "photos": ["ZVF_0418.JPG", "ZVF_2153.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Кто и когда: состав участников в датах",
                "standfirst": (
                    "Справка об участии государств в Договоре и в Организации. В спорных случаях приводим "
                    "заявления обеих сторон."
                ),
                "body_html": flow("""
                    <p>Состав участников Договора о коллективной безопасности менялся несколько раз. В
                      таблице — даты, которые встречаются в открытых источниках; там, где они расходятся,
                      названы обе.</p>
                    <table><tbody>
                    <tr><th>Когда</th><th>Государство</th><th>Что произошло</th></tr>
                    <tr><td>май 1992</td><td>Армения, Казахстан, Кыргызстан, Россия, Таджикистан,
                      Узбекистан</td><td>подписали Договор</td></tr>
                    <tr><td>сентябрь 1993</td><td>Азербайджан</td><td>присоединился</td></tr>
                    <tr><td>декабрь 1993</td><td>Грузия, Беларусь</td><td>присоединились</td></tr>
                    <tr><td>апрель 1999</td><td>Азербайджан, Грузия, Узбекистан</td><td>вышли</td></tr>
                    <tr><td>2006</td><td>Узбекистан</td><td>вернулся; источники называют 23 июня и 16
                      августа</td></tr>
                    <tr><td>2012</td><td>Узбекистан</td><td>28 июня подтверждена нота; 19 декабря Совет
                      коллективной безопасности приостановил участие</td></tr>
                    </tbody></table>
                    <h2>Заявления февраля 2024 года</h2>
                    <p>В феврале 2024 года премьер-министр Армении Никол Пашинян сказал, что участие
                      республики заморожено. Секретариат ОДКБ сообщил, что уведомления об этом не получал и
                      что Армения остаётся государством-членом.</p>
                    <p>Мы приводим оба заявления с датой и не делаем вывода за стороны. Статус государства
                      на этом сайте — датированная запись с источником: заявление государства и учёт
                      Организации могут различаться.</p>
                """),
            },
            "en": {
                "title": "Who and when: the membership in dates",
                "standfirst": (
                    "A note on the states’ participation in the Treaty and in the Organization. Where "
                    "accounts differ, we give both."
                ),
                "body_html": flow("""
                    <p>The circle of parties to the Collective Security Treaty has changed several times.
                      The table gives dates found in public sources; where these disagree, both are named.</p>
                    <table><tbody>
                    <tr><th>When</th><th>State</th><th>What happened</th></tr>
                    <tr><td>May 1992</td><td>Armenia, Kazakhstan, Kyrgyzstan, Russia, Tajikistan,
                      Uzbekistan</td><td>signed the Treaty</td></tr>
                    <tr><td>September 1993</td><td>Azerbaijan</td><td>joined</td></tr>
                    <tr><td>December 1993</td><td>Georgia, Belarus</td><td>joined</td></tr>
                    <tr><td>April 1999</td><td>Azerbaijan, Georgia, Uzbekistan</td><td>left</td></tr>
                    <tr><td>2006</td><td>Uzbekistan</td><td>returned; sources give 23 June and 16
                      August</td></tr>
                    <tr><td>2012</td><td>Uzbekistan</td><td>note confirmed on 28 June; participation
                      suspended by the Collective Security Council on 19 December</td></tr>
                    </tbody></table>
                    <h2>The statements of February 2024</h2>
                    <p>In February 2024 the Prime Minister of Armenia, Nikol Pashinyan, said that the
                      republic’s participation was frozen. The CSTO Secretariat said that it had received no
                      notice to that effect and that Armenia remained a member.</p>
                    <p>We print both statements with their date and draw no conclusion for the sides. On
                      this site the status of a state is a dated entry with a source: what a state declares
                      and what the Organization records may differ.</p>
                """),
            },
        },
    },
    {
        "key": "chairmanship-2025-kyrgyz-republic",
        "section": "member-states",
        "genre": "report",
        "shown_on": "2025-01",
        "meeting": None,
        "photos": ["ZVF_8260.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "В 2025 году в Организации вновь председательствует Кыргызская Республика",
                "standfirst": "Предыдущее кыргызское председательство пришлось на 2019 год.",
                "body_html": flow("""
                    <p>В 2025 году председательство в ОДКБ принадлежит Кыргызской Республике. В 2024 году
                      председателем был Казахстан.</p>
                    <p>За шесть лет председательство прошло полный круг. Между двумя кыргызскими сроками
                      председательствовали Россия, Таджикистан, Армения, Беларусь и Казахстан.</p>
                """),
            },
        },
    },
    {
        "key": "taalatbek-masadykov-takes-office",
        "section": "secretary-general",
        "genre": "report",
        "shown_on": "2026-01-01",
        "meeting": None,
        "photos": ["ZVF_8260.JPG", "ZVF_5233.JPG"],
        "signed": True,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Таалатбек Масадыков вступил в должность Генерального секретаря ОДКБ",
                "standfirst": "Срок его полномочий — с 1 января 2026 года по 31 декабря 2028 года.",
                "body_html": flow("""
                    <p>1 января 2026 года Генеральным секретарём Организации Договора о коллективной
                      безопасности стал Таалатбек Масадыков. Прежде он был заместителем Генерального
                      секретаря.</p>
                    <p>В 2023–2025 годах Организацией руководил Имангали Тасмагамбетов. Срок полномочий
                      нового Генерального секретаря истекает 31 декабря 2028 года.</p>
                """),
            },
            "en": {
                "title": "Taalatbek Masadykov takes office as Secretary General of the CSTO",
                "standfirst": "His term runs from 1 January 2026 to 31 December 2028.",
                "body_html": flow("""
                    <p>On 1 January 2026 Taalatbek Masadykov became Secretary General of the Collective
                      Security Treaty Organization. Earlier he was a Deputy Secretary General.</p>
                    <p>Imangali Tasmagambetov held the office from 2023 to 2025. The new Secretary General’s
                      term ends on 31 December 2028.</p>
                """),
            },
        },
    },
    {
        "key": "chairmanship-2026-russian-federation",
        "section": "member-states",
        "genre": "report",
        "shown_on": "2026-01-12",
        "meeting": None,
        "photos": ["ZVF_8260.JPG", "ZVF_2153.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Россия председательствует в Организации в 2026 году",
                "standfirst": "Заседания Постоянного совета ведёт Виктор Васильев.",
                "body_html": flow("""
                    <p>Председательство в ОДКБ в 2026 году — у Российской Федерации. В 2025 году
                      председателем была Кыргызская Республика.</p>
                    <p>Постоянный совет работает под председательством представителя России Виктора
                      Васильева.</p>
                """),
            },
            "en": {
                "title": "Russia chairs the Organization in 2026",
                "standfirst": "Viktor Vasiliev leads the meetings of the Permanent Council.",
                "body_html": flow("""
                    <p>The Russian Federation holds the chairmanship of the CSTO in 2026. In 2025 it was
                      held by the Kyrgyz Republic.</p>
                    <p>The Permanent Council works under the chairmanship of the representative of Russia,
                      Viktor Vasiliev.</p>
                """),
            },
        },
    },
    {
        "key": "secretaries-general-since-2003",
        "section": "secretary-general",
        "genre": "comment",
        "shown_on": "2026-01-19",
        "meeting": None,
        "photos": ["ZVF_0418.JPG", "ZVF_1991.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Генеральные секретари ОДКБ с 2003 года",
                "standfirst": "Пять имён и два периода временного исполнения обязанностей.",
                "body_html": flow("""
                    <p>Обновляем справку о Генеральных секретарях Организации. Даты указаны с той точностью,
                      с какой они подтверждены: где-то известен день, где-то только год.</p>
                    <table><tbody>
                    <tr><th>Кто</th><th>В должности</th></tr>
                    <tr><td>Николай Бордюжа</td><td>2003 — 31.12.2016</td></tr>
                    <tr><td>Валерий Семериков, и. о.</td><td>исполнял обязанности в апреле 2017
                      года</td></tr>
                    <tr><td>Юрий Хачатуров</td><td>02.05.2017 — 02.11.2018</td></tr>
                    <tr><td>Валерий Семериков, и. о.</td><td>02.11.2018 — конец 2019 года</td></tr>
                    <tr><td>Станислав Зась</td><td>2020–2022</td></tr>
                    <tr><td>Имангали Тасмагамбетов</td><td>2023–2025</td></tr>
                    <tr><td>Таалатбек Масадыков</td><td>с 01.01.2026; срок — до 31.12.2028</td></tr>
                    </tbody></table>
                    <h3>Об именах</h3>
                    <p>В старых материалах одно имя может быть записано по-разному, особенно латиницей. Мы
                      не исправляем документы задним числом, но на страницах людей указываем одну, постоянную
                      форму.</p>
                """),
            },
            "en": {
                "title": "Secretaries General of the CSTO since 2003",
                "standfirst": (
                    "Five names and two periods in which the duties were carried out by an acting Secretary General."
                ),
                "body_html": flow("""
                    <p>This updates our note on the Organization’s Secretaries General. Dates are as precise
                      as they are confirmed: in some cases the day is known, in others only the year.</p>
                    <table><tbody>
                    <tr><th>Who</th><th>In office</th></tr>
                    <tr><td>Nikolay Bordyuzha</td><td>2003 – 31.12.2016</td></tr>
                    <tr><td>Valery Semerikov, acting</td><td>seen in these duties in April 2017</td></tr>
                    <tr><td>Yuri Khachaturov</td><td>02.05.2017 – 02.11.2018</td></tr>
                    <tr><td>Valery Semerikov, acting</td><td>02.11.2018 – end of 2019</td></tr>
                    <tr><td>Stanislav Zas</td><td>2020–22</td></tr>
                    <tr><td>Imangali Tasmagambetov</td><td>2023–25</td></tr>
                    <tr><td>Taalatbek Masadykov</td><td>from 01.01.2026; term to 31.12.2028</td></tr>
                    </tbody></table>
                    <h3>About the names</h3>
                    <p>In older papers one name may be spelt in several ways, above all in Latin letters. We
                      do not correct documents after the fact, but each person’s page uses one lasting
                      form.</p>
                """),
            },
        },
    },
    {
        "key": "chairmanships-since-2019",
        "section": "permanent-council",
        "genre": "comment",
        "shown_on": "2026-02-16",
        "meeting": None,
        "photos": ["ZVF_8260.JPG", "ZVF_2031.JPG"],
        "signed": False,
        "state": "live",
        "languages": {
            "ru": {
                "title": "Кто председательствовал: хроника с 2019 года",
                "standfirst": (
                    "Таблица председательств в Организации и имена представителей, которые вели заседания "
                    "Постоянного совета."
                ),
                "body_html": flow("""
                    <p>Государства — члены ОДКБ председательствуют по очереди. Ниже — только то, что
                      подтверждено источниками; прочерк означает, что имя у нас не записано.</p>
                    <table><tbody>
                    <tr><th>Когда</th><th>Государство</th><th>Постоянный совет вёл</th></tr>
                    <tr><td>2019</td><td>Кыргызская Республика</td><td>Аман Мамбетсеитов</td></tr>
                    <tr><td>2020</td><td>Российская Федерация</td><td>—</td></tr>
                    <tr><td>2021</td><td>Таджикистан</td><td>Хасан Султонов</td></tr>
                    <tr><td>с сентября 2021</td><td>Армения</td><td>Виктор Биягов</td></tr>
                    <tr><td>с ноября 2022</td><td>Беларусь</td><td>—</td></tr>
                    <tr><td>2024</td><td>Казахстан</td><td>Марат Сыздыков</td></tr>
                    <tr><td>2025</td><td>Кыргызская Республика</td><td>—</td></tr>
                    <tr><td>2026</td><td>Российская Федерация</td><td>Виктор Васильев</td></tr>
                    </tbody></table>
                    <p>Представитель Кыргызской Республики вёл заседание и раньше начала этой таблицы — 27
                      ноября 2018 года.</p>
                """),
            },
            "en": {
                "title": "Who was in the chair: a chronicle since 2019",
                "standfirst": (
                    "The chairmanships of the Organization and the representatives who led the meetings of "
                    "the Permanent Council."
                ),
                "body_html": flow("""
                    <p>The member states of the CSTO take the chair in turn. The table gives only what
                      sources confirm; a dash means that we have no name on record.</p>
                    <table><tbody>
                    <tr><th>When</th><th>State</th><th>Led the Permanent Council</th></tr>
                    <tr><td>2019</td><td>Kyrgyz Republic</td><td>Aman Mambetseitov</td></tr>
                    <tr><td>2020</td><td>Russian Federation</td><td>–</td></tr>
                    <tr><td>2021</td><td>Tajikistan</td><td>Khasan Sultonov</td></tr>
                    <tr><td>from September 2021</td><td>Armenia</td><td>Viktor Biyagov</td></tr>
                    <tr><td>from November 2022</td><td>Belarus</td><td>–</td></tr>
                    <tr><td>2024</td><td>Kazakhstan</td><td>Marat Syzdykov</td></tr>
                    <tr><td>2025</td><td>Kyrgyz Republic</td><td>–</td></tr>
                    <tr><td>2026</td><td>Russian Federation</td><td>Viktor Vasiliev</td></tr>
                    </tbody></table>
                    <p>The representative of the Kyrgyz Republic also led a meeting before this table
                      begins, on 27 November 2018.</p>
                """),
            },
        },
    },
]
