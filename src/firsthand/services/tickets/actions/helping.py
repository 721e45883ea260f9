"""Answering the help that other roles ask for, and talking about it; the ticket stays whose it is (S50)."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.help import HelpAnswered, HelpLeft, HelpPassedOn, HelpTaken, HelpTalked
from firsthand.domain.help import HelpState, HelpWordKind
from firsthand.domain.names import NameFamily, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.models.help import HelpRequest, HelpWord
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import help_requests_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.help import actions as below
from firsthand.services.help.queries import may_help, may_speak
from firsthand.services.help.telling import asked_called, asked_role, asked_team, label_of, tell_askers, tell_helpers
from firsthand.services.search.actions import write_index_of
from firsthand.services.tickets.actions.locking import lock
from firsthand.services.tickets.actions.restricting import check_team_let_in
from firsthand.services.tickets.actions.waiting_for_help import goes_on

LONGEST, LONGEST_WHY = 4000, 400


@transaction.atomic
def take(*, viewer: Viewer, help_id: int, at: datetime, had: int | None = None) -> HelpRequest:
    """Look after a request that is asked of one's role. Raises Refused for whom it is not, once it was answered, and
    where somebody else took it since the viewer looked (`had`)."""
    row, desk = asked_one(viewer, help_id, at=at)
    _check_helps(viewer, row, desk)
    if row.taken_by_id == viewer.person_id:
        return row
    if row.taken_by_id != had and row.taken_by is not None:
        raise Refused("taken_meanwhile", say("{name} looks after it by now.", name=row.taken_by.name))
    row.taken_by_id = viewer.person_id
    row.save(update_fields=["taken_by"])
    below.append(row, HelpTaken(), desk=desk, actor=viewer.actor)
    touch(row.ticket, at)
    return row


@transaction.atomic
def leave(*, viewer: Viewer, help_id: int, at: datetime) -> HelpRequest:
    """Look after it no more; it is the team's again. Raises Refused for whoever does not."""
    row, desk = asked_one(viewer, help_id, at=at)
    if row.taken_by_id != viewer.person_id:
        raise Refused("not_taken", say("You do not look after it."))
    row.taken_by = None
    row.save(update_fields=["taken_by"])
    below.append(row, HelpLeft(from_person=viewer.person_id), desk=desk, actor=viewer.actor)
    touch(row.ticket, at)
    return row


@transaction.atomic
def pass_on(*, viewer: Viewer, help_id: int, team: TeamName | None, why: str, at: datetime) -> HelpRequest:
    """Give it on to the team that knows, of the same role; its clock runs on. Raises Invalid for a team that is none or
    has it, and without a reason; Refused where none of its people is let in to a restricted ticket."""
    row, desk = asked_one(viewer, help_id, at=at)
    _check_helps(viewer, row, desk)
    role, teams = asked_role(row, desk.organisation), desk.organisation.teams
    if team is not None and (team not in teams or teams[team].role != role):
        raise Invalid("choose", say("Choose one of its teams."), field="team")
    check_team_let_in(row.ticket, role=role, team=team, desk=desk, field="team")
    if team == asked_team(row, desk.organisation):
        raise Invalid("has_it", say("They have it already."), field="team")
    said = said_in(why, LONGEST_WHY, say("Say why it is theirs."), field="why")
    before, row.team, row.taken_by = row.team, team, None
    row.team_clause, row.matched = "", ""
    row.save(update_fields=["team_name", "taken_by", "team_clause", "matched"])
    payload = HelpPassedOn(role=role, team=team or "", from_team=before or "", why=said)
    event = below.append(row, payload, desk=desk, actor=viewer.actor)
    text = say("{name} gives this on to {whom}: {what}", name=viewer.name, whom=_whom(row), what=label_of(row))
    tell_helpers(row, text=text, key=f"passed:{event.pk}", desk=desk, but=viewer.person_id)
    touch(row.ticket, at)
    return row


