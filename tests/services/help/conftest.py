"""A problem of Ana's that Mira has."""

import pytest

from firsthand.domain.names import Kind
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse


@pytest.fixture
def trouble(lighthouse: Lighthouse) -> Ticket:
    """The login loops, and Mira has it."""
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=NOW)
    return take(viewer=mira, ticket_id=ticket.pk, at=NOW)
