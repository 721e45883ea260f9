"""What can be wrong with the file of a history."""

from firsthand.domain.errors import DeskError


class HistoryError(DeskError):
    """A history cannot be read, and nothing of it is: says the file, the line (or row), the field and what was
    expected."""

    def __init__(self, code: str, message: str, *, field: str = "", file: str = "", place: str = "") -> None:
        parts = (", ".join(part for part in (file, place) if part), field, message)
        super().__init__(code, ": ".join(part for part in parts if part), field=field)
        self.file = file
        self.place = place
