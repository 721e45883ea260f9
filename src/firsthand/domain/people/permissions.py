"""Which roles may do what (S5: each role changes only the fields of its own area)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.tickets import Role
from firsthand.domain.words import words


class Act(StrEnum):
    """What a teammate may want to do, in words that finish "may …"."""

    see_desk = "see the desk"
    work_tickets = "work on tickets"
    set_severity = "set a severity"
    set_commercial = "change an account's stage, plan and contract"
    set_accountable = "name the accountable customer engineer"
    set_strategic = "set the strategic flag"
    edit_contacts = "edit accounts' names, domains and contacts"
    handle_quarantine = "handle the quarantine and the outbox"
    propose_amendment = "propose a change of the book"
    erase_contacts = "erase a contact for good"
    run_desk = "change people, mailboxes and the desk's settings, and load its first book"


EVERY_ROLE = frozenset(Role)
OWNER_OF: dict[Act, tuple[frozenset[Role], str]] = {
    Act.see_desk: (EVERY_ROLE, ""),
    Act.work_tickets: (EVERY_ROLE, ""),
    Act.set_severity: (frozenset({Role.support, Role.head_of_support}), "S51"),
    Act.set_commercial: (frozenset({Role.sales, Role.vp_sales}), "S7"),
    Act.set_accountable: (
        frozenset({Role.customer_engineering, Role.vp_customer_engineering}),
        "S10",
    ),
    Act.set_strategic: (
        frozenset({Role.vp_customer_engineering, Role.vp_sales}),
        "A10",
    ),
    Act.edit_contacts: (EVERY_ROLE, ""),
    Act.handle_quarantine: (EVERY_ROLE, ""),
    Act.propose_amendment: (EVERY_ROLE, "S6"),
    Act.erase_contacts: (frozenset(), ""),
    Act.run_desk: (frozenset(), "A21"),
}


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Whether an act is allowed; if not, whose it is and which clause says so."""

    allowed: bool
    act: Act
    owners: tuple[Role, ...]
    source: str

    @property
    def refusal(self) -> str:
        """The sentence for the person who was refused."""
        if not self.owners:
            return f"Only an owner of this desk may {self.act.value}."
        roles = " or ".join(words(role) for role in self.owners)
        source = f" ({self.source})" if self.source else ""
        return f"Only {roles} may {self.act.value}{source}. Leave a note on the ticket to propose it."


def may(act: Act, *, roles: AbstractSet[Role], is_owner: bool) -> Permission:
    """Whether somebody with `roles` may do `act`. A desk owner runs the desk, but owns no other role's fields (S5)."""
    owners, source = OWNER_OF[act]
    everyone = owners == EVERY_ROLE
    allowed = bool(roles & owners) or (is_owner and (everyone or not owners))
    return Permission(
        allowed=allowed,
        act=act,
        owners=() if everyone else tuple(sorted(owners)),
        source=source,
    )
