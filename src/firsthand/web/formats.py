"""Instants, distances, durations and enumerations as a person reads them. Pure but for gettext; `now` is an argument.

Times are in the reader's zone; a date never leaves doubt about day and month ("Mon 9 Aug 2021, 02:45").
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_noop as mark
from django.utils.translation import ngettext

from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.day_names import SHORT_DAYS, SHORT_MONTHS
from firsthand.domain.tickets import Owes, Phase, State
from firsthand.services.language.telling import gettext as _

_ZONES = {
    "America/Los_Angeles": mark("Pacific"),
    "America/Denver": mark("Mountain"),
    "America/Chicago": mark("Central"),
    "America/New_York": mark("Eastern"),
    "UTC": "UTC",
}
_OWES = {
    Owes.team: mark("nobody has taken it yet"),
    Owes.person: mark("we owe the next step"),
    Owes.customer: mark("the customer owes the next step"),
    Owes.inside: mark("it waits for somebody inside or a third party"),
}
_PHASES = {
    Phase.open: mark("nobody owes a step"),
    Phase.solved: mark("closes by itself if nobody objects"),
    Phase.closed: mark("stays as it is for good"),
}
SOON = timedelta(hours=1)
_WEEK = timedelta(days=6)


def state_means(state: State) -> str:
    """What a state of a ticket means for those who work on it: who owes the next step, or how it ends."""
    return _(_PHASES[state.phase] if state.owes is Owes.nobody else _OWES[state.owes])


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def either(names: Iterable[str]) -> str:
    """`a, b or c`."""
    return _joined(list(names), _("or"))


def every(names: Iterable[str]) -> str:
    """`a, b and c`."""
    return _joined(list(names), _("and"))


def _joined(names: list[str], last: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def zone_words(zone: str) -> str:
    """A zone as people say it: "Pacific", "Berlin time"."""
    if zone in _ZONES:
        return _(_ZONES[zone])
    return _("{city} time").format(city=zone.rsplit("/", 1)[-1].replace("_", " "))


def clock_time(local: datetime, *, exactly: bool = False) -> str:
    """The time of day to the minute; `exactly` adds the seconds, if there are any."""
    return local.strftime("%H:%M:%S" if exactly and local.second else "%H:%M")


def day(local: date) -> str:
    """A date without doubt: "Mon 9 Aug 2021"."""
    return f"{_(SHORT_DAYS[local.weekday()].text)} {local.day} {_(SHORT_MONTHS[local.month - 1].text)} {local.year}"


def month(first: date) -> str:
    """A month without doubt: "Aug 2021"."""
    return f"{_(SHORT_MONTHS[first.month - 1].text)} {first.year}"


@lru_cache(maxsize=4096)
def full(at: datetime, zone: str) -> str:
    """The whole instant on a zone's wall clock: "Mon 9 Aug 2021, 02:45"."""
    local = at.astimezone(zone_named(zone))
    return f"{day(local)}, {clock_time(local, exactly=True)}"


def on_their_clock(at: datetime, zone: str) -> str:
    """The instant on the wall clock of a zone that is not the reader's: "Fri 27 Nov 17:00 Pacific"."""
    local = at.astimezone(zone_named(zone))
    weekday, month = _(SHORT_DAYS[local.weekday()].text), _(SHORT_MONTHS[local.month - 1].text)
    return f"{weekday} {local.day} {month} {clock_time(local)} {zone_words(zone)}"


def short(at: datetime, *, now: datetime, zone: str) -> str:
    """The instant as short as it stays clear beside `now`: "16:45", "yesterday 16:45", "Thu 16:45", else in full."""
    local = at.astimezone(zone_named(zone))
    today = now.astimezone(zone_named(zone))
    days = (local.date() - today.date()).days
    time = clock_time(local)
    if days in _NEAR:
        name = _(_NEAR[days])
        return f"{name} {time}" if name else time
    if abs(local.date() - today.date()) <= _WEEK:
        name = _(SHORT_DAYS[local.weekday()].text)
        return f"{name} {time}" if days > 0 else f"{name} {local.day}, {time}"
    return f"{day(local)}, {time}"


_NEAR = {-1: mark("yesterday"), 0: "", 1: mark("tomorrow")}


def due_by(at: datetime, *, now: datetime, zone: str) -> str:
    """When something is due, in words: "by 17:00", "tomorrow 09:20"."""
    text = short(at, now=now, zone=zone)
    return _("by {time}").format(time=text) if same_day(at, now=now, zone=zone) else text


def same_day(at: datetime, *, now: datetime, zone: str) -> bool:
    """Whether an instant lies on the reader's today."""
    return at.astimezone(zone_named(zone)).date() == now.astimezone(zone_named(zone)).date()


def span(length: timedelta, *, coarse: bool = False) -> str:
    """A length of time, rounded to what matters: "25 min", "2 h 10 min", "3 days"; `coarse` leaves the minutes of
    hours away."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 1:
        return _("under a minute")
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return (
            _("{h} h {m} min").format(h=hours, m=rest)
            if rest and hours < 6 and not coarse
            else _("{h} h").format(h=hours)
        )
    days = hours // 24
    return ngettext("{n} day", "{n} days", days).format(n=days)


def distance(at: datetime, *, now: datetime) -> str:
    """How far away a due instant is: "in 40 min", "25 min late"."""
    if at < now:
        return _("{span} late").format(span=span(now - at, coarse=True))
    return _("in {span}").format(span=span(at - now, coarse=True))


def exact(seconds: int | Decimal | timedelta) -> str:
    """A duration to the second, as a receipt writes it: "1 h 00 min 00 s"."""
    whole = int(seconds.total_seconds()) if isinstance(seconds, timedelta) else int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return _("{h} h {m:02} min {s:02} s").format(h=hours, m=minutes, s=left)


def urgency(at: datetime | None, *, now: datetime) -> str:
    """The state of a due instant in one of the desk's words: calm, soon or late."""
    if at is None or at - now > SOON:
        return "calm"
    return "late" if at < now else "soon"


def size(count: int) -> str:
    """A file's size: "12 kB", "3.4 MB"."""
    if count < 1000:
        return _("{n} bytes").format(n=count)
    if count < 1_000_000:
        return _("{n} kB").format(n=round(count / 1000))
    return _("{n} MB").format(n=f"{count / 1_000_000:.1f}")
