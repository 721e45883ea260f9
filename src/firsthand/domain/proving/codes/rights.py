"""What can be said against decision rights."""

from firsthand.domain.proving.codes.code import FindingCode, FindingKind, FindingSeverity
from firsthand.domain.sentences import say

RIGHTS = (
    FindingKind(
        code=FindingCode.right_of_nobody,
        severity=FindingSeverity.warning,
        about="No role may do something that has to be done.",
        title=say("No role may {act}"),
        follows=say("Only the owners of a desk can do it, and everybody else is refused."),
        mend=say("Add a clause under `organisation` with `right:`, the act `{name}` and the roles that may."),
        explained="""\
Who may do what is the book's to say (S5). Where it says nothing of an act, the default book does; but a book with roles
of its own does not have those of the default one, and nobody is left.""",
        example="""\
organisation:
  - clause: care
    source: our page
    text: Care answers everybody.
    role: {name: care}
  - clause: rates
    source: our page
    text: Care says how bad it is.
    right: {act: set_severity, roles: care}
  - clause: sells
    source: our page
    text: Care keeps stage, plan and contract.
    right: {act: set_commercial, roles: care}
  - clause: names
    source: our page
    text: Care says who answers for a customer.
    right: {act: set_accountable, roles: care}
  - clause: answers-for
    source: our page
    text: One of care answers for each customer.
    right: {act: be_accountable, roles: care}
  - clause: grows
    source: our page
    text: One of care grows each customer.
    right: {act: be_seller, roles: care}
""",
    ),
    FindingKind(
        code=FindingCode.vacant_right,
        severity=FindingSeverity.warning,
        about="Nobody holds a role that may do something.",
        title=say("{first} gives a right to {role}, and nobody holds that"),
        follows=say("Nobody may {act} ({region}); whoever needs it waits."),
        mend=say("Say under `holders` who holds the role, if only `acting: true`, or name another role in the clause."),
        explained="""\
In a book that says who holds which role, an act that only certain roles may do needs somebody who holds one of them at
every instant at which the clause holds (S5, A20).""",
        example="""\
organisation:
  - clause: rates
    source: our page
    text: Only the head of support says how bad it is.
    right: {act: set_severity, roles: head_of_support}
holders:
  - {role: head_of_support, name: Ada Obi, from: 2027-03-01}
""",
    ),
)
