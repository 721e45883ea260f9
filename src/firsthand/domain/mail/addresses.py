"""Mail addresses, taken strictly: what is not plainly an address is none, and nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.domain.sentences import NOTHING_SAID, Sentence, say

MOST_CHARACTERS = 254
MOST_LOCAL_CHARACTERS = 64

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_NAME_CAN_HIDE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def is_address(text: str) -> bool:
    """Whether `text` is one plain ASCII address, `local@domain`: no quotes, comments or literals."""
    if len(text) > MOST_CHARACTERS or text.count("@") != 1 or not text.isascii():
        return False
    local, domain = text.split("@")
    labels = domain.split(".")
    return (
        len(local) <= MOST_LOCAL_CHARACTERS
        and _LOCAL.fullmatch(local) is not None
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )


def normal_address(text: str) -> str | None:
    """The address in lower case, its domain in ASCII (IDNA); None when `text` is not an address."""
    text = text.strip()
    local, at, domain = text.rpartition("@")
    if at and local.isascii() and not domain.isascii() and len(domain) <= MOST_CHARACTERS:
        try:
            text = f"{local}@{domain.encode('idna').decode('ascii')}"
        except UnicodeError:
            return None
    return text.lower() if is_address(text) else None


def domain_of(address: str) -> str:
    """The part after the last `@`, in lower case; empty when there is none."""
    return address.rpartition("@")[2].lower() if "@" in address else ""


def plain_name(text: str, *, most: int = 200) -> str:
    """A display name safe to show and to send: no control or direction characters, one line, bounded."""
    return " ".join(_NAME_CAN_HIDE.sub(" ", text).split())[:most].strip()


@dataclass(frozen=True, kw_only=True)
class MailboxText:
    """One entry of an address header as written: the display name still encoded, and the address, lower case.

    `address` is None when there is no valid one; `doubt` says why another reader could see another sender.
    """

    name: str
    address: str | None
    doubt: Sentence = NOTHING_SAID


# A piece: quoted text, what stands in angle brackets, a bracket or separator, or a run of anything else.
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|<[^>]*>?|[()>,;:]|[^"()<>,;:]+', re.DOTALL)


def split_mailboxes(header: str, *, most: int = 1000) -> list[MailboxText]:
    """The entries of a From, To or Cc header, at most `most` of them. Never raises; costs linear time.

    What stands in angle brackets is the address, whatever the display name pretends; quoted text and
    comments never are. `header` is unfolded and not yet decoded: an encoded name cannot bring brackets.
    """
    entries = []
    for tokens in _entries(header):
        entry = _entry(tokens)
        if entry.name or entry.address:
            entries.append(entry)
        if len(entries) >= most:
            break
    return entries


def _entries(header: str) -> Iterator[list[tuple[str, str]]]:
    """Groups of (place, text) for one entry each; the place is name, quoted, angle, comment or stray (a bracket that
    closes nothing)."""
    entry: list[tuple[str, str]] = []
    depth = 0
    for match in _PIECE.finditer(header):
        piece = match.group()
        if piece == ")" and not depth:
            entry.append(("stray", piece))
        elif piece in {"(", ")"}:
            depth += 1 if piece == "(" else -1
        elif depth:
            entry.append(("comment", piece))
        elif piece in {",", ";"}:
            yield entry
            entry = []
        elif piece == ":":
            entry = []  # the name of a group
        elif piece != ">":
            entry.append((_PLACES.get(piece[0], "name"), piece))
    yield entry


_COMMENT = re.compile(r"\([^()]*\)")
_PLACES = {'"': "quoted", "<": "angle"}


def _entry(tokens: list[tuple[str, str]]) -> MailboxText:
    angles = [text[1:].removesuffix(">") for place, text in tokens if place == "angle"]
    name = " ".join(_bare(text) for place, text in tokens if place in {"name", "quoted"}).strip()
    if angles:
        inner = angles[-1].rpartition(":")[2] if angles[-1].lstrip().startswith("@") else angles[-1]
        address = normal_address(_COMMENT.sub("", inner))
        doubt = say("two addresses in angle brackets for one sender") if len(angles) > 1 else _stray(tokens)
        return MailboxText(name=name, address=address, doubt=doubt)
    words = [word for place, text in tokens if place == "name" for word in text.split()]
    found = [address for word in words if (address := normal_address(word))]
    if not found:
        return MailboxText(name=name, address=None)
    doubt = say("two addresses without a comma between them") if len(found) > 1 else _stray(tokens)
    comment = " ".join(text.strip() for place, text in tokens if place == "comment")
    rest = " ".join(word for word in words if not normal_address(word))
    return MailboxText(name=rest or comment, address=found[0], doubt=doubt)


def _stray(tokens: list[tuple[str, str]]) -> Sentence:
    return say("a bracket that closes nothing") if any(place == "stray" for place, _ in tokens) else NOTHING_SAID


def _bare(piece: str) -> str:
    if piece.startswith('"'):
        piece = re.sub(r"\\(.)", r"\1", piece[1:].removesuffix('"'), flags=re.DOTALL)
    return piece.strip()
