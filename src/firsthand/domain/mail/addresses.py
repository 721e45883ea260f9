"""Mail addresses as people have them, also where the RFC would not: what no server could deliver to is none, and
nothing is guessed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import idna

from firsthand.domain.sentences import NOTHING_SAID, Sentence, say

MOST_CHARACTERS = 254
MOST_LOCAL_CHARACTERS = 64

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\U0010ffff-]+")
_QUOTED_LOCAL = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[^\x00-\x1f\x7f])+"')
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?", re.ASCII)
_NAME_CAN_HIDE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NO_LETTERS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


def is_address(text: str) -> bool:
    """Whether `text` is one address, `local@domain`, with its domain in ASCII.

    The part before the `@` may have dots anywhere, be quoted, long or in any script; a name of a host may have `_`.
    """
    local, at, domain = text.rpartition("@")
    if not at or len(text) > MOST_CHARACTERS or not _is_host(domain):
        return False
    shape = _QUOTED_LOCAL if local.startswith('"') else _LOCAL
    return shape.fullmatch(local) is not None and not any(_is_hidden(letter) for letter in local)


def is_plain_address(text: str) -> bool:
    """Whether `text` is an address that every server takes: plain ASCII as RFC 5321 has it, nothing quoted."""
    local, _, _ = text.rpartition("@")
    return is_address(text) and len(local) <= MOST_LOCAL_CHARACTERS and _PLAIN_LOCAL.fullmatch(local) is not None


def _is_host(domain: str) -> bool:
    labels = domain.split(".")
    return all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()


def _is_hidden(letter: str) -> bool:
    return not letter.isascii() and unicodedata.category(letter) in _NO_LETTERS


def normal_address(text: str) -> str | None:
    """The address in lower case, its domain in ASCII (IDNA 2008, UTS 46 non-transitional) and nothing quoted that need
    not be; None when `text` is not an address."""
    local, at, domain = text.strip().rpartition("@")
    if not at or (host := normal_host(domain)) is None:
        return None
    local = unicodedata.normalize("NFC", local)
    bare = re.sub(r"\\(.)", r"\1", local[1:-1]) if _QUOTED_LOCAL.fullmatch(local) else local
    address = f"{bare if _LOCAL.fullmatch(bare) else local}@{host}".lower()
    return address if is_address(address) else None


def normal_host(text: str) -> str | None:
    """The name of a host in lower case and in ASCII (IDNA 2008, UTS 46 non-transitional, so that `ß` stays itself);
    None when `text` is none."""
    host = text.strip()
    if len(host) > MOST_CHARACTERS:
        return None
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except (UnicodeError, ValueError, IndexError):
            return None
    host = host.removesuffix(".").lower()
    return host if _is_host(host) else None


def wire_address(address: str) -> str:
    """An address as it is written in a header or to a server: quoted where the RFC wants it so."""
    local, _, domain = address.rpartition("@")
    if local.startswith('"') or _PLAIN_LOCAL.fullmatch(local) or not local.isascii():
        return address
    return f'"{local}"@{domain}'


def without_plus(address: str) -> str:
    """An address without what stands after a plus: one of ours with a signature or a word there is still ours."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


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
    words = [word for place, text in _rejoined(tokens) for word in ([text] if place == "quoted" else text.split())]
    found = [address for word in words if (address := normal_address(word))]
    if not found:
        return MailboxText(name=name, address=None)
    doubt = say("two addresses without a comma between them") if len(found) > 1 else _stray(tokens)
    comment = " ".join(text.strip() for place, text in tokens if place == "comment")
    rest = " ".join(word for word in words if not normal_address(word))
    return MailboxText(name=rest or comment, address=found[0], doubt=doubt)


def _rejoined(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The names of `tokens`, and as quoted the addresses that begin with a quoted text right before their `@`."""
    quoted = ""
    for place, text in tokens:
        if place == "name" and quoted and text.startswith("@"):
            host, _, rest = text.partition(" ")
            yield "quoted", quoted + host
            yield place, rest
        elif place == "name":
            yield place, text
        quoted = text if place == "quoted" else ""


def _stray(tokens: list[tuple[str, str]]) -> Sentence:
    return say("a bracket that closes nothing") if any(place == "stray" for place, _ in tokens) else NOTHING_SAID


def _bare(piece: str) -> str:
    if piece.startswith('"'):
        piece = re.sub(r"\\(.)", r"\1", piece[1:].removesuffix('"'), flags=re.DOTALL)
    return piece.strip()
