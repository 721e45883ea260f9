"""Who else answers: told while they type, and an answer that came meanwhile is shown before another leaves."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Missing, Refused
from firsthand.domain.names import Role
from firsthand.models.conversation import Direction, Message
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.tickets.actions.conversation import add_note, reply, take_back
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.writing.others import Others, others_on
from firsthand.services.writing.unsent import NOTHING_BEGUN, LastSeen
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.writing.test_unsent import keep

SECOND = timedelta(seconds=1)


def others(desk: Lighthouse, who: Person, ticket: Ticket, *, answered: int | None = None, seconds: int = 0) -> Others:
    """What somebody is told while they write."""
    return others_on(viewer=desk.viewer(who), ticket_id=ticket.pk, answered=answered, at=NOW + seconds * SECOND)


def answers(
    desk: Lighthouse, who: Person, ticket: Ticket, *, answered: int | None = 0, begun: LastSeen = NOTHING_BEGUN
) -> Message:
    """Somebody answers, who had the answers up to `answered` before them."""
    return reply(
        viewer=desk.viewer(who), ticket_id=ticket.pk, text="Hello Ana", substantive=False, at=NOW,
        answered=answered, begun=begun,
    ).message  # fmt: skip


def test_who_writes_is_told_until_a_minute_without_typing(lighthouse: Lighthouse) -> None:
    ticket, mira, noor = lighthouse.ticket(), lighthouse.mira, lighthouse.noor
    kept = keep(lighthouse, mira, ticket, "Hello")
    keep(lighthouse, lighthouse.ada, ticket, "A note", direction=Direction.note)
    assert others(lighthouse, noor, ticket, seconds=59).writing == ("Mira Lindqvist",)
    assert others(lighthouse, noor, ticket, seconds=60).writing == ()
    assert others(lighthouse, mira, ticket).writing == ()
    answers(lighthouse, mira, ticket, begun=LastSeen(version=kept.unsent.version))
    assert others(lighthouse, noor, ticket, seconds=1).writing == ()


def test_a_second_answer_is_refused_until_the_first_was_shown(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    first = answers(lighthouse, lighthouse.mira, ticket)
    assert others(lighthouse, lighthouse.ada, ticket, answered=0).answers == (first,)
    with pytest.raises(Refused, match="Mira Lindqvist answered meanwhile") as refused:
        answers(lighthouse, lighthouse.ada, ticket)
    assert refused.value.code == "answered_meanwhile"
    assert ticket.messages.filter(direction=Direction.outbound).count() == 1
    assert answers(lighthouse, lighthouse.ada, ticket, answered=first.pk).pk > first.pk


def test_neither_a_note_nor_what_was_taken_back_is_an_answer(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    add_note(viewer=mira, ticket_id=ticket.pk, text="Ask Olu", at=NOW)
    take_back(viewer=mira, message_id=answers(lighthouse, lighthouse.mira, ticket).pk, at=NOW + SECOND)
    assert answers(lighthouse, lighthouse.ada, ticket)


def test_the_same_answer_from_two_pages_leaves_once(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    answers(lighthouse, lighthouse.mira, ticket)
    with pytest.raises(Refused):
        answers(lighthouse, lighthouse.mira, ticket)


def test_a_program_that_says_nothing_of_what_it_saw_is_not_asked(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    answers(lighthouse, lighthouse.mira, ticket)
    assert answers(lighthouse, lighthouse.ada, ticket, answered=None)


def test_who_is_shut_out_is_told_nothing(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    keep(lighthouse, lighthouse.mira, ticket, "Hello")
    circle = Circle(roles=frozenset({Role("support")}))
    restrict(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, circle=circle, why="security", at=NOW)
    with pytest.raises(Missing):
        others(lighthouse, lighthouse.eve, ticket)
