"""The demo's teammates at work: each act goes through the service that the web page would call."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from firsthand.cli.demo.asking import answer, ask, helped
from firsthand.cli.demo.considering import consider, weigh
from firsthand.cli.demo.feature_requests import answer_request, send_request
from firsthand.cli.demo.founding import Founded
from firsthand.cli.demo.handing_over import begin, offer, stuck
from firsthand.cli.demo.handing_over import decline as decline_offer
from firsthand.cli.demo.helping import answer_help, ask_for_help, close_help, take_help
from firsthand.cli.demo.letters import AnsweredThread, DemoAct
from firsthand.domain.names import Kind, Role, StateName
from firsthand.models.tickets import ClosedAs
from firsthand.services.access.restrictions import Circle
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.book.desk import open_desk
from firsthand.services.intake.queries import ticket_of_mail
from firsthand.services.outbox.queries import reply_address_of, thread_of
from firsthand.services.proposals.actions import accept, decline, propose
from firsthand.services.proposals.queries import open_on_ticket
from firsthand.services.tasks.actions import finish, give_on_ticket
from firsthand.services.tasks.queries import on_ticket
from firsthand.services.tickets.actions.conversation import add_note, reply
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request, set_severity, set_topic
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.tickets.actions.tags import tag
from firsthand.services.tickets.queries import ticket_page

Doing = Callable[[Viewer, int, DemoAct, datetime], object]


class DemoTeam:
    """Knows which letter became which ticket, and does the team's acts on it."""

    def __init__(self, founded: Founded) -> None:
        self._founded = founded
        self._tickets: dict[str, int] = {}

    def remember(self, *, letter_id: str, raw: bytes) -> None:
        """Keep which ticket a letter became; one that became none (quarantine, bounce) is not remembered."""
        ticket_id = ticket_of_mail(sha256=hashlib.sha256(raw).hexdigest())
        if ticket_id is not None:
            self._tickets[letter_id] = ticket_id

    def act(self, *, letter_id: str, act: DemoAct, at: datetime) -> None:
        """Do what a teammate did on the letter's ticket."""
        viewer = viewer_of(self._founded.people[act.who], at=at)
        _DOINGS[act.do](viewer, self._tickets[letter_id], act, at)

    def thread_of(self, letter_id: str) -> AnsweredThread | None:
        """The thread on a letter's ticket, for the customer's next mail in it."""
        ticket_id = self._tickets.get(letter_id)
        if ticket_id is None:
            return None
        messages = thread_of(ticket_id=ticket_id)
        last = messages[-1]
        return AnsweredThread(
            message_ids=tuple(message.external_id for message in messages if message.external_id),
            reply_to=reply_address_of(ticket_id=ticket_id),
            quoted=last.text,
            introduction=f"On {last.at:%a, %d %b %Y at %H:%M}, {last.sender} wrote:",
        )


def _confirm(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    return confirm_kind(viewer=viewer, ticket_id=ticket_id, kind=Kind(act.kind), at=at)


def _severity(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    return set_severity(viewer=viewer, ticket_id=ticket_id, severity=act.severity, at=at)


def _reply(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    return reply(
        viewer=viewer,
        ticket_id=ticket_id,
        text=act.text,
        substantive=act.substantive,
        at=at,
        status_after=StateName(act.status) if act.status else None,
    )


def _propose(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    return propose(viewer=viewer, ticket_id=ticket_id, field=act.field, value=act.value, why=act.text, at=at)


def _answer(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Accept what was proposed of a field, or decline it with a reason."""
    desk = open_desk(at)
    ticket = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk).ticket
    waiting = open_on_ticket(viewer=viewer, ticket=ticket, desk=desk)
    proposal_id = next(one.id for one in waiting if one.field == act.field)
    if act.do == "decline":
        return decline(viewer=viewer, proposal_id=proposal_id, why=act.text, at=at)
    return accept(viewer=viewer, proposal_id=proposal_id, at=at)


def _task(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    due_at = at + timedelta(hours=act.due_in)
    return give_on_ticket(viewer=viewer, ticket_id=ticket_id, what=act.text, due_at=due_at, at=at)


def _task_done(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    ticket = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=open_desk(at)).ticket
    tasks = on_ticket(viewer=viewer, ticket=ticket, now=at)
    return finish(viewer=viewer, task_id=next(one.id for one in tasks if one.what == act.text), at=at)


def _restrict(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    circle = Circle(roles=frozenset(map(Role, act.roles)))
    return restrict(viewer=viewer, ticket_id=ticket_id, circle=circle, why=act.text, at=at)


_DOINGS: dict[str, Doing] = {
    "propose": _propose,
    "accept": _answer,
    "decline": _answer,
    "ask": ask,
    "answer_question": answer,
    "helped": helped,
    "send_request": send_request,
    "answer_request": answer_request,
    "ask_for_help": ask_for_help,
    "take_help": take_help,
    "answer_help": answer_help,
    "close_help": close_help,
    "offer": offer,
    "decline_offer": decline_offer,
    "begin": begin,
    "stuck": stuck,
    "consider": consider,
    "weigh": weigh,
    "task": _task,
    "task_done": _task_done,
    "restrict": _restrict,
    "take": lambda viewer, ticket_id, _act, at: take(viewer=viewer, ticket_id=ticket_id, at=at),
    "confirm": _confirm,
    "severity": _severity,
    "topic": lambda viewer, ticket_id, act, at: set_topic(viewer=viewer, ticket_id=ticket_id, topic=act.topic, at=at),
    "reply": _reply,
    "note": lambda viewer, ticket_id, act, at: add_note(viewer=viewer, ticket_id=ticket_id, text=act.text, at=at),
    "tag": lambda viewer, ticket_id, act, at: tag(viewer=viewer, ticket_id=ticket_id, name=act.tag, at=at),
    "status": lambda viewer, ticket_id, act, at: set_status(
        viewer=viewer, ticket_id=ticket_id, status=StateName(act.status), at=at
    ),
    "not_a_request": lambda viewer, ticket_id, act, at: end_as_not_a_request(
        viewer=viewer, ticket_id=ticket_id, as_=ClosedAs(act.as_), at=at
    ),
}
