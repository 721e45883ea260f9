"""Amendments of the tests: by when an offer is answered, and what becomes of one that nobody answers."""

from firsthand.models.people import Person
from firsthand.services.amending.actions import publish
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW

HEAD = """book: customer-first
amendment: 2021-07-12-offers
title: Offers are answered
published_at: 2021-07-12T09:00:00Z
author: Mira
approver: Head of customer support
zone: America/Los_Angeles
calendars:
  always: {zone: UTC, always_open: true}
"""
CLOCK = """service_levels:
  - clause: offers.clock
    source: [S48]
    text: An offer is answered within an hour.
    clock: {kind: handoff, budget: 1 hours elapsed, calendar: always}
    class: internal_target
    precedence: internal
"""
EXPIRES = """ownership:
  - clause: offers.expire
    source: [S48]
    text: An offer to product stands for four hours.
    handoff:
      from: customer_engineering
      to: product
      expires: {{after: 4 hours elapsed, calendar: always, then: {then}}}
"""


def publish_offers(by: Person, *, then: str = "", clock: bool = True) -> None:
    """Make them part of the desk's book."""
    text = HEAD + (EXPIRES.format(then=then) if then else "") + (CLOCK if clock else "")
    publish(texts=[("2021-07-12-offers.yaml", text)], at=NOW, by=by)
