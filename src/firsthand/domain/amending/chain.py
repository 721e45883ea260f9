"""The chain of a book's editions: each hash covers the amendment's text and every edition before it."""

import hashlib
from collections.abc import Iterable

FIRST = "0" * 64
_FORM = "firsthand-edition-1"


def digest_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def edition_hash(*, book: str, previous: str, name: str, digest: str) -> str:
    """The hash of the edition that an amendment makes: over the hash before it (FIRST for none), the file name and
    the digest of the file."""
    return digest_of("\n".join((_FORM, book, previous, name, digest, "")))


def chain(book: str, files: Iterable[tuple[str, str]], *, previous: str = FIRST) -> list[str]:
    """The hashes of a run of amendments, each given as its name and its digest."""
    hashes = []
    for name, digest in files:
        previous = edition_hash(book=book, previous=previous, name=name, digest=digest)
        hashes.append(previous)
    return hashes
