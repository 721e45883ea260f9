"""How current programs introduce what they quote, as they write it: (program and language, the lines).

The sender that is answered is Support <support@desk.example>; the subject is “Import”.
"""

_A = "Support <support@desk.example>"

ABOVE_QUOTED_LINES = (
    ("Gmail English, US", f"On Tue, Nov 24, 2026 at 10:00 AM {_A} wrote:"),
    (
        "Gmail English, wrapped",
        "On Tue, Nov 24, 2026 at 10:00 AM Support of us\n<support@desk.example> wrote:",
    ),
    ("Gmail English, UK", f"On Tue, 24 Nov 2026 at 10:00, {_A} wrote:"),
    ("Gmail German", f"Am Di., 24. Nov. 2026 um 10:00 Uhr schrieb {_A}:"),
    ("Gmail German, wrapped", "Am Di., 24. Nov. 2026 um 10:00 Uhr schrieb Support <\nsupport@desk.example>:"),
    ("Gmail French", f"Le mar. 24 nov. 2026 à 10:00, {_A} a écrit :"),
    ("Gmail Spanish", "El mar, 24 nov 2026 a las 10:00, Soporte (<support@desk.example>) escribió:"),
    ("Gmail Italian", f"Il giorno mar 24 nov 2026 alle ore 10:00 {_A} ha scritto:"),
    ("Gmail Portuguese", f"Em ter., 24 de nov. de 2026 às 10:00, {_A} escreveu:"),
    ("Gmail Dutch", f"Op di 24 nov 2026 om 10:00 schreef {_A}:"),
    ("Gmail Polish", f"wt., 24 lis 2026 o 10:00 {_A} napisał(a):"),
    ("Gmail Swedish", f"Den tis 24 nov. 2026 kl 10:00 skrev {_A}:"),
    ("Gmail Danish", f"Den tirs. 24. nov. 2026 kl. 10.00 skrev {_A}:"),
    ("Gmail Norwegian", f"tir. 24. nov. 2026 kl. 10:00 skrev {_A}:"),
    ("Gmail Finnish", "ti 24. marrask. 2026 klo 10.00 Support (support@desk.example) kirjoitti:"),
    ("Gmail Czech", f"út 24. 11. 2026 v 10:00 odesílatel {_A} napsal:"),
    ("Gmail Slovak", f"ut 24. 11. 2026 o 10:00 {_A} napísal(a):"),
    ("Gmail Hungarian", "Support <support@desk.example> ezt írta (időpont: 2026. nov. 24., K, 10:00):"),
    ("Gmail Romanian", f"mar., 24 nov. 2026 la 10:00, {_A} a scris:"),
    ("Gmail Turkish", f"{_A}, 24 Kas 2026 Sal, 10:00 tarihinde şunu yazdı:"),
    ("Gmail Russian", f"вт, 24 нояб. 2026 г. в 10:00, {_A}:"),
    ("Gmail Ukrainian", f"вт, 24 лист. 2026 р. о 10:00 {_A} пише:"),
    ("Gmail Greek", f"Στις Τρί 24 Νοε 2026 στις 10:00 π.μ., ο χρήστης {_A} έγραψε:"),
    (
        "Gmail Hebrew",
        "\u202bבתאריך יום ג׳, 24 בנוב׳ 2026 ב-10:00 מאת Support <\u202asupport@desk.example\u202c>:\u202c",
    ),
    ("Gmail Arabic", f"في الثلاثاء، 24 نوفمبر 2026 في 10:00 ص تمت كتابة ما يلي بواسطة {_A}:"),
    ("Gmail Vietnamese", f"Vào Th 3, 24 thg 11, 2026 vào lúc 10:00 {_A} đã viết:"),
    ("Gmail Japanese", f"2026年11月24日(火) 10:00 {_A}:"),
    ("Gmail Chinese, simplified", f"{_A} 于2026年11月24日周二 10:00写道："),
    ("Gmail Chinese, traditional", f"{_A} 於 2026年11月24日週二 上午10:00寫道："),
    ("Gmail Korean", f"2026년 11월 24일 (화) 오전 10:00, {_A}님이 작성:"),
    ("Apple English", f"On 24 Nov 2026, at 10:00, {_A} wrote:"),
    ("Apple English, iPhone", f"On Nov 24, 2026, at 10:00\u202fAM, {_A} wrote:"),
    ("Apple English, wrapped", "On Nov 24, 2026, at 10:00 AM, Support\n<support@desk.example>\nwrote:"),
    ("Apple German", f"Am 24.11.2026 um 10:00 schrieb {_A}:"),
    ("Apple French", f"Le 24 nov. 2026 à 10:00, {_A} a écrit :"),
    ("Apple Spanish", f"El 24 nov 2026, a las 10:00, {_A} escribió:"),
    ("Apple Italian", f"Il giorno 24 nov 2026, alle ore 10:00, {_A} ha scritto:"),
    ("Apple Dutch", f"Op 24 nov 2026 om 10:00 heeft {_A} het volgende geschreven:"),
    ("Apple Portuguese", f"No dia 24/11/2026, às 10:00, {_A} escreveu:"),
    ("Apple Japanese", f"2026/11/24 10:00、{_A}のメール:"),
    ("Apple Chinese", f"2026年11月24日 10:00，{_A} 写道："),
    ("Thunderbird English", "On 11/24/26 10:00, Support wrote:"),
    ("Thunderbird English, long", "On 24/11/2026 10:00 am, Support wrote:"),
    ("Thunderbird German", "Am 24.11.26 um 10:00 schrieb Support:"),
    ("Thunderbird French", "Le 24/11/2026 à 10:00, Support a écrit\xa0:"),
    ("Thunderbird Spanish", "El 24/11/26 a las 10:00, Support escribió:"),
    ("Thunderbird Italian", "Il 24/11/26 10:00, Support ha scritto:"),
    ("Thunderbird Dutch", "Op 24-11-2026 om 10:00 schreef Support:"),
    ("Thunderbird Portuguese, Brazil", "Em 24/11/2026 10:00, Support escreveu:"),
    ("Thunderbird Portuguese", "Às 10:00 de 24/11/26, Support escreveu:"),
    ("Thunderbird Polish", "W dniu 24.11.2026 o 10:00, Support pisze:"),
    ("Thunderbird Swedish", "Den 2026-11-24 kl. 10:00, skrev Support:"),
    ("Thunderbird Danish", "Den 24-11-2026 kl. 10.00 skrev Support:"),
    ("Thunderbird Norwegian", "Den 24.11.2026 10:00, skrev Support:"),
    ("Thunderbird Finnish", "Support kirjoitti 24.11.2026 klo 10.00:"),
    ("Thunderbird Czech", "Dne 24. 11. 26 v 10:00 Support napsal(a):"),
    ("Thunderbird Slovak", "Dňa 24. 11. 2026 o 10:00 Support napísal(a):"),
    ("Thunderbird Hungarian", "2026. 11. 24. 10:00 keltezéssel, Support írta:"),
    ("Thunderbird Romanian", "Pe 24.11.2026 10:00, Support a scris:"),
    ("Thunderbird Turkish", "24.11.2026 10:00 tarihinde Support yazdı:"),
    ("Thunderbird Russian", "24.11.2026 10:00, Support пишет:"),
    ("Thunderbird Ukrainian", "24.11.26 10:00, Support пише:"),
    ("Thunderbird Greek", "Στις 24/11/26 10:00, ο/η Support έγραψε:"),
    ("Thunderbird Bulgarian", "На 24.11.26 г. в 10:00, Support написа:"),
    ("Thunderbird Japanese", "On 2026/11/24 10:00, Support wrote:"),
    ("Thunderbird Chinese", "在 2026/11/24 10:00, Support 写道:"),
    ("Thunderbird Korean", "2026-11-24 오전 10:00에 Support 이(가) 쓴 글:"),
    ("Proton English", f"On Tuesday, November 24th, 2026 at 10:00 AM, {_A} wrote:"),
    ("Proton German", f"{_A} schrieb am Dienstag, 24. November 2026 um 10:00:"),
    ("Proton French", f"Le mardi 24 novembre 2026 à 10:00, {_A} a écrit :"),
    ("Yahoo English", f"On Tuesday, 24 November 2026 at 10:00:00 GMT, {_A} wrote:"),
    ("Evolution", "On Tue, 2026-11-24 at 10:00 +0000, Support wrote:"),
    ("mutt", "On Tue, Nov 24, 2026 at 10:00:00AM +0000, Support wrote:"),
    ("a language that nobody listed", f"Talata 24-11-2026 la 10:00 {_A} yana cewa:"),
)

