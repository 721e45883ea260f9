"""The keys of a calendar in a policy file."""

from firsthand.domain.shapes import Shape, may, must

_WEEKLY = 'days with hours, such as `{mon-fri: "09:00-17:00"}`'
_HOURS = (
    may(
        "weekly",
        'days with hours, such as `{mon-fri: "09:00-17:00"}`',
        "the opening hours of a week; a day that is not named is closed",
    ),
    may("always_open", "`true`", "every hour of every day is open, instead of `weekly`", "false"),
    may("holidays", "a list of holidays", "days without opening hours", "none"),
    may("exceptions", "a list of dated exceptions", "days whose hours differ; they win over a holiday", "none"),
)
_ABOUT = may("about", "a text", "what these hours are, for a reader")

CALENDAR = Shape(
    title="A calendar",
    about="Named opening hours in one zone. The name is the key under `calendars`.",
    keys=(
        must("zone", "an IANA zone", "the zone whose wall clock the hours are read on (A3)"),
        *_HOURS,
        may(
            "holidays_close",
            "`day` or `shift`",
            "whether a holiday closes its day, or the shifts that start on it",
            "day",
        ),
        may("versions", "a list of dated versions", "hours that hold from a date on"),
        may(
            "also_written",
            "a list of other statements",
            "the same hours in other words; the check says where they differ",
        ),
        _ABOUT,
    ),
)
VERSION = Shape(
    title="A dated version of a calendar",
    about="What it does not name carries on from the version before it.",
    keys=(must("from", "a date", "the local day from whose midnight the version holds"), *_HOURS, _ABOUT),
)
HOLIDAY = Shape(
    title="A holiday",
    about="",
    keys=(
        must("date", "`MM-DD`, or a date of one year", "the day"),
        must("name", "a text", "what the receipt calls it"),
    ),
)
EXCEPTION = Shape(
    title="A dated exception of a calendar",
    about="",
    keys=(
        must("date", "a date", "the local day"),
        must("hours", "hours, or `closed`", "its opening hours"),
        must("reason", "a text", "what the receipt says"),
    ),
)
ALSO_WRITTEN = Shape(
    title="Another statement of the same hours",
    about="Holidays, exceptions and later versions are those of the calendar itself.",
    keys=(
        must("zone", "an IANA zone", "the zone in which the other text states the hours"),
        must("weekly", "days with hours", "the hours as it states them"),
        must("text", "a text", "the words of the statement"),
        may("from", "a date", "from when on it is stated", "always"),
        may("to", "a date", "until when it is stated", "no end"),
    ),
)
