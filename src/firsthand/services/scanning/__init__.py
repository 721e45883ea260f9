"""Whether a file is infected, by a scanner of the desk's own where one is set."""

from firsthand.services.scanning.files import scanned, silence_of_the_scanner

__all__ = ["scanned", "silence_of_the_scanner"]
