"""What may be given to roles, each by a name. Who has it is the book's to say, but for what stays the owners'."""

from enum import StrEnum

from firsthand.domain.sentences import Sentence, say


class Right(StrEnum):
    """A decision right: what a book lets roles do, by the name under which it gives it (S5)."""

    see_desk = "see_desk"
    work_tickets = "work_tickets"
    restrict = "restrict"
    assign_directly = "assign_directly"
    ask_for_help = "ask_for_help"
    answer_help = "answer_help"
    set_severity = "set_severity"
    set_commercial = "set_commercial"
    set_accountable = "set_accountable"
    be_accountable = "be_accountable"
    be_seller = "be_seller"
    set_strategic = "set_strategic"
    coach = "coach"
    skip_coaching = "skip_coaching"
    edit_contacts = "edit_contacts"
    handle_quarantine = "handle_quarantine"
    propose_amendment = "propose_amendment"
    erase_contacts = "erase_contacts"
    run_desk = "run_desk"

    @property
    def said(self) -> Sentence:
        """The right in words that finish "may …"."""
        return _SAID[self]


_SAID = {
    Right.see_desk: say("see the desk"),
    Right.work_tickets: say("work on tickets"),
    Right.restrict: say("restrict who sees a ticket"),
    Right.assign_directly: say("make somebody of their own team responsible at once"),
    Right.ask_for_help: say("ask other roles for help about a ticket of theirs"),
    Right.answer_help: say("answer the help that is asked of their role"),
    Right.set_severity: say("set a severity"),
    Right.set_commercial: say("change an account's stage, plan and contract"),
    Right.set_accountable: say("name who is accountable for an account"),
    Right.be_accountable: say("be accountable for an account"),
    Right.be_seller: say("sell to an account"),
    Right.set_strategic: say("set the strategic flag"),
    Right.coach: say("coach an account: plan what is done for it unasked, and do it"),
    Right.skip_coaching: say("skip a coaching step"),
    Right.edit_contacts: say("edit accounts' names, domains and contacts"),
    Right.handle_quarantine: say("handle the quarantine and the outbox"),
    Right.propose_amendment: say("propose a change of the book"),
    Right.erase_contacts: say("erase a contact for good"),
    Right.run_desk: say("change people, addresses and the desk's settings, and load its first book"),
}
OWNERS_RIGHTS = frozenset({Right.run_desk, Right.erase_contacts})
"""What only an owner of the desk may do, whatever the book says: no amendment locks everybody out."""
PROPOSABLE_RIGHTS = frozenset(
    {Right.set_severity, Right.set_commercial, Right.set_accountable, Right.set_strategic, Right.coach}
)
"""What somebody who may not do it can propose, in the same place (S6)."""
