"""Who sees a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from firsthand.domain.acts import Asker, Many, ParameterKind
from firsthand.domain.errors import Invalid
from firsthand.domain.names import Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import every, say
from firsthand.services.access.restrictions import Circle, circle_of
from firsthand.services.catalogue.act import Doer, Done, Place, Undo, act, beside
from firsthand.services.catalogue.tickets.parts import SEEN, OnTicket, Why
from firsthand.services.tickets.actions import restricting

_FAMILY = (*SEEN, "reason_missing", "merged", "changed")


@dataclass(frozen=True)
class LetIn(ParameterKind):
    """Somebody to let in: a whole role, a whole team, or a person."""

    codes: ClassVar[tuple[str, ...]] = ("choose",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> Circle:
        kind, _colon, name = sent[-1].strip().partition(":")
        if kind == "role":
            return Circle(roles=frozenset({Role(name)}))
        if kind == "team":
            return Circle(teams=frozenset({TeamName(name)}))
        if kind == "person" and name.isascii() and name.isdigit() and len(name) < 12:
            return Circle(people=frozenset({int(name)}))
        raise Invalid("choose", say("Choose of the list."))

    @property
    def bounds(self) -> str:
        return "`role:NAME`, `team:NAME` or `person:NUMBER`"


@dataclass(frozen=True, kw_only=True)
class Restrict(OnTicket):
    """Who is let in, and why."""

    let_in: Annotated[tuple[Circle, ...], Many(LetIn())] = ()
    why: Why


@act(
    "tickets.restrict",
    say("Restrict who sees it"),
    right=Right.restrict,
    refusals=(*_FAMILY, "choose"),
    undone_by="tickets.lift",
)
def restrict(doer: Doer, wanted: Restrict) -> Done:
    """For everybody else it is not there any more."""
    was_for_all = circle_of(wanted.ticket) is None
    circle = Circle()
    for one in wanted.let_in:
        circle = circle.with_circle(one)
    done = restricting.restrict(viewer=doer.viewer, ticket_id=wanted.ticket, circle=circle, why=wanted.why, at=doer.at)
    said = say("Restricted. For everybody else it is not there any more.")
    if done.beside:
        beside = every(f"#{number}" for number in done.beside)
        said = say("Restricted. Linked with it and still everybody's: {beside}.", beside=beside)
    sent = {"ticket": str(wanted.ticket), "why": "Undone."}
    return Done(said=said, undo=Undo(act="tickets.lift", sent=sent) if was_for_all else None)


@dataclass(frozen=True, kw_only=True)
class Lift(OnTicket):
    """Why everybody may see it."""

    why: Why


@act(
    "tickets.lift",
    say("Let everybody see it again"),
    right=Right.restrict,
    refusals=_FAMILY,
    possible=lambda standing: standing.restricted,
)
def lift(doer: Doer, wanted: Lift) -> Done:
    """Only somebody who is let in can."""
    restricting.lift(viewer=doer.viewer, ticket_id=wanted.ticket, why=wanted.why, at=doer.at)
    return Done(said=say("Everybody sees it again."))


@dataclass(frozen=True, kw_only=True)
class LetOneselfIn(OnTicket):
    """Why an owner of the desk who is not let in has to see it."""

    why: Why


@act(
    "tickets.let-oneself-in",
    say("Let yourself in to a restricted ticket"),
    right=Right.run_desk,
    refusals=("no_ticket", "reason_missing"),
    possible=beside,
)
def let_oneself_in(doer: Doer, wanted: LetOneselfIn) -> Done:
    """Whoever is let in is told."""
    ticket = restricting.let_oneself_in(viewer=doer.viewer, ticket_id=wanted.ticket, why=wanted.why, at=doer.at)
    said = say("You are let in. Whoever was before is told.")
    return Done(said=said, goes_to=Place(kind="ticket", of=ticket.pk))
