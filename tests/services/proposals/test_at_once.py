"""Two who act on one proposal at the same time: one is first, the other hears of it, and neither waits for ever."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from firsthand.domain.errors import DeskError
from firsthand.models.events import Event
from firsthand.models.proposals import Proposal
from firsthand.models.tickets import Ticket
from tests.lighthouse import Lighthouse, light_up
from tests.services.proposals.books import publish_answers
from tests.services.proposals.test_answering import accepts, declines
from tests.services.proposals.test_proposing import NOW, on_ticket


def together(*acts: Callable[[], object]) -> tuple[list[str], list[Exception]]:
    """What the acts were refused with, done at once, and what went wrong otherwise."""
    refused: list[str] = []
    failures: list[Exception] = []
    start = threading.Barrier(len(acts))

    def work(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except DeskError as error:
            refused.append(error.code)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused, failures


def desk_with_a_ticket() -> tuple[Lighthouse, Ticket]:
    """Lighthouse, and something to rate."""
    desk = light_up()
    publish_answers()
    return desk, desk.ticket(received_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_one_accepts_while_the_other_declines() -> None:
    desk, ticket = desk_with_a_ticket()
    row = on_ticket(desk, ticket)
    refused, failures = together(lambda: accepts(desk, row, desk.mira), lambda: declines(desk, row, desk.ada))
    assert (refused, failures) == (["answered"], [])
    row.refresh_from_db()
    ticket.refresh_from_db()
    assert (row.state == "accepted") == (ticket.severity == "s1")
    assert Event.objects.filter(subject=row.subject).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_propose_the_same() -> None:
    desk, ticket = desk_with_a_ticket()
    refused, failures = together(lambda: on_ticket(desk, ticket), lambda: on_ticket(desk, ticket, by=desk.olu))
    assert (refused, failures, Proposal.objects.count()) == (["proposed_before"], [], 1)
