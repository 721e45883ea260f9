"""A how-to of Ana's that Noor has, and what she asks about it."""

from datetime import datetime
from typing import Protocol

import pytest

from firsthand.domain.names import Kind
from firsthand.models.people import Person
from firsthand.models.questions import Question
from firsthand.models.tickets import Ticket
from firsthand.services.questions.actions import ask
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse


class Confirmed(Protocol):
    """Makes a ticket of Ana's whose kind Mira has confirmed."""

    def __call__(
        self, kind: str = "how_to", *, number: int = 1, subject: str = "Rotating API keys", at: datetime = NOW
    ) -> Ticket: ...


@pytest.fixture
def confirmed(lighthouse: Lighthouse) -> Confirmed:
    """Tickets of a kind."""

    def make(
        kind: str = "how_to", *, number: int = 1, subject: str = "Rotating API keys", at: datetime = NOW
    ) -> Ticket:
        ticket = lighthouse.ticket(subject=subject, text="How do we?", received_at=at, number=number)
        confirm_kind(viewer=lighthouse.viewer(lighthouse.mira, at=at), ticket_id=ticket.pk, kind=Kind(kind), at=at)
        ticket.refresh_from_db()
        return ticket

    return make


class Ask(Protocol):
    """Asks about a ticket; Noor does unless somebody else."""

    def __call__(
        self, ticket: Ticket, text: str = "Do two keys work at once?", *, by: Person | None = None, at: datetime = NOW
    ) -> Question: ...


@pytest.fixture
def asked(lighthouse: Lighthouse) -> Ask:
    """Questions in the open channel."""

    def make(
        ticket: Ticket, text: str = "Do two keys work at once?", *, by: Person | None = None, at: datetime = NOW
    ) -> Question:
        viewer = lighthouse.viewer(by or lighthouse.noor, at=at)
        return ask(viewer=viewer, ticket_id=ticket.pk, text=text, at=at)

    return make