_DASHED = "-------- {} --------\n"
_RULE = "________________________________\n"


def _block(labels: str, when: str, above: str = "") -> str:
    values = (_A, when, "Ana <ana@acme.example>", "Re: Import")
    return above + "\n".join(f"{label} {value}" for label, value in zip(labels.split("|"), values, strict=True))


ABOVE_BARE_LINES = (
    (
        "Outlook English",
        _block("From:|Sent:|To:|Subject:", "Tuesday, November 24, 2026 10:00 AM", _RULE),
    ),
    ("Outlook English, no rule", _block("From:|Sent:|To:|Subject:", "24 November 2026 10:00")),
    (
        "Outlook German",
        _block("Von:|Gesendet:|An:|Betreff:", "Dienstag, 24. November 2026 10:00", _RULE),
    ),
    ("Outlook French", _block("De :|Envoyé :|À :|Objet :", "mardi 24 novembre 2026 10:00")),
    ("Outlook Spanish", _block("De:|Enviado:|Para:|Asunto:", "martes, 24 de noviembre de 2026 10:00")),
    ("Outlook Italian", _block("Da:|Inviato:|A:|Oggetto:", "martedì 24 novembre 2026 10:00")),
    ("Outlook Dutch", _block("Van:|Verzonden:|Aan:|Onderwerp:", "dinsdag 24 november 2026 10:00")),
    (
        "Outlook Portuguese",
        _block("De:|Enviado:|Para:|Assunto:", "terça-feira, 24 de novembro de 2026 10:00"),
    ),
    ("Outlook Polish", _block("Od:|Wysłane:|Do:|Temat:", "wtorek, 24 listopada 2026 10:00")),
    ("Outlook Swedish", _block("Från:|Skickat:|Till:|Ämne:", "den 24 november 2026 10:00")),
    ("Outlook Danish", _block("Fra:|Sendt:|Til:|Emne:", "24. november 2026 10:00")),
    (
        "Outlook Finnish",
        _block("Lähettäjä:|Lähetetty:|Vastaanottaja:|Aihe:", "24. marraskuuta 2026 10:00"),
    ),
    ("Outlook Czech", _block("Od:|Odesláno:|Komu:|Předmět:", "úterý 24. listopadu 2026 10:00")),
    ("Outlook Hungarian", _block("Feladó:|Elküldve:|Címzett:|Tárgy:", "2026. november 24., kedd 10:00")),
    ("Outlook Turkish", _block("Kimden:|Gönderildi:|Kime:|Konu:", "24 Kasım 2026 Salı 10:00")),
    ("Outlook Russian", _block("От:|Отправлено:|Кому:|Тема:", "24 ноября 2026 г. 10:00")),
    ("Outlook Greek", _block("Από:|Στάλθηκε:|Προς:|Θέμα:", "Τρίτη, 24 Νοεμβρίου 2026 10:00")),
    ("Outlook Japanese", _block("差出人:|送信日時:|宛先:|件名:", "2026年11月24日 10:00")),
    ("Outlook Chinese", _block("发件人:|发送时间:|收件人:|主题:", "2026年11月24日 10:00")),
    (
        "Outlook Korean",
        _block("보낸 사람:|보낸 날짜:|받는 사람:|제목:", "2026년 11월 24일 화요일 오전 10:00"),
    ),
    ("Outlook, bold labels", _block("*From:*|*Sent:*|*To:*|*Subject:*", "24 November 2026 10:00")),
    (
        "Samsung English",
        _block(
            "From:|Date:|To:|Subject:",
            "24/11/2026 10:00 (GMT+01:00)",
            _DASHED.format("Original message"),
        ),
    ),
    (
        "Samsung German",
        _block(
            "Von:|Datum:|An:|Betreff:",
            "24.11.26 10:00 (GMT+01:00)",
            _DASHED.format("Ursprüngliche Nachricht"),
        ),
    ),
    (
        "QQ Chinese",
        _block(
            "发件人:|发送时间:|收件人:|主题:",
            "2026年11月24日(星期二) 上午10:00",
            _DASHED.format("原始邮件"),
        ),
    ),
    ("Proton, old", f"‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Tuesday, November 24th, 2026 at 10:00 AM, {_A} wrote:"),
    ("Outlook for Mac", f"On 24/11/2026, 10:00, {_A} wrote:".replace("Support ", '"Support" ')),
)

