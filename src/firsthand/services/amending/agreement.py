"""A folder of exported amendments against its own `editions.json`: files, chain and signatures. Knows no framework."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from firsthand.domain.amending.chain import FIRST, digest_of, edition_hash
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say
from firsthand.services.amending.signing import is_signed

LIST = "editions.json"
_FORM = "firsthand-editions-1"


@dataclass(frozen=True, kw_only=True)
class SealedEdition:
    """One link of the chain: the edition, its amendment's file, and the hash that was signed."""

    edition: str
    file: str
    digest: str
    previous: str
    hash: str
    signature: str
    key: str


@dataclass(frozen=True, kw_only=True)
class ExportDifference:
    """Something that does not agree: the file it is about, and what is wrong with it."""

    file: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a folder was found to be. With no difference it is what was published, byte for byte."""

    book: str
    editions: tuple[SealedEdition, ...]
    differences: tuple[ExportDifference, ...]


def list_text(book: str, editions: Sequence[SealedEdition]) -> str:
    """The content of `editions.json`."""
    content = {"form": _FORM, "book": book, "editions": [asdict(one) for one in editions]}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def read_list(folder: Path) -> tuple[str, tuple[SealedEdition, ...]]:
    """The book and its editions as `editions.json` tells them. Raises Invalid naming what is wrong with it."""
    path = folder / LIST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Invalid(
            "no_list",
            say("{folder} has no {list}; expected a folder made by policy export", folder=str(folder), list=LIST),
        ) from None
    except (OSError, ValueError) as error:
        raise Invalid("list_unreadable", say("{list}: cannot be read: {error}", list=LIST, error=str(error))) from None
    try:
        if content["form"] != _FORM:
            raise Invalid(
                "list_unknown",
                say(
                    "{list}: form is {found}; expected {form}", list=LIST, found=repr(content["form"]), form=repr(_FORM)
                ),
            )
        rows = [SealedEdition(**_texts(row)) for row in content["editions"]]
        return str(content["book"]), tuple(rows)
    except (KeyError, TypeError) as error:
        raise Invalid(
            "list_wrong",
            say("{list}: expected book and editions with their fields; {error}", list=LIST, error=str(error)),
        ) from None


def _texts(row: object) -> dict[str, str]:
    if not isinstance(row, Mapping) or not all(isinstance(value, str) for value in row.values()):
        raise TypeError(f"found {row!r}")
    return {str(name): value for name, value in row.items()}


def verify_folder(folder: Path, *, key: str = "") -> Verified:
    """Compare a folder with its `editions.json`. With `key` (64 hexadecimal digits) every edition must be signed by
    it; without, by the key that the list itself names. Raises Invalid for a folder without a readable list."""
    book, editions = read_list(folder)
    differences = (*_chain(book, editions, key), *_files(folder, editions))
    return Verified(book=book, editions=editions, differences=differences)


def _chain(book: str, editions: Sequence[SealedEdition], key: str) -> Iterator[ExportDifference]:
    previous = FIRST
    for one in editions:
        expected = edition_hash(book=book, previous=one.previous, name=one.file, digest=one.digest)
        if one.previous != previous:
            yield ExportDifference(file=one.file, message="the edition before it is missing or another one")
        if one.hash != expected:
            yield ExportDifference(
                file=one.file, message="its hash is not that of its name, digest and the edition before"
            )
        if key and one.key != key.lower():
            yield ExportDifference(
                file=one.file, message=f"signed with the key {one.key[:16]}…, not with the one given"
            )
        if not is_signed(public=one.key, edition_hash=one.hash, signature=one.signature):
            yield ExportDifference(file=one.file, message="its signature is not by that key")
        previous = one.hash


def _files(folder: Path, editions: Sequence[SealedEdition]) -> Iterator[ExportDifference]:
    listed = {one.file for one in editions}
    for one in editions:
        path = folder / one.file
        if Path(one.file).name != one.file:
            yield ExportDifference(file=one.file, message="is not a plain file name")
        elif not path.is_file():
            yield ExportDifference(file=one.file, message="is missing from the folder")
        elif digest_of_file(path) != one.digest:
            yield ExportDifference(file=one.file, message="was changed since it was published")
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        if path.name not in listed:
            yield ExportDifference(file=path.name, message=f"is not in {LIST}: it was not published")


def digest_of_file(path: Path) -> str:
    """The digest of a file's text; of no text at all where it is not UTF-8."""
    try:
        return digest_of(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        return ""
