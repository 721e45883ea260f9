"""The demo's considerations: what customer engineers ask support to consider, and its answers."""

from datetime import datetime, timedelta

from firsthand.cli.demo.letters import DemoAct
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.considerations import actions
from firsthand.services.considerations.queries import standing_on
from firsthand.services.tickets.queries import ticket_page


def consider(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Give something to consider, for the hours that it is due in."""
    until = at + timedelta(hours=act.due_in)
    return actions.give(viewer=viewer, ticket_id=ticket_id, text=act.text, until=until, at=at)


def weigh(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Answer what stands there with `value`, and how or why not."""
    desk = open_desk(at)
    ticket = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk).ticket
    [one] = standing_on(viewer=viewer, ticket=ticket, desk=desk)
    return actions.answer(viewer=viewer, consideration_id=one.id, answer=act.value, why=act.text, at=at)
