"""Who owes the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from firsthand.domain.acts import Asker, Id, ParameterKind
from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.domain.words import capital
from firsthand.services.catalogue.act import Doer, Done, Standing, Undo, act
from firsthand.services.catalogue.tickets.parts import MOVES, UNENDED, OnTicket, Why, ticket_before
from firsthand.services.tickets.actions import custody


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A role, in one of its teams if named, and somebody there or nobody yet."""

    role: Role
    team: TeamName | None = None
    person_id: int | None = None

    @property
    def sent(self) -> str:
        """As a form sends it."""
        return f"{self.role}{'/' + self.team if self.team else ''}:{self.person_id or ''}"


@dataclass(frozen=True)
class Responsible(ParameterKind):
    """Whom to make responsible, sent as `role`, `role:person` or `role/team:`."""

    codes: ClassVar[tuple[str, ...]] = ("choose",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> Destination:
        role_name, _colon, person = sent[-1].strip().partition(":")
        role, _slash, team = role_name.partition("/")
        if Role(role) not in asker.company.roles:
            raise Invalid("choose", say("Choose a team, or somebody in it."))
        number = int(person) if person.isascii() and person.isdigit() and len(person) < 12 else None
        return Destination(role=Role(role), team=TeamName(team) if team else None, person_id=number)

    @property
    def bounds(self) -> str:
        return "`role`, `role:person` or `role/team:`"


def _may_take(standing: Standing) -> bool:
    return standing.of_my_role and not (standing.mine or standing.closed or standing.offered_to_me)


@dataclass(frozen=True, kw_only=True)
class Take(OnTicket):
    """The ticket, and who had it when the doer looked; left out: nobody."""

    had: Annotated[int | None, Id("person")] = None


@act(
    "tickets.take",
    say("Take it"),
    right=Right.work_tickets,
    refusals=(*UNENDED, *MOVES, "not_your_role", "taken_meanwhile", "offered_here"),
    possible=_may_take,
    key="t",
    undone_by="tickets.release",
)
def take(doer: Doer, wanted: Take) -> Done:
    """The next step is the doer's, who holds the responsible role. No clock stops for that. Somebody else's ticket is
    taken over only by who saw that they have it."""
    before = ticket_before(doer, wanted.ticket)
    custody.take(viewer=doer.viewer, ticket_id=wanted.ticket, at=doer.at, had=wanted.had)
    was_free = before is not None and before.responsible_id is None
    undo = Undo(act="tickets.release", sent={"ticket": str(wanted.ticket)}) if was_free else None
    return Done(said=say("You have it: the next step is yours."), undo=undo)


@dataclass(frozen=True, kw_only=True)
class Release(OnTicket):
    """The ticket, and why."""

    why: Why = ""


@act(
    "tickets.release",
    say("Give it back to the team"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "not_taken"),
    possible=lambda standing: standing.mine and not standing.closed,
    undone_by="tickets.take",
)
def release(doer: Doer, wanted: Release) -> Done:
    """Nobody has it; its role stays responsible."""
    before = ticket_before(doer, wanted.ticket)
    custody.release(viewer=doer.viewer, ticket_id=wanted.ticket, at=doer.at, why=wanted.why)
    mine = before is not None and before.responsible_id == doer.viewer.person_id
    again = mine and before is not None and before.responsible_role in doer.viewer.roles
    undo = Undo(act="tickets.take", sent={"ticket": str(wanted.ticket)}) if again else None
    return Done(said=say("Given back to the team."), undo=undo)


@dataclass(frozen=True, kw_only=True)
class Assign(OnTicket):
    """Whom to make responsible, who had it when the doer looked (left out: nobody), and why."""

    to: Annotated[Destination, Responsible()]
    had: Annotated[int | None, Id("person")] = None
    why: Why = ""


@act(
    "tickets.assign",
    say("Make somebody else of the role responsible"),
    right=Right.assign_directly,
    refusals=(
        *UNENDED,
        *MOVES,
        "hand_over",
        "unknown_team",
        "not_a_holder",
        "not_let_in",
        "taken_meanwhile",
        "offered_here",
    ),
    possible=lambda standing: standing.leads and not standing.closed,
    key="a",
    undone_by="tickets.assign",
)
def assign(doer: Doer, wanted: Assign) -> Done:
    """One of its teams, or somebody in it, owes the next step at once: for whoever heads the responsible role and may
    by the book. Everybody else, and whoever means another role, hands it over."""
    before = ticket_before(doer, wanted.ticket)
    if before is not None and wanted.to.role != before.responsible_role:
        raise Refused("hand_over", say("Between roles a ticket is handed over. Offer it to them."), field="to")
    ticket = custody.assign(
        viewer=doer.viewer,
        ticket_id=wanted.ticket,
        team=wanted.to.team,
        person_id=wanted.to.person_id,
        at=doer.at,
        had=wanted.had,
        why=wanted.why,
    )
    to = wanted.to
    called = doer.viewer.organisation.called
    taker = called(to.team, NameFamily.team) if to.team else called(to.role, NameFamily.role)
    said = say("{who} is responsible now.", who=ticket.responsible.name if ticket.responsible else capital(taker))
    if before is None:
        return Done(said=said)
    back = Destination(
        role=Role(before.responsible_role),
        team=TeamName(before.team) if before.team else None,
        person_id=before.responsible_id,
    )
    had = str(ticket.responsible_id or "")
    undo = Undo(act="tickets.assign", sent={"ticket": str(wanted.ticket), "to": back.sent, "had": had})
    return Done(said=said, undo=undo if back != wanted.to else None)
