"""The company with which the demo plays a book: its people, its customers, and a question that is open. Each book may
have a company of its own; others are played with that of the customer-first page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from firsthand.domain.names import Role, Stage

FOLDER = Path(__file__).with_name("companies")
USUAL = "customer-first"


@dataclass(frozen=True, kw_only=True)
class DemoTeammate:
    """A person of the demo company; `key` is how the story names them."""

    key: str
    name: str
    email: str
    roles: tuple[Role, ...]
    zone: str
    is_owner: bool


@dataclass(frozen=True, kw_only=True)
class Customer:
    """An account of the demo company. `accountable` and `seller` are teammates' keys."""

    name: str
    domain: str
    stage: Stage
    accountable: str
    seller: str
    plan: str = ""
    contract: str = ""
    strategic_reason: str = ""
    contacts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenProposal:
    """A draft of the book that waits: `by` proposed it, `asked_by` asked back. FROM in the body is its first day."""

    by: str
    asked_by: str
    title: str
    why: str
    question: str
    body: str


@dataclass(frozen=True, kw_only=True)
class DemoStep:
    """What somebody did about a round so many open hours after it was asked: `answer` (with a `text`, or none seen),
    `warn`, `combine` or `move`."""

    after: float
    who: str
    do: str
    text: str = ""
    interest: str = ""
    long_term: str = ""
    advice: str = ""
    conflict: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoRound:
    """What somebody of sales asked so many open hours ago, and what came of it."""

    ago: float
    by: str
    account: str
    move: str
    wanted: str
    why: str
    then: tuple[DemoStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoCompany:
    """A company: `signs_in` is whose desk the visitor sees, `flags` who sets the strategic flag, `hours` the calendar
    in which the letters' times count."""

    book: str
    desk: str
    zone: str
    mailbox: str
    mail_domain: str
    signs_in: str
    flags: str
    hours: str
    team: tuple[DemoTeammate, ...]
    customers: tuple[Customer, ...]
    proposal: OpenProposal
    rounds: tuple[DemoRound, ...]
    letters: Path

    @property
    def owner(self) -> DemoTeammate:
        """Who owns the desk and signs in."""
        return next(one for one in self.team if one.key == self.signs_in)


def company_of(book: str) -> DemoCompany:
    """The company with which a shipped book is played."""
    name = book if (FOLDER / f"{book}.yaml").is_file() else USUAL
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return DemoCompany(
        book=book,
        letters=FOLDER / f"{name}.letters.yaml",
        team=tuple(_teammate(one, found) for one in found.pop("team")),
        customers=tuple(_customer(one) for one in found.pop("customers")),
        proposal=OpenProposal(**found.pop("proposal")),
        rounds=tuple(_round(one) for one in found.pop("rounds", ())),
        **found,
    )


def _teammate(one: dict[str, Any], company: dict[str, Any]) -> DemoTeammate:
    return DemoTeammate(
        key=one["key"],
        name=one["name"],
        email=f"{one['key']}@{company['mail_domain']}",
        roles=tuple(Role(role) for role in one["roles"]),
        zone=one.get("zone", company["zone"]),
        is_owner=one.get("is_owner", False),
    )


def _round(one: dict[str, Any]) -> DemoRound:
    return DemoRound(then=tuple(DemoStep(**step) for step in one.pop("then", ())), **one)


def _customer(one: dict[str, Any]) -> Customer:
    contacts = tuple((name, email) for name, email in one.pop("contacts"))
    return Customer(stage=Stage(one.pop("stage")), contacts=contacts, **one)
