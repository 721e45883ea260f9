"""The fields that can be proposed: whose each is, how its value is checked and said, and the owner's act that sets it.

A field is proposed where it stands; whoever has its `right` sets it. A new one is one entry of `FIELDS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from firsthand.domain.errors import Invalid
from firsthand.domain.names import NameFamily, Stage
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import NOTHING_SAID, Name, Sentence, SentenceValue, Series, say
from firsthand.models.accounts import Account
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.accounts import actions as accounts
from firsthand.services.accounts.words import check_short
from firsthand.services.book.desk import Desk
from firsthand.services.coaching import actions as coaching
from firsthand.services.coaching.likeness import add_proposed
from firsthand.services.people.queries import teammates_who_may
from firsthand.services.tickets.actions.kinds import set_severity, severities

Shape = Literal["name", "person", "flag", "text"]
Choices = tuple[tuple[str, SentenceValue], ...]
YES, NO = "yes", "no"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A value to set by the owner's own act: on which ticket or account, and why, with who proposed it."""

    viewer: Viewer
    number: int
    value: str
    why: str
    proposed_by: str
    at: datetime

    @property
    def reason(self) -> Sentence:
        """The reason as the history keeps it."""
        return say("{name} proposed it: {why}", name=self.proposed_by, why=self.why)


@dataclass(frozen=True, kw_only=True)
class ProposableField:
    """A field of a ticket or of an account; one without a `column` holds nothing, and something is added to what there
    is. A value is a text: a name, a person's number, yes or no, or empty for
    none, which `none` says in words. `choices` are the values that it can have by now; None where it is free text.
    `family` is that of names which the book
    declares. `check` answers the value as it is stored, or raises Invalid on `value`. `apply` is the owner's act."""

    name: str
    called: Sentence
    right: Right
    on: Literal["ticket", "account"]
    column: str
    shape: Shape
    none: Sentence
    choices: Callable[[Desk], Choices] | None
    check: Callable[[str, Desk], str]
    apply: Callable[[Wanted], object]
    family: NameFamily | None = None

    def read(self, row: Ticket | Account) -> str:
        """The value as it stands."""
        value = getattr(row, self.column) if self.column else ""
        if isinstance(value, bool):
            return YES if value else NO
        return "" if value is None else str(value)

    def words(self, value: str, names: Mapping[int, str]) -> SentenceValue:
        """A value as people say it; `names` are those of the teammates that values of the field may name."""
        if not value:
            return self.none
        if self.shape == "person":
            return names.get(int(value)) or say("somebody")
        return Name(value, self.family) if self.shape in ("name", "flag") else value

    def people(self, *values: str) -> set[int]:
        """The teammates whom these values name."""
        return {int(value) for value in values if value and self.shape == "person"}


def value_words(value: SentenceValue) -> str | Sentence:
    """A value in words as an event keeps it."""
    return value if isinstance(value, str | Sentence) else say("{value}", value=value)


def _one_of(choices: Callable[[Desk], Choices], text: str, desk: Desk) -> str:
    found = choices(desk)
    value = text.strip()
    if value not in dict(found):
        known = Series(tuple(words for _, words in found))
        raise Invalid("choose", say("Choose one of {known}.", known=known), field="value")
    return value


def _severities(desk: Desk) -> Choices:
    return (("", say("not rated")), *((one, Name(one)) for one in severities(desk.edition)))


def _stages(desk: Desk) -> Choices:
    return tuple((one, Name(one, NameFamily.stage)) for one in desk.organisation.stages)


def _flag(desk: Desk) -> Choices:
    return ((YES, Name(YES)), (NO, Name(NO)))


def _short(text: str, desk: Desk) -> str:
    try:
        return check_short(text, field="value")
    except Invalid as error:
        raise Invalid(
            "value_wrong", say("It is at most 64 letters, digits, spaces and . : / + - _"), field="value"
        ) from error


def _may(right: Right) -> Callable[[Desk], Choices]:
    def people(desk: Desk) -> Choices:
        return (("", say("nobody")), *((str(one.id), one.name) for one in teammates_who_may(right, desk)))

    return people


def _holder(right: Right) -> Callable[[str, Desk], str]:
    def check(text: str, desk: Desk) -> str:
        value = text.strip()
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 12 else None
        if value and number is None:
            raise Invalid("choose", say("Choose one of the list."), field="value")
        accounts.holder_of(number, organisation=desk.organisation, right=right, at=desk.at, field="value")
        return value

    return check


def _set_severity(wanted: Wanted) -> object:
    return set_severity(
        viewer=wanted.viewer, ticket_id=wanted.number, severity=wanted.value, at=wanted.at, why=wanted.reason
    )


