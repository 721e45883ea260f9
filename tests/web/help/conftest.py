"""A problem of Ana's that Mira has, and people who sign in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firsthand.domain.names import Kind
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import Lighthouse, light_up


@pytest.fixture
def desk(db: None) -> Lighthouse:
    """Lighthouse."""
    return light_up()


@pytest.fixture
def at_desk(desk: Lighthouse) -> Callable[[str], Client]:
    """Signs a person in by first name."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept": "text/html"})
        client.force_login(getattr(desk, name))
        return client

    return sign_in


def trouble(desk: Lighthouse, kind: str = "troubleshooting", *, number: int = 1) -> Ticket:
    """A ticket of a kind; of trouble, Mira has it."""
    at = datetime.now(UTC) - timedelta(minutes=30)
    ticket = desk.ticket(received_at=at, number=number)
    mira = desk.viewer(desk.mira, at=at)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind(kind), at=at)
    return take(viewer=mira, ticket_id=ticket.pk, at=at) if kind == "troubleshooting" else ticket
