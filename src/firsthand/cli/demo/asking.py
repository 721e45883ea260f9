"""The demo's questions in the open channel: asked, answered, and what helped."""

from datetime import datetime

from firsthand.cli.demo.letters import DemoAct
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.questions import actions
from firsthand.services.questions.queries import QuestionRow, questions_on
from firsthand.services.tickets.queries import ticket_page


def ask(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Ask about a ticket."""
    return actions.ask(viewer=viewer, ticket_id=ticket_id, text=act.text, at=at)


def answer(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Answer what was asked last about a ticket."""
    asked = _last_on(viewer, ticket_id, at)
    return actions.answer(viewer=viewer, question_id=asked.id, text=act.text, at=at)


def helped(viewer: Viewer, ticket_id: int, _act: DemoAct, at: datetime) -> object:
    """Say that the last answer helped."""
    asked = _last_on(viewer, ticket_id, at)
    return actions.mark(viewer=viewer, answer_id=asked.answers[-1].id, helped=True, at=at)


def _last_on(viewer: Viewer, ticket_id: int, at: datetime) -> QuestionRow:
    desk = open_desk(at)
    ticket = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk).ticket
    return questions_on(viewer=viewer, ticket=ticket, desk=desk)[-1]
