"""Somebody is let go while they act: neither blocks the other, and nothing stays theirs."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from firsthand.domain.names import Role
from firsthand.models.tickets import Ticket
from firsthand.services.leaving.actions import hand_on_what_was_left, leave
from firsthand.services.people.actions import members
from firsthand.services.tickets.actions.conversation import add_note
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.locking import locked
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import light_up, person

LATER = NOW + timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_somebody_is_let_go_while_they_write(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    desk, helen = light_up(), person("Helen", Role("head_of_support"), owner=True)
    ticket, mira = desk.ticket(), desk.viewer(desk.mira)
    take(viewer=mira, ticket_id=ticket.pk, at=NOW)
    has_ticket, has_person = threading.Event(), threading.Event()
    real = members.deactivate

    def and_waits(**asked: object) -> object:
        left = real(**asked)  # type: ignore[arg-type]
        has_person.set()
        return left

    monkeypatch.setattr("firsthand.services.leaving.actions.deactivate", and_waits)
    failures: list[Exception] = []

    def writes() -> None:
        with transaction.atomic():
            locked(ticket.pk)
            has_ticket.set()
            has_person.wait(timeout=10)
            add_note(viewer=mira, ticket_id=ticket.pk, text="The proxy is not it.", at=LATER)

    def leaves() -> None:
        has_ticket.wait(timeout=10)
        leave(viewer=desk.viewer(helen), person_id=desk.mira.pk, at=LATER)

    def work(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(act,)) for act in (writes, leaves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    hand_on_what_was_left(now=LATER)
    assert Ticket.objects.get(pk=ticket.pk).responsible not in (desk.mira, None)
