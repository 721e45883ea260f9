"""Drafts on top of the customer-first book."""

from firsthand import books
from firsthand.domain.book import Book
from firsthand.services.book.files import book_from_texts

HALF_AN_HOUR = """
book: customer-first
amendment: draft
title: Half an hour
published_at: 2021-08-01T00:00:00Z
author: Mira Lindqvist
approver: Ada Obi
zone: America/Los_Angeles
service_levels:
  - clause: S18
    source: S18
    text: Support answers pre-sales requests within half an hour
    when: {kind: troubleshooting, stage: [prospect, trial]}
    clock: {kind: first_response, budget: 30 business minutes, calendar: support-hours}
    class: internal_target
    precedence: internal
    replaces: S18
    in_force: {from: 2021-08-01}
"""


def texts() -> list[tuple[str, str]]:
    """The texts of the customer-first book."""
    return [(path.name, path.read_text(encoding="utf-8")) for path in sorted(books.folder("customer-first").iterdir())]


def book() -> Book:
    """The customer-first book."""
    return book_from_texts(texts())


def draft() -> Book:
    """The book with the promise of half an hour for prospects and trials from August on."""
    return book_from_texts([*texts(), ("draft.yaml", HALF_AN_HOUR)])
