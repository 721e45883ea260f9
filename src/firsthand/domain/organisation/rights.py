"""What may be given to roles, each by a name. Who has it is the book's to say, but for what stays the owners'."""

from enum import StrEnum


class Right(StrEnum):
    """A decision right: what a book lets roles do, by the name under which it gives it (S5)."""

    see_desk = "see_desk"
    work_tickets = "work_tickets"
    restrict = "restrict"
    set_severity = "set_severity"
    set_commercial = "set_commercial"
    set_accountable = "set_accountable"
    be_accountable = "be_accountable"
    be_seller = "be_seller"
    set_strategic = "set_strategic"
    edit_contacts = "edit_contacts"
    handle_quarantine = "handle_quarantine"
    propose_amendment = "propose_amendment"
    erase_contacts = "erase_contacts"
    run_desk = "run_desk"

    @property
    def text(self) -> str:
        """The right in words that finish "may …"."""
        return _TEXTS[self]


_TEXTS = {
    Right.see_desk: "see the desk",
    Right.work_tickets: "work on tickets",
    Right.restrict: "restrict who sees a ticket",
    Right.set_severity: "set a severity",
    Right.set_commercial: "change an account's stage, plan and contract",
    Right.set_accountable: "name who is accountable for an account",
    Right.be_accountable: "be accountable for an account",
    Right.be_seller: "sell to an account",
    Right.set_strategic: "set the strategic flag",
    Right.edit_contacts: "edit accounts' names, domains and contacts",
    Right.handle_quarantine: "handle the quarantine and the outbox",
    Right.propose_amendment: "propose a change of the book",
    Right.erase_contacts: "erase a contact for good",
    Right.run_desk: "change people, addresses and the desk's settings, and load its first book",
}
OWNERS_RIGHTS = frozenset({Right.run_desk, Right.erase_contacts})
"""What only an owner of the desk may do, whatever the book says: no amendment locks everybody out."""
PROPOSABLE_RIGHTS = frozenset({Right.set_severity, Right.set_commercial, Right.set_accountable, Right.set_strategic})
"""What somebody who may not do it can propose, in the same place (S6)."""
