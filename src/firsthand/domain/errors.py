"""What the desk says when it will not do something. The edges turn these into statuses; the core knows no HTTP."""

from datetime import timedelta

from firsthand.domain.sentences import PLAIN, Sentence


class Worded(Exception):  # noqa: N818 - a kind of errors
    """An exception that says to a person what happened: `words`, told in plain English by `str`."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return PLAIN.sentence(self.words)


class DeskError(Exception):
    """An expected failure: a stable `code`, a `message` for a person, and the `field` it is about, if one. `again_in`
    says how long to wait where the same may be right after it."""

    def __init__(self, code: str, message: Sentence, *, field: str = "", again_in: timedelta = timedelta(0)) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.field = field
        self.again_in = again_in

    @property
    def plain(self) -> str:
        """The message in plain English, for terminals, logs and files; a page tells it in its reader's language."""
        return PLAIN.phrase(self.message)

    def __str__(self) -> str:
        return self.plain


class Invalid(DeskError):  # noqa: N818 - the word for a person
    """The input is not what was expected; nothing was changed."""


class Refused(DeskError):  # noqa: N818
    """The viewer's roles, the book or the ticket's state do not allow it; the message names what would."""


class Missing(DeskError):  # noqa: N818
    """There is no such thing, or the viewer may not see it."""
