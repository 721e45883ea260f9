"""Asking other roles for help about a ticket, which stays whose it is, and what came of it (S50)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.events.help import HelpAskedAgain, HelpClosed
from firsthand.domain.forms import Filled
from firsthand.domain.help import (
    HelpPriority,
    HelpState,
    HelpTeam,
    HelpTerms,
    HelpWordKind,
    help_priorities,
    help_teams,
    help_terms,
    help_terms_anywhere,
)
from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.sentences import Name, Series, say
from firsthand.domain.tickets import Phase
from firsthand.models.conversation import Direction, Message
from firsthand.models.help import HelpRequest
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.about_one_clock import request_now
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.help import actions as below
from firsthand.services.help.asking import NOBODY_HELPS, MayAskForHelp, may_ask_for_help
from firsthand.services.help.deciding import decide_help
from firsthand.services.help.queries import may_speak
from firsthand.services.help.telling import asked_role, asked_team, asking_role, label_of, tell_helpers
from firsthand.services.tickets.actions.helping import LONGEST_WHY, asked_one, open_one, said_in, touch, write_word
from firsthand.services.tickets.actions.locking import lock_unended
from firsthand.services.tickets.actions.restricting import check_team_let_in
from firsthand.services.tickets.actions.waiting_for_help import goes_on, put_into

LONGEST_TEAMMATES, LONGEST_LINK = 2000, 400
_READ_AT_MOST, _MOST_PEOPLE = 5, 20


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What somebody asks for: of which role and team, as which priority, with the form filled in, and what teammates
    said first (`asked_first`, `they_said`), or why nobody was asked (`skipped`)."""

    role: Role
    team: TeamName | None = None
    priority: str = ""
    context: Filled
    asked_first: Sequence[int] = field(default_factory=tuple)
    they_said: str = ""
    skipped: str = ""
    is_defect: bool = False


@transaction.atomic
def ask(*, viewer: Viewer, ticket_id: int, asking: Asking, at: datetime) -> HelpRequest:
    """Ask a role, or a team of it, for help about the ticket, which stays whose it is.

    Raises Missing, Refused with the right way for whom the book does not have ask (S40), where nobody there is let in
    to a restricted ticket; Invalid for a role, team or priority that is none, and without a word of teammates or a
    reason for having asked none.
    """
    ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
    may = may_ask_for_help(viewer, ticket, desk=desk)
    if may.from_role is None:
        raise may.refused or Refused("nobody_helps", NOBODY_HELPS)
    terms = terms_of(may, asking.role)
    _check_team(asking, desk)
    check_team_let_in(ticket, role=terms.role, team=asking.team, desk=desk, field="help_of")
    found = next(iter(teams_for(ticket, terms.role, words=words_about(ticket, asking.context), desk=desk)), None)
    wanted = below.Wanted(
        terms=terms,
        from_role=may.from_role,
        team=asking.team,
        found=found if found is not None and found.team == asking.team else None,
        priority=_priority(ticket, asking, desk),
        context=asking.context,
        asked_first=_people(asking.asked_first, viewer),
        teammates=_teammates(asking, terms),
        is_defect=asking.is_defect,
        asked_by=Person.objects.get(pk=viewer.person_id),
    )
    row, event = below.make(ticket, wanted, desk=desk, actor=viewer.actor)
    put_into(ticket, row, terms, event, desk=desk, actor=viewer.actor)
    touch(ticket, at)
    return row


def terms_of(may: MayAskForHelp, role: Role) -> HelpTerms:
    """The terms by which a role is asked. Raises Invalid for one that is not."""
    found = next((one for one in may.terms if one.role == role), None)
    if found is None:
        raise Invalid("choose", say("Choose whom you ask."), field="help_of")
    return found


def words_about(ticket: Ticket, context: Filled | None = None) -> str:
    """The words by which the topic table finds a team: those of the title, of the customer, and of the form."""
    inbound = Message.objects.filter(ticket=ticket, direction=Direction.inbound).order_by("id")
    said = list(inbound.values_list("text", flat=True)[:_READ_AT_MOST])
    return "\n".join((ticket.title, *said, context.text if context is not None else ""))


def teams_for(ticket: Ticket, role: Role, *, words: str, desk: Desk) -> tuple[HelpTeam, ...]:
    """The teams of a role that the book's topic table has for a ticket, the first first."""
    return help_teams(desk.edition, words=words, topic=ticket.topic or None, kind=ticket.kind, role=role, at=desk.at)


def _check_team(asking: Asking, desk: Desk) -> None:
    teams = desk.organisation.teams
    if asking.team is not None and (asking.team not in teams or teams[asking.team].role != asking.role):
        raise Invalid("choose", say("Choose whom you ask."), field="help_of")


def _priority(ticket: Ticket, asking: Asking, desk: Desk) -> HelpPriority | None:
    """The priority that was chosen; None where the book has none."""
    known = help_priorities(desk.edition, request_now(ticket, desk), at=desk.at)
    found = next((one for one in known if one.name == asking.priority), None)
    if known and found is None:
        names = Series(tuple(one.name for one in known))
        raise Invalid("choose", say("Choose one of {known}.", known=names), field="help_priority")
    return found