@transaction.atomic
def talk(*, viewer: Viewer, help_id: int, text: str, asks: bool, at: datetime) -> HelpWord:
    """Say something about it to the other side; `asks`: whoever is asked wants to know something first, which then
    waits for whoever asked. The clock runs on. Raises Refused for who is of neither side, and once it is over."""
    row, desk = open_one(viewer, help_id, at=at)
    helps, speaks = may_help(viewer, row, desk=desk), may_speak(viewer, row, desk=desk)
    if not helps and not speaks:
        raise Refused(
            "not_yours", say("Only who asks and who is asked talk about it here; write a note on the ticket.")
        )
    asks = asks and helps and row.state == HelpState.asked
    said = said_in(text, LONGEST, say("Say it in at most {most} characters.", most=LONGEST), field="text")
    word = write_word(row, HelpWordKind.asked_back if asks else HelpWordKind.said, said, viewer=viewer, at=at)
    if asks:
        row.asks_back = row.asks_back or at
    elif speaks:
        row.asks_back = None
    row.save(update_fields=["asks_back"])
    below.append(row, HelpTalked(word=word.pk, asks=asks, text=said), desk=desk, actor=viewer.actor)
    words = "{name} asks back: {what}" if asks else "{name} says something about {what}"
    told = say(words, name=viewer.name, what=label_of(row))
    tell = tell_helpers if speaks and not asks else tell_askers
    tell(row, text=told, key=f"word:{word.pk}", desk=desk, but=viewer.person_id)
    touch(row.ticket, at)
    return word


@transaction.atomic
def answer(*, viewer: Viewer, help_id: int, text: str, at: datetime) -> HelpRequest:
    """Answer; whoever asked is told, and says what came of it. Raises Refused for whom the answer is not, and where
    nothing is asked any more; Invalid without words."""
    row, desk = asked_one(viewer, help_id, at=at)
    _check_helps(viewer, row, desk)
    said = said_in(text, LONGEST, say("Say what you know, in at most {most} characters.", most=LONGEST), field="text")
    word = write_word(row, HelpWordKind.answer, said, viewer=viewer, at=at)
    row.state, row.answered_at, row.asks_back = HelpState.answered.value, at, None
    row.taken_by_id = viewer.person_id
    row.save(update_fields=["state", "answered_at", "asks_back", "taken_by"])
    event = below.append(row, HelpAnswered(word=word.pk, text=said), desk=desk, actor=viewer.actor)
    goes_on(row, event, desk=desk, actor=viewer.actor)
    told = say("{name} answered: {what}. Say what came of it.", name=viewer.name, what=label_of(row))
    tell_askers(row, text=told, key=f"word:{word.pk}", desk=desk, but=viewer.person_id)
    touch(row.ticket, at)
    return row


def found(viewer: Viewer, help_id: int, *, at: datetime) -> tuple[HelpRequest, Desk]:
    """A request with its ticket, the ticket locked first, so that no two acts block each other. A closed ticket too: it
    is answered, and what came of it is said, all the same."""
    require(viewer, Right.see_desk)
    number = help_requests_for(viewer).filter(pk=help_id).values_list("ticket_id", flat=True).first()
    if number is None:
        raise Missing("no_help", say("There is no such request for help."))
    ticket = lock(viewer=viewer, ticket_id=number)
    row = below.with_lock().get(pk=help_id)
    if row.ticket_id != ticket.pk:
        raise Refused("changed_meanwhile", say("The ticket was merged meanwhile. Look again."))
    row.ticket = ticket
    return row, open_desk(at)


def open_one(viewer: Viewer, help_id: int, *, at: datetime) -> tuple[HelpRequest, Desk]:
    row, desk = found(viewer, help_id, at=at)
    if row.ended_at is not None:
        raise Refused("ended", say("That request is over: it was {state}.", state=Name(row.state)))
    return row, desk


def asked_one(viewer: Viewer, help_id: int, *, at: datetime) -> tuple[HelpRequest, Desk]:
    """As `_open`, of one that nobody has answered."""
    row, desk = open_one(viewer, help_id, at=at)
    if row.state != HelpState.asked:
        raise Refused("answered", say("It was answered; whoever asked says what came of it, or asks again."))
    return row, desk


def _check_helps(viewer: Viewer, row: HelpRequest, desk: Desk) -> None:
    if not may_help(viewer, row, desk=desk):
        role = Name(asked_role(row, desk.organisation), NameFamily.role)
        raise Refused("not_yours", say("It is asked of {role}, who answer it.", role=role))


def write_word(row: HelpRequest, kind: HelpWordKind, text: str, *, viewer: Viewer, at: datetime) -> HelpWord:
    return HelpWord.objects.create(help=row, kind=kind, text=text, by_id=viewer.person_id, at=at)


def _whom(row: HelpRequest) -> Sentence:
    return asked_called(row.role, row.team)


def said_in(text: str, longest: int, wanted: Sentence, *, field: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said or len(said) > longest:
        raise Invalid(f"{field}_missing", wanted, field=field)
    return said


def touch(ticket: Ticket, at: datetime) -> None:
    """Whoever has the ticket before them learns that something is new on it, and its words are found at once."""
    Ticket.objects.filter(pk=ticket.pk, updated_at__lt=at).update(updated_at=at)
    write_index_of(ticket.pk, contact=None)
