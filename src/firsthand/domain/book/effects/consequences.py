"""Who is asked for consequences before sales moves an account, and who bridges what they say (S15–S17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_each, read_role
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, every, named, say
from firsthand.domain.shapes import Key, Shape, may, must

_ACCOUNT_FIELDS = ("stage", "strategic", "plan", "contract", "account")


class Move(StrEnum):
    """What sales may want to move of an account: its stage, a date, or an exception."""

    stage = "stage"
    date = "date"
    exception = "exception"


@dataclass(frozen=True, kw_only=True)
class ConsequencesEffect(Effect):
    """The roles that are asked before sales moves something of an account, and by when each answers, where the clause
    says so. The move waits for none of them."""

    moves: tuple[Move, ...]
    asked: tuple[Role, ...]
    within: Budget | None = None
    calendar: str = ""

    @property
    def sentence(self) -> Sentence:
        said = say(
            "{roles} are asked for consequences before sales moves {moves} of an account.",
            roles=every(named(self.asked, NameFamily.role)),
            moves=every(Name(one) for one in self.moves),
        )
        if self.within is None:
            return said
        text = " Each answers within {budget} on {calendar}."
        return said.followed_by(say(text, budget=self.within.sentence, calendar=self.calendar))

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return tuple(
            Matter(
                kind="consequences",
                name=one,
                said=say("who is asked for the consequences of moving {move}", move=Name(one)),
            )
            for one in self.moves
        )

    @property
    def answer(self) -> EffectAnswer:
        return (self.asked, self.within, self.calendar)

    @property
    def runs(self) -> ClockEffect | None:
        """The clock of each role's answer, from when it was asked."""
        if self.within is None:
            return None
        return ClockEffect(kind=ClockKind.consequence, budget=self.within, calendar=self.calendar)

    @property
    def counts(self) -> tuple[Budget, str] | None:
        return (self.within, self.calendar) if self.within is not None else None


@dataclass(frozen=True, kw_only=True)
class BridgesEffect(Effect):
    """The role that records the combined answer, and by when, where the clause says so. Of the role it is whoever is
    accountable for the account."""

    role: Role
    within: Budget | None = None
    calendar: str = ""

    @property
    def sentence(self) -> Sentence:
        role = Name(self.role, NameFamily.role)
        said = say("{role} records the combined answer to what was asked about an account.", role=role)
        if self.within is None:
            return said
        text = " It is due within {budget} on {calendar}, from when consequences were asked for."
        return said.followed_by(say(text, budget=self.within.sentence, calendar=self.calendar))

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (Matter(kind="bridges", said=say("who records the combined answer")),)

    @property
    def runs(self) -> ClockEffect | None:
        """The clock of the combined answer, from when consequences were asked for."""
        if self.within is None:
            return None
        return ClockEffect(kind=ClockKind.answer, budget=self.within, calendar=self.calendar)

    @property
    def counts(self) -> tuple[Budget, str] | None:
        return (self.within, self.calendar) if self.within is not None else None


def _by_when(since: str) -> tuple[Key, Key]:
    return (
        may("within", "an amount with its unit (A1)", f"by when, from when {since}", "no clock"),
        may("calendar", "a calendar's name", "the hours that count; with `within` only"),
    )


_ASKS = Shape(
    title="consequences",
    about="Who is asked for consequences before sales moves something of an account. Its `when` is about the account "
    "as it stands.",
    keys=(
        must("moves", "a list of `stage`, `date`, `exception`", "what sales may want to move"),
        must("asked", "a role or a list", "who answers, each for itself; they may also warn of anything unasked"),
        *_by_when("each was asked"),
    ),
)
_BRIDGES = Shape(
    title="bridges",
    about="Who records the combined answer between what sales wants and what the others warn of. Its `when` is about "
    "the account as it stands.",
    keys=(
        must("role", "a role", "whose it is; of the role, whoever is accountable for the account"),
        *_by_when("asked"),
    ),
)


def _budget(parts: dict[str, Entry], entry: Entry) -> tuple[Budget | None, str]:
    if ("within" in parts) != ("calendar" in parts):
        raise entry.wrong("missing_field", say("within and calendar go together: the answer is due on a calendar"))
    return (parts["within"].budget(), parts["calendar"].text()) if "within" in parts else (None, "")


def _asks(entry: Entry, fields: Fields) -> ConsequencesEffect:
    parts = entry.of(_ASKS)
    within, calendar = _budget(parts, entry)
    return ConsequencesEffect(
        moves=tuple(dict.fromkeys(parts["moves"].choices(Move))),
        asked=tuple(dict.fromkeys(read_each(read_role, parts["asked"], fields))),
        within=within,
        calendar=calendar,
    )


def _bridges(entry: Entry, fields: Fields) -> BridgesEffect:
    parts = entry.of(_BRIDGES)
    within, calendar = _budget(parts, entry)
    return BridgesEffect(role=read_role(parts["role"], fields), within=within, calendar=calendar)


register(
    EffectKey(
        name="consequences",
        home=ClauseSet.ownership,
        fields=_ACCOUNT_FIELDS,
        read=_asks,
        needs=("class",),
        shape=_ASKS,
    ),
    EffectKey(
        name="bridges",
        home=ClauseSet.ownership,
        fields=_ACCOUNT_FIELDS,
        read=_bridges,
        needs=("class",),
        shape=_BRIDGES,
    ),
)
