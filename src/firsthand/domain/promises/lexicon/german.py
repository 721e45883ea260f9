"""German words of acts, each row with an example. Umlauts are written ae, oe, ue and ss; `*` stands for the endings."""

from firsthand.domain.promises.lexicon.rows import act_row as row

ENDINGS = ("", "e", "en", "t", "st", "n", "er", "es", "em", "et", "est")
ROWS = (
    row(
        "Z",
        "im test | im review | in der testphase | im rollout | in der abnahme | befindet sich",
        "der Patch ist im Test",
    ),
    row("I", "ich | wir | unser team | mein team | unser gesamtes team | unsererseits | i", "Ich melde mich morgen"),
    row("M", "mir | mich | uns | von mir | von uns", "Sie hören von mir"),
    row("y", "ihnen | dir | euch | dich", "ich schicke Ihnen das"),
    row("Y", "sie | du | ihr", "Sie erhalten es morgen"),
    row(
        "P",
        "kollege | kollegin | kollegen | kolleginnen | teamleiter | teamleiterin | chef | chefin"
        " | leiter | spezialist | spezialistin | spezialisten | frau | herr | fachabteilung"
        " | experte | experten | teamleitung | vorgesetzter | techniker | fachkollegen",
        "mein Kollege meldet sich",
    ),
    row("H", "diese kollegen | er | die kollegen", "er meldet sich"),
    row(
        "S",
        "jemand | mitarbeiter | mitarbeiterin | ein ansprechpartner | sachbearbeiter | einer von uns | eine von uns",
        "jemand meldet sich",
    ),
    row(
        "N",
        "ihr schreiben | das schreiben | dein schreiben | es | das | dies | dieses | alles | was | welches",
        "das wird behoben",
    ),
    row(
        "D",
        "update | updates | fix | patch | hotfix | bugfix | release | erstattung | gutschrift"
        " | rechnung | angebot | einladung | entscheidung | rollout | behebung | korrektur"
        " | loesung | antwort | rueckmeldung | feature | version | ergebnis | ergebnisse"
        " | rueckruf | ersatz | lizenz | vertrag | zusammenfassung | migration | umstellung"
        " | analyse | bericht | dokumentation | entwurf | workaround | einschaetzung | deployment"
        " | auslieferung | nachricht | info | rca | freischaltung | bereitstellung | status"
        " | zwischenstand | auswertung | stellungnahme | aktualisierung | build | fehlerbehebung"
        " | export",
        "der Fix kommt am Montag",
    ),
    row(
        "Q",
        "system | server | job | jobs | cronjob | skript | script | dienst | app | seite"
        " | dashboard | cache | token | zertifikat | sitzung | link | passwort | browser"
        " | prozess | datenbank | cluster | client | api | webhook | index | instanz | container"
        " | plugin | schaltflaeche | backup | backups | sicherung | sync | synchronisation"
        " | datei | dateien | einstellung | abfrage | limit | abo | konto | nutzer | benutzer"
        " | testphase | schluessel | scheduler | import | worker | queue | lizenzschluessel"
        " | testzeitraum | anwendung | software",
        "das System startet neu",
    ),
    row("w", "werde | werden | wird | werd | wirst | werdet", "ich werde schreiben"),
    row("W", "wuerde | wuerden | koennte | koennten | moechte | moechten | wollten", "das würde gehen"),
    row("c", "kann | koennen | kannst | koennt | schaffe | schaffen | darf | duerfen", "ich kann das morgen schicken"),
    row("s", "sollte | sollten | muesste | muessten | duerfte | duerften", "das sollte bis Freitag gehen"),
    row(
        "h",
        "hoff* | versuch* | plan* | beabsichtig* | wollen | will | haben vor | habe vor"
        " | haben wir vor | habe ich vor | peil* | streb* | bemueh* | rechn* | erwart*"
        " | gehe davon aus | gehen davon aus | zielen | streben an | anstreben"
        " | geben unser bestes | gebe mein bestes | ziel ist | plan ist | gehen wir davon aus"
        " | gehe ich davon aus",
        "wir hoffen, das zu beheben",
    ),
    row(
        "a",
        "zuversichtlich | optimistisch | realistisch | realistischerweise | frueestens"
        " | voraussichtlich | vermutlich | wahrscheinlich | hoffentlich | vielleicht | eventuell"
        " | evtl | ggf | gegebenenfalls | moeglicherweise | ich denke | ich glaube | wir denken"
        " | denke ich | wohl | nach derzeitigem stand | stand jetzt | wenn alles gut geht"
        " | wenn alles klappt | wenn nichts dazwischenkommt | wenn moeglich | falls moeglich"
        " | sofern moeglich | nach moeglichkeit | meines wissens | schaetze | schaetzungsweise"
        " | ich schaetze | im idealfall | idealerweise | kann ich nicht versprechen"
        " | nicht versprechen | ohne gewaehr | unverbindlich | ich meine | theoretisch"
        " | wenn nichts dazwischen kommt | schaetzen | vorbehaltlich | vorraussichtlich"
        " | in der hoffnung",
        "das wird voraussichtlich Montag",
    ),
    row(
        "V",
        "kommt | geht | erfolgt | folgt | erscheint | erscheinen | gehen raus | passiert | steht | landet | trudelt",
        "der Fix geht heute raus",
    ),
    row(
        "v",
        "kontakt auf | begleite* | betreue* | berate* | schule* | werte* | poste* | baut"
        " | in verbindung | bescheid | meld* | schick* | send* | schau* | hin | pruef* | kuemmer*"
        " | gebe | geben | gib | geb | leit* | klaer* | hak* | ruf* | schreib* | antwort*"
        " | liefer* | beheb* | fix* | bearbeit* | kontaktier* | informiere | informieren"
        " | aktualisier* | erstell* | mach* | stell* | halte* | test* | untersuch* | analysier*"
        " | uebermittel* | uebermittl* | verschick* | nehm* | geh* | besprech* | eskalier*"
        " | reich* | veroeffentlich* | bring* | spiel* | setz* | sorg* | ergaenz* | richt*"
        " | erledig* | uebernehm* | verfolg* | verlaenger* | erstatt* | frag* | trag* | lad*"
        " | lass* | sprech* | bereit* | start* | beginn* | fang* | guck* | hol* | bind* | deploy*"
        " | reproduzier* | veranlass* | leg* | kommen | komme | sag | sag* | uebernimmt | spricht"
        " | trifft | laesst | aender* | nenn* | erhoeh* | bespricht | nimmt | gibt | schliess*"
        " | arbeit* | sehe | sehen | sieht | widm* | schalt* | helf* | unterstuetz* | reparier*"
        " | loes* | treff* | buch* | pass* | oeffn* | versend* | fuehr* | dokumentier* | bau*"
        " | haelt | stimm* | priorisier* | zeig* | zieh* | tausch* | red* | faengt | laedt"
        " | beantwort* | erklaer* | vereinbar* | telefonier* | mail* | ping*",
        "ich schicke das morgen",
    ),
    row("L", "brauche | brauchen | benoetige | benoetigen", "wir brauchen zwei Tage"),
    row(
        "i",
        "wird gemacht | wird erledigt | geht klar | mach ich | mache ich | im auge"
        " | in den haenden | im blick | in pruefung | unterwegs | auf dem weg | alles daran"
        " | unser bestes | mein bestes | auf sie zu | auf dich zu | auf euch zu | dran"
        " | am dranbleiben | bleibe dran | bleiben dran | bin dran | sind dran | in bearbeitung"
        " | in arbeit | am schauen | am pruefen | am ball | bleib dran | auf dem schirm"
        " | auf dem laufenden | am untersuchen | schon dran | in klaerung",
        "wir sind dran",
    ),
    row(
        "e",
        "erfahren | erfaehrst | erhalten | erhaelt | bekommen | bekommst | bekommt | hoeren"
        " | hoerst | hoert | kriegst | kriegen | kriegt | erhaltet | erhaeltst",
        "Sie hören von uns",
    ),
    row(
        "f",
        "da sein | da ist | da sind | wieder da | behoben | geloest | fertig | verfuegbar | live"
        " | online | ausgeliefert | bereitgestellt | draussen | gefixt | released | deployed"
        " | ausgerollt | gutgeschrieben | freigeschaltet | umgesetzt | eingespielt | korrigiert"
        " | wiederhergestellt | geliefert | gesendet | geschickt | abgeschlossen | implementiert"
        " | enthalten | hinzugefuegt | erreichbar | zurueckerstattet | gemeldet | geklaert"
        " | nachgereicht | ersetzt | raus | drin | verbessert | geprueft | zugesendet"
        " | zugeschickt | angepasst | beseitigt | weitergeleitet | informiert",
        "das wird behoben",
    ),
    row(
        "p",
        "habe | hast | habt | hab | hat | hatte | hatten | wurde | wurden | war | waren | ging"
        " | kam | kamen | lief | liefen | gab | schrieb | schickte | schickten | meldete"
        " | meldeten | bekam | trat | traten | stand | fiel | fanden | fand | worden | gewesen"
        " | sah | konnten | konnte | wurdest | lag | lagen | startete | begann | stuerzte | liess"
        " | riefen | rief | sprach | sprachen | sagte | sagten | musste | mussten | wussten"
        " | wusste | wollte | haben",
        "wir haben es gestern geschickt",
    ),
    row("b", "bin | ist | sind | bist | seid | sei | waere | sein", "er ist weg"),
    row(
        "g",
        "nicht | kein | keine | keinen | keiner | keinem | nie | niemals | nichts | niemand | leider nicht",
        "das werden wir nicht",
    ),
    row(
        "o",
        "garantie | statt | gewaehrleistung | laeuft | laufen | endet | enden | laeuft ab"
        " | laufen ab | gilt | gelten | gueltig | faellig | geschlossen | geoeffnet | dauert"
        " | dauern | verlaengert sich | verfaellt | feiertag | stattfrist | kuendbar | noch frei"
        " | ablauf",
        "die Testphase endet am Freitag",
    ),
    row(
        "C",
        "sobald | falls | wenns | wenn | sofern | nachdem | sollten sie | solltest du"
        " | vorausgesetzt | unter der voraussetzung | bevor | ehe | solange | im falle"
        " | solltet ihr | unter der bedingung | abhaengig | je nachdem | haengt davon ab"
        " | bis sie | sowie",
        "sobald Sie antworten",
    ),
    row(
        "z",
        "bitte | koennten sie | koenntest du | koenntet ihr | wuerden sie | wuerdest du"
        " | schicken sie | senden sie | pruefen sie | melden sie sich | meldet euch | meld dich"
        " | melde dich | lassen sie mich | lassen sie uns | lass mich | lass uns | sagen sie"
        " | sag mir | sag bescheid | teilen sie | bestaetigen sie | versuchen sie | schick mir"
        " | schick uns | starten sie | rufen sie | schreiben sie mir | schau mal | stellen sie"
        " | aktualisieren sie | sie muessen | sie koennen | du musst | du kannst | ihr koennt"
        " | ihr muesst | sie sollten | du solltest | nehmen sie | kontaktieren sie | brauche ich"
        " | benoetige ich | benoetigen wir | brauchen wir von",
        "bitte schicken Sie die Logs",
    ),
    row("B", "geben sie mir | geben sie uns | gebt mir | gebt uns", "geben Sie mir zwei Tage"),
    row(
        "q",
        "dank | danke | vielen dank | herzlichen dank | besten dank | sorry | entschuldigung"
        " | verzeihung | glueckwunsch | willkommen",
        "danke für das Gespräch",
    ),
    row(
        "R",
        "lassen sie mich kurz | lass mich kurz | lass mich mal | lassen sie mich das"
        " | lass mich das | lassen sie mich mal | lassen sie uns das | lass mich eben",
        "lass mich kurz prüfen",
    ),
    row(
        "O",
        "ginge | ginge auch | soll ich | sollen wir | passt ihnen | passt dir | passt es"
        " | passt euch | wie waere | wie waers | gerne auch | kann ich ihnen | kann ich dir"
        " | koennen wir | koennten wir | koennte ich | haetten sie | haettest du | biete | bieten"
        " | ich koennte | wir koennten | kann gern | kann gerne | koennen gern | koennen gerne"
        " | ich kann dir | ich kann ihnen | wir koennen ihnen | vorschlag | schlage vor"
        " | schlagen vor | schlage ich | schlagen wir | wuerde mir passen | haben sie zeit"
        " | hast du zeit | ich kann euch | wuerde vorschlagen | waere mein vorschlag"
        " | haette zeit | passt das | falls gewuenscht",
        "soll ich Sie anrufen?",
    ),
    row(
        "n",
        "normalerweise | in der regel | ueblicherweise | i.d.r | grundsaetzlich"
        " | durchschnittlich | im schnitt | meist | meistens | gewoehnlich | standardmaessig"
        " | immer | generell | im durchschnitt",
        "wir antworten in der Regel",
    ),
    row(
        "l",
        "sla | reaktionszeit | reaktionszeiten | antwortzeit | antwortzeiten | bearbeitungszeit"
        " | bearbeitungszeiten | servicelevel | service level | loesungszeit | erstreaktion"
        " | reaktionszeitraum | entstoerzeit | antwortfrist | supportzeit",
        "unsere Reaktionszeit",
    ),
    row("r", "reagieren | reagiert", "wir reagieren in 4 Stunden"),
    row(
        "G",
        "versprech* | versprochen | garantier* | zusichern | sichere zu | sage zu | sagen zu"
        " | zusagen | versicher* | verlass dich | verlassen sie sich | fest zu | verspricht",
        "ich verspreche",
    ),
    row(
        "d",
        "vorgenommen | verschoben | verlegt | vertagt | zugesagt | geplant | vorgesehen"
        " | angesetzt | terminiert | eingeplant | angekuendigt | termin | eta | anvisiert"
        " | datiert | liefertermin | zieltermin | steht an | ansteht",
        "geplant ist Freitag",
    ),
    row(
        "k",
        "denke | glaube | weiss | wissen | verstehe | sehe gerade | finde | freu* | bedank*"
        " | vermute | wuensch* | bitten | bedaur* | bedauern | entschuldig* | empfehl*",
        "ich freue mich",
    ),
    row(
        "j",
        "im buero | im dienst | im haus | im urlaub | abwesend | nicht im buero | ausser haus"
        " | krank | nicht erreichbar | auf dienstreise | in elternzeit | nicht da"
        " | im home office",
        "ich bin bis Montag im Urlaub",
    ),
    row(",", "und | oder | und dann", "ich schaue und melde mich", "and"),
    row(",", "aber", "aber ich melde mich", "but"),
    row(",", "weil | dass | sodass | so dass | damit | ob", "damit wir", "rel"),
    row(
        ",",
        "denn | die sich | daher | deshalb | trotzdem | allerdings | jedoch | , | , da | . | !"
        " | ? | ; | : | – | — | ( | ) | ... | … | sondern",
        "deshalb melde ich mich",
    ),
    row(",", ", die | , der", "meine Chefin, die guckt", "who"),
    row("A", "dann | danach | anschliessend | im anschluss | als naechstes", "danach werten wir das aus"),
    row("t", "zu", "zu schicken"),
)