def _set_stage(wanted: Wanted) -> object:
    return accounts.set_commercial(
        viewer=wanted.viewer, account_id=wanted.number, stage=Stage(wanted.value), at=wanted.at, why=wanted.reason
    )


def _set_plan(wanted: Wanted) -> object:
    return accounts.set_commercial(
        viewer=wanted.viewer, account_id=wanted.number, plan=wanted.value, at=wanted.at, why=wanted.reason
    )


def _set_contract(wanted: Wanted) -> object:
    return accounts.set_commercial(
        viewer=wanted.viewer, account_id=wanted.number, contract=wanted.value, at=wanted.at, why=wanted.reason
    )


def _set_seller(wanted: Wanted) -> object:
    return accounts.set_seller(
        viewer=wanted.viewer, account_id=wanted.number, person_id=_person(wanted), at=wanted.at, why=wanted.reason
    )


def _set_accountable(wanted: Wanted) -> object:
    return accounts.set_accountable(
        viewer=wanted.viewer, account_id=wanted.number, person_id=_person(wanted), at=wanted.at, why=wanted.reason
    )


def _set_strategic(wanted: Wanted) -> object:
    strategic = wanted.value == YES
    return accounts.set_strategic(
        viewer=wanted.viewer, account_id=wanted.number, strategic=strategic, reason=wanted.why, at=wanted.at
    )


def _step(text: str, desk: Desk) -> str:
    longest = coaching.LONGEST_WHAT
    try:
        return coaching.said(text, longest, "value", say("Say what is to be done."))
    except Invalid as error:
        said = say("Say what is to be done, in at most {longest} characters.", longest=longest)
        raise Invalid("value_wrong", said, field="value") from error


def _add_step(wanted: Wanted) -> object:
    return add_proposed(viewer=wanted.viewer, account_id=wanted.number, what=wanted.value, at=wanted.at)


def _person(wanted: Wanted) -> int | None:
    return int(wanted.value) if wanted.value else None


def _chosen(choices: Callable[[Desk], Choices]) -> Callable[[str, Desk], str]:
    return lambda text, desk: _one_of(choices, text, desk)


def _by_name(*fields: ProposableField) -> Mapping[str, ProposableField]:
    return {one.name: one for one in fields}


FIELDS = _by_name(
    ProposableField(
        name="severity",
        called=say("severity"),
        right=Right.set_severity,
        on="ticket",
        column="severity",
        shape="name",
        none=say("not rated"),
        choices=_severities,
        check=_chosen(_severities),
        apply=_set_severity,
    ),
    ProposableField(
        name="stage",
        called=say("stage"),
        right=Right.set_commercial,
        on="account",
        column="stage",
        shape="name",
        none=say("none"),
        choices=_stages,
        check=_chosen(_stages),
        apply=_set_stage,
        family=NameFamily.stage,
    ),
    ProposableField(
        name="plan",
        called=say("plan"),
        right=Right.set_commercial,
        on="account",
        column="plan",
        shape="text",
        none=say("no plan"),
        choices=None,
        check=_short,
        apply=_set_plan,
    ),
    ProposableField(
        name="contract",
        called=say("contract"),
        right=Right.set_commercial,
        on="account",
        column="contract",
        shape="text",
        none=say("no contract of its own"),
        choices=None,
        check=_short,
        apply=_set_contract,
    ),
    ProposableField(
        name="accountable",
        called=say("accountable person"),
        right=Right.set_accountable,
        on="account",
        column="accountable_id",
        shape="person",
        none=say("nobody"),
        choices=_may(Right.be_accountable),
        check=_holder(Right.be_accountable),
        apply=_set_accountable,
    ),
    ProposableField(
        name="seller",
        called=say("seller"),
        right=Right.set_commercial,
        on="account",
        column="seller_id",
        shape="person",
        none=say("nobody"),
        choices=_may(Right.be_seller),
        check=_holder(Right.be_seller),
        apply=_set_seller,
    ),
    ProposableField(
        name="strategic",
        called=say("strategic flag"),
        right=Right.set_strategic,
        on="account",
        column="strategic",
        shape="flag",
        none=say("no"),
        choices=_flag,
        check=_chosen(_flag),
        apply=_set_strategic,
    ),
    ProposableField(
        name="coaching_step",
        called=say("coaching step"),
        right=Right.coach,
        on="account",
        column="",
        shape="text",
        none=NOTHING_SAID,
        choices=None,
        check=_step,
        apply=_add_step,
    ),
)


def fields_of(on: Literal["ticket", "account"]) -> tuple[ProposableField, ...]:
    """The fields of a ticket or of an account."""
    return tuple(one for one in FIELDS.values() if one.on == on)
