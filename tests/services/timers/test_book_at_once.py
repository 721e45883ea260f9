"""Two engines that follow the book at the same time, while a clock is answered: each ticket changes once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.timers.book import bring_to_book
from tests.lighthouse import light_up
from tests.services.clocks.test_straddling import ANSWER, AUGUST, FRIDAY, straddles


@pytest.mark.django_db(transaction=True)
def test_two_engines_and_an_answer_at_once() -> None:
    desk = light_up()
    straddles("at_evaluation")
    tickets = [desk.ticket(received_at=FRIDAY, number=number).pk for number in range(1, 9)]
    start = threading.Barrier(3)
    failures: list[Exception] = []

    def engine() -> None:
        bring_to_book(now=AUGUST)

    def answer() -> None:
        mira = desk.viewer(desk.mira)
        for number in reversed(tickets):
            at = AUGUST + timedelta(minutes=1)
            reply(viewer=mira, ticket_id=number, text=ANSWER, substantive=True, at=at)

    def work(act: Callable[[], None]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(act,)) for act in (engine, engine, answer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    desk.post(at=AUGUST + timedelta(minutes=2))
    for number in tickets:
        states = list(Clock.objects.filter(subject__ticket=number).order_by("pk").values_list("state", flat=True))
        assert states in (["met"], ["replaced", "met"])
        changed = Event.objects.filter(subject__ticket=number, verb="terms_changed").count()
        assert changed == len(states) - 1
