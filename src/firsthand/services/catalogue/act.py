"""What an act is: its name and words, what it is asked with, who may, what it does, what it may refuse and what undoes
it.

    @act("tickets.link", say("Link to another ticket"), right=Right.work_tickets, refusals=(...))
    def link(doer: Doer, wanted: Link) -> Done:
        ...
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar, get_type_hints

from firsthand.domain.acts import Asker, Many, Parameter, Sent, parameters_of, read_parameters
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk

P = TypeVar("P")


@dataclass(frozen=True, kw_only=True)
class Doer:
    """Who does it, and the desk as they find it."""

    viewer: Viewer
    desk: Desk

    @property
    def at(self) -> datetime:
        """The instant of the act."""
        return self.desk.at

    @property
    def asker(self) -> Asker:
        """The doer, as far as what they typed depends on it."""
        return Asker(at=self.at, zone=self.viewer.zone, company=self.viewer.organisation)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody goes afterwards: a page of this kind, about this one thing."""

    kind: Literal[
        "ticket",
        "account",
        "accounts",
        "people",
        "draft",
        "change",
        "quarantine",
        "settings",
        "saved_replies",
        "consequences",
    ]
    of: int | str = ""


@dataclass(frozen=True, kw_only=True)
class Undo:
    """What takes an act back: another act, and what it is asked with."""

    act: str
    sent: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What is said afterwards (None: the page shows it), where the doer goes (None: stays), and what takes it back as
    long as that is possible."""

    said: Sentence | None = None
    goes_to: Place | None = None
    undo: Undo | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a ticket stands to somebody, as far as it decides what they may do to it."""

    closed: bool = False
    mine: bool = False
    of_my_role: bool = False
    leads: bool = False
    mine_to_give: bool = False
    offered: bool = False
    offered_to_me: bool = False
    may_begin: bool = False
    began: bool = False
    restricted: bool = False
    answer_owed: bool = False
    has_reader: bool = False
    has_states: bool = False
    has_topics: bool = False
    may_ask: bool = False
    may_send: bool = False
    may_warn: bool = False
    may_be_helped: bool = False
    may_give_to_consider: bool = False


def always(standing: Standing) -> bool:
    """Whatever the ticket's state."""
    return True


def beside(standing: Standing) -> bool:
    """Never by the ticket: it is offered beside what it is done to, or on a page of its own."""
    return False


def while_open(standing: Standing) -> bool:
    """As long as the ticket is not closed."""
    return not standing.closed


@dataclass(frozen=True, kw_only=True)
class Act(Generic[P]):
    """Something that a teammate does. `right` is what the book gives to roles for it (None: everybody here may, to what
    is theirs); `possible` says when a ticket offers it; `key` does it on its page; `undone_by` names the act that takes
    it back."""

    name: str
    words: Sentence
    parameters: type[P]
    do: Callable[[Doer, P], Done] = field(repr=False)
    right: Right | None
    refusals: tuple[str, ...]
    possible: Callable[[Standing], bool] = field(repr=False)
    key: str
    undone_by: str

    @property
    def room(self) -> str:
        """The room whose act it is."""
        return self.name.partition(".")[0]

    @property
    def verb(self) -> str:
        """Its name within its room, which is the last part of its address."""
        return self.name.partition(".")[2]

    @property
    def asked_with(self) -> Mapping[str, Parameter]:
        """Its parameters, by the name under which each is sent."""
        return parameters_of(self.parameters)

    @property
    def is_direct(self) -> bool:
        """Whether nothing but the ticket is asked of the doer: one press does it. What they saw, the page knows."""
        asked = self.asked_with.items()
        return all(name == "ticket" or (name in ("why", "had") and not one.required) for name, one in asked)

    @property
    def codes(self) -> frozenset[str]:
        """Every code with which it may refuse: its own, those of its parameters, and that of its right."""
        known = self.asked_with.values()
        kinds = (one.kind.kind if isinstance(one.kind, Many) else one.kind for one in known)
        of_kinds = {code for kind in kinds for code in kind.codes}
        missing = {"missing"} if any(one.required and not one.kind.says_missing for one in known) else set()
        return frozenset({*self.refusals, *of_kinds, *missing, *({"not_yours"} if self.right else ())})

    def perform(self, doer: Doer, sent: Sent) -> Done:
        """Do it, if the doer may and what was sent is within bounds. Raises DeskError with one of `codes`."""
        if self.right is not None:
            require(doer.viewer, self.right)
        return self.do(doer, read_parameters(self.parameters, sent, asker=doer.asker))


DECLARED: dict[str, Act[Any]] = {}
"""Every act that was declared, by name; `registry` sees that all rooms are."""


def act(
    name: str,
    words: Sentence,
    *,
    right: Right | None,
    refusals: tuple[str, ...] = (),
    possible: Callable[[Standing], bool] = always,
    key: str = "",
    undone_by: str = "",
) -> Callable[[Callable[[Doer, P], Done]], Act[P]]:
    """Declare an act: the function below does it, and its second argument's type says what it is asked with."""

    def declare(do: Callable[[Doer, P], Done]) -> Act[P]:
        hints = [one for field_, one in get_type_hints(do).items() if field_ != "return"]
        made = Act(
            name=name,
            words=words,
            parameters=hints[1],
            do=do,
            right=right,
            refusals=refusals,
            possible=possible,
            key=key,
            undone_by=undone_by,
        )
        if name in DECLARED:
            raise TypeError(f"two acts are called {name}")
        DECLARED[name] = made
        return made

    return declare
