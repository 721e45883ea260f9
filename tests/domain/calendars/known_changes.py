"""Every change of offset that the pinned tz database states, read from its tables and yearly rules.

`firsthand.domain.calendars.zones` finds changes by looking at the clock every few days; here they are read from the
files instead, by the pure-Python half of the standard library's `zoneinfo`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones
from zoneinfo._zoneinfo import ZoneInfo as ZoneWithTables  # type: ignore[import-not-found]

from firsthand.domain.calendars.zones import use_pinned_zones

use_pinned_zones()
ZONES = sorted(available_timezones())
Change = tuple[int, int]


def known_changes(zone: str, first_year: int, last_year: int) -> list[Change]:
    """`(instant, offset from then on)` in seconds, in order; the first is the offset in force as the years begin."""
    begin, end = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (first_year, last_year + 1))
    found: list[Change] = []
    for instant, offset in _stated(ZoneWithTables.no_cache(zone), first_year, last_year):
        if instant <= begin:
            found = [(begin, offset)]
        elif instant < end and found[-1][1] != offset:
            found.append((instant, offset))
    return found


def _stated(tables: ZoneWithTables, first_year: int, last_year: int) -> Iterator[Change]:
    """All that is stated, in order, from the offset before the first change on."""
    first = tables._ttinfos[0] if tables._tti_before is None else tables._tti_before
    yield -(10**15), _seconds(tables._tz_after if first is None else first)
    for instant, info in zip(tables._trans_utc, tables._ttinfos, strict=True):
        yield instant, _seconds(info)
    rule = tables._tz_after
    if not hasattr(rule, "transitions"):
        return
    last = tables._trans_utc[-1]
    for year in range(max(first_year - 1, datetime.fromtimestamp(last, UTC).year), last_year + 1):
        to_summer, to_winter = rule.transitions(year)  # as the wall clock shows them before they happen
        winter, summer = _seconds(rule.std), _seconds(rule.dst)
        for instant, offset in sorted([(to_summer - winter, summer), (to_winter - summer, winter)]):
            if instant > last:
                yield instant, offset


def _seconds(info: object) -> int:
    offset: timedelta = info.utcoff  # type: ignore[attr-defined]
    return offset // timedelta(seconds=1)
