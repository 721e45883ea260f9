"""Questions with answers worked out by hand, each the reason why somebody's clock was once wrong."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bench.peers.values import Desk

HOUR = timedelta(hours=1)
EVERY_DAY = tuple(range(7))
NIGHT = Desk(windows=(("01:00", "05:00"),), days=EVERY_DAY)


@dataclass(frozen=True, kw_only=True)
class Case:
    """From `start`, the budget is due at `due`; and from `start` to `due` the budget is what elapsed.

    Instants are written as the desk's wall clock shows them (each here is shown once). `due` is None where only
    elapsed time is asked, from `start` to `end`.
    """

    name: str
    desk: Desk = field(default_factory=Desk)
    start: str
    budget: timedelta
    due: str | None = None
    end: str = ""

    def instant(self, text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=self.desk.tz)


CASES = (
    Case(name="plain day", start="2021-06-29 10:00", budget=2 * HOUR, due="2021-06-29 12:00"),
    Case(name="ends at close", start="2021-06-29 09:00", budget=8 * HOUR, due="2021-06-29 17:00"),
    Case(name="starts closed", start="2021-07-31 12:00", budget=2 * HOUR, due="2021-08-02 11:00"),
    Case(
        name="holiday",
        desk=Desk(holidays=(date(2021, 12, 24),)),
        start="2021-12-23 16:00",
        budget=2 * HOUR,
        due="2021-12-27 10:00",
    ),
    Case(
        name="to 24:00",
        desk=Desk(windows=(("16:00", "24:00"),)),
        start="2021-06-29 23:00",
        budget=2 * HOUR,
        due="2021-06-30 17:00",
    ),
    Case(
        name="overnight",
        desk=Desk(windows=(("22:00", "06:00"),)),
        start="2021-06-28 23:00",
        budget=8 * HOUR,
        due="2021-06-29 23:00",
    ),
    Case(
        name="lunch",
        desk=Desk(windows=(("09:00", "12:00"), ("13:00", "17:00"))),
        start="2021-06-29 11:00",
        budget=2 * HOUR,
        due="2021-06-29 14:00",
    ),
    # 01:00 to 05:00 is three hours long on the first day, five on the second.
    Case(name="spring", desk=NIGHT, start="2021-03-13 20:00", budget=3 * HOUR, due="2021-03-14 05:00"),
    Case(name="autumn", desk=NIGHT, start="2021-11-06 20:00", budget=5 * HOUR, due="2021-11-07 05:00"),
    # Friday began at 01:00 in Cairo, so that 00:00 to 08:00 was seven hours.
    Case(
        name="no midnight",
        desk=Desk(windows=(("00:00", "08:00"),), days=EVERY_DAY, zone="Africa/Cairo"),
        start="2023-04-27 12:00",
        budget=7 * HOUR,
        due="2023-04-28 08:00",
    ),
    # There was no Friday in Samoa: Thursday is followed by Saturday the 31st.
    Case(
        name="no Friday",
        desk=Desk(zone="Pacific/Apia"),
        start="2011-12-29 16:00",
        budget=2 * HOUR,
        due="2012-01-02 10:00",
    ),
    Case(name="seconds", start="2021-06-29 16:59:30", budget=timedelta(seconds=45), due="2021-06-30 09:00:15"),
    Case(name="backwards", start="2021-06-28 10:00", budget=-HOUR, end="2021-06-27 12:00"),
    # 522 weeks of five days of eight hours.
    Case(name="ten years", start="2015-01-05 09:00", budget=20_880 * HOUR, due="2025-01-03 17:00"),
)
