"""Who signed a mail (DKIM): what must be known for that, and which signatures hold. Opens no connection."""

import re
from collections.abc import Iterator, Mapping

import dkim

from firsthand.channels.email.policies import organisation_of, policy_names
from firsthand.domain.mail.vouching import is_above

MOST_SIGNATURES = 5
MOST_SIGNED_BYTES = 8 << 20
_MOST_SENDERS = 2
_MOST_HEADERS = 128 << 10
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_SIGNATURE = re.compile(rb"^dkim-signature[ \t]*:((?:[^\n]|\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"^from[ \t]*:((?:[^\n]|\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_DOMAIN = re.compile(rb"@([A-Za-z0-9.-]{1,253})")
_NAME = re.compile(rb"[A-Za-z0-9_.-]{1,253}")
_HASHES = frozenset({b"rsa-sha256", b"ed25519-sha256"})


def names_wanted(raw: bytes) -> tuple[str, ...]:
    """The names in the DNS under which lie the keys of those signatures that could prove the sender, and the policies
    of the sender's domain. A glance at the headers that costs linear time; what it overlooks stays unproven."""
    end = _END_OF_HEADERS.search(raw, 0, _MOST_HEADERS)
    head = raw[: end.start() if end else _MOST_HEADERS]
    senders = {found.decode().lower() for one in _FROM.findall(head)[:2] for found in _DOMAIN.findall(one)}
    senders = set(sorted(senders)[:_MOST_SENDERS])
    organisations = {organisation_of(sender) for sender in senders}
    wanted = []
    for tags in map(_tags, _SIGNATURE.findall(head)[:MOST_SIGNATURES]):
        domain, selector = tags.get(b"d", b""), tags.get(b"s", b"")
        are_names = _NAME.fullmatch(domain) and _NAME.fullmatch(selector)
        if are_names and any(is_above(one, domain.decode()) for one in organisations):
            wanted.append(f"{selector.decode()}._domainkey.{domain.decode()}".lower())
    policies = (name for sender in sorted(senders) for name in policy_names(sender))
    return tuple(dict.fromkeys((*wanted, *policies)))


def signed_by(raw: bytes, keys: Mapping[str, str]) -> tuple[str, ...]:
    """The domains whose signature over the whole message holds, by the keys that were found under their names. A
    signature that leaves a part of the text open, or uses a hash that can be forged, is none."""
    return tuple(dict.fromkeys(_signers(raw, keys))) if keys and len(raw) <= MOST_SIGNED_BYTES else ()


def _signers(raw: bytes, keys: Mapping[str, str]) -> Iterator[str]:
    def key_of(name: bytes, timeout: float = 0) -> bytes | None:
        found = keys.get(name.decode("ascii", "replace").rstrip(".").lower())
        return found.encode("ascii", "replace") if found else None

    message = dkim.DKIM(raw)
    for index in range(min(MOST_SIGNATURES, sum(name.lower() == b"dkim-signature" for name, _ in message.headers))):
        try:
            if not message.verify(idx=index, dnsfunc=key_of):
                continue
        except (dkim.DKIMException, ValueError):
            continue  # broken in one of many ways, all of which prove nothing
        tags = message.signature_fields
        if b"l" not in tags and tags.get(b"a", b"").lower() in _HASHES:
            yield tags[b"d"].decode("ascii", "replace").lower()


def _tags(value: bytes) -> dict[bytes, bytes]:
    pairs = (part.partition(b"=") for part in value.split(b";"))
    return {name.strip().lower(): b"".join(given.split()) for name, _equals, given in pairs}
