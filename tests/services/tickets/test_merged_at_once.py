"""Acts on two tickets of which one was merged into the other, at the same time: neither blocks the other."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.merging import link, merge, unlink
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from tests.lighthouse import FRIDAY_1645_PACIFIC, light_up


@pytest.mark.django_db(transaction=True)
def test_answers_to_a_merged_ticket_while_both_are_linked() -> None:
    desk = light_up()
    first, second = desk.ticket(), desk.ticket(number=2)
    at = FRIDAY_1645_PACIFIC + timedelta(minutes=1)
    mira = desk.viewer(desk.mira, at=at)
    merge(viewer=mira, ticket_id=second.pk, into_id=first.pk, at=at)
    start = threading.Barrier(2)
    failures: list[Exception] = []

    def writes() -> None:
        for number in range(12):
            incoming = Opening(
                subject="Re: it",
                text="Still there.",
                channel="email",
                external_id=f"<{number}@acme.example>",
                sender="ana@acme.example",
                contact=desk.ana,
                account=desk.acme,
                received_at=at,
            )
            add_customer_message(ticket_id=second.pk, incoming=incoming, desk=open_desk(at))

    def links() -> None:
        for _ in range(12):
            link(viewer=mira, ticket_id=first.pk, other_id=second.pk, at=at)
            unlink(viewer=mira, ticket_id=first.pk, other_id=second.pk, at=at)

    def work(act: Callable[[], None]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(act,)) for act in (writes, links)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert first.messages.count() == 13
