"""Mira's task to call Ana back, on Ana's ticket or on her account."""

from datetime import datetime, timedelta
from typing import Protocol

import pytest

from firsthand.models.people import Person
from firsthand.models.tasks import Task
from firsthand.models.tickets import Ticket
from firsthand.services.tasks.actions import give_on_account, give_on_ticket
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

DUE = NOW + timedelta(days=2)


class Give(Protocol):
    """Gives a task on Ana's ticket, or on an account where there is no ticket."""

    def __call__(
        self,
        ticket: Ticket | None = None,
        *,
        by: Person | None = None,
        to: Person | None = None,
        due_at: datetime = DUE,
    ) -> Task: ...


@pytest.fixture
def give(lighthouse: Lighthouse) -> Give:
    """Mira gives it to herself, unless somebody else does or has it."""

    def given(
        ticket: Ticket | None = None, *, by: Person | None = None, to: Person | None = None, due_at: datetime = DUE
    ) -> Task:
        viewer, who = lighthouse.viewer(by or lighthouse.mira), to.pk if to is not None else None
        what = "Call Ana back"
        if ticket is None:
            number = lighthouse.acme.pk
            return give_on_account(viewer=viewer, account_id=number, what=what, who_id=who, due_at=due_at, at=NOW)
        return give_on_ticket(viewer=viewer, ticket_id=ticket.pk, what=what, who_id=who, due_at=due_at, at=NOW)

    return given
