"""What can be wrong with a calendar, a budget or an instant: each with a code, words and the field."""

from firsthand.domain.errors import Invalid


class CalendarError(Invalid):
    """A calendar, a budget or an instant cannot be used; says which field and what was expected.

    `code` is stable and meant for programs, `message` is meant for people, `field` is the dotted path of the
    field inside the calendar's own mapping (`weekly.mon-fri`, `holidays.2.date`), or the argument's name.
    """

    def __init__(self, code: str, message: str, field: str) -> None:
        super().__init__(code, message, field=field)


class NeverOpens(CalendarError):  # noqa: N818  the name says what is wrong
    """The calendar has no opening hours left after some date, so a clock on it could run for ever."""

    def __init__(self, message: str, field: str = "weekly") -> None:
        super().__init__("never_opens", message, field)


class OutsideSupportedYears(CalendarError):  # noqa: N818  the name says what is wrong
    """The instant, or the answer, lies outside the years 1900 to 2399 that calendars cover."""

    def __init__(self, message: str, field: str = "start") -> None:
        super().__init__("outside_supported_years", message, field)
