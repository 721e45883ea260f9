"""In which of the languages of the guard a text is written, by its small words; and how an instant is written there."""

from datetime import datetime, timedelta

from firsthand.domain.calendars import zone_named
from firsthand.domain.day_names import SHORT_DAYS, SHORT_MONTHS
from firsthand.domain.promises.lexicon.words import TOKEN, plain

_LOOKED_AT = 1000
_ENGLISH = frozenset(
    """
    the and you we will to of that it for with this your our have not be please are my can if as by is i at from
    would should has they let me us until before he she get on
    """.split()  # noqa: SIM905 - a list of words
)
_GERMAN = frozenset(
    """
    der die das und sie wir ich ist es dass fuer mit ihr ihre ihnen unser haben nicht bitte sind auf mein kann
    wenn wird werden zu von den dem ein eine im am bis euch dir dich du wie noch auch sich hat bei nach sobald
    melde
    """.split()  # noqa: SIM905 - a list of words
)


def language_of(text: str, otherwise: str = "en") -> str:
    """`en` or `de`, by the small words of its beginning; `otherwise` where they do not tell."""
    lowered = text[:_LOOKED_AT].lower()
    words = [plain(word) for word in TOKEN.findall(lowered)]
    english, german = sum(word in _ENGLISH for word in words), sum(word in _GERMAN for word in words)
    if english == german:
        return otherwise
    return "en" if english > german else "de"


_GERMAN_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def until(at: datetime, *, zone: str, language: str) -> str:
    """An instant as a reply tells it, to the minute and never too early: "by Fri 27 Nov 17:00 PST", "bis Fr 27.11. um
    17:00 Uhr PST". The guard reads the same instant of it."""
    local = (at + timedelta(seconds=59)).astimezone(zone_named(zone))
    time, name = f"{local:%H:%M}", local.tzname() or ""
    named = f" {name}" if name.isalpha() else ""
    if language == "de":
        return f"bis {_GERMAN_DAYS[local.weekday()]} {local.day}.{local.month}. um {time} Uhr{named}"
    day, month = SHORT_DAYS[local.weekday()].text, SHORT_MONTHS[local.month - 1].text
    return f"by {day} {local.day} {month} {time}{named}"
