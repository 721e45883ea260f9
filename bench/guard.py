"""`guard.*`: what the promise guard costs while a reply is written.

`guard.page_ms` is the 95th percentile of a page of 500 words, of which every other sentence has a time or a promise,
in English and German in turn; each page is another one, so that nothing is remembered. `guard.worst_20kb_ms` is the
worst of 400 texts of 20,000 characters that repeat any two tokens of the lexicon or of punctuation. Processor time of
this process.
"""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench import Figure
from firsthand.domain.calendars import parse_budget, parse_calendar, working_time
from firsthand.domain.names import Role
from firsthand.domain.promises import Names, Setting, Support, Wording, forget, guarded
from firsthand.domain.promises.lexicon.lookup import LANGUAGES, language_named

PAGES, WORDS, TEXTS, LONGEST = 100, 500, 400, 20_000
_PLAIN = {
    "en": (
        "Thank you for the detailed description of what you saw, and for the log files that you "
        "attached to the ticket.",
        "The import stops because the proxy closes the connection before the {noun} of the {noun} "
        "has arrived completely.",
        "In the settings of the workspace an administrator can raise the limit for the {noun} "
        "without restarting anything.",
        "We compared your {noun} with ours and found no difference besides the order of the columns in the header.",
    ),
    "de": (
        "Vielen Dank für die ausführliche Beschreibung und für die Protokolle, die Sie dem Ticket beigefügt haben.",
        "Der Import bricht ab, weil der Proxy die Verbindung schließt, bevor die {noun} der {noun} "
        "vollständig angekommen ist.",
        "In den Einstellungen des Arbeitsbereichs lässt sich die Grenze für die {noun} ohne Neustart erhöhen.",
        "Wir haben Ihre {noun} mit unserer verglichen und bis auf die Reihenfolge der Spalten "
        "keinen Unterschied gefunden.",
    ),
}
_PROMISES = {
    "en": (
        "I will send you the corrected {noun} together with a short summary by Friday noon at the latest.",
        "Once you have confirmed the {noun}, our engineers should have a fix for it within two business days.",
        "We are looking into why the {noun} was delayed.",
        "The new version of the {noun} is planned for the end of next week, and you will hear from me before that.",
    ),
    "de": (
        "Ich schicke Ihnen die korrigierte {noun} mit einer kurzen Zusammenfassung bis spätestens Freitag um 12 Uhr.",
        "Sobald Sie die {noun} bestätigt haben, sollte die Entwicklung den Fehler innerhalb von "
        "zwei Werktagen beheben.",
        "Wir prüfen derzeit, warum die {noun} verzögert war.",
        "Die neue Version der {noun} ist für Ende nächster Woche geplant, und vorher hören Sie noch einmal von mir.",
    ),
}


def figures(*, runs: int) -> list[Figure]:
    """The two figures; each the median of the runs."""
    pages = sorted(_page_ms() for _ in range(runs))
    worst = sorted(_worst_ms() for _ in range(runs))
    return [
        Figure(name="guard.page_ms", value=pages[runs // 2], unit="ms", runs=runs),
        Figure(name="guard.worst_20kb_ms", value=worst[runs // 2], unit="ms", runs=runs),
    ]


def _page_ms() -> float:
    taken = sorted(_ms(text, language) for text, language in _pages(random.Random(1)))  # noqa: S311 - the same pages
    return taken[int(len(taken) * 0.95)]


def _pages(chance: random.Random) -> Iterator[tuple[str, str]]:
    for number in range(PAGES):
        language, words = LANGUAGES[number % 2], 0
        said: list[str] = []
        while words < WORDS:
            sentence = chance.choice((_PLAIN, _PROMISES)[len(said) % 2][language])
            said.append(sentence.format(noun=f"part{chance.randrange(10_000)}"))
            words += len(said[-1].split())
        yield " ".join(said), language


def _worst_ms() -> float:
    chance = random.Random(2)  # noqa: S311 - the same texts
    worst = 0.0
    for number in range(TEXTS):
        language = LANGUAGES[number % 2]
        known = language_named(language)
        tokens = [
            *known.times,
            *known.acts,
            *".,!?;:-()>\"'`/\\@#0123456789\n\t",
            "12:30",
            "3.12.",
            "1.2.3.4",
            "http://",
        ]
        one, other = chance.choice(tokens), chance.choice(tokens)
        unit = f"{one}{chance.choice(('', ' ', '. ', chr(10)))}{other} "
        worst = max(worst, _ms((unit * (LONGEST // len(unit) + 1))[:LONGEST], language))
    return worst


def _ms(text: str, language: str) -> float:
    where = _setting(language)
    forget()
    begin = time.process_time()
    guarded(text, where)
    return (time.process_time() - begin) * 1000


def _setting(language: str) -> Setting:
    hours = working_time(
        parse_calendar("support", {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-17:00"}})
    )
    return Setting(
        now=datetime(2026, 11, 27, 18, tzinfo=UTC),
        role=Role("sales"),
        language=language,
        working=hours,
        supports={Role("support"): Support(clause="S45", budget=parse_budget("8 business hours"))},
        names=Names(teams=(("engineers", "engineering"), ("entwicklung", "engineering"), ("support", "support"))),
        wording=(Wording(clause="S44", phrases=("ASAP", "as soon as possible", "immediately", "right away")),),
    )
