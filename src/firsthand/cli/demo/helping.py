"""The demo's help from other roles: asked for, looked after, answered, and what came of it."""

from datetime import datetime

from firsthand.cli.demo.letters import DemoAct
from firsthand.domain.forms import Asked, fill
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.context import known_facts
from firsthand.services.help.asking import may_ask_for_help
from firsthand.services.people.queries import teammates_by_role
from firsthand.services.tickets.actions import asking_for_help, helping
from firsthand.services.tickets.help_pages import help_on
from firsthand.services.tickets.queries import ticket_page


def ask_for_help(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Ask the first whom the book has one ask, as the priority `value`: each field of its form that must be filled in
    says `text`; the team is the one of the topic table. The teammate `field` was asked first and said `topic`, or
    nobody was, for the reason of the book; what is `substantive` is a defect."""
    desk = open_desk(at)
    ticket = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk).ticket
    terms = may_ask_for_help(viewer, ticket, desk=desk).terms[0]
    said = iter(act.text.split(" | "))
    sent = {one.name: next(said, "") for one in terms.form.fields if one.known is None}
    context = fill(terms.form, sent, Asked(at=at, zone=viewer.zone, known=known_facts(ticket)))
    words = asking_for_help.words_about(ticket, context)
    beside = [
        one.id for people in teammates_by_role([*viewer.roles], at).values() for one in people if one.name == act.field
    ]
    found = asking_for_help.teams_for(ticket, terms.role, words=words, desk=desk)
    asking = asking_for_help.Asking(
        role=terms.role,
        team=found[0].team if found else None,
        priority=act.value,
        context=context,
        asked_first=beside,
        they_said=act.topic,
        skipped="" if beside else terms.skips[0] if terms.skips else act.text,
        is_defect=act.substantive,
    )
    return asking_for_help.ask(viewer=viewer, ticket_id=ticket_id, asking=asking, at=at)


def take_help(viewer: Viewer, ticket_id: int, _act: DemoAct, at: datetime) -> object:
    """Look after what was asked last about a ticket."""
    return helping.take(viewer=viewer, help_id=_last_on(viewer, ticket_id, at), at=at)


def answer_help(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Answer what was asked last about a ticket."""
    return helping.answer(viewer=viewer, help_id=_last_on(viewer, ticket_id, at), text=act.text, at=at)


def close_help(viewer: Viewer, ticket_id: int, act: DemoAct, at: datetime) -> object:
    """Say where what was learnt is written down: at `value`, else nowhere, because of `text`."""
    number = _last_on(viewer, ticket_id, at)
    return asking_for_help.close(viewer=viewer, help_id=number, link=act.value, why=act.text, at=at)


def _last_on(viewer: Viewer, ticket_id: int, at: datetime) -> int:
    desk = open_desk(at)
    ticket = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk).ticket
    return help_on(viewer=viewer, ticket=ticket, desk=desk)[-1].row.pk
