"""How a reply finds its ticket: signed reply addresses and Message-IDs of our own form. Never by subject.

A reply address is `local+t<number>.<mac>@domain`; the mac is HMAC-SHA256 over the ticket's number under the
desk's secret, cut to 80 bits. Whoever has no mail from a ticket cannot make its address.
"""

import base64
import hashlib
import hmac
import re

from firsthand.domain.mail.addresses import MOST_LOCAL_CHARACTERS, is_plain_address, normal_address

_MAC_BYTES = 10
_NONCE_BYTES = 20
_SIGNED = re.compile(r"(?P<local>.+)\+t(?P<number>[1-9][0-9]{0,17})\.(?P<mac>[a-z2-7]{16})", re.ASCII)
_MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x20\x7f]{1,900}>")
_OWN = re.compile(r"<fh\.[a-z2-7]{32}@(?P<domain>[^<>@\s]+)>", re.ASCII)


def sign(number: int, secret: str, address: str) -> str:
    """The reply address of ticket `number` under the desk's `address`.

    Raises ValueError for a number under 1, an address that is none, or a local part too long to sign.
    """
    desk = normal_address(address)
    if desk is None or number < 1:
        raise ValueError(f"cannot sign ticket {number} under the address {address!r}")
    local, _, domain = desk.rpartition("@")
    signed = f"{local}+t{number}.{_mac(number, secret)}"
    if len(signed) > MOST_LOCAL_CHARACTERS or not is_plain_address(f"{signed}@{domain}"):
        raise ValueError(f"the part before @ of {address!r} is too long to carry a ticket's signature")
    return f"{signed}@{domain}"


def verify(address: str, secret: str, desk_address: str) -> int | None:
    """The ticket number that `address` proves for the desk's address, or None. Compares in constant time."""
    given, desk = normal_address(address), normal_address(desk_address)
    if given is None or desk is None:
        return None
    local, _, domain = given.rpartition("@")
    desk_local, _, desk_domain = desk.rpartition("@")
    match = _SIGNED.fullmatch(local)
    if match is None or match["local"] != desk_local or domain != desk_domain:
        return None
    number = int(match["number"])
    return number if hmac.compare_digest(match["mac"], _mac(number, secret)) else None


def _mac(number: int, secret: str) -> str:
    return _words(_keyed(secret, f"reply-address:{number}")[:_MAC_BYTES])


def _keyed(secret: str, text: str) -> bytes:
    if not secret:
        raise ValueError("the desk's secret is empty")
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()


def _words(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def own_message_id(nonce: bytes, domain: str) -> str:
    """A Message-ID of our form for 20 fresh random bytes; it says nothing about the ticket or the time."""
    if len(nonce) != _NONCE_BYTES or not is_plain_address(f"fh@{domain}"):
        raise ValueError("a Message-ID needs 20 random bytes and a domain name")
    return f"<fh.{_words(nonce)}@{domain.lower()}>"


def is_own_message_id(message_id: str, domains: frozenset[str]) -> bool:
    """Whether `message_id` has our form and names one of the desk's own domains."""
    match = _OWN.fullmatch(message_id)
    return match is not None and match["domain"] in domains


def loop_mark(secret: str) -> str:
    """What X-Firsthand-Loop carries on everything this desk sends, so that it knows its own mail again."""
    return _words(_keyed(secret, "loop-mark")[:_MAC_BYTES])


def message_ids(text: str, *, most: int = 100) -> tuple[str, ...]:
    """The message ids in a Message-ID, In-Reply-To or References header, each once, in order, at most `most`.

    Of more than `most`, the first and the newest are kept: the thread's root and its last messages.
    """
    found = list(dict.fromkeys(_MESSAGE_ID.findall(text)))
    return tuple(found if len(found) <= most else [found[0], *found[-(most - 1) :]])
