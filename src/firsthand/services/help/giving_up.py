"""The help of somebody who no longer holds the role in which they look after it, or asked for it."""

from firsthand.domain.events import Actor
from firsthand.domain.events.help import HelpLeft, HelpMoved
from firsthand.domain.help import HelpState
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.models.help import OPEN, HelpRequest
from firsthand.models.people import Person
from firsthand.services.access.viewers import viewer_of
from firsthand.services.book.desk import Desk
from firsthand.services.help.actions import append, with_lock
from firsthand.services.help.telling import asked_role, asking_role, label_of, tell_askers, tell_helpers


def give_up_help(person: Person, *, desk: Desk, actor: Actor) -> None:
    """What somebody looks after is their team's again where they neither hold nor head the role that is asked; what
    they asked for comes back to the role that asked, likewise. Clocks run on, and whoever has it now hears so."""
    roles, company = viewer_of(person, at=desk.at, desk=desk).roles, desk.organisation
    key = f"given_up:{person.pk}:{desk.at.isoformat()}"
    for row in with_lock().filter(OPEN, taken_by=person):
        role = asked_role(row, company)
        if roles.isdisjoint({role, *company.heads_of(role)}):
            append(row, HelpLeft(from_person=person.pk, why=_why(person, role)), desk=desk, actor=actor)
            _clear(row, "taken_by")
            if row.state == HelpState.asked:
                tell_helpers(row, text=_text(person, role, row), key=key, desk=desk)
    for row in with_lock().filter(OPEN, asked_by=person):
        role = asking_role(row, company)
        if roles.isdisjoint({role, *company.heads_of(role)}):
            moved = HelpMoved(end="asker", from_person=person.pk, to_person=None, why=_why(person, role))
            append(row, moved, desk=desk, actor=actor)
            _clear(row, "asked_by")
            tell_askers(row, text=_text(person, role, row), key=key, desk=desk)


def _clear(row: HelpRequest, column: str) -> None:
    setattr(row, column, None)
    row.save(update_fields=[column])


def _why(person: Person, role: Role) -> Sentence:
    return say("{name} no longer holds {role}.", name=person.name, role=Name(role, NameFamily.role))


def _text(person: Person, role: Role, row: HelpRequest) -> Sentence:
    words = "{name} no longer holds {role}, whose this is: {what}"
    return say(words, name=person.name, role=Name(role, NameFamily.role), what=label_of(row))
