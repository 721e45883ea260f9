"""Which domains vouch for an author's domain, and what its owner asks for where none does (DMARC, RFC 7489)."""

import re
from dataclasses import dataclass
from enum import StrEnum

_TAG = re.compile(r"([a-z]+)\s*=\s*([^;\s]*)")


class Asks(StrEnum):
    """What a domain's owner asks everybody to do with mail that is not proven to be from it."""

    nothing = "none"
    setting_aside = "quarantine"
    refusal = "reject"


@dataclass(frozen=True, kw_only=True)
class DomainPolicy:
    """What a domain publishes. `own_signature`, `own_envelope`: only the very domain vouches, by its signature or by
    the envelope's sender; else any domain of the same organisation does."""

    asks: Asks
    own_signature: bool = False
    own_envelope: bool = False


@dataclass(frozen=True, kw_only=True)
class SenderDomain:
    """An author's domain. `organisation` is the highest domain above it that is not a public suffix, so that whoever
    holds that holds all that lies in it; `policy` is what is published for it, None where that is not known."""

    name: str
    organisation: str
    policy: DomainPolicy | None = None

    def is_vouched_by(self, other: str, *, only_own: bool = False) -> bool:
        """Whether `other` speaks for it: the domain itself, and one above it; one beside or below it only where a
        policy is published, which says so. Nothing outside of the organisation does. `only_own`: only itself does."""
        if not is_above(self.organisation, other):
            return False
        if only_own:
            return is_above(other, self.name) and is_above(self.name, other)
        return is_above(other, self.name) or self.policy is not None


def is_above(domain: str, other: str) -> bool:
    """Whether `domain` is `other`, or a domain that it lies in."""
    domain, other = domain.lower().rstrip("."), other.lower().rstrip(".")
    return "." in domain and (other == domain or other.endswith(f".{domain}"))


def policy_of(text: str, *, above: bool) -> DomainPolicy | None:
    """The policy that a text of the DNS publishes; None where it is none. `above`: it stands at the organisation's
    domain, and the author's lies below. What is only tried (`t=y`, `pct=0`) asks for nothing."""
    tags = dict(_TAG.findall(text.lower()))
    if not re.match(r"v\s*=\s*dmarc1\s*(;|$)", text.strip().lower()):
        return None
    said = (tags.get("sp") if above else None) or tags.get("p")
    is_tried = tags.get("t") == "y" or tags.get("pct") == "0"
    asks = next((one for one in Asks if one.value == said and not is_tried), Asks.nothing)
    return DomainPolicy(asks=asks, own_signature=tags.get("adkim") == "s", own_envelope=tags.get("aspf") == "s")
