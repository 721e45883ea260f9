"""Files that came in are taken in first and scanned then: no mail waits for a scanner."""

from pathlib import Path

import structlog
from django.conf import settings

from firsthand.models.conversation import Attachment, Scan
from firsthand.services.desk.folders import attachment_file, infected_file
from firsthand.services.scanning.clamd import Clamd, ScannerDown

_LONGEST_INFECTION = 200

log = structlog.get_logger("firsthand.scanning")


def first_scan() -> Scan:
    """What is known of a file that has just come in."""
    return Scan.waiting if settings.ENVIRONMENT.scanner else Scan.unasked


def next_to_scan(*, after: int) -> int | None:
    """The next file behind the row `after` that a scanner has not answered about; None for no more."""
    waits = (Scan.waiting, Scan.unanswered) if settings.ENVIRONMENT.scanner else (Scan.waiting,)
    files = Attachment.objects.filter(scan__in=waits, pk__gt=after).order_by("pk")
    return files.values_list("pk", flat=True).first()


def scan(number: int, *, data: Path) -> None:
    """Ask about a file, outside of any transaction, and write the answer wherever its bytes came with a message; an
    infected one goes apart before. Without a scanner any more it passes.

    Raises ScannerDown without an answer; the setting says whether it is given out meanwhile.
    """
    file = Attachment.objects.filter(pk=number).first()
    if file is None:
        return  # erased meanwhile
    if not (scanner := settings.ENVIRONMENT.scanner):
        _write(file, Scan.unanswered)
        return
    try:
        infection = _infection(file, scanner, data)
    except ScannerDown:
        if settings.ENVIRONMENT.scanner_down == "pass":
            _write(file, Scan.unanswered)
        raise
    if infection:
        log.warning("infected", sha256=file.sha256, infection=infection)
        _put_apart(file.sha256, data)
    _write(file, Scan.infected if infection else Scan.clean, infection)


def _infection(file: Attachment, scanner: str, data: Path) -> str:
    """What it is infected with, in the scanner's words. A file whose bytes are lost has nothing to give out."""
    for path in (attachment_file(data, file.sha256), infected_file(data, file.sha256)):
        if path.is_file():
            return Clamd(scanner).infection(path.read_bytes())[:_LONGEST_INFECTION]
    return ""


def _put_apart(sha256: str, data: Path) -> None:
    source, target = attachment_file(data, sha256), infected_file(data, sha256)
    if source.is_file():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        source.rename(target)


def _write(file: Attachment, scan: Scan, infection: str = "") -> None:
    same = Attachment.objects.filter(sha256=file.sha256)
    whose = same if infection else same.filter(scan__in=(Scan.waiting, Scan.unanswered))
    whose.update(scan=scan, infection=infection)
