"""What can be wrong with the file of a history."""

from firsthand.domain.errors import DeskError
from firsthand.domain.sentences import Sentence, say


class HistoryError(DeskError):
    """A history cannot be read, and nothing of it is: says the file, the line (or row), the field and what was
    expected."""

    def __init__(self, code: str, message: Sentence, *, field: str = "", file: str = "", place: str = "") -> None:
        where = ": ".join(part for part in (", ".join(part for part in (file, place) if part), field) if part)
        super().__init__(
            code, say("{where}: {problem}", where=where, problem=message) if where else message, field=field
        )
        self.file = file
        self.place = place
