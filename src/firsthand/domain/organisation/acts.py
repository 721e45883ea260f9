"""What a teammate may want to do. Who may is the book's to say, but for what stays with the owners of the desk."""

from enum import StrEnum


class Act(StrEnum):
    """Something that a teammate does, by the name under which a book gives it to roles (S5)."""

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
        """The act in words that finish "may …"."""
        return _TEXTS[self]


_TEXTS = {
    Act.see_desk: "see the desk",
    Act.work_tickets: "work on tickets",
    Act.restrict: "restrict who sees a ticket",
    Act.set_severity: "set a severity",
    Act.set_commercial: "change an account's stage, plan and contract",
    Act.set_accountable: "name who is accountable for an account",
    Act.be_accountable: "be accountable for an account",
    Act.be_seller: "sell to an account",
    Act.set_strategic: "set the strategic flag",
    Act.edit_contacts: "edit accounts' names, domains and contacts",
    Act.handle_quarantine: "handle the quarantine and the outbox",
    Act.propose_amendment: "propose a change of the book",
    Act.erase_contacts: "erase a contact for good",
    Act.run_desk: "change people, addresses and the desk's settings, and load its first book",
}
OWNERS_ACTS = frozenset({Act.run_desk, Act.erase_contacts})
"""What only an owner of the desk may do, whatever the book says: no amendment locks everybody out."""
PROPOSABLE_ACTS = frozenset({Act.set_severity, Act.set_commercial, Act.set_accountable, Act.set_strategic})
"""What somebody who may not do it can propose, in the same place (S6)."""
