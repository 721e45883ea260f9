"""Public holidays of a country or a part of one, from the library `holidays`, which is imported when it is first asked:
that costs a third of a second, which a desk without them does not pay."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from firsthand.domain.absences import AwayStretch
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import Sentence, either, say

LONGEST_PLACE = 10


def check_place(text: str) -> str:
    """A place as the library names it: `DE`, or `DE-BE` for a part of the country. Raises Invalid on `place`."""
    import holidays  # noqa: PLC0415 - it is slow to import, and few desks need it

    country, _dash, part = text.strip().upper().partition("-")
    known: dict[str, Any] = holidays.list_supported_countries()
    if country not in known:
        raise _wrong(say("Expected the two letters of a country, such as DE, or a part of one, such as DE-BE."))
    parts = sorted(known[country])
    if part and part not in parts:
        if not parts:
            raise _wrong(say("Of {country} no parts are known; write {country} alone.", country=country))
        raise _wrong(say("{country} has the parts {parts}.", country=country, parts=either(parts)))
    return f"{country}-{part}" if part else country


def days_off(place: str, years: Sequence[int]) -> list[tuple[date, str]]:
    """The public holidays of a place in these years, in order, each with its name."""
    import holidays  # noqa: PLC0415

    country, _dash, part = place.partition("-")
    found = holidays.country_holidays(country, subdiv=part or None, years=list(years), language="en_US")
    return sorted(found.items())


def stretches_of(place: str, *, at: datetime, until: datetime) -> list[AwayStretch]:
    """The public holidays from a day before `at` until an instant, as whole days of wherever somebody lives."""
    days = [day for day, _name in days_off(place, range(at.year - 1, until.year + 1))]
    found = (_whole_day(day) for day in days)
    return [one for one in found if one.to_at > at - timedelta(days=1) and one.from_at < until]


def _whole_day(day: date) -> AwayStretch:
    begins = datetime.combine(day, time(), UTC)
    return AwayStretch(from_at=begins, to_at=begins + timedelta(days=1), floating=True)


def _wrong(message: Sentence) -> Invalid:
    return Invalid("place_unknown", message, field="place")
