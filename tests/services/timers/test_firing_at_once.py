"""The engine fires a clock of a ticket on which somebody acts at the same time: neither waits for ever."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from firsthand.models.clocks import Clock
from firsthand.services.acting import Acting
from firsthand.services.tickets.actions.custody import take
from firsthand.services.timers import firing
from tests.lighthouse import FRIDAY_1645_PACIFIC, light_up


@pytest.mark.django_db(transaction=True)
def test_an_act_while_the_engine_fires(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = light_up()
    ticket = desk.ticket()
    late = FRIDAY_1645_PACIFIC + timedelta(days=5)
    fires, failures = threading.Event(), []
    fire_all = firing._fire_all

    def slowly(act: Acting) -> bool:
        fires.set()
        threading.Event().wait(0.3)  # the other act comes in between
        return fire_all(act)

    monkeypatch.setattr(firing, "_fire_all", slowly)

    def act() -> None:
        fires.wait(timeout=10)
        take(viewer=desk.viewer(desk.mira, at=late), ticket_id=ticket.pk, at=late)

    def work(what: Callable[[], object]) -> None:
        try:
            what()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(one,)) for one in (lambda: firing.fire_due(now=late), act)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    ticket.refresh_from_db()
    assert ticket.responsible == desk.mira
    assert Clock.objects.filter(subject=ticket.subject, breached_at__isnull=False).exists()
