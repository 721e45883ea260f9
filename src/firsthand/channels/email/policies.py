"""What an author's domain publishes (DMARC): under which names that lies, and what it says. Opens no connection."""

from collections.abc import Mapping
from functools import cache

from publicsuffixlist import PublicSuffixList

from firsthand.domain.mail.vouching import SenderDomain, policy_of


def organisation_of(domain: str) -> str:
    """The domain of the organisation that a domain belongs to: `acme.co.uk` for `mail.acme.co.uk`. A domain below which
    anybody may register is its own."""
    return _suffixes().privatesuffix(domain) or domain


def policy_names(domain: str) -> tuple[str, ...]:
    """The names in the DNS under which a policy for the domain may lie, its own first."""
    return tuple(dict.fromkeys(f"_dmarc.{one}" for one in (domain, organisation_of(domain))))


def sender_domain(domain: str, texts: Mapping[str, str]) -> SenderDomain:
    """The domain, with the policy among the texts that were found under names: its own, else its organisation's."""
    organisation = organisation_of(domain)
    own = policy_of(texts.get(f"_dmarc.{domain}", ""), above=False)
    policy = own or policy_of(texts.get(f"_dmarc.{organisation}", ""), above=organisation != domain)
    return SenderDomain(name=domain, organisation=organisation, policy=policy)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(only_icann=False)
