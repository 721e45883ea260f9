"""What is said of an unexpected failure, in logs and on pages."""

from django.db import InterfaceError, OperationalError

_SPEAK_OF_MACHINES = (OSError, OperationalError, InterfaceError)


def failure_words(error: BaseException) -> str:
    """What failed. The operating system and the connection to the database are quoted; of everything else only its kind
    is said, because its words may be what it was working on: mail, or a password."""
    kind = type(error).__name__
    return f"{kind}: {error}"[:400] if isinstance(error, _SPEAK_OF_MACHINES) else kind
