"""The demo's feature requests before product: sent from their tickets, and answered."""

from datetime import datetime

from firsthand.cli.demo.letters import DemoAct
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.feature_requests.actions import answer, send
from firsthand.services.feature_requests.queries import request_on
from firsthand.services.tickets.queries import ticket_page


def send_request(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Send a ticket's wish, called `value`, with what speaks for it."""
    return send(viewer=viewer, ticket_id=ticket_id, title=act.value, evidence=act.text, at=at)


def answer_request(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Answer it with `value`, and why."""
    desk = open_desk(at)
    ticket = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk).ticket
    found = request_on(viewer=viewer, ticket=ticket, desk=desk)
    return answer(viewer=viewer, request_id=found.id if found else 0, answer=act.value, why=act.text, at=at)
