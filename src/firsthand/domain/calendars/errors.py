"""What can be wrong with a calendar, a budget or an instant: each with a code, words and the field."""

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import Sentence, say


class CalendarError(Invalid):
    """A calendar, a budget or an instant cannot be used; says which field and what was expected.

    `code` is stable and meant for programs, `field` is the dotted path of the field inside the calendar's own mapping
    (`weekly.mon-fri`, `holidays.2.date`), or the argument's name. `problem` is what is wrong, for whoever names the
    place in another way; `message` is both.
    """

    def __init__(self, code: str, problem: Sentence, field: str) -> None:
        super().__init__(code, say("{field}: {problem}", field=field, problem=problem), field=field)
        self.problem = problem


class NeverOpens(CalendarError):  # noqa: N818  the name says what is wrong
    """The calendar has no opening hours left after some date, so a clock on it could run for ever."""

    def __init__(self, problem: Sentence, field: str = "weekly") -> None:
        super().__init__("never_opens", problem, field)


class OutsideSupportedYears(CalendarError):  # noqa: N818  the name says what is wrong
    """The instant, or the answer, lies outside the years 1900 to 2399 that calendars cover."""

    def __init__(self, problem: Sentence, field: str = "start") -> None:
        super().__init__("outside_supported_years", problem, field)
