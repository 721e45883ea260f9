"""The files of a message are scanned before anything of it is kept."""

import logging
import threading
from collections.abc import Iterable
from time import monotonic

from django.conf import settings

from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import Sentence, say
from firsthand.services.scanning.clamd import Clamd, ScannerDown

NOT_SCANNED = say("Its files were not scanned: the scanner gave no answer.")
HOLDS = 300.0
"""How many seconds a file needs no other look: it is kept with a text first, and sent with it soon after."""
_MOST_KNOWN = 1000
_log = logging.getLogger("firsthand.scanning")


class Verdicts:
    """What was found a moment ago, by scanner and digest: the words to warn with, if any."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[float, tuple[Sentence, ...]]] = {}
        self._lock = threading.Lock()

    def of(self, scanner: str, digest: str) -> tuple[Sentence, ...] | None:
        """What holds of a file; None where it has to be looked at."""
        with self._lock:
            at, found = self._known.get((scanner, digest), (0.0, None))
        return found if at > monotonic() - HOLDS else None

    def keep(self, scanner: str, digest: str, found: tuple[Sentence, ...]) -> None:
        """It was looked at just now."""
        with self._lock:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[scanner, digest] = (monotonic(), found)


_VERDICTS = Verdicts()


def silence_of_the_scanner() -> str | None:
    """Why the scanner gives no answer now; empty when it does, None where none is set."""
    if not (scanner := settings.ENVIRONMENT.scanner):
        return None
    try:
        Clamd(scanner, patience=5.0).infection(b"")
    except ScannerDown as error:
        return str(error)
    return ""


def scanned(files: Iterable[AttachedFile]) -> tuple[Sentence, ...]:
    """What a message with these files should warn of; nothing without a scanner. Asks it outside of any transaction:
    it may take its time. Raises Invalid for a file that is infected, and for a scanner that gives no answer unless the
    setting lets files pass then."""
    scanner = settings.ENVIRONMENT.scanner
    return tuple(dict.fromkeys(one for file in files for one in _scanned(file, scanner))) if scanner else ()


def _scanned(file: AttachedFile, scanner: str) -> tuple[Sentence, ...]:
    known = _VERDICTS.of(scanner, file.sha256)
    if known is None:
        known = _asked(file, scanner)
        _VERDICTS.keep(scanner, file.sha256, known)
    return known


def _asked(file: AttachedFile, scanner: str) -> tuple[Sentence, ...]:
    try:
        infection = Clamd(scanner).infection(file.content)
    except ScannerDown as error:
        _log.warning("the scanner at %s gave no answer: %s", scanner, error)
        if settings.ENVIRONMENT.scanner_down == "pass":
            return (NOT_SCANNED,)
        said = say("The files could not be scanned, and the desk sends none unscanned. Nothing was sent; try again.")
        raise Invalid("scanner_down", said, field="files") from error
    if infection:
        text = "{file} is infected ({what}). Nothing was sent; take it away."
        raise Invalid("infected", say(text, file=file.filename, what=infection), field="files")
    return ()
