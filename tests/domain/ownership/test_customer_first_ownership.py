"""Triage, routes, proposals, wording and escalation, on the customer-first book."""

from datetime import UTC, datetime
from functools import cache

import pytest

from firsthand import books
from firsthand.domain.book import Edition
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Kind, Role
from firsthand.domain.ownership import (
    MessageFacts,
    escalation,
    propose_kind,
    route,
    triage,
)
from firsthand.domain.sentences import PLAIN
from firsthand.services.book.files import read_book

AT = datetime(2021, 8, 3, 17, tzinfo=UTC)


@cache
def edition() -> Edition:
    return read_book(books.folder("customer-first")).edition()


@pytest.mark.clause("S27", "A18")
def test_support_holds_a_message_on_troubleshooting_clocks_until_a_person_confirms_its_kind() -> None:
    held = triage(edition(), AT)
    assert (held.role, held.clocks_as, held.clause) == (Role("support"), Kind("troubleshooting"), "triage")


def test_a_message_from_before_the_book_still_has_a_responsible_role() -> None:
    held = triage(edition(), datetime(2020, 1, 1, tzinfo=UTC))
    assert (held.role, held.clause) == (Role("support"), None)


@pytest.mark.clause("S38", "S39", "S40")
@pytest.mark.parametrize(
    ("kind", "allowed", "instead", "clause"),
    [
        (Kind("troubleshooting"), False, Role("support"), "S38"),
        (Kind("feature_request"), False, Role("product"), "S39"),
        (Kind("how_to"), True, None, "S35"),
        (None, False, Role("support"), "S40"),
    ],
)
def test_noor_cannot_assign_to_engineering_directly_and_is_told_the_right_way(
    kind: Kind | None, allowed: bool, instead: Role | None, clause: str
) -> None:
    way = route(edition(), Role("customer_engineering"), Role("engineering"), kind=kind, at=AT)
    assert (way.allowed, way.instead, way.clause) == (allowed, instead, clause)
    if instead is not None:
        assert f"go to {instead} instead" in PLAIN.phrase(way.text)


@pytest.mark.clause("S50")
def test_mira_in_support_may_go_to_engineering() -> None:
    assert route(edition(), Role("support"), Role("engineering"), kind=Kind("troubleshooting"), at=AT).allowed


@pytest.mark.clause("S27")
@pytest.mark.parametrize(
    ("subject", "body", "address", "kind", "other"),
    [
        ("Dark mode", "Would be great if there was a dark theme", "support@us.example", "feature_request", None),
        ("Dark mode", "The page is too bright", "feedback@us.example", "feature_request", None),
        ("Indexing", "The indexer loops for ever", "support@us.example", "troubleshooting", None),
        ("Indexing", "It doesn\u2019t work since the upgrade", "support@us.example", "troubleshooting", None),
        ("SSO", "How do we add a second SAML provider?", "support@us.example", "how_to", None),
        ("SSO", "Is it\npossible to map groups?", "support@us.example", "how_to", None),
        ("Feature request: better error pages", "please", "support@us.example", "feature_request", None),
        ("Your invoice 2021-004", "Attached", "support@us.example", None, "billing"),
        ("Invoice export fails", "An error appears", "support@us.example", "troubleshooting", None),
        ("News", "To unsubscribe from this list click here", "support@us.example", None, "spam"),
        ("Hello", "We offer SEO services", "support@us.example", None, "sales_mail"),
        ("Renewal", "Can we talk on Tuesday?", "support@us.example", None, None),
        ("Sterrors", "howtos are fun", "support@us.example", None, None),
    ],
)
def test_a_message_is_proposed_to_be_what_its_address_and_words_say(
    subject: str, body: str, address: str, kind: str | None, other: str | None
) -> None:
    found = propose_kind(edition(), MessageFacts(to_address=address, subject=subject, body=body), AT)
    assert (found.kind, found.not_a_request) == (kind, other)
    assert (found.clause is None) is (kind is None and other is None)
    assert bool(found.matched) is (found.clause is not None)


def test_a_form_says_more_than_the_words_in_it() -> None:
    message = MessageFacts(to_address="feedback@us.example", subject="x", body="a crash", form="question")
    assert propose_kind(edition(), message, AT).kind == Kind("how_to")


def test_a_warning_tells_the_responsible_person_and_a_breach_the_team_and_the_head_of_support() -> None:
    steps = escalation(edition(), ClockKind.first_response, Role("support"), AT)
    assert [(str(step.at), str(step.tell)) for step in steps] == [
        ("warning", "responsible"),
        ("breach", "team"),
        ("breach", "head_of_support"),
    ]


def test_a_solved_ticket_closes_after_16_business_hours() -> None:
    solved = edition().organisation_at(AT).state("solved")
    assert solved is not None
    assert solved.timer is not None
    assert (str(solved.timer.after), solved.timer.calendar, solved.timer.becomes) == (
        "16 business hours",
        "contract-hours",
        "closed",
    )