def _people(numbers: Sequence[int], viewer: Viewer) -> tuple[int, ...]:
    wanted = set(numbers)
    found = set(Person.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    if wanted - found or viewer.person_id in wanted or len(wanted) > _MOST_PEOPLE:
        raise Invalid("choose", say("Choose teammates, other than yourself."), field="help_asked")
    return tuple(sorted(found))


def _teammates(asking: Asking, terms: HelpTerms) -> str:
    """What teammates said who were asked first, or why nobody was; of a defect, the reason that the book has for it."""
    they_said, skipped = (" ".join(one.replace("\x00", "").split()) for one in (asking.they_said, asking.skipped))
    if asking.asked_first and not they_said:
        raise Invalid("teammates_missing", say("Say what they said."), field="help_said")
    if they_said and not asking.asked_first:
        raise Invalid("teammates_missing", say("Say whom you asked."), field="help_asked")
    found = they_said or skipped or (terms.skips[0] if asking.is_defect and terms.skips else "")
    if not found:
        message = say("Say whom of your team you asked and what they said, or why you asked nobody.")
        raise Invalid("teammates_missing", message, field="help_said")
    if len(found) > LONGEST_TEAMMATES:
        message = say("At most {most} characters fit here; it has {length}.", most=LONGEST_TEAMMATES, length=len(found))
        raise Invalid("field_wrong", message, field="help_said" if they_said else "help_skipped")
    return found


@transaction.atomic
def ask_again(*, viewer: Viewer, help_id: int, why: str, at: datetime) -> HelpRequest:
    """The answer is not enough: the same is asked again, of whoever answered, by a clock of its own. Raises Refused for
    who did not ask, where no answer was given, on a closed ticket, where the book has that role asked no more, and
    where nobody of it is let in to a restricted ticket; Invalid without what is missing."""
    row, desk = _answered(viewer, help_id, at=at)
    if row.ticket.phase == Phase.closed:
        raise Refused("closed", say("#{number} is closed and stays as it is.", number=row.ticket_id))
    company = desk.organisation
    role = asked_role(row, company)
    if role not in {one.role for one in help_terms_anywhere(desk.edition, at=at)}:
        named = Name(role, NameFamily.role)
        raise Refused(
            "nobody_helps", say("By the book {role} is asked for help no more; say what came of it.", role=named)
        )
    team = asked_team(row, company) if row.taken_by is None else None
    check_team_let_in(row.ticket, role=role, team=team, desk=desk, field="why")
    said = said_in(why, LONGEST_WHY, say("Say what is missing."), field="why")
    word = write_word(row, HelpWordKind.again, said, viewer=viewer, at=at)
    row.state, row.answered_at, row.asked_at, row.times = HelpState.asked.value, None, at, row.times + 1
    row.save(update_fields=["state", "answered_at", "asked_at", "times"])
    with below.acting_on(row, desk=desk, actor=viewer.actor) as act:
        decision = decide_help(row, row.ticket, desk=desk)
        event = act.append(HelpAskedAgain(word=word.pk, why=said), decision=decision)
    by = Person.objects.get(pk=viewer.person_id)
    below.tell_of_asking(row, act, desk=desk, key=f"again:{word.pk}", by=by)
    now = help_terms(desk.edition, request_now(row.ticket, desk), at=at)
    terms = next((one for one in now if one.role == role), None)
    if terms is not None:
        put_into(row.ticket, row, terms, event, desk=desk, actor=viewer.actor)
    touch(row.ticket, at)
    return row


@transaction.atomic
def close(*, viewer: Viewer, help_id: int, link: str, why: str, at: datetime) -> HelpRequest:
    """Say what came of the answer: where it is written down, or that there is nothing to write, and why; who helped is
    told. Raises Refused for who did not ask, and where no answer was given; Invalid without either."""
    row, desk = _answered(viewer, help_id, at=at)
    address, said = link.replace("\x00", "").strip(), " ".join(why.replace("\x00", "").split())[:LONGEST_WHY]
    is_address = address.startswith(("https://", "http://", "/")) and len(address.split()) == 1
    if address and (not is_address or len(address) > LONGEST_LINK):
        raise Invalid("field_wrong", say("Expected an address on the web, https://…"), field="link")
    if not address and not said:
        message = say("Say where it is written down, or why there is nothing to write.")
        raise Invalid("learnt_missing", message, field="link")
    row.state, row.link, row.why = HelpState.closed.value, address, said
    row.ended_at, row.ended_by_id = at, viewer.person_id
    row.save(update_fields=["state", "link", "why", "ended_at", "ended_by"])
    below.append(row, HelpClosed(link=row.link, why=row.why), desk=desk, actor=viewer.actor)
    if address:
        told = say("{name} wrote down what you answered: {what}", name=viewer.name, what=label_of(row))
    else:
        told = say("{name} closed it, with nothing to write down: {what}", name=viewer.name, what=label_of(row))
    tell_helpers(row, text=told, key="closed", desk=desk, but=viewer.person_id)
    touch(row.ticket, at)
    return row


@transaction.atomic
def withdraw(*, viewer: Viewer, help_id: int, why: str = "", at: datetime) -> HelpRequest:
    """Ask no more, as long as nobody has answered; whoever was to is told. Raises Refused otherwise."""
    row, desk = asked_one(viewer, help_id, at=at)
    _check_speaks(viewer, row, desk)
    said = " ".join(why.replace("\x00", "").split())[:LONGEST_WHY]
    event = below.end_asking(row, why=said, desk=desk, actor=viewer.actor)
    goes_on(row, event, desk=desk, actor=viewer.actor)
    touch(row.ticket, at)
    return row


def _answered(viewer: Viewer, help_id: int, *, at: datetime) -> tuple[HelpRequest, Desk]:
    """One that was answered, for whoever asked."""
    row, desk = open_one(viewer, help_id, at=at)
    _check_speaks(viewer, row, desk)
    if row.state != HelpState.answered:
        raise Refused("nothing_answered", say("Nobody has answered it yet."))
    return row, desk


def _check_speaks(viewer: Viewer, row: HelpRequest, desk: Desk) -> None:
    if not may_speak(viewer, row, desk=desk):
        role = Name(asking_role(row, desk.organisation), NameFamily.role)
        raise Refused("not_yours", say("It is asked by {role}, who may do that.", role=role))
