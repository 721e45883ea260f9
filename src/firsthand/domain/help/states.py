"""Where a request for help stands."""

from enum import StrEnum


class HelpState(StrEnum):
    """Who is asked owes an answer (`asked`); whoever asked says what came of it (`answered`), or asks again; it is over
    (`closed`), or was taken back (`withdrawn`)."""

    asked = "asked"
    answered = "answered"
    closed = "closed"
    withdrawn = "withdrawn"


class HelpWordKind(StrEnum):
    """What was said: a word in between, a question back, an answer, or why an answer was not enough."""

    said = "said"
    asked_back = "asked_back"
    answer = "answer"
    again = "again"
