"""Which domains vouch for an author's, and what a published policy says."""

import pytest

from firsthand.domain.mail.vouching import Asks, DomainPolicy, SenderDomain, is_above, policy_of

SHOP = SenderDomain(name="mail.acme.co.uk", organisation="acme.co.uk")


def test_a_domain_vouches_for_what_lies_in_it() -> None:
    assert is_above("acme.example", "mail.acme.example")
    assert not is_above("mail.acme.example", "acme.example")
    assert not is_above("acme.example", "notacme.example")
    assert not is_above("example", "acme.example")


@pytest.mark.parametrize(
    ("other", "without", "with_policy"),
    [
        ("mail.acme.co.uk", True, True),
        ("ACME.co.uk.", True, True),
        ("news.acme.co.uk", False, True),
        ("x.mail.acme.co.uk", False, True),
        ("co.uk", False, False),
        ("evil.co.uk", False, False),
        ("uk", False, False),
        ("", False, False),
    ],
)
def test_who_vouches_is_of_the_same_organisation(other: str, without: bool, with_policy: bool) -> None:
    published = SenderDomain(name=SHOP.name, organisation=SHOP.organisation, policy=DomainPolicy(asks=Asks.nothing))
    assert (SHOP.is_vouched_by(other), published.is_vouched_by(other)) == (without, with_policy)
    assert SHOP.is_vouched_by(other, only_own=True) is (other == SHOP.name)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("v=DMARC1; p=reject; rua=mailto:x@acme.example", Asks.refusal),
        ("v=DMARC1;p=quarantine;sp=none", Asks.setting_aside),
        ("V=DMARC1 ; P=Reject", Asks.refusal),
        ("v=DMARC1; p=none", Asks.nothing),
        ("v=DMARC1; rua=mailto:x@acme.example", Asks.nothing),
        ("v=DMARC1; p=shout", Asks.nothing),
        ("v=DMARC1; p=reject; pct=0", Asks.nothing),
        ("v=DMARC1; p=reject; t=y", Asks.nothing),
        ("v=DMARC12; p=reject", None),
        ("p=reject; v=DMARC1", None),
        ("v=spf1 -all", None),
        ("", None),
    ],
)
def test_a_policy_says_what_to_do_with_mail_that_is_not_proven(text: str, asks: Asks | None) -> None:
    found = policy_of(text, above=False)
    assert (found and found.asks) == asks


def test_a_policy_of_the_organisation_has_a_word_of_its_own_for_what_lies_below() -> None:
    text = "v=DMARC1; p=reject; sp=none; adkim=s; aspf=s"
    assert policy_of(text, above=True) == DomainPolicy(asks=Asks.nothing, own_signature=True, own_envelope=True)
    assert policy_of("v=DMARC1; p=reject", above=True) == DomainPolicy(asks=Asks.refusal)
