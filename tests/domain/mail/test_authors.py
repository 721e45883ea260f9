"""Whether a mail is from whom it says, by what our server found out and by whom signed it."""

import pytest

from firsthand.domain.conversation.incoming import Authorship
from firsthand.domain.mail.authors import authorship
from firsthand.domain.mail.vouching import Asks, DomainPolicy, SenderDomain

OURS = frozenset({"mx.desk.example"})
ANA = "ana@acme.example"


def of(
    *results: str,
    signed_by: tuple[str, ...] = (),
    ours: frozenset[str] = OURS,
    asked: bool = True,
    policy: DomainPolicy | None = None,
    answered: bool = True,
) -> Authorship:
    domain = SenderDomain(name="acme.example", organisation="acme.example", policy=policy)
    return authorship(
        ANA, domain=domain, results=results, signed_by=signed_by, authorities=ours, asked=asked, answered=answered
    )


@pytest.mark.parametrize(
    "said",
    [
        "dmarc=pass header.from=acme.example",
        "dkim=pass header.d=acme.example header.s=k1; spf=fail smtp.mailfrom=evil.example",
        "dkim=fail header.d=evil.example; dkim=pass (2048 bit) header.i=@acme.example",
        "spf=pass (is allowed) smtp.mailfrom=bounces@acme.example",
        "spf=pass smtp.mailfrom=acme.example",
        "dmarc=none header.from=acme.example; dkim=pass header.d=acme.example",
        "auth=pass smtp.auth=ana@acme.example",
    ],
)
def test_what_our_server_found_proves_it(said: str) -> None:
    assert of(f"mx.desk.example; {said}") is Authorship.proven
    assert of(f"MX.desk.example 1; {said.upper()}") is Authorship.proven


@pytest.mark.parametrize(
    "result",
    [
        "mx.desk.example; none",
        "mx.desk.example; dmarc=fail header.from=acme.example; dkim=pass header.d=acme.example",
        "mx.desk.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example",
        "mx.desk.example; dkim=pass header.d=mail.acme.example",
        "mx.desk.example; dkim=pass header.d=example",
        "mx.desk.example; dmarc=pass header.from=acme.example.evil.example",
        'mx.desk.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=acme.example; "@evil.example',
        "mx.desk.example; spf=fail (x; dmarc=pass header.from=acme.example;) smtp.mailfrom=evil.example",
        r"mx.desk.example; spf=fail (\(; dmarc=pass header.from=acme.example;) smtp.mailfrom=evil.example",
        "mx.evil.example; dmarc=pass header.from=acme.example",
        "mx.desk.example.evil.example; dmarc=pass header.from=acme.example",
    ],
)
def test_what_it_did_not_find_or_others_say_proves_nothing(result: str) -> None:
    assert of(result) is Authorship.unproven


def test_only_the_newest_word_of_our_server_counts_and_it_decides() -> None:
    forged = "mx.desk.example; dmarc=pass header.from=acme.example"
    assert of("mx.desk.example; dmarc=fail", forged, signed_by=("acme.example",)) is Authorship.unproven
    assert of("mx.other.example; dmarc=fail", forged) is Authorship.proven


def test_without_a_word_of_ours_a_signature_decides() -> None:
    assert of(signed_by=("evil.example", "acme.example")) is Authorship.proven
    assert of(signed_by=("evil.example",)) is Authorship.unproven
    assert of() is Authorship.unproven


def test_where_nobody_asks_nothing_is_said() -> None:
    assert of(ours=frozenset(), asked=False) is Authorship.unasked
    assert of(ours=frozenset()) is Authorship.unproven


REFUSES = DomainPolicy(asks=Asks.refusal)


def test_what_its_domain_wants_refused_is_disowned() -> None:
    assert of("mx.desk.example; dmarc=fail header.from=acme.example", policy=REFUSES) is Authorship.disowned
    assert of("mx.desk.example; spf=pass smtp.mailfrom=evil.example", policy=REFUSES) is Authorship.disowned
    assert of(policy=REFUSES) is Authorship.disowned
    assert of(policy=REFUSES, answered=False) is Authorship.unproven
    assert of(policy=REFUSES, asked=False) is Authorship.unproven
    assert of(policy=DomainPolicy(asks=Asks.nothing)) is Authorship.unproven


def test_a_domain_with_a_policy_is_vouched_for_by_all_of_its_organisation_if_it_does_not_say_otherwise() -> None:
    below = "mx.desk.example; dkim=pass header.d=mail.acme.example"
    bounces = "mx.desk.example; spf=pass smtp.mailfrom=x@bounces.acme.example"
    assert of(below, policy=REFUSES) is of(bounces, policy=REFUSES) is Authorship.proven
    strict = DomainPolicy(asks=Asks.refusal, own_signature=True, own_envelope=True)
    assert of(below, policy=strict) is of(bounces, policy=strict) is Authorship.disowned
    assert of("mx.desk.example; dkim=pass header.d=acme.example", policy=strict) is Authorship.proven