HTML_ANSWERS = {
    "Gmail": (
        '<div dir="ltr">My answer.</div><br><div class="gmail_quote"><div class="gmail_attr">'
        'El mar, 24 nov 2026 a las 10:00, Soporte (&lt;<a href="mailto:support@desk.example">'
        'support@desk.example</a>&gt;) escribió:<br></div><blockquote class="gmail_quote"><div>'
        "your question<br>more</div></blockquote></div>"
    ),
    "Outlook": (
        '<div><p class="MsoNormal">My answer.</p><p class="MsoNormal">&nbsp;</p><div>'
        '<div style="border-top:solid"><p class="MsoNormal"><b>Von:</b>'
        " Support &lt;support@desk.example&gt; <br><b>Gesendet:</b>"
        " Dienstag, 24. November 2026 10:00<br><b>An:</b> Ana &lt;ana@acme.example&gt;<br><b>"
        'Betreff:</b> Re: Import</p></div></div><p class="MsoNormal">your question</p></div>'
    ),
    "Outlook on the web": (
        '<div>My answer.</div><hr tabindex="-1"><div id="divRplyFwdMsg"><font><b>From:</b>'
        " Support &lt;support@desk.example&gt;<br><b>Sent:</b>"
        " Tuesday, November 24, 2026 10:00 AM<br><b>To:</b> Ana &lt;ana@acme.example&gt;<br><b>"
        "Subject:</b> Re: Import</font><div>&nbsp;</div></div><div>your question</div>"
    ),
    "Apple": (
        'My answer.<br><div><br><blockquote type="cite"><div>'
        "On 24 Nov 2026, at 10:00, Support &lt;support@desk.example&gt; wrote:</div><br><div>"
        "<div>your question</div></div></blockquote></div>"
    ),
    "iPhone": (
        "<div>My answer.</div><div><br>Von meinem iPhone gesendet</div><div><br>"
        '<blockquote type="cite">'
        "Am 24.11.2026 um 10:00 schrieb Support &lt;support@desk.example&gt;:<br><br>"
        '</blockquote></div><blockquote type="cite"><div>your question</div></blockquote>'
    ),
    "Thunderbird": (
        '<p>My answer.</p><div class="moz-cite-prefix">Am 24.11.26 um 10:00 schrieb Support:<br>'
        '</div><blockquote type="cite"><pre>your question\n  more</pre></blockquote>'
    ),
    "Yahoo": (
        '<div>My answer.</div><div id="yahoo_quoted"><div><div>'
        "On Tuesday, 24 November 2026 at 10:00:00 GMT, Support &lt;support@desk.example&gt; wrote:"
        "</div><div><br></div><div>your question</div></div></div>"
    ),
    "Proton": (
        '<div>My answer.</div><div>Sent with <a href="https://proton.me/">Proton Mail</a>'
        " secure email.</div><div>"
        "On Tuesday, November 24th, 2026 at 10:00 AM, Support &lt;support@desk.example&gt; wrote:"
        '<br><blockquote type="cite">your question</blockquote></div>'
    ),
    "Samsung": (
        "<div>My answer.</div><div>Von meinem/meiner Galaxy gesendet</div><div><br></div><div>"
        "-------- Ursprüngliche Nachricht --------</div><div>"
        "Von: Support &lt;support@desk.example&gt; </div><div>"
        "Datum: 24.11.26  10:00  (GMT+01:00) </div><div>An: Ana &lt;ana@acme.example&gt; </div>"
        "<div>Betreff: Re: Import </div><div><br></div>your question"
    ),
}
