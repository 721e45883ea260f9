"""Saved replies: texts that a team writes again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from firsthand.domain.acts import Asker, Id, ParameterKind, Text
from firsthand.domain.errors import Invalid
from firsthand.domain.names import Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Place, act
from firsthand.services.saved_replies import actions

_WRITTEN = (
    *("name_missing", "empty", "saved_name_taken", "not_of_team"),
    *("lone_brace", "unknown_variable", "nothing_instead", "warned_wording"),
)


@dataclass(frozen=True, kw_only=True)
class Whose:
    """A role, or one team of it."""

    role: Role
    team: TeamName | None = None


@dataclass(frozen=True)
class OfTeam(ParameterKind):
    """Whose it is, sent as `role` or `role/team`; nothing for everybody's."""

    codes: ClassVar[tuple[str, ...]] = ("choose",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> Whose:
        role, _slash, team = sent[-1].strip().partition("/")
        if Role(role) not in asker.company.roles or (team and TeamName(team) not in asker.company.teams):
            raise Invalid("choose", say("Choose one of the list."))
        return Whose(role=Role(role), team=TeamName(team) if team else None)

    @property
    def bounds(self) -> str:
        return "`role` or `role/team`"


@dataclass(frozen=True, kw_only=True)
class Write:
    """Its name and text, and whose it is: a role's, a team's, or everybody's."""

    name: Annotated[str, Text(at_most=actions.LONGEST_NAME)]
    text: Annotated[str, Text(at_most=actions.LONGEST_TEXT)]
    role: Annotated[Whose | None, OfTeam()] = None


def _text(wanted: Write) -> actions.SavedText:
    whose = wanted.role
    return actions.SavedText(
        name=wanted.name,
        text=wanted.text,
        role=whose.role if whose is not None else None,
        team=whose.team if whose is not None else None,
    )


@act("saved_replies.write", say("Write a saved reply"), right=Right.work_tickets, refusals=_WRITTEN)
def write(doer: Doer, wanted: Write) -> Done:
    """It is checked for the book's wording and its variables, and offered in every composer of its team."""
    made = actions.save(viewer=doer.viewer, wanted=_text(wanted), at=doer.at)
    return Done(said=say("“{name}” is saved.", name=made.name), goes_to=Place(kind="saved_replies"))


@dataclass(frozen=True, kw_only=True)
class Change(Write):
    """A saved reply, as it is from now on."""

    saved: Annotated[int, Id("saved reply")]


@act(
    "saved_replies.change",
    say("Change a saved reply"),
    right=Right.work_tickets,
    refusals=(*_WRITTEN, "no_saved_reply"),
)
def change(doer: Doer, wanted: Change) -> Done:
    """What was sent by it stays as it was sent."""
    made = actions.change(viewer=doer.viewer, reply_id=wanted.saved, wanted=_text(wanted), at=doer.at)
    return Done(said=say("“{name}” is saved.", name=made.name), goes_to=Place(kind="saved_replies"))


@dataclass(frozen=True, kw_only=True)
class Retire:
    """A saved reply."""

    saved: Annotated[int, Id("saved reply")]


@act(
    "saved_replies.retire",
    say("Retire a saved reply"),
    right=Right.work_tickets,
    refusals=("no_saved_reply", "not_of_team"),
)
def retire(doer: Doer, wanted: Retire) -> Done:
    """It is offered no more, and its name is free."""
    row = actions.retire(viewer=doer.viewer, reply_id=wanted.saved, at=doer.at)
    return Done(said=say("“{name}” is offered no more.", name=row.name), goes_to=Place(kind="saved_replies"))
