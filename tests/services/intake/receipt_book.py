"""A book that has customers told that their request came in, and what they were told."""

from datetime import timedelta

from firsthand import books
from firsthand.models.outbox import Delivery
from firsthand.services.amending.actions import publish
from tests.lighthouse import FRIDAY_1645_PACIFIC

RECEIPT = """
book: customer-first
amendment: 2021-07-01-receipt
title: We say that it came in
published_at: 2021-07-01T00:00:00Z
author: Ines
approver: Bo
zone: America/Los_Angeles
promise_wording:
  - clause: receipt
    source: practice 2.2
    text: Whoever writes is told that it came in.
    when: {stage: [trial, production]}
    receipt:
      wording:
        en: "Hello {first_name|there}, this is number {number} at {desk}. This is not our first response."
        de: "Guten Tag {name|zusammen}, das ist Nummer {number}. Dies ist noch nicht unsere Antwort."
"""


def publish_receipt() -> None:
    """The first version of the customer-first book with a receipt, long before Friday."""
    first = books.folder("customer-first") / "2021-06-22-first-version.yaml"
    texts = [(first.name, first.read_text()), ("2021-07-01-receipt.yaml", RECEIPT)]
    publish(texts=texts, at=FRIDAY_1645_PACIFIC - timedelta(days=30), by=None)


def receipts() -> list[Delivery]:
    """What was written, the oldest first."""
    return list(Delivery.objects.filter(purpose="receipt").order_by("id"))
