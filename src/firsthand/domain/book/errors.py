"""What can be wrong with a policy book."""

from firsthand.domain.errors import DeskError
from firsthand.domain.sentences import PLAIN, Sentence, Series, say


class PolicyError(DeskError):
    """A book cannot be loaded, and nothing of it is: says the file, the line, the field and what was
    expected.

    `field` is the dotted path inside the file (`service_levels.2.when.stage`), `line` counts from 1 and is
    None until the reader of the file has looked it up.
    """

    def __init__(
        self, code: str, message: Sentence, *, field: str = "", file: str = "", line: int | None = None
    ) -> None:
        super().__init__(code, message, field=field)
        self.file = file
        self.line = line

    @property
    def placed(self) -> Sentence:
        """The message with its place before it."""
        where = say("{file}, line {line}", file=self.file, line=self.line) if self.line else self.file
        parts = (part for part in (where, self.field, self.message) if part)
        return say("{parts}", parts=Series(tuple(parts), between=": "))

    def __str__(self) -> str:
        return PLAIN.phrase(self.placed)

    def at(self, file: str, line: int | None) -> "PolicyError":
        """The same error, now with its place."""
        return PolicyError(self.code, self.message, field=self.field, file=file, line=line)


class UnknownClause(PolicyError):  # noqa: N818 - the name says what is wrong
    """An amendment speaks about `clause`, which no amendment before it has in the book."""

    def __init__(self, code: str, message: Sentence, *, clause: str, field: str, file: str) -> None:
        super().__init__(code, message, field=field, file=file)
        self.clause = clause
