"""Conversations that start at the desk: what a customer said to somebody, and what we write first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from firsthand.domain.acts import Asker, Declared, Id, ParameterKind, Text, WhenSaid
from firsthand.domain.errors import Invalid
from firsthand.domain.names import Kind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Place, act, beside
from firsthand.services.catalogue.tickets.conversation import OF_THE_ENVELOPE
from firsthand.services.catalogue.tickets.custody import Destination, Responsible
from firsthand.services.catalogue.tickets.parts import Why
from firsthand.services.catalogue.tickets.writing import OF_FILES, People, Words, WrittenFiles, attached_files
from firsthand.services.channels.customers import Customer, named_so
from firsthand.services.channels.registry import channel_of
from firsthand.services.intake.entering import Entry
from firsthand.services.intake.entering import enter as enter_said
from firsthand.services.tickets.actions.beginning import Beginning
from firsthand.services.tickets.actions.beginning import begin as begin_writing
from firsthand.services.tickets.actions.sorting import Sorting

SOMEBODY_ELSE = "new"
_OF_THE_CUSTOMER = ("which_one", "no_contact", "address_wrong", "customer_missing", "no_account")
_OF_SORTING = ("unknown_severity", "wrong_route", "unknown_team", "not_a_holder", "not_let_in")


@dataclass(frozen=True)
class KnownContact(ParameterKind):
    """A contact that was chosen, by number; "new" for somebody else of that name, read as 0."""

    codes: ClassVar[tuple[str, ...]] = ("not_a_number",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> int:
        return 0 if sent[-1].strip() == SOMEBODY_ELSE else Id("contact").read(sent, asker=asker)

    @property
    def bounds(self) -> str:
        return "the number of a contact, or `new` for somebody else of the name"


@dataclass(frozen=True, kw_only=True)
class OfNewTicket:
    """Whom it is about: a contact that was chosen, or a name, an address, or both, and the account of somebody new; and
    what is known of it: its kind, its severity and who owns it. What is left out the book decides."""

    contact: Annotated[int | None, KnownContact()] = None
    customer: Annotated[str, Text(at_most=400)] = ""
    account: Annotated[str, Text(at_most=200)] = ""
    kind: Annotated[Kind | None, Declared("kind")] = None
    severity: Annotated[str, Text(at_most=64)] = ""
    owner: Annotated[Destination | None, Responsible()] = None


def _sorting(wanted: OfNewTicket) -> Sorting:
    """What is known of the ticket."""
    if (to := wanted.owner) is None:
        return Sorting(kind=wanted.kind, severity=wanted.severity)
    return Sorting(kind=wanted.kind, severity=wanted.severity, role=to.role, team=to.team, person_id=to.person_id)


def _customer(doer: Doer, wanted: OfNewTicket) -> Customer:
    """Whom the form names: a contact that was chosen, "Ana Costa <ana@acme.example>", an address, or a name. Whether a
    name that somebody has already means them is asked."""
    if wanted.contact:
        return Customer(contact_id=wanted.contact)
    name, bracket, address = wanted.customer.partition("<")
    if not bracket and "@" in name:
        name, address = "", name
    customer = Customer(name=name.strip(), address=address.strip(" >"), account=wanted.account)
    is_a_name = customer.name and not customer.address and wanted.contact is None
    if is_a_name and named_so(viewer=doer.viewer, name=customer.name):
        raise Invalid("which_one", say("Somebody is called so already: say whom you mean."), field="contact")
    return customer


@dataclass(frozen=True, kw_only=True)
class Enter(OfNewTicket):
    """What a customer said, how it reached us and when, on a ticket or as one of its own. `token` is of the form that
    was shown: the same entry twice is one."""

    ticket: Annotated[int | None, Id("ticket")] = None
    endpoint: Annotated[int | None, Id("address")] = None
    text: Words
    subject: Annotated[str, Text(at_most=900)] = ""
    received_at: Annotated[datetime | None, WhenSaid()] = None
    token: Annotated[str, Text(at_most=64)] = ""
    files: WrittenFiles = ()


@act(
    "tickets.enter",
    say("Enter what a customer said"),
    right=Right.work_tickets,
    refusals=(
        *_OF_THE_CUSTOMER,
        *_OF_SORTING,
        *OF_FILES,
        "no_endpoint",
        "empty",
        "in_the_future",
        "no_ticket",
        "erased",
    ),
    possible=beside,
)
def enter(doer: Doer, wanted: Enter) -> Done:
    """It becomes a request like any other, and its clocks run from when they said it."""
    entry = Entry(
        endpoint_id=wanted.endpoint,
        customer=_customer(doer, wanted),
        text=wanted.text,
        subject=wanted.subject,
        received_at=wanted.received_at,
        ticket_id=wanted.ticket,
        token=wanted.token,
        files=attached_files(wanted.files, body=wanted.text),
        sorting=_sorting(wanted),
    )
    added = enter_said(viewer=doer.viewer, entry=entry, at=doer.at)
    said = say("Entered. Its clocks run from when they said it.")
    return Done(said=said, goes_to=Place(kind="ticket", of=added.ticket.pk))


@dataclass(frozen=True, kw_only=True)
class Begin(OfNewTicket):
    """From which of the desk's addresses, about what, and what we write; who gets a copy, and the files; `despite`: why
    it is sent although the book stops what it promises."""

    endpoint: Annotated[int | None, Id("address")] = None
    subject: Annotated[str, Text(at_most=900)]
    text: Words
    copies: People = None
    files: WrittenFiles = ()
    despite: Why = ""


@act(
    "tickets.begin",
    say("Write to a customer first"),
    right=Right.work_tickets,
    refusals=(
        *_OF_THE_CUSTOMER,
        *_OF_SORTING,
        *OF_FILES,
        *OF_THE_ENVELOPE,
        "subject_missing",
        "empty",
        "erased",
        "promise_stopped",
    ),
    possible=beside,
)
def begin(doer: Doer, wanted: Begin) -> Done:
    """It opens a ticket that is the writer's. Nothing is owed before they answer."""
    beginning = Beginning(
        endpoint_id=wanted.endpoint,
        customer=_customer(doer, wanted),
        subject=wanted.subject,
        text=wanted.text,
        copies=wanted.copies or (),
        files=attached_files(wanted.files, body=wanted.text),
        sorting=_sorting(wanted),
        despite=wanted.despite,
    )
    message = begin_writing(viewer=doer.viewer, beginning=beginning, at=doer.at).message
    by_hand = channel_of(message.channel).by_hand
    said = say("Noted.") if by_hand else say("It leaves in ten seconds.")
    return Done(said=said, goes_to=Place(kind="ticket", of=message.ticket_id))
