"""Sending what the book stops: by Noor (customer engineer) and Eve (sales), in the services."""

from datetime import timedelta
from typing import Any

import pytest

from firsthand.domain.errors import Invalid
from firsthand.models.events import Event
from firsthand.services.tickets.actions.conversation import reply, take_back
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse

pytestmark = pytest.mark.django_db
AT = FRIDAY_1645_PACIFIC + timedelta(minutes=1)
EARLY = "Hello Ana,\n\nsupport will call you within ten minutes."


def send(desk: Lighthouse, text: str, *, despite: str = "", noor: bool = False) -> Any:
    writer = desk.noor if noor else desk.eve
    ticket = desk.ticket()
    return reply(
        viewer=desk.viewer(writer, at=AT), ticket_id=ticket.pk, text=text, substantive=False, despite=despite, at=AT
    )


def replied() -> Event:
    return Event.objects.filter(verb="replied").latest("id")


@pytest.mark.clause("S45")
@pytest.mark.parametrize("despite", ["", "  "])
def test_a_time_before_supports_clock_is_not_sent_without_a_reason(lighthouse: Lighthouse, despite: str) -> None:
    with pytest.raises(Invalid) as refused:
        send(lighthouse, EARLY, despite=despite)
    assert (refused.value.code, refused.value.field) == ("promise_stopped", "despite")
    assert not Event.objects.filter(verb="replied").exists()


@pytest.mark.clause("S45")
def test_with_a_reason_it_is_sent_and_the_event_keeps_the_reason_and_the_clause(lighthouse: Lighthouse) -> None:
    send(lighthouse, EARLY, despite="Mira  agreed on the phone.")
    payload = {**replied().payload, **(replied().words or {})}
    assert payload["clauses"] == ["S45"]
    assert payload["despite"] == "Mira agreed on the phone."


@pytest.mark.clause("S44")
def test_a_reason_that_nothing_asks_for_is_not_kept(lighthouse: Lighthouse) -> None:
    send(lighthouse, "I will call you tomorrow.", despite="Left over from before.")
    assert "despite" not in replied().payload or replied().payload["despite"] == ""


@pytest.mark.clause("S44")
def test_what_is_quoted_stops_nobody(lighthouse: Lighthouse) -> None:
    send(lighthouse, "> Support will fix it ASAP, within an hour.\n\nThank you.", noor=True)


def test_what_is_said_on_the_ticket_after_taking_back_is_asked_again(lighthouse: Lighthouse) -> None:
    ticket, viewer = lighthouse.ticket(), lighthouse.viewer(lighthouse.eve, at=AT)
    given: dict[str, Any] = {"viewer": viewer, "ticket_id": ticket.pk, "text": EARLY, "substantive": False, "at": AT}
    sent = reply(**given, despite="Agreed.")
    take_back(viewer=viewer, message_id=sent.message.pk, at=AT + timedelta(seconds=2))
    with pytest.raises(Invalid, match="“within ten minutes” is earlier than the team’s own clock"):
        reply(**given, despite="")
