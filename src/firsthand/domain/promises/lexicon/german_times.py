"""German words of time, each row with an example. Umlauts are written ae, oe, ue and ss."""

from firsthand.domain.promises.lexicon.rows import time_row as row

ROWS = (
    row("n", "zwei | zwo", "in zwei Tagen", "2"),
    *(
        row("n", word, f"in {word} Tagen", str(value))
        for value, word in enumerate(
            ["drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwoelf"], start=3
        )
    ),
    row("n", "fuenfzehn", "in fünfzehn Minuten", "15"),
    row("n", "achtzehn", "in achtzehn Stunden", "18"),
    row("n", "vierzig", "in vierzig Minuten", "40"),
    row("n", "fuenfundvierzig", "in fünfundvierzig Minuten", "45"),
    row("n", "fuenfzig", "in fünfzig Minuten", "50"),
    row("n", "sechzig", "in sechzig Tagen", "60"),
    row("n", "neunzig", "in neunzig Tagen", "90"),
    row("n", "sechsunddreissig", "in sechsunddreißig Stunden", "36"),
    row("n", "zweiundsiebzig", "in zweiundsiebzig Stunden", "72"),
    row("n", "zwanzig", "in zwanzig Minuten", "20"),
    row("n", "dreissig", "in dreißig Minuten", "30"),
    row("n", "achtundvierzig", "binnen achtundvierzig Stunden", "48"),
    row("n", "vierundzwanzig", "binnen vierundzwanzig Stunden", "24"),
    row(
        "g",
        "paar | ein paar | einig* | wenig* | mehrere* | nen paar | den naechsten paar | nur wenig*",
        "in ein paar Stunden",
        "few",
    ),
    row("a", "ein | eine | einer | einem | einen | eines | ner | ne | nem | nen", "in einer Stunde"),
    row("H", "halbe | halben | halber", "in einer halben Stunde"),
    row("H", "halb", "um halb vier", "clock"),
    row("H", "anderthalb | eineinhalb", "in anderthalb Stunden", "1.5"),
    row("u", "sekunde | sekunden | sek", "in 30 Sekunden", "S"),
    row("u", "minute | minuten | min | mins", "in 10 Minuten", "MIN"),
    row("u", "viertelstunde", "in einer Viertelstunde", "15MIN"),
    row("u", "dreiviertelstunde", "in einer Dreiviertelstunde", "45MIN"),
    row("u", "stunde | stunden | std | h | stuendchen", "in 2 Stunden", "H"),
    row("u", "tag | tage | tagen | tages", "in zwei Tagen", "D"),
    row("u", "woche | wochen", "in einer Woche", "W"),
    row("u", "monat | monate | monaten | monats", "in einem Monat", "M"),
    row("u", "quartal | quartals | quartale", "nächstes Quartal", "Q"),
    row("u", "jahr | jahre | jahren | jahres", "nächstes Jahr", "Y"),
    row(
        "w",
        "werktag | werktags | arbeitstags | werktage | werktagen | werktages | arbeitstag"
        " | arbeitstage | arbeitstagen | arbeitstages | geschaeftstag | geschaeftstage"
        " | geschaeftstagen | geschaeftstages | bankarbeitstage | bankarbeitstagen",
        "in zwei Werktagen",
        "D",
    ),
    row(
        "w",
        "arbeitsstunde | arbeitsstunden | geschaeftsstunden | geschaeftsstunde | servicestunden | buerostunden",
        "in vier Arbeitsstunden",
        "H",
    ),
    row("R", "heute | heut | dato | heutig* | den heutigen tag | am heutigen tag", "bis heute", "today"),
    row("R", "morgen | morgigen tag | morgig* | mrgn", "bis morgen", "tomorrow"),
    row("R", "uebermorgen", "bis übermorgen", "day+2"),
    row("R", "gestern | gestrig*", "gestern", "yesterday"),
    row("R", "vorgestern", "vorgestern", "day-2"),
    row(
        "R",
        "naechsten werktag | naechsten arbeitstag | naechster werktag | naechster arbeitstag"
        " | folgenden werktag | kommenden werktag | darauffolgenden werktag"
        " | kommenden arbeitstag | folgenden arbeitstag",
        "am nächsten Werktag",
        "working+1",
    ),
    row("R", "letzten werktag | letzten arbeitstag", "am letzten Werktag", "working-1"),
    row("D", "montag | mo", "am Montag", "mon"),
    row("D", "dienstag | di", "am Dienstag", "tue"),
    row("D", "mittwoch", "am Mittwoch", "wed"),
    row("D", "donnerstag", "am Donnerstag", "thu"),
    row("D", "freitag | fr", "am Freitag", "fri"),
    row("D", "samstag | sa | sonnabend", "am Samstag", "sat"),
    row("D", "sonntag | sonntags", "am Sonntag", "sun"),
    row("M", "januar | jaenner | jan", "im Januar", "1"),
    row("M", "februar | feb", "im Februar", "2"),
    row("M", "maerz", "im März", "3"),
    row("M", "april | apr", "im April", "4"),
    row("M", "mai", "im Mai", "5"),
    row("M", "juni", "im Juni", "6"),
    row("M", "juli", "im Juli", "7"),
    row("M", "august | aug", "im August", "8"),
    row("M", "september | sept", "im September", "9"),
    row("M", "oktober | okt", "im Oktober", "10"),
    row("M", "november | nov", "im November", "11"),
    row("M", "dezember | dez", "im Dezember", "12"),
    row("P", "frueh | vormittag | vormittags | vormittages | morgens", "morgen früh", "morning"),
    row("P", "mittag | mittags | mittagszeit | mittagspause", "bis Mittag", "noon"),
    row("P", "mitternacht", "bis Mitternacht", "T24:00"),
    row("P", "nachmittag | nachmittags", "am Nachmittag", "afternoon"),
    row("P", "abend | abends", "bis heute Abend", "evening"),
    row("P", "nacht | nachts", "in der Nacht", "night"),
    row(
        "P",
        "feierabend | dienstschluss | buroschluss | bueroschluss | geschaeftsschluss"
        " | arbeitsende | tagesende | eod | cob | ende des tages | ende des arbeitstages"
        " | ende des arbeitstags | ende vom tag | betriebsschluss | schluss",
        "bis Feierabend",
        "end",
    ),
    row(
        "P",
        "gleich frueh | gleich morgens | dienstbeginn | geschaeftsbeginn | arbeitsbeginn | tagesbeginn",
        "zu Dienstbeginn",
        "start",
    ),
    row("R", "gleich morgen frueh | gleich morgen", "gleich morgen früh", "tomorrow start"),
    row(
        "R",
        "wochenende dieser woche | ende der woche | ende dieser woche | eow | ende der laufenden woche | ende der kw",
        "bis Ende der Woche",
        "week+0 end",
    ),
    row("R", "wochenmitte | mitte der woche", "bis Wochenmitte", "week+0 mid"),
    row("R", "monatsende | ende des monats | ende dieses monats | monatsultimo", "bis Monatsende", "month+0 end"),
    row("R", "monatsmitte | mitte des monats", "bis Mitte des Monats", "month+0 mid"),
    row("R", "jahresende | ende des jahres | ende dieses jahres", "bis Jahresende", "year+0 end"),
    row("R", "quartalsende | ende des quartals | ende dieses quartals", "bis Quartalsende", "quarter+0 end"),
    row("A", "morgens frueh | am morgen | in der frueh", "um 9 Uhr am Morgen", "am"),
    row("O", "uhr", "um 15 Uhr"),
    row(
        "B",
        "bis | allerspaetestens | bis zum | bis zur | bis spaetestens | spaetestens"
        " | bis spaetestens zum | spaetestens bis | spaetestens am | bis einschliesslich"
        " | bis inklusive | bis inkl | bis zu | bis maximal | bis laengstens"
        " | spaetestens bis zum | bis kommenden | bis in den | bis in die | bis hin zum",
        "bis Freitag",
    ),
    row("V", "vor | vor dem | vor der | noch vor | noch vor dem", "vor Freitag"),
    row(
        "I",
        "innerhalb | innerhalb von | binnen | im laufe | im laufe des | im laufe der | im verlauf"
        " | im verlauf des | im verlauf der | in weniger als | weniger als | in unter | unter"
        " | in spaetestens | in maximal | in hoechstens | im lauf des | im lauf der | ueber"
        " | innert | im verlaufe des | im verlaufe der | in laengstens | waehrend | waehrend des",
        "innerhalb von zwei Stunden",
    ),
    row("N", "in | im", "in zwei Tagen"),
    row("@", "um", "um 9", "um"),
    row("@", "am | zum | zur", "am Freitag", "on"),
    row("@", "fuer | an | auf", "für Freitag"),
    row("F", "ab", "ab Montag"),
    row("F", "ab dem", "ab dem 3.", "on"),
    row("F", "vom", "Ihre Nachricht vom 3. März", "dated"),
    row(
        "F",
        "von | nach | seitens ab | erst ab | fruehestens | fruehestens am | nicht vor | nicht vor dem | beginnend",
        "von 9 bis 17 Uhr",
    ),
    row(
        "S",
        "seit | seit dem | in den letzten | in den vergangenen | der letzten | die letzten"
        " | den letzten | waehrend der letzten | schon seit | vergangenen | innerhalb der letzten",
        "seit Montag",
    ),
    row("G", "her", "zwei Tage her"),
    row("G", "vorher | zuvor | im voraus | vorab | danach | spaeter | nach dem", "vier Wochen vorher", "event"),
    row(
        "m",
        "maximal | hoechstens | max | maximum | laengstens | nicht mehr als | nicht laenger als",
        "maximal zwei Stunden",
    ),
    row(
        "~",
        "fast | beinahe | mindestens | gut | ca | circa | etwa | ungefaehr | gegen | rund | knapp | so gegen | so um",
        "gegen 15 Uhr",
        "near",
    ),
    row("~", "gleich", "ich schaue gleich", "vague"),
    row(
        "~",
        "aber | jedoch | so | irgendwann | noch | erst | schon | bereits | direkt | genau | wieder | nur | also | ~",
        "aber am Montag",
    ),
    row("X", "dies | diese | diesen | dieser | dieses | diesem | laufenden", "diese Woche", "this"),
    row("X", "naechst*", "nächste Woche", "next"),
    row("X", "kommend* | darauffolgend* | folgend*", "kommenden Freitag", "coming"),
    row("X", "letzt* | vergangen* | vorig*", "letzte Woche", "last"),
    row("X", "uebernaechst*", "übernächste Woche", "next2"),
    row("E", "anfang | beginn | zu beginn | zum anfang | anfangs", "Anfang nächster Woche", "early"),
    row("E", "mitte", "Mitte nächster Woche", "mid"),
    row("E", "ende | ende vom | zum ende", "Ende nächster Woche", "end"),
    row("o", "der | die | das | des | dem | den | von der | unserer | unseres | meines | unser", "die Wochenmitte"),
    row("-", "- | –", "2 - 3 Tage"),
    row("|", "oder | / | bzw", "ein oder zwei Tage"),
    row("&", "und", "zwischen Montag und Mittwoch"),
    row("b", "zwischen", "zwischen Montag und Mittwoch"),
    row("Q", "q1 | erstes quartal | ersten quartal", "in Q1", "1"),
    row("Q", "q2 | zweites quartal | zweiten quartal", "in Q2", "2"),
    row("Q", "q3 | drittes quartal | dritten quartal", "in Q3", "3"),
    row("Q", "q4 | viertes quartal | vierten quartal", "in Q4", "4"),
    row("K", "kw | kalenderwoche | cw", "in KW 49"),
    row("Z", "mez | mesz | cet | cest", "15 Uhr MEZ", "Europe/Berlin"),
    row("Z", "utc | gmt", "15 Uhr UTC", "UTC"),
    row("Z", "pst | pdt | pt", "15 Uhr PST", "America/Los_Angeles"),
    row("Z", "est | edt | et", "15 Uhr EST", "America/New_York"),
    row("W", "wochenende | we | wochenendes | wochenenden", "am Wochenende", "0"),
    row(
        "v",
        "bald | zeitnah | zeitnahe | umgehend | umgehende | umgehenden | schnellstmoeglich"
        " | baldmoeglichst | demnaechst | in kuerze | kuerzlich bald | alsbald | sofort"
        " | unverzueglich | asap | so schnell wie moeglich | so bald wie moeglich"
        " | sobald wie moeglich | sobald es geht | so schnell es geht | schnellstens"
        " | gleich jetzt | in baelde | dringend | so rasch wie moeglich | moeglichst bald"
        " | moeglichst schnell | moeglichst zeitnah | in absehbarer zeit | ehestmoeglich"
        " | ehebaldigst | kurzfristig | sehr bald | ganz bald | schnellst moeglich"
        " | so frueh wie moeglich | fruehestmoeglich | fruehstmoeglich | so zeitnah wie moeglich"
        " | in naher zukunft | baldigst | prompt | rasch | in wenigen augenblicken | jeden moment"
        " | a.s.a.p | gleich nachher | nachher | im anschluss | in nicht allzu ferner zukunft"
        " | auf die schnelle | sogleich | unmittelbar",
        "Wir melden uns in Kürze.",
    ),
    row("Y", "jeden | jede | jedes | alle | jeweils", "jeden Freitag"),
    row("y", "taeglich | taeglich* | jeden tag", "tägliches Update", "P1D"),
    *(
        row("y", f"{day}s | {day}s immer", f"{day}s", f"P1W weekday:{short}")
        for day, short in (
            ("montag", "mon"),
            ("dienstag", "tue"),
            ("mittwoch", "wed"),
            ("donnerstag", "thu"),
            ("freitag", "fri"),
            ("samstag", "sat"),
        )
    ),
    row("y", "woechentlich | woechentlich* | jede woche", "wöchentlich", "P1W"),
    row("y", "stuendlich | stuendlich* | jede stunde", "stündlich", "PT1H"),
    row("y", "monatlich | monatlich* | jeden monat", "monatlich", "P1M"),
    row("y", "naechtlich | naechtlich* | jede nacht", "nächtlich", "P1D"),
    row("k", "werktaegliche | geschaeftliche", "werktägliche Stunden"),
    row(
        "q",
        "schoen* | angenehm* | gut* | erholsam* | erfolgreich* | frohe* | sonnig* | entspannt*"
        " | wunderschoen* | nett* | ruhig* | tollen | tolles | rest vom | frohes",
        "ein angenehmes Wochenende",
    ),
    row(
        "x",
        "guten morgen | guten tag | guten abend | gute nacht | schoenes wochenende | schoenen tag"
        " | schoenen abend | schoenen feierabend | schoenen nachmittag | schoene woche"
        " | schoenen freitag | erholsames wochenende | schoenen start in die woche"
        " | guten start in die woche | moin moin | angenehmen tag | angenehmen abend"
        " | im nachhinein | schoenen resttag | start in die woche | tag zusammen"
        " | guten start ins wochenende | schoenes we | wochenende wuensche | sonnigen tag"
        " | am ende | auf dauer | tag und nacht | unter umstaenden | unter anderem | mo bis fr",
        "guten Morgen",
    ),
    row("J", "weihnachten | ostern | silvester | feiertage | feiertagen", "vor Weihnachten"),
)
